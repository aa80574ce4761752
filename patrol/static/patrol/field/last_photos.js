// @ts-check
/** The pictures of the last visit, from the phone; where they were not taken along and there is a network, from the server. */

import { openField } from "patrol/field/db.js";

/** @param {string} sha256 @returns {string} the name under which the pack keeps a photo in `blobs` */
export function photoName(sha256) {
  return `photo:${sha256}`;
}

/** @param {string} url of a photo @returns {string | null} the hash it names */
export function hashIn(url) {
  return /\/photos\/([0-9a-f]{64})\//.exec(url)?.[1] ?? null;
}

/**
 * Take the pictures of the last visits along; those already here are not fetched again, those no longer needed go.
 * @param {readonly {last_photos: readonly {sha256: string, url: string}[]}[]} sites of all people on this phone
 * @param {(done: number, all: number) => void} [onProgress]
 * @returns {Promise<number>} how many could not be fetched
 */
export async function takePhotos(sites, onProgress = () => undefined) {
  const db = await openField();
  const wanted = new Map(sites.flatMap((site) => site.last_photos.map(({ sha256, url }) => [photoName(sha256), url])));
  for (const name of await db.getAllKeys("blobs")) if (String(name).startsWith("photo:") && !wanted.has(String(name))) await db.delete("blobs", name);
  let [done, failed] = [0, 0];
  for (const [name, url] of wanted) {
    if (!(await db.getKey("blobs", name))) failed += (await takeOne(name, url)) ? 0 : 1;
    onProgress((done += 1), wanted.size);
  }
  return failed;
}

/** @param {string} name @param {string} url @returns {Promise<boolean>} */
async function takeOne(name, url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("image/")) return false;
    await (await openField()).put("blobs", { name, blob: await answer.blob() });
    return true;
  } catch {
    return false;
  }
}

/** A photo's address that works now: from the phone if it was taken along. @param {string | null} url @param {boolean} isOnline @returns {Promise<string | null>} */
export async function shownUrl(url, isOnline) {
  const sha256 = url && hashIn(url);
  if (!url || !sha256) return null;
  return (await shownPhotos([{ sha256, role: "", url }], isOnline))[0]?.url ?? null;
}

/**
 * @param {readonly {sha256: string, role: string, url: string}[]} photos
 * @param {boolean} isOnline
 * @returns {Promise<{role: string, url: string}[]>} only those that can be shown now
 */
export async function shownPhotos(photos, isOnline) {
  const db = await openField();
  const found = await Promise.all(
    photos.map(async ({ sha256, role, url }) => {
      const kept = (await db.get("blobs", photoName(sha256)))?.blob;
      return kept ? { role, url: URL.createObjectURL(kept) } : isOnline ? { role, url } : null;
    }),
  );
  return found.filter((photo) => photo !== null);
}
