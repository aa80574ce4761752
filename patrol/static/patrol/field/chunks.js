// @ts-check
/** A photo in pieces. Pure. */

/**
 * @param {number} received bytes the server has
 * @param {number} size of the photo
 * @param {number} chunkBytes at most at a time
 * @returns {{start: number, end: number, header: string} | null} the next piece (`end` is the byte after its last), null when all is there
 */
export function nextChunk(received, size, chunkBytes) {
  const start = Math.min(Math.max(0, received), size);
  if (start >= size) return null;
  const end = Math.min(size, start + Math.max(1, chunkBytes));
  return { start, end, header: `bytes ${start}-${end - 1}/${size}` };
}
