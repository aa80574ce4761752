// @ts-check
/** The queue's chain: each report names the one filed before it on this phone, so that gaps and edits show. Pure but for the hash. */

/** The first report of a phone has this number. */
export const FIRST_SEQUENCE = 1;

/**
 * JSON in one canonical way, as the server writes it (core/logic/hashing.py): keys sorted, no white space.
 * @param {unknown} value of JSON
 * @returns {string}
 */
export function canonicalJson(value) {
  return JSON.stringify(sorted(value));
}

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** @param {string} text @returns {Promise<string>} SHA-256, lower-case hexadecimal */
export async function sha256OfText(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * An entry's own hash.
 * @param {{sequence: number, id: string, report: unknown, previous: string}} entry
 * @returns {Promise<string>}
 */
export async function entryHash({ sequence, id, report, previous }) {
  const content = await sha256OfText(canonicalJson(report));
  return sha256OfText(`${sequence}|${id}|${content}|${previous}`);
}
