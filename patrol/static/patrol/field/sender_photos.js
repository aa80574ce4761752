// @ts-check
/** A report's photos on their way: piece by piece, going on from where the server is. */

import { nextChunk } from "patrol/field/chunks.js";
import { isAwaited } from "patrol/field/queue_state.js";
import { changeEntry, photoBlob } from "patrol/field/queue_store.js";

/**
 * @typedef {import("patrol/field/answer.js").Answer} Answer
 * @typedef {import("patrol/field/queue_state.js").Entry} Entry
 * @typedef {import("patrol/field/sender.js").Tools} Tools
 */

const PATIENCE_MS = 120_000;
/** A server that never agrees where to go on must not be asked for ever. */
const MOST_TURNS = 3;

/** @param {Entry} entry @param {Tools} tools @returns {Promise<Answer | null>} the last answer; null when nothing was awaited */
export async function sendPhotos(entry, tools) {
  /** @type {Answer | null} */
  let last = null;
  for (const { sha256 } of entry.photos) {
    if (!isAwaited(entry.receipt, sha256)) continue;
    last = await sendPhoto(entry, sha256, tools);
    if (last.kind !== "ok") return last;
  }
  return last;
}

/** @param {Entry} entry @param {string} sha256 @param {Tools} tools @returns {Promise<Answer>} */
async function sendPhoto(entry, sha256, tools) {
  const blob = await photoBlob(sha256);
  if (!blob) return { kind: "refused", status: 0, body: { code: "photo_lost" }, retryAfterS: null, serverAt: null };
  const address = `/api/v1/reports/${entry.id}/photos/${sha256}`;
  const known = await tools.ask(address);
  if (known.kind !== "ok") return known;
  if (known.body?.sha256?.toLowerCase() !== sha256) return { ...known, kind: "portal" };
  if (!["awaited", "partial"].includes(known.body.state)) return known;
  return sendFrom(Number(known.body.received_bytes) || 0, { blob, address, sha256, entry }, tools);
}

/**
 * @param {number} received
 * @param {{blob: Blob, address: string, sha256: string, entry: Entry}} photo
 * @param {Tools} tools
 * @returns {Promise<Answer>}
 */
async function sendFrom(received, photo, tools) {
  const { blob, address } = photo;
  for (let at = received, turns = 0; ; ) {
    // All bytes are there, yet it is not complete: the last piece is said again, and the server says what it lacks.
    const chunk = nextChunk(at, blob.size, tools.chunkBytes) ?? nextChunk(Math.max(0, blob.size - tools.chunkBytes), blob.size, tools.chunkBytes);
    if (!chunk) return { kind: "refused", status: 0, body: { code: "photo_empty" }, retryAfterS: null, serverAt: null };
    const headers = { "Content-Type": "application/octet-stream", "Content-Range": chunk.header };
    const answer = await tools.ask(address, { method: "PUT", body: blob.slice(chunk.start, chunk.end), headers, patienceMs: PATIENCE_MS });
    const moved = movedTo(answer, photo.sha256);
    if (answer.kind === "ok") {
      if (moved === null) return { ...answer, kind: "portal" };
      if (answer.body.state !== "partial") return told(photo.entry, chunk.end - at, answer);
      await told(photo.entry, moved - at, answer);
      turns = moved > at ? 0 : turns + 1;
    } else if (moved === null) {
      return answer;
    } else {
      turns += 1;
    }
    if (turns > MOST_TURNS) return { ...answer, kind: "busy", status: 500 };
    at = moved;
  }
}

/** Where to go on, by the server's word; null when its answer does not say. @param {Answer} answer @param {string} sha256 @returns {number | null} */
function movedTo({ kind, body, status }, sha256) {
  if (kind === "ok") return body?.sha256?.toLowerCase() === sha256 ? Number(body.received_bytes) || 0 : null;
  if (status === 409 && body?.code === "chunk_out_of_order") return Number(body.received_bytes) || 0;
  if (status === 400 && body?.code === "photo_hash_mismatch") return 0;
  return null;
}

/** @param {Entry} entry @param {number} bytes @param {Answer} answer */
async function told({ id }, bytes, answer) {
  await changeEntry(id, (now) => ({ uploaded_bytes: Math.max(0, now.uploaded_bytes + bytes) }));
  return answer;
}
