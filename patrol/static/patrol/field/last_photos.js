// @ts-check
/** The pictures of the last visit, from the phone; where they were not taken along and there is a network, from the server. */

import { openField } from "patrol/field/db.js";

/** @param {string} sha256 @returns {string} the name under which the pack keeps a photo in `blobs` */
export function photoName(sha256) {
  return `photo:${sha256}`;
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
