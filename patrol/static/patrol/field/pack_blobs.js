// @ts-check
/** What of a pack is large: the map and the pictures of last time, kept as blobs in the phone's database. */

import { openField } from "patrol/field/db.js";
import { download, sha256Of } from "patrol/field/download.js";
import { photoName } from "patrol/field/last_photos.js";

/**
 * @typedef {import("patrol/field/pack.js").Pack} Pack
 * @typedef {{name: string, blob: Blob, sha256: string, at: string, bounds?: number[], max_zoom?: number}} Kept
 */

/** @param {string} person @returns {string} the name under which a person's map is kept */
export function mapName(person) {
  return `map:${person}`;
}

/** @param {Pack} pack @returns {{sha256: string, url: string}[]} each picture once */
export function photosOf(pack) {
  const all = pack.sites.flatMap((site) => site.last_photos);
  return [...new Map(all.map(({ sha256, url }) => [sha256, { sha256, url }])).values()];
}

/** @param {string} person @returns {Promise<Kept | undefined>} */
export async function keptMap(person) {
  return (await openField()).get("blobs", mapName(person));
}

/**
 * Fetch the map unless it is here already; a file that is not the one announced is not kept.
 * @param {Pack} pack @param {(received: number, total: number) => void} onProgress @param {AbortSignal} signal
 */
export async function takeMap(pack, onProgress, signal) {
  const map = /** @type {any} */ (pack.map);
  if (!map) return;
  const known = await keptMap(pack.person.id);
  if (known?.sha256 === map.sha256) return onProgress(map.bytes, map.bytes);
  const blob = await download(map.url, { signal, onProgress: ({ received, total }) => onProgress(received, total) });
  const sha256 = await sha256Of(blob);
  await keep({ name: mapName(pack.person.id), blob, sha256, at: new Date().toISOString(), bounds: map.bounds, max_zoom: map.max_zoom });
}

/**
 * Fetch the pictures that are not here yet, one after the other; one that fails is left out.
 * @param {Pack} pack @param {(done: number, total: number) => void} onProgress @param {AbortSignal} signal
 * @returns {Promise<number>} how many could not be fetched
 */
export async function takePhotos(pack, onProgress, signal) {
  const photos = photosOf(pack);
  let failed = 0;
  for (const [index, { sha256, url }] of photos.entries()) {
    if (signal.aborted) return failed + photos.length - index;
    const isHere = await (await openField()).getKey("blobs", photoName(sha256));
    if (!isHere) {
      const blob = await download(url, { signal }).catch(() => null);
      if (blob) await keep({ name: photoName(sha256), blob, sha256, at: new Date().toISOString() });
      else failed += 1;
    }
    onProgress(index + 1, photos.length);
  }
  return failed;
}

/** Delete pictures that no pack on this phone names any more. */
export async function dropUnused() {
  const db = await openField();
  const sites = await db.getAll("sites");
  const used = new Set(sites.flatMap((site) => site.last_photos.map((/** @type {any} */ photo) => photoName(photo.sha256))));
  for (const name of await db.getAllKeys("blobs")) {
    if (String(name).startsWith("photo:") && !used.has(String(name))) await db.delete("blobs", name);
  }
}

/** Take a person's pack off the phone: places, pictures, map. Drafts, queue and track stay. @param {string} person */
export async function dropPack(person) {
  const db = await openField();
  const run = db.transaction(["sites", "meta", "blobs"], "readwrite");
  for (const site of await run.objectStore("sites").getAll()) if (site.person === person) await run.objectStore("sites").delete(site.id);
  await run.objectStore("meta").delete(`pack:${person}`);
  await run.objectStore("blobs").delete(mapName(person));
  await run.done;
  await dropUnused();
}

/** @returns {Promise<{photos: number, photoBytes: number, mapBytes: number}>} what lies on the phone */
export async function weighBlobs() {
  /** @type {Kept[]} */
  const kept = await (await openField()).getAll("blobs");
  const photos = kept.filter((one) => one.name.startsWith("photo:"));
  const size = (/** @type {Kept[]} */ some) => some.reduce((sum, one) => sum + one.blob.size, 0);
  return { photos: photos.length, photoBytes: size(photos), mapBytes: size(kept.filter((one) => one.name.startsWith("map:"))) };
}

/** @param {Kept} row */
async function keep(row) {
  await (await openField()).put("blobs", row);
}
