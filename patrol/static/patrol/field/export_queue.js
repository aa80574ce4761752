// @ts-check
/** The last resort: the waiting reports with their photos as one file, which an officer can take in. */

import { deviceId, entriesOf, photoBlob } from "patrol/field/queue_store.js";

/** @typedef {import("patrol/field/queue_state.js").Entry} Entry */

export const FORMAT = "heritage-queue";

/**
 * What stands in queue.json.
 * @param {readonly Entry[]} entries in the order of the chain @param {string} device @param {string} madeAt
 */
export function queueText(entries, device, madeAt) {
  const listed = entries.map(({ id, report, queue }) => ({ id, report, queue }));
  return JSON.stringify({ format: FORMAT, version: 1, person: entries[0]?.person.id ?? "", device, made_at: madeAt, entries: listed });
}

/**
 * @param {string} person
 * @returns {Promise<{blob: Blob, name: string, reports: number, lost: string[]} | null>} null when nothing waits; `lost`: photos the phone no longer has
 */
export async function exportQueue(person) {
  const entries = (await entriesOf(person)).filter((entry) => !entry.is_forgotten).reverse();
  if (!entries.length) return null;
  const now = new Date();
  const names = [...new Set(entries.flatMap((entry) => entry.photos.map((photo) => photo.sha256)))];
  /** @type {string[]} */
  const lost = [];
  const text = queueText(entries, await deviceId(), now.toISOString());
  const { downloadZip } = await import("client-zip");
  async function* files() {
    yield { name: "queue.json", lastModified: now, input: text };
    for (const sha256 of names) {
      const blob = await photoBlob(sha256);
      if (blob) yield { name: `photos/${sha256}`, lastModified: now, input: blob };
      else lost.push(sha256);
    }
  }
  const blob = await downloadZip(files()).blob();
  return { blob, name: `heritage-queue-${now.toISOString().slice(0, 16).replace(/[-:]/g, "")}.zip`, reports: entries.length, lost };
}

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
