// @ts-check
/**
 * The phone's own database. Version 1 held drafts only; version 2 adds the queue, its photos, what was taken along, and the track.
 * An upgrade only ever adds: nothing that waits to be sent is touched.
 */

import { openDB } from "idb";

/** @typedef {import("idb").IDBPDatabase} Database */

export const DATABASE = "heritage-field";
export const VERSION = 2;

/** What each version added; a phone that was away for long goes through all of them. @type {((db: Database) => void)[]} */
const STEPS = [
  (db) => {
    db.createObjectStore("drafts", { keyPath: "key" });
  },
  (db) => {
    db.createObjectStore("queue", { keyPath: "id" }).createIndex("state", "state");
    db.createObjectStore("photos", { keyPath: "sha256" });
    db.createObjectStore("sites", { keyPath: "id" });
    db.createObjectStore("blobs", { keyPath: "name" });
    db.createObjectStore("outings", { keyPath: "id" });
    db.createObjectStore("track", { autoIncrement: true }).createIndex("outing", "outing");
    db.createObjectStore("meta", { keyPath: "key" });
  },
];

/** @type {Promise<Database> | undefined} */
let opened;

/**
 * The one open connection of this page.
 * @param {() => void} [onBlocked] another tab still holds an older version open
 * @returns {Promise<Database>}
 */
export function openField(onBlocked = () => undefined) {
  opened ??= open(onBlocked).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Close the connection, so that the next call opens it afresh. */
export async function closeField() {
  const db = await opened?.catch(() => undefined);
  db?.close();
  opened = undefined;
}

/** @param {() => void} onBlocked @returns {Promise<Database>} */
function open(onBlocked) {
  return openDB(DATABASE, VERSION, {
    upgrade(db, before) {
      for (const step of STEPS.slice(before)) step(db);
    },
    blocked: onBlocked,
    // A newer page wants to upgrade: let it. The next use opens again.
    blocking() {
      void closeField();
    },
    terminated() {
      opened = undefined;
    },
  });
}

/** @param {string} key @returns {Promise<any>} a remembered value, or undefined */
export async function recall(key) {
  return (await (await openField()).get("meta", key))?.value;
}

/** @param {string} key @param {unknown} value */
export async function remember(key, value) {
  await (await openField()).put("meta", { key, value });
}
