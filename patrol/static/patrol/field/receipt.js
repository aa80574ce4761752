// @ts-check
/** Reading the server's receipt: only one that names the report and every photo lets the draft go. */

/**
 * @typedef {{id: string, photos: {position: number, sha256: string}[]}} Receipt
 */

/**
 * @param {string} id of the report that was sent
 * @param {readonly string[]} sha256s of its photos, in their order
 * @param {unknown} answer of the server
 * @returns {boolean} whether the receipt lists exactly this report and these photos
 */
export function isReceiptFor(id, sha256s, answer) {
  if (!isReceipt(answer) || answer.id.toLowerCase() !== id.toLowerCase()) return false;
  const listed = new Map(answer.photos.map((photo) => [photo.position, photo.sha256]));
  return listed.size === sha256s.length && answer.photos.length === sha256s.length && sha256s.every((sha256, position) => listed.get(position) === sha256);
}

/** @param {any} answer @returns {answer is Receipt} */
function isReceipt(answer) {
  return typeof answer?.id === "string" && Array.isArray(answer.photos) && answer.photos.every((/** @type {any} */ photo) => Number.isInteger(photo?.position) && typeof photo?.sha256 === "string");
}
