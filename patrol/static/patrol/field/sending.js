// @ts-check
/** Sending a report: one PUT with its progress, and what came of it. */

import { isReceiptFor } from "patrol/field/receipt.js";
import { payloadOf, photosSent } from "patrol/field/report.js";

/** @typedef {import("patrol/field/report.js").Draft} Draft */
/** @typedef {{code: string, sentence: string}} Lack */
/**
 * @typedef {{kind: "received"} | {kind: "unproven"} | {kind: "offline"} | {kind: "signed-out"} | {kind: "busy"} | {kind: "conflict"}
 *   | {kind: "refused", sentence: string, missing: Lack[]}} Outcome
 */

/**
 * Send the draft; the same id and the same text at every try.
 * @param {string} address of the API, with ID where the report's number belongs
 * @param {Draft} draft
 * @param {(share: number) => void} onProgress 0 to 1
 * @returns {Promise<Outcome>}
 */
export async function sendDraft(address, draft, onProgress) {
  const { status, body } = await put(address.replace("ID", draft.id), partsOf(draft), onProgress);
  if (status === 200 || status === 201) {
    const sha256s = photosSent(draft).map((photo) => photo.sha256);
    return { kind: isReceiptFor(draft.id, sha256s, body) ? "received" : "unproven" };
  }
  if (status === 0) return { kind: "offline" };
  // A lapsed session answers 401, or 403 where only the form's token is too old.
  if (status === 401 || (status === 403 && body?.code !== "not_allowed")) return { kind: "signed-out" };
  if (status === 429 || status >= 500) return { kind: "busy" };
  if (status === 409 && body?.code === "report_conflict") return { kind: "conflict" };
  return { kind: "refused", sentence: body?.title ?? "", missing: body?.missing ?? [] };
}

/** @param {Draft} draft */
function partsOf(draft) {
  const parts = new FormData();
  const now = new Date().toISOString();
  parts.append("report", payloadOf(draft, now));
  parts.append("sent_at", now);
  photosSent(draft).forEach((photo, position) => parts.append(`photo_${position}`, photo.blob, `photo_${position}.jpg`));
  return parts;
}

/**
 * XMLHttpRequest, because fetch does not tell how far an upload is.
 * @param {string} address
 * @param {FormData} parts
 * @param {(share: number) => void} onProgress
 * @returns {Promise<{status: number, body: any}>} status 0 when there was no answer
 */
function put(address, parts, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.responseType = "text";
    request.timeout = 180_000;
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", (event) => onProgress(event.total ? event.loaded / event.total : 0));
    request.addEventListener("loadend", () => resolve({ status: request.status, body: parsed(request.status ? request.responseText : "") }));
    request.send(parts);
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The cookie knows the newest token, also when one has signed in again in another tab. */
function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? "";
}
