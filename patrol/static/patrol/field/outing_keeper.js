// @ts-check
/** Looks after the open outing, whichever view is shown: goes on recording after a restart, tells the server, shares the position. */

import { tellConsents } from "patrol/field/consents.js";
import { onRecording, recordingNow, startRecording, stopRecording } from "patrol/field/recorder.js";
import { changeOuting, openOutingOf } from "patrol/field/outing_store.js";
import { syncOutings } from "patrol/field/outing_sync.js";

/** @typedef {import("patrol/field/app_types.js").App} App */

const EVERY_MS = 60_000;
const SHARE_EVERY_MS = 120_000;
let sharedAt = 0;
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} listener called when the server was told something @returns {() => void} ends it */
export function onTold(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** @param {App} app */
export async function keepOuting(app) {
  const look = () => void tellServer(app);
  addEventListener("online", look);
  setInterval(look, EVERY_MS);
  onRecording(() => void share(app));
  const outing = app.person ? await openOutingOf(app.person.id) : null;
  if (outing) await startRecording(outing);
  await tellServer(app);
}

/** Tell the server what it does not know yet. @param {App} app */
export async function tellServer(app) {
  if (!app.person || !app.isOnline() || !(await tellConsents(app))) return;
  await syncOutings(app.person.id, app.api);
  const outing = await openOutingOf(app.person.id);
  // The desk ended it while this phone was away.
  if (outing?.state === "closed") {
    stopRecording();
    await changeOuting(outing.id, (now) => ({ ...now, ended_at: new Date().toISOString(), revision: now.revision + 1 }));
    await syncOutings(app.person.id, app.api);
  }
  for (const listener of listeners) listener();
}

/** Share where one is, at most every two minutes, while on patrol and agreed to. @param {App} app */
async function share(app) {
  const { fix } = recordingNow();
  if (!fix || !app.person || !app.isOnline() || Date.now() - sharedAt < SHARE_EVERY_MS) return;
  const outing = await openOutingOf(app.person.id);
  if (!outing?.shares || outing.told === 0 || outing.is_paused) return;
  sharedAt = Date.now();
  const json = { at: fix.at, lon: fix.longitude, lat: fix.latitude, accuracy_m: fix.accuracy_m };
  const answer = await app.api(`/api/v1/outings/${outing.id}/position`, { method: "PUT", json });
  if (answer.kind === "refused") await changeOuting(outing.id, (now) => ({ ...now, shares: false }));
}
