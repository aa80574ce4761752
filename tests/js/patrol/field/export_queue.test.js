import "../../house.js";
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

const { deleteDB } = await import("idb");
const { closeField, openField, DATABASE } = await import("patrol/field/db.js");
const { exportQueue } = await import("patrol/field/export_queue.js");
const { deviceId, fileReport } = await import("patrol/field/queue_store.js");

afterEach(async () => {
  await closeField();
  await deleteDB(DATABASE);
});

const file = (id, sha256s) =>
  fileReport(
    { id, person: { id: "p", name: "沈" }, site: { id: "s", code: "S", name: "钟楼" }, report: { note: id }, photos: sha256s.map((sha256) => ({ sha256, role: "far", blob: new Blob([sha256]) })), draftKey: null },
    "2026-06-01T04:00:00.000Z",
    null,
  );

test("the file holds queue.json in the order of the chain and every photo once, stored", async () => {
  const entries = [await file("r1", ["aa", "bb"]), await file("r2", ["bb", "cc"])];
  const made = await exportQueue("p");
  const text = Buffer.from(await made.blob.arrayBuffer()).toString("latin1");
  const names = [...text.matchAll(/PK\u0001\u0002.{42}((?:queue\.json|photos\/\w\w))/gs)].map((found) => found[1]);
  assert.deepEqual(names, ["queue.json", "photos/aa", "photos/bb", "photos/cc"]);
  const json = JSON.parse(Buffer.from(/\{"format".*?\}\]\}/s.exec(text)[0], "latin1").toString());
  assert.deepEqual([json.format, json.version, json.person, json.device], ["heritage-queue", 1, "p", await deviceId()]);
  assert.deepEqual(json.entries, entries.map(({ id, report, queue }) => ({ id, report, queue })));
  assert.deepEqual([made.reports, made.lost], [2, []]);
});

test("a photo the phone has lost is said, and the rest is saved", async () => {
  await file("r1", ["aa", "bb"]);
  await (await openField()).delete("photos", "bb");
  assert.deepEqual((await exportQueue("p")).lost, ["bb"]);
});

test("nothing waiting, nothing to save; another person's reports are not ours to save", async () => {
  assert.equal(await exportQueue("p"), null);
  await file("r1", ["aa"]);
  assert.equal(await exportQueue("q"), null);
});
