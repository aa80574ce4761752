// @ts-check
/** One run over the queue: first every report's text, then photos piece by piece, then what became of those that arrived. */

import { REFUSED_MS, isDue, waitMs } from "patrol/field/backoff.js";
import { recall, remember } from "patrol/field/db.js";
import { ME } from "patrol/field/person.js";
import { further, isReceipt, mayForget, stateBy } from "patrol/field/queue_state.js";
import { changeEntry, entriesOf, forgetReport } from "patrol/field/queue_store.js";
import { sendPhotos } from "patrol/field/sender_photos.js";

/**
 * @typedef {import("patrol/field/answer.js").Answer} Answer
 * @typedef {import("patrol/field/queue_state.js").Entry} Entry
 * @typedef {{ask: typeof import("patrol/field/api.js").ask, chunkBytes: number, now: () => number, chance: () => number}} Tools
 * @typedef {"away" | "portal" | "signed-out" | "busy" | "other-person" | null} Stop why the run ended early
 * @typedef {{stop: Stop, nextAt: number | null}} Run `nextAt`: when to come again, null when nothing waits
 */

export const REPORTS = "/api/v1/reports";
const MOST_AT_ONCE = 100;

/**
 * @param {string} person whose reports are sent: another's wait until that person signs in
 * @param {Tools} tools
 * @param {{isUrgent?: boolean}} [options] urgent: a person asked; waiting times are passed over
 * @returns {Promise<Run>}
 */
export async function sendQueue(person, tools, { isUrgent = false } = {}) {
  const pause = await recall("pause");
  if (!isUrgent && pause && !isDue(pause.until, tools.now())) return { stop: pause.stop, nextAt: pause.until };
  if (!(await entriesOf(person)).some((entry) => entry.state !== "verified")) return { stop: null, nextAt: null };
  const stop = (await shakeHands(person, tools)) ?? (await sendAll(person, tools, isUrgent));
  if (!stop) await remember("pause", null);
  return { stop, nextAt: await nextMoment(person, tools) };
}

/** Who is signed in, and how far the phone's clock is off. @param {string} person @param {Tools} tools @returns {Promise<Stop>} */
async function shakeHands(person, tools) {
  const answer = await tools.ask(ME);
  if (answer.serverAt) await remember("clock_offset_ms", Date.parse(answer.serverAt) - tools.now());
  if (answer.kind !== "ok") return halt(answer, tools);
  return answer.body?.id === person ? null : "other-person";
}

/** @param {string} person @param {Tools} tools @param {boolean} isUrgent @returns {Promise<Stop>} */
async function sendAll(person, tools, isUrgent) {
  const due = async (/** @type {Entry["state"]} */ state) =>
    (await entriesOf(person)).reverse().filter((entry) => entry.state === state && (isUrgent || isDue(entry.next_at, tools.now())));
  for (const entry of await due("kept")) {
    const stop = await judged(entry, await sendText(entry, tools), tools);
    if (stop) return stop;
  }
  for (const entry of await due("sent")) {
    const stop = await judged(entry, await sendRest(entry, tools), tools);
    if (stop) return stop;
  }
  return askFates(person, tools);
}

/** @param {Entry} entry @param {Tools} tools @returns {Promise<Answer>} */
async function sendText({ id, report, queue }, tools) {
  const answer = await tools.ask(`${REPORTS}/${id}`, { method: "PUT", json: { report, sent_at: new Date(tools.now()).toISOString(), queue } });
  if (answer.kind !== "ok") return answer;
  return takeReceipt(id, answer, tools);
}

/** The photos, and then the receipt that lets them go. @param {Entry} entry @param {Tools} tools @returns {Promise<Answer>} */
async function sendRest(entry, tools) {
  const sent = await sendPhotos(entry, tools);
  if (sent && sent.kind !== "ok") return isUnknown(sent) ? startOver(entry, sent) : sent;
  const answer = await tools.ask(`${REPORTS}/${entry.id}`);
  if (answer.kind !== "ok") return isUnknown(answer) ? startOver(entry, answer) : answer;
  const taken = await takeReceipt(entry.id, answer, tools);
  return taken.kind === "ok" && !mayForget(entry.id, entry.photos.map((photo) => photo.sha256), answer.body) ? { ...answer, kind: "refused", body: { code: "unproven" } } : taken;
}

/** A server that was restored from an older copy no longer knows the report: it gets it again, from the beginning. @param {Entry} entry @param {Answer} answer */
async function startOver({ id }, answer) {
  await changeEntry(id, () => ({ state: "kept", receipt: null, next_at: 0, uploaded_bytes: 0 }));
  return { ...answer, kind: /** @type {const} */ ("ok") };
}

/** @param {Answer} answer @returns {boolean} whether the server says that it has no such report */
function isUnknown({ status, body }) {
  return status === 404 && body?.code === "not_found";
}

/** @param {string} id @param {Answer} answer @param {Tools} tools @returns {Promise<Answer>} */
async function takeReceipt(id, answer, tools) {
  // 200 and JSON, but not ours: somebody else answered.
  if (!isReceipt(answer.body) || answer.body.id.toLowerCase() !== id.toLowerCase()) return { ...answer, kind: "portal" };
  const receipt = answer.body;
  await changeEntry(id, (entry) => {
    const held = entry.photos.map((photo) => photo.sha256);
    const state = further(entry.state, stateBy(id, held, receipt));
    // Asked before, and its photos are not opened yet: asked again ever more seldom.
    const asked = state === "received" && entry.state === "received" ? entry.attempts + 1 : 0;
    return { receipt, state, attempts: asked, next_at: asked ? tools.now() + waitMs(asked, tools.chance()) : 0, trouble: null };
  });
  await forgetReport(id, receipt);
  return answer;
}

/** What an answer means for its entry and for the run. @param {Entry} entry @param {Answer} answer @param {Tools} tools @returns {Promise<Stop>} */
async function judged(entry, answer, tools) {
  if (answer.kind === "ok") return null;
  const attempts = entry.attempts + 1;
  const wait = answer.kind === "refused" && answer.body?.code !== "unproven" ? REFUSED_MS : waitMs(attempts, tools.chance(), answer.retryAfterS);
  const isOwn = answer.kind === "refused" || (answer.kind === "busy" && answer.status === 500);
  // What is not the report's own fault is said once for the whole queue.
  if (!isOwn) return halt(answer, tools);
  await changeEntry(entry.id, () => ({ attempts, next_at: tools.now() + wait, trouble: troubleOf(answer) }));
  return null;
}

/** @param {Answer} answer @returns {Entry["trouble"]} */
function troubleOf({ kind, status, body }) {
  const missing = Array.isArray(body?.missing) ? body.missing.map((/** @type {any} */ one) => String(one.sentence ?? one.code)) : [];
  return { kind, code: String(body?.code ?? status), sentence: String(body?.title ?? ""), missing };
}

/** Stop the run, and remember until when. @param {Answer} answer @param {Tools} tools @returns {Promise<Stop>} */
async function halt(answer, tools) {
  const stop = answer.kind === "ok" || answer.kind === "refused" ? "busy" : answer.kind;
  const attempts = ((await recall("pause"))?.attempts ?? 0) + 1;
  await remember("pause", { stop, attempts, until: tools.now() + waitMs(attempts, tools.chance(), answer.retryAfterS) });
  return stop;
}

/** Reports that have arrived: have their photos been opened, has an officer decided? @param {string} person @param {Tools} tools @returns {Promise<Stop>} */
async function askFates(person, tools) {
  const open = (await entriesOf(person)).filter((entry) => entry.state === "received" && isDue(entry.next_at, tools.now())).slice(0, MOST_AT_ONCE);
  if (!open.length) return null;
  const answer = await tools.ask(`${REPORTS}/status`, { method: "POST", json: { ids: open.map((entry) => entry.id) } });
  if (answer.kind !== "ok" || !Array.isArray(answer.body?.results)) return answer.kind === "ok" || answer.kind === "refused" ? null : halt(answer, tools);
  for (const receipt of answer.body.results) await takeReceipt(String(receipt?.id), { ...answer, body: receipt }, tools);
  return null;
}

/** @param {string} person @param {Tools} tools @returns {Promise<number | null>} */
async function nextMoment(person, tools) {
  const waiting = (await entriesOf(person)).filter((entry) => entry.state !== "verified");
  if (!waiting.length) return null;
  const pause = (await recall("pause"))?.until ?? 0;
  return Math.max(tools.now() + 1000, pause, Math.min(...waiting.map((entry) => entry.next_at)));
}
