// @ts-check
/** What an answer of the network means, also where it is not our server that speaks. Pure. */

/**
 * `portal`: a hotel's or a shop's network answered in our place. `busy`: the server is there but cannot now. `away`: nobody answered.
 * @typedef {"ok" | "away" | "portal" | "signed-out" | "busy" | "refused"} Kind
 * @typedef {{kind: Kind, status: number, body: any, retryAfterS: number | null, serverAt: string | null}} Answer
 */

/** @type {Answer} */
export const AWAY = Object.freeze({ kind: "away", status: 0, body: null, retryAfterS: null, serverAt: null });

/**
 * @param {number} status
 * @param {{get(name: string): string | null}} headers
 * @param {string} text the body
 * @param {number} now the phone's clock in milliseconds, for a Retry-After that names a moment
 * @returns {Answer}
 */
export function readAnswer(status, headers, text, now) {
  const body = isJson(headers.get("Content-Type") ?? "") ? parsed(text) : undefined;
  const serverAt = moment(headers.get("Date"));
  return { kind: kindOf(status, body), status, body: body ?? null, retryAfterS: waitOf(headers.get("Retry-After"), serverAt, now), serverAt };
}

/** @param {number} status @param {any} body undefined when it is no JSON @returns {Kind} */
function kindOf(status, body) {
  if (status === 401 || (status === 403 && body?.code !== "not_allowed" && body !== undefined)) return "signed-out";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "busy";
  // Our doors always answer in JSON: anything else was said by somebody in between.
  if (body === undefined || (status >= 300 && status < 400)) return status === 413 ? "refused" : "portal";
  return status < 300 ? "ok" : "refused";
}

/** @param {string} type */
function isJson(type) {
  return /^application\/(json|problem\+json)\b/i.test(type);
}

/** @param {string} text @returns {any} undefined when it is none */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string | null} date of HTTP @returns {string | null} ISO 8601 */
function moment(date) {
  const at = Date.parse(date ?? "");
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/**
 * Seconds to wait: a number, or a moment by the server's own clock, because the phone's may be wrong by years.
 * @param {string | null} said @param {string | null} serverAt @param {number} now
 */
function waitOf(said, serverAt, now) {
  if (said === null || said.trim() === "") return null;
  if (/^\d+$/.test(said.trim())) return Number(said);
  const until = Date.parse(said);
  return Number.isNaN(until) ? null : Math.max(0, Math.round((until - (serverAt ? Date.parse(serverAt) : now)) / 1000));
}
