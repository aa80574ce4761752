// @ts-check
/** Outings and their tracks in the phone's database: said first here, then to the server. */

import { openField, recall, remember } from "patrol/field/db.js";

/**
 * @typedef {import("patrol/field/track.js").Point} Point
 * @typedef {{code: string, sentence: string}} Refusal
 * @typedef {{id: string, person: string, revision: number, told: number, started_at: string, expected_return_at: string, ended_at: string | null,
 *   buddy: string, companions: string[], sites: string[], records: boolean, shares: boolean, segment: number, is_paused: boolean, received: number[],
 *   is_track_told: boolean, state: string, refusal: Refusal | null, proof: {length_m: number, recorded_ms: number, points: number} | null}} Outing
 * `told`: the revision the server knows; `received`: pieces of the track it has
 */

const OPEN = "outing";

/** @param {Outing} outing */
export async function putOuting(outing) {
  await (await openField()).put("outings", outing);
}

/** @param {string} id @returns {Promise<Outing | undefined>} */
export async function getOuting(id) {
  return (await openField()).get("outings", id);
}

/**
 * Change an outing as it stands now, in one transaction: the recorder, the sender and the view all write to it.
 * @param {string} id @param {(outing: Outing) => Outing} change
 * @returns {Promise<Outing | undefined>}
 */
export async function changeOuting(id, change) {
  const run = (await openField()).transaction("outings", "readwrite");
  const known = await run.store.get(id);
  const changed = known ? change(known) : undefined;
  if (changed) await run.store.put(changed);
  await run.done;
  return changed;
}

/** @param {string} person @returns {Promise<Outing | null>} the outing that is under way */
export async function openOutingOf(person) {
  const id = await recall(OPEN);
  const outing = typeof id === "string" ? await getOuting(id) : undefined;
  return outing && outing.person === person && !outing.ended_at ? outing : null;
}

/** @param {string | null} id */
export async function rememberOpen(id) {
  await remember(OPEN, id);
}

/** @param {string} person @returns {Promise<Outing[]>} newest first */
export async function outingsOf(person) {
  /** @type {Outing[]} */
  const all = await (await openField()).getAll("outings");
  return all.filter((one) => one.person === person).sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** @param {string} outing @param {Point} point */
export async function addPoint(outing, point) {
  await (await openField()).add("track", { outing, ...point });
}

/** @param {string} outing @returns {Promise<Point[]>} in the order they were recorded */
export async function pointsOf(outing) {
  return (await openField()).getAllFromIndex("track", "outing", outing);
}

/** Delete the points of an outing from the phone. @param {string} outing */
export async function forgetPoints(outing) {
  const run = (await openField()).transaction("track", "readwrite");
  for (const key of await run.store.index("outing").getAllKeys(outing)) await run.store.delete(key);
  await run.done;
}
