import "../../house.js";
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

const { deleteDB, openDB } = await import("idb");
const { closeField, openField, recall, remember, DATABASE } = await import("patrol/field/db.js");
const STORES = ["blobs", "drafts", "meta", "outings", "photos", "queue", "sites", "track"];

afterEach(async () => {
  await closeField();
  await deleteDB(DATABASE);
});

/** As the first version of the form made it. */
async function firstVersion() {
  const db = await openDB(DATABASE, 1, { upgrade: (fresh) => void fresh.createObjectStore("drafts", { keyPath: "key" }) });
  await db.put("drafts", { key: "person:site", note: "北墙", photos: [{ sha256: "ab" }] });
  return db;
}

test("a new phone gets every store", async () => {
  const db = await openField();
  assert.deepEqual([...db.objectStoreNames], STORES);
  assert.equal(db.version, 2);
});

test("the upgrade from version 1 keeps every draft", async () => {
  (await firstVersion()).close();
  const db = await openField();
  assert.deepEqual([...db.objectStoreNames], STORES);
  assert.deepEqual(await db.getAll("drafts"), [{ key: "person:site", note: "北墙", photos: [{ sha256: "ab" }] }]);
});

test("an old tab that holds version 1 open is said, and closing it lets the upgrade go on", async () => {
  const old = await firstVersion();
  const db = await openField(() => old.close());
  assert.equal(db.version, 2);
});

test("a queue entry is found by its state, a point of the track by its outing", async () => {
  const db = await openField();
  await db.put("queue", { id: "1", state: "kept" });
  await db.put("queue", { id: "2", state: "sent" });
  await db.add("track", { outing: "a", lon: 1 });
  await db.add("track", { outing: "b", lon: 2 });
  assert.deepEqual(await db.getAllFromIndex("queue", "state", "kept"), [{ id: "1", state: "kept" }]);
  assert.deepEqual(await db.getAllFromIndex("track", "outing", "b"), [{ outing: "b", lon: 2 }]);
});

test("a remembered value comes back, and what was never remembered is nothing", async () => {
  await remember("device", "1234");
  assert.equal(await recall("device"), "1234");
  assert.equal(await recall("other"), undefined);
});

test("a newer page's upgrade is not held up by this one", async () => {
  await openField();
  const newer = await openDB(DATABASE, 3);
  assert.equal(newer.version, 3);
  newer.close();
});
