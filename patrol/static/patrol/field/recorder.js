// @ts-check
/** Records the track of the open outing: with the screen on, because a browser sleeps with it. One recorder for the whole page. */

import { followWhere } from "patrol/field/where.js";
import { addPoint, changeOuting, pointsOf } from "patrol/field/outing_store.js";
import { judge } from "patrol/field/track.js";

/**
 * @typedef {import("patrol/field/outing_store.js").Outing} Outing
 * @typedef {import("patrol/field/track.js").Point} Point
 * @typedef {import("patrol/field/report.js").Fix} Fix
 * @typedef {{isRecording: boolean, isAwake: boolean, fix: Fix | null}} Recording
 */

/** @type {{id: string, stop: () => void} | null} */
let recording = null;
/** @type {Point | null} */
let last = null;
/** @type {Fix | null} */
let newest = null;
/** @type {any} */
let lock = null;
/** @type {Set<(now: Recording) => void>} */
const listeners = new Set();

/** @returns {Recording} */
export function recordingNow() {
  return { isRecording: recording !== null, isAwake: lock !== null && !lock.released, fix: newest };
}

/** @param {(now: Recording) => void} listener @returns {() => void} ends it */
export function onRecording(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Begin or go on, also after a restart of the phone. @param {Outing} outing */
export async function startRecording(outing) {
  stopRecording();
  // Who agreed to neither is not followed: it would only cost the battery.
  if (outing.is_paused || outing.ended_at || !(outing.records || outing.shares)) return;
  last = (await pointsOf(outing.id)).at(-1) ?? null;
  const stop = followWhere((fix) => void take(outing, fix));
  recording = { id: outing.id, stop };
  document.addEventListener("visibilitychange", keepAwake);
  await keepAwake();
  tell();
}

export function stopRecording() {
  recording?.stop();
  recording = null;
  document.removeEventListener("visibilitychange", keepAwake);
  void lock?.release?.();
  lock = null;
  tell();
}

/** A pause ends the segment: what lies between is no way. @param {string} id @param {boolean} isPaused @returns {Promise<Outing | undefined>} */
export async function pauseRecording(id, isPaused) {
  const outing = await changeOuting(id, (now) => ({ ...now, is_paused: isPaused, segment: now.segment + (isPaused ? 1 : 0) }));
  if (isPaused) stopRecording();
  else if (outing) await startRecording(outing);
  return outing;
}

/** @param {Outing} outing @param {Fix} fix */
async function take(outing, fix) {
  newest = fix;
  const point = { at: fix.at, lon: fix.longitude, lat: fix.latitude, accuracy_m: fix.accuracy_m, segment: outing.segment };
  if (outing.records && judge(last, point) === "keep") {
    last = point;
    await addPoint(outing.id, point);
  }
  tell();
}

/** The browser lets go of the lock whenever the page is hidden: it is asked for again. */
async function keepAwake() {
  if (!recording || document.visibilityState !== "visible") return tell();
  const wakeLock = /** @type {any} */ (navigator).wakeLock;
  lock = await wakeLock?.request?.("screen").catch(() => null) ?? null;
  lock?.addEventListener?.("release", tell);
  tell();
}

function tell() {
  for (const listener of listeners) listener(recordingNow());
}
