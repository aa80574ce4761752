// @ts-check
/** Drafts in the phone's own database, photos included: a reload, a crash or a flat battery loses nothing. */

import { openField } from "patrol/field/db.js";

/** @typedef {import("patrol/field/report.js").Draft} Draft */

const STORE = "drafts";

/** @param {string} person @param {string} site @returns {string} a phone may be shared: a draft belongs to one person */
export function draftKey(person, site) {
  return `${person}:${site}`;
}

/** @param {string} key @returns {Promise<Draft | undefined>} */
export async function loadDraft(key) {
  return (await openField()).get(STORE, key);
}

/** @param {Draft} draft */
export async function saveDraft(draft) {
  await (await openField()).put(STORE, draft);
}

/** @param {string} key */
export async function dropDraft(key) {
  await (await openField()).delete(STORE, key);
}
