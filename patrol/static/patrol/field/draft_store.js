// @ts-check
/** Drafts in the phone's own database, photos included: a reload, a crash or a flat battery loses nothing. */

import { openDB } from "idb";

/** @typedef {import("patrol/field/report.js").Draft} Draft */

const DATABASE = "heritage-field";
const STORE = "drafts";

/** @param {string} person @param {string} site @returns {string} a phone may be shared: a draft belongs to one person */
export function draftKey(person, site) {
  return `${person}:${site}`;
}

/** @param {string} key @returns {Promise<Draft | undefined>} */
export async function loadDraft(key) {
  return (await database()).get(STORE, key);
}

/** @param {Draft} draft */
export async function saveDraft(draft) {
  await (await database()).put(STORE, draft);
}

/** @param {string} key */
export async function dropDraft(key) {
  await (await database()).delete(STORE, key);
}

/** @type {ReturnType<typeof open> | undefined} */
let opened;

function database() {
  opened ??= open();
  return opened;
}

function open() {
  // Ask the browser not to clear the drafts when the phone runs short of space; it may say no.
  void navigator.storage?.persist?.();
  return openDB(DATABASE, 1, {
    upgrade(db) {
      db.createObjectStore(STORE, { keyPath: "key" });
    },
  });
}
