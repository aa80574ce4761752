// @ts-check
/** Asking our server: one way for the whole app, which never throws and tells apart who answered. */

import { AWAY, readAnswer } from "patrol/field/answer.js";

/** @typedef {import("patrol/field/answer.js").Answer} Answer */
/** @typedef {{method?: string, json?: unknown, body?: Blob | string, headers?: Record<string, string>, patienceMs?: number}} Asking */

const PATIENCE_MS = 30_000;

/**
 * @param {string} address
 * @param {Asking} [asking] `json` is sent as JSON
 * @returns {Promise<Answer>}
 */
export async function ask(address, { method = "GET", json, body, headers = {}, patienceMs = PATIENCE_MS } = {}) {
  const typed = json === undefined ? headers : { "Content-Type": "application/json", ...headers };
  try {
    const answer = await fetch(address, {
      method,
      body: json === undefined ? body : JSON.stringify(json),
      headers: { Accept: "application/json", "X-CSRFToken": token(), ...typed },
      credentials: "same-origin",
      cache: "no-store",
      // A hotel's portal sends one elsewhere; our API never does.
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.type === "opaqueredirect") return { ...AWAY, kind: "portal" };
    return readAnswer(answer.status, answer.headers, await answer.text(), Date.now());
  } catch {
    return AWAY;
  }
}

/** The cookie knows the newest token, also when one has signed in again in another tab. */
function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? "";
}
