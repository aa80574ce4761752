// @ts-check
/** The track of another device: sent as a file, answered with what it is good for. */

import { distanceWords } from "patrol/field/compass.js";
import { spanWords } from "patrol/field/spans.js";
import { language, say } from "patrol/field/words.js";

/** @typedef {import("patrol/field/app_types.js").App} App */

const PATIENCE_MS = 120_000;

/** @param {App} app @param {string} outing @param {File} file @returns {Promise<string[]>} what to say, line by line */
export async function sendGpx(app, outing, file) {
  const form = new FormData();
  form.append("file", file);
  const body = /** @type {any} */ (form);
  const answer = await app.api(`/api/v1/outings/${outing}/gpx`, { method: "POST", body, patienceMs: PATIENCE_MS });
  if (answer.kind === "ok") return linesOf(answer.body);
  if (answer.body?.code === "track_consent_missing") return [say("gpx-consent")];
  return [answer.kind === "refused" ? say("outing-refused", { sentence: String(answer.body?.title ?? "") }) : say("gpx-away")];
}

/** @param {any} track */
function linesOf(track) {
  const values = { length: distanceWords(track.length_m, language()), time: spanWords(track.recorded_s * 1000, language()) };
  const first = track.is_usable_for_hours ? say("gpx-good", values) : say("gpx-kept");
  const reasons = track.reasons.map((/** @type {any} */ one) => String(one.sentence));
  const removed = track.removed.map((/** @type {any} */ one) => say("gpx-removed", { count: one.count, label: one.label }));
  return [first, ...reasons, ...removed];
}
