// @ts-check
/** What the person agreed to: said on the phone, told to the server before anything that needs it. */

import { recall, remember } from "patrol/field/db.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {{track: boolean, position: boolean}} Consents
 */

const CONSENTS = "/api/v1/field/consents";
const PATIENCE_MS = 4000;

/** @param {App} app @param {Consents} consents */
export async function keepConsents(app, consents) {
  await remember(nameOf(app), { ...consents, is_told: false });
  await tellConsents(app);
}

/** Tell the server what it does not know yet. @param {App} app @returns {Promise<boolean>} whether it knows now */
export async function tellConsents(app) {
  const said = await recall(nameOf(app));
  if (!said || said.is_told) return true;
  if (!app.isOnline()) return false;
  const { track, position } = said;
  const answer = await app.api(CONSENTS, { method: "PUT", json: { track, position } });
  if (answer.kind === "ok") await remember(nameOf(app), { track, position, is_told: true });
  return answer.kind === "ok";
}

/** @param {App} app @returns {Promise<Consents>} what holds: what was said here last, or what the server knows */
export async function knownConsents(app) {
  const known = (await recall(nameOf(app))) ?? { track: false, position: false, is_told: true };
  if (!app.isOnline() || !known.is_told) return known;
  const answer = await app.api(CONSENTS, { patienceMs: PATIENCE_MS });
  return answer.kind === "ok" ? answer.body : known;
}

/** @param {App} app */
function nameOf(app) {
  return `consents:${app.person?.id}`;
}
