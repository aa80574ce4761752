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
