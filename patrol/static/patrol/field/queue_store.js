// @ts-check
/** The queue in the phone's database: a report and its photos go in together, and leave only against the server's receipt. */

import { FIRST_SEQUENCE, entryHash } from "patrol/field/chain.js";
import { openField, recall } from "patrol/field/db.js";
import { mayForget } from "patrol/field/queue_state.js";

/**
 * @typedef {import("patrol/field/queue_state.js").Entry} Entry
 * @typedef {{id: string, person: Entry["person"], site: Entry["site"], report: Entry["report"], photos: {sha256: string, role: string, blob: Blob}[], draftKey: string | null}} Filing
 * @typedef {{sequence: number, sha256: string}} Link
 */

const CHAIN = "chain";
/** Other tabs listen here. */
export const CHANNEL = "field-queue";

/** @returns {Promise<string>} this phone's own number, made once */
export async function deviceId() {
  const db = await openField();
  const run = db.transaction("meta", "readwrite");
  const known = await run.store.get("device");
  if (!known) await run.store.put({ key: "device", value: crypto.randomUUID() });
  await run.done;
  return known?.value ?? recall("device");
}

/**
 * Put a report into the queue. Its photos, its place in the chain and the end of its draft are one transaction: all or nothing.
 * Rejects with a QuotaExceededError when the phone is full; then nothing has changed.
 * @param {Filing} filing
 * @param {string} keptAt @param {number | null} offsetMs server minus phone
 * @returns {Promise<Entry>}
 */
export async function fileReport(filing, keptAt, offsetMs) {
  const device = await deviceId();
  for (;;) {
    /** @type {Link | undefined} */
    const last = await recall(CHAIN);
    const entry = await entryOf(filing, device, last, keptAt, offsetMs);
    if (await putEntry(entry, filing, last)) {
      tellTabs();
      return entry;
    }
    // Another tab filed in between: its report is the one before ours now.
  }
}

/** @param {Filing} filing @param {string} device @param {Link | undefined} last @param {string} keptAt @param {number | null} offsetMs @returns {Promise<Entry>} */
async function entryOf({ id, person, site, report, photos }, device, last, keptAt, offsetMs) {
  const queue = { device, sequence: (last?.sequence ?? FIRST_SEQUENCE - 1) + 1, previous: last?.sha256 ?? "" };
  return {
    id,
    person,
    site,
    report,
    queue,
    sha256: await entryHash({ ...queue, id, report }),
    photos: photos.map(({ sha256, role, blob }) => ({ sha256, role, bytes: blob.size })),
    state: "kept",
    kept_at: keptAt,
    kept_offset_ms: offsetMs,
    attempts: 0,
    next_at: 0,
    trouble: null,
    receipt: null,
    is_forgotten: false,
    uploaded_bytes: 0,
  };
}

/** @param {Entry} entry @param {Filing} filing @param {Link | undefined} last @returns {Promise<boolean>} false when the chain has moved on */
async function putEntry(entry, { photos, draftKey }, last) {
  const db = await openField();
  const run = db.transaction(["queue", "photos", "drafts", "meta"], "readwrite");
  const meta = run.objectStore("meta");
  const now = (await meta.get(CHAIN))?.value;
  if (now?.sha256 !== last?.sha256) {
    await run.done;
    return false;
  }
  const asked = [
    meta.put({ key: CHAIN, value: { sequence: entry.queue.sequence, sha256: entry.sha256 } }),
    run.objectStore("queue").add(entry),
    ...photos.map(({ sha256, blob }) => run.objectStore("photos").put({ sha256, blob, report: entry.id, bytes: blob.size })),
    ...(draftKey ? [run.objectStore("drafts").delete(draftKey)] : []),
    run.done,
  ];
  await Promise.all(asked);
  return true;
}

/** @param {string} person @returns {Promise<Entry[]>} newest first */
export async function entriesOf(person) {
  /** @type {Entry[]} */
  const all = await (await openField()).getAll("queue");
  return all.filter((entry) => entry.person.id === person).sort((a, b) => b.queue.sequence - a.queue.sequence);
}

/** @param {string} id @returns {Promise<Entry | undefined>} */
export async function entryById(id) {
  return (await openField()).get("queue", id);
}

/**
 * Change what is known of an entry, from what stands there now.
 * @param {string} id @param {(entry: Entry) => Partial<Entry>} change
 * @returns {Promise<Entry | undefined>}
 */
export async function changeEntry(id, change) {
  const db = await openField();
  const run = db.transaction("queue", "readwrite");
  /** @type {Entry | undefined} */
  const before = await run.store.get(id);
  const after = before && { ...before, ...change(before) };
  if (after) await run.store.put(after);
  await run.done;
  tellTabs();
  return after;
}

/** @param {string} sha256 @returns {Promise<Blob | null>} */
export async function photoBlob(sha256) {
  return (await (await openField()).get("photos", sha256))?.blob ?? null;
}

/**
 * Let a report's photos and text go, if and only if the server's receipt proves that all of it has arrived.
 * A photo that another waiting report names stays.
 * @param {string} id @param {unknown} receipt @returns {Promise<boolean>} whether it was let go
 */
export async function forgetReport(id, receipt) {
  const db = await openField();
  const run = db.transaction(["queue", "photos"], "readwrite");
  /** @type {Entry[]} */
  const all = await run.objectStore("queue").getAll();
  const entry = all.find((one) => one.id === id);
  const held = entry?.photos.map((photo) => photo.sha256) ?? [];
  const isAllowed = entry !== undefined && !entry.is_forgotten && mayForget(id, held, receipt);
  if (isAllowed) {
    const wanted = new Set(all.filter((one) => one.id !== id && !one.is_forgotten).flatMap((one) => one.photos.map((photo) => photo.sha256)));
    for (const sha256 of held) if (!wanted.has(sha256)) await run.objectStore("photos").delete(sha256);
    await run.objectStore("queue").put({ ...entry, report: summaryOf(entry.report), is_forgotten: true });
  }
  await run.done;
  if (isAllowed) tellTabs();
  return isAllowed;
}

/** What the list still shows of a report that has arrived. @param {Record<string, any>} report */
function summaryOf({ site, finished_at, condition, kind }) {
  return { site, finished_at, condition, kind };
}

function tellTabs() {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}
