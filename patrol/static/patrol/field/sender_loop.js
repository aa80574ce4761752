// @ts-check
/** Keeps the queue moving: one sender at a time over all tabs, woken by the network, by time, by the worker, or by a person. */

import { ask } from "patrol/field/api.js";
import { recall } from "patrol/field/db.js";
import { sendQueue } from "patrol/field/sender.js";

/**
 * @typedef {import("patrol/field/sender.js").Run} Run
 * @typedef {{person: () => string | null, told: (run: Run, isRunning: boolean) => void}} Ears
 */

const LOCK = "heritage-field-sender";
const SYNC = "send-queue";
const DEFAULT_CHUNK_BYTES = 262_144;
/** A timer of a phone in the pocket may sleep: looked at again at least this often while the page is open. */
const LONGEST_SLEEP_MS = 10 * 60_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * @param {Ears} ears
 * @returns {{wake: (isUrgent?: boolean) => Promise<void>}}
 */
export function startSending(ears) {
  const wake = (isUrgent = false) => runOnce(ears, isUrgent).then((run) => sleep(run, () => void wake()));
  addEventListener("online", () => void wake(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void wake();
  });
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data === SYNC) void wake(true);
  });
  return { wake };
}

/** Only one tab sends; the others are told by the database. @param {Ears} ears @param {boolean} isUrgent @returns {Promise<Run>} */
async function runOnce(ears, isUrgent) {
  const person = ears.person();
  if (!person) return { stop: null, nextAt: null };
  const work = async () => {
    ears.told({ stop: null, nextAt: null }, true);
    const chunkBytes = (await recall("limits"))?.chunk_bytes ?? DEFAULT_CHUNK_BYTES;
    const run = await sendQueue(person, { ask, chunkBytes, now: Date.now, chance: Math.random }, { isUrgent }).catch(unexpected);
    ears.told(run, false);
    return run;
  };
  if (!navigator.locks) return work();
  const run = await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : null));
  return run ?? { stop: null, nextAt: Date.now() + 5000 };
}

/** @param {unknown} error @returns {Run} */
function unexpected(error) {
  console.error(error);
  return { stop: "busy", nextAt: Date.now() + 60_000 };
}

/** @param {Run} run @param {() => void} again */
function sleep({ nextAt }, again) {
  clearTimeout(timer);
  if (nextAt === null) return;
  timer = setTimeout(again, Math.min(LONGEST_SLEEP_MS, Math.max(1000, nextAt - Date.now())));
  void askForSync();
}

/** Where the browser can, it wakes the app by itself once there is a network. */
async function askForSync() {
  const ready = await navigator.serviceWorker?.getRegistration();
  await /** @type {any} */ (ready)?.sync?.register(SYNC).catch(() => undefined);
}
