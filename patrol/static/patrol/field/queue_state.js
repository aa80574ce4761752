// @ts-check
/** What became of a report: kept → sent → received → verified; and when the phone may let it go. Pure. */

/**
 * @typedef {"kept" | "sent" | "received" | "verified"} State
 * @typedef {{position?: number, role?: string, sha256: string, state: string, error?: string | null}} ReceiptPhoto
 * @typedef {{id: string, is_complete: boolean, photos: ReceiptPhoto[], status?: string, received_at?: string, irregularities?: {code: string, sentence: string}[]}} Receipt
 * @typedef {{kind: string, code: string, sentence: string, missing: string[]}} Trouble `kind` as in answer.js
 * @typedef {{id: string, person: {id: string, name: string}, site: {id: string, code: string, name: string}, report: Record<string, any>,
 *   queue: {device: string, sequence: number, previous: string}, sha256: string, photos: {sha256: string, role: string, bytes: number}[],
 *   state: State, kept_at: string, kept_offset_ms: number | null, attempts: number, next_at: number, trouble: Trouble | null,
 *   receipt: Receipt | null, is_forgotten: boolean, uploaded_bytes: number}} Entry
 */

export const STATES = Object.freeze(/** @type {State[]} */ (["kept", "sent", "received", "verified"]));
/** The server has the photo's bytes, its hash checked and durable; unreadable ones too. */
const HELD = new Set(["received", "verified", "unreadable"]);
const JUDGED = new Set(["verified", "unreadable"]);
const DAY_MS = 24 * 60 * 60_000;
export const WARN_AFTER_DAYS = 3;

/**
 * @param {unknown} body of an answer
 * @returns {body is Receipt} whether it is a receipt at all
 */
export function isReceipt(body) {
  const one = /** @type {any} */ (body);
  return typeof one?.id === "string" && typeof one.is_complete === "boolean" && Array.isArray(one.photos) && one.photos.every(isPhoto);
}

/** @param {any} photo */
function isPhoto(photo) {
  return typeof photo?.sha256 === "string" && typeof photo?.state === "string";
}

/**
 * The one condition under which local data may be deleted: the receipt names this report, says it is complete,
 * and lists every photo the phone holds as stored.
 * @param {string} id @param {readonly string[]} held hashes of the photos on this phone @param {unknown} receipt
 */
export function mayForget(id, held, receipt) {
  if (!isReceipt(receipt) || receipt.id.toLowerCase() !== id.toLowerCase() || receipt.is_complete !== true) return false;
  const stored = new Set(receipt.photos.filter((photo) => HELD.has(photo.state)).map((photo) => photo.sha256.toLowerCase()));
  return held.every((sha256) => stored.has(sha256.toLowerCase()));
}

/**
 * @param {string} id @param {readonly string[]} held @param {unknown} receipt
 * @returns {State}
 */
export function stateBy(id, held, receipt) {
  if (!isReceipt(receipt) || receipt.id.toLowerCase() !== id.toLowerCase()) return "kept";
  if (!mayForget(id, held, receipt)) return "sent";
  const isDecided = receipt.status !== undefined && receipt.status !== "pending";
  return isDecided || receipt.photos.every((photo) => JUDGED.has(photo.state)) ? "verified" : "received";
}

/** @param {State} before @param {State} now @returns {State} a state never goes back by an old answer */
export function further(before, now) {
  return STATES.indexOf(now) > STATES.indexOf(before) ? now : before;
}

/** @param {Receipt | null} receipt @param {string} sha256 @returns {boolean} whether the server still waits for this photo */
export function isAwaited(receipt, sha256) {
  const known = receipt?.photos.find((photo) => photo.sha256.toLowerCase() === sha256);
  return !known || !HELD.has(known.state);
}

/**
 * How long a report has waited, by the server's time where it is known: the phone's clock may have jumped meanwhile.
 * @param {Entry} entry @param {number} now of the phone @param {number | null} offsetMs server minus phone, now
 */
export function waitingMs(entry, now, offsetMs) {
  const correct = offsetMs !== null && entry.kept_offset_ms !== null;
  const kept = Date.parse(entry.kept_at) + (correct ? (entry.kept_offset_ms ?? 0) : 0);
  return Math.max(0, now + (correct ? (offsetMs ?? 0) : 0) - kept);
}

/** @param {Entry} entry @param {number} now @param {number | null} offsetMs @returns {boolean} unsent for three days */
export function isLate(entry, now, offsetMs) {
  return !["received", "verified"].includes(entry.state) && waitingMs(entry, now, offsetMs) >= WARN_AFTER_DAYS * DAY_MS;
}
