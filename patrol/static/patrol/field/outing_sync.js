// @ts-check
/** Tells the server of outings: the outing itself first, then the track piece by piece; the phone lets points go only when all are there. */

import { changeOuting, forgetPoints, outingsOf, pointsOf } from "patrol/field/outing_store.js";
import { batchesOf } from "patrol/field/track.js";

/**
 * @typedef {import("patrol/field/outing_store.js").Outing} Outing
 * @typedef {import("patrol/field/answer.js").Answer} Answer
 * @typedef {typeof import("patrol/field/api.js").ask} Ask
 */

const OUTINGS = "/api/v1/outings";
/** A refusal of safety: the person must not go; any other one is only told. */
export const UNSAFE = Object.freeze(["guardian_consent_missing", "child_alone", "too_young_for_difficult", "insurance_missing", "buddy_missing"]);

/** @type {Promise<void> | null} */
let running = null;
let isWantedAgain = false;

/**
 * Send what the server does not know yet; one run at a time, and once more for what was said while it ran.
 * @param {string} person @param {Ask} ask
 * @returns {Promise<void>}
 */
export function syncOutings(person, ask) {
  isWantedAgain = running !== null;
  running ??= runs(person, ask).finally(() => (running = null));
  return running;
}

/** @param {string} person @param {Ask} ask */
async function runs(person, ask) {
  do {
    isWantedAgain = false;
    await run(person, ask);
  } while (isWantedAgain);
}

/** @param {string} person @param {Ask} ask */
async function run(person, ask) {
  for (const outing of (await outingsOf(person)).reverse()) {
    const told = await tellOuting(outing, ask);
    if (told && told.told > 0 && told.records && !told.is_track_told) await tellTrack(told, ask);
  }
}

/** @param {Outing} outing @param {Ask} ask @returns {Promise<Outing | undefined>} as it stands, or nothing while the server is away */
async function tellOuting(outing, ask) {
  if (outing.told >= outing.revision || (outing.refusal && outing.told === 0)) return outing;
  const json = { outing: saidOf(outing), sent_at: new Date().toISOString() };
  const answer = await ask(`${OUTINGS}/${outing.id}`, { method: "PUT", json });
  if (answer.kind === "ok") {
    return changeOuting(outing.id, (now) => ({ ...now, told: Math.max(now.told, outing.revision), state: answer.body.state, refusal: null }));
  }
  if (answer.kind !== "refused") return undefined;
  return changeOuting(outing.id, (now) => ({ ...now, refusal: refusalOf(answer) }));
}

/** @param {Outing} outing */
function saidOf({ revision, started_at, expected_return_at, ended_at, buddy, companions, sites }) {
  return { revision, started_at, expected_return_at, ended_at, buddy, companions, sites };
}

/** @param {Answer} answer */
function refusalOf(answer) {
  return { code: String(answer.body?.code ?? answer.status), sentence: String(answer.body?.title ?? "") };
}

/** @param {Outing} outing @param {Ask} ask */
async function tellTrack(outing, ask) {
  const points = await pointsOf(outing.id);
  const isEnded = outing.ended_at !== null;
  if (!points.length) return isEnded ? void (await settle(outing.id)) : undefined;
  for (const batch of batchesOf(points, isEnded)) {
    // The last piece is sent again when the outing ended after it: only then is it said to be the last.
    if (outing.received.includes(batch.sequence) && !batch.is_last) continue;
    const json = { ...batch, points: batch.points.map(({ at, lon, lat, accuracy_m }) => ({ at, lon, lat, accuracy_m })) };
    const answer = await ask(`${OUTINGS}/${outing.id}/track`, { method: "PUT", json });
    if (answer.kind === "refused") return giveUp(outing.id, answer);
    if (answer.kind !== "ok") return;
    await changeOuting(outing.id, (now) => ({ ...now, received: answer.body.received }));
    if (answer.body.is_complete && isEnded) return void (await settle(outing.id));
  }
}

/** Everything is there: the phone's own copy goes. @param {string} id */
async function settle(id) {
  await changeOuting(id, (now) => ({ ...now, is_track_told: true }));
  await forgetPoints(id);
}

/** The server does not take the track (no consent any more): it is not kept here either. @param {string} id @param {Answer} answer */
async function giveUp(id, answer) {
  await changeOuting(id, (now) => ({ ...now, refusal: refusalOf(answer), is_track_told: answer.body?.code === "track_closed" || now.is_track_told }));
}
