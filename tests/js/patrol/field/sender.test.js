import "../../house.js";
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";

import { startIntake } from "./parts/intake.js";

const { deleteDB } = await import("idb");
const { closeField, openField, recall, DATABASE } = await import("patrol/field/db.js");
const { readAnswer, AWAY } = await import("patrol/field/answer.js");
const { deviceId, entriesOf, fileReport, forgetReport, photoBlob } = await import("patrol/field/queue_store.js");
const { entryHash } = await import("patrol/field/chain.js");
const { sendQueue } = await import("patrol/field/sender.js");

const PERSON = { id: "p1", name: "沈" };
const START = Date.parse("2026-06-01T04:00:00Z");
const HTML = { "Content-Type": "text/html" };
let server;
let clock = START;

beforeEach(async () => {
  server = await startIntake(PERSON.id);
  clock = START;
});

afterEach(async () => {
  await server.stop();
  await closeField();
  await deleteDB(DATABASE);
});

/** As api.js asks, but of the test's server. */
async function ask(address, { method = "GET", json, body, headers = {} } = {}) {
  const typed = json === undefined ? headers : { "Content-Type": "application/json", ...headers };
  try {
    const answer = await fetch(server.url + address, { method, body: json === undefined ? body : JSON.stringify(json), headers: typed, redirect: "manual" });
    return readAnswer(answer.status, answer.headers, await answer.text(), clock);
  } catch {
    return AWAY;
  }
}

const tools = { ask, chunkBytes: 100, now: () => clock, chance: () => 1 };
const run = (options) => sendQueue(PERSON.id, tools, options);
const states = async () => (await entriesOf(PERSON.id)).map((entry) => entry.state).reverse();
const reports = () => [...server.state.reports.keys()];
const troubles = async () => (await entriesOf(PERSON.id)).map((entry) => entry.trouble?.code ?? null).reverse();

function picture(seed, size = 250) {
  const bytes = Buffer.alloc(size, seed);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), role: "far", blob: new Blob([bytes]) };
}

async function file(id, photos = [picture(id.charCodeAt(0)), picture(id.charCodeAt(0) + 100)]) {
  const report = { site: "s", finished_at: new Date(clock).toISOString(), photos: photos.map(({ sha256, role }) => ({ sha256, role })) };
  return fileReport({ id, person: PERSON, site: { id: "s", code: "S", name: "钟楼" }, report, photos, draftKey: `p1:${id}` }, new Date(clock).toISOString(), null);
}

test("a report goes first, then its photos in pieces; then the phone lets go", async () => {
  await file("a");
  await run();
  assert.deepEqual(server.state.log.slice(0, 3), ["GET /api/v1/me", "PUT /api/v1/reports/a", `GET /api/v1/reports/a/photos/${picture(97).sha256}`]);
  assert.equal(server.state.log.filter((line) => line.startsWith("PUT /api/v1/reports/a/photos")).length, 6);
  const [entry] = await entriesOf(PERSON.id);
  assert.deepEqual([entry.state, entry.is_forgotten, entry.uploaded_bytes], ["verified", true, 500]);
  assert.equal(await photoBlob(picture(97).sha256), null);
});

test("every report's text goes before any photo", async () => {
  await file("a");
  await file("b");
  await run();
  const puts = server.state.log.filter((line) => line.startsWith("PUT"));
  assert.deepEqual(puts.slice(0, 2), ["PUT /api/v1/reports/a", "PUT /api/v1/reports/b"]);
});

test("filing drops the draft and keeps report and photos, in one", async () => {
  await (await openField()).put("drafts", { key: "p1:a", note: "x" });
  await file("a");
  assert.deepEqual(await (await openField()).getAll("drafts"), []);
  assert.equal((await (await openField()).getAll("photos")).length, 2);
});

test("filing the same id twice is refused and changes nothing", async () => {
  await file("a");
  await assert.rejects(file("a"), { name: "ConstraintError" });
  assert.deepEqual((await recall("chain")).sequence, 1);
});

test("the entries of a phone are chained by their hashes", async () => {
  const [first, second] = [await file("a"), await file("b")];
  assert.deepEqual([first.queue.sequence, first.queue.previous, second.queue.sequence], [1, "", 2]);
  assert.equal(second.queue.previous, await entryHash({ ...first.queue, id: "a", report: first.report }));
  assert.deepEqual([first.queue.device, second.queue.device], [await deviceId(), await deviceId()]);
});

test("two tabs that file at the same moment do not share a number", async () => {
  const filed = await Promise.all(["a", "b", "c", "d"].map((id) => file(id)));
  assert.deepEqual(filed.map((entry) => entry.queue.sequence).sort(), [1, 2, 3, 4]);
  assert.equal(new Set(filed.map((entry) => entry.queue.previous)).size, 4);
});

test("an upload cut anywhere goes on from where the server is, and arrives once", async () => {
  await file("a");
  for (let cut = 0; cut < 12; cut += 1) {
    let passed = 0;
    server.state.faults = [() => (passed++ === cut ? "drop" : undefined)];
    await run({ isUrgent: true });
  }
  server.state.faults = [];
  await run({ isUrgent: true });
  assert.deepEqual([await states(), reports()], [["verified"], ["a"]]);
  assert.deepEqual(server.state.reports.get("a").photos.map((photo) => photo.bytes.length), [250, 250]);
});

test("a piece the server kept without our hearing is not sent twice", async () => {
  await file("a", [picture(1)]);
  server.state.faults = [(request) => (request.headers["content-range"] === "bytes 100-199/250" ? { status: 409, headers: { "Content-Type": "application/problem+json" }, text: '{"code":"chunk_out_of_order","received_bytes":100}' } : undefined)];
  await run();
  assert.deepEqual(await states(), ["verified"]);
});

test("a photo the server lost on the way begins anew", async () => {
  await file("a", [picture(1)]);
  server.state.faults = [(request) => (request.headers["content-range"] === "bytes 200-249/250" ? ((server.state.reports.get("a").photos[0].bytes = Buffer.alloc(0)), { status: 400, headers: { "Content-Type": "application/problem+json" }, text: '{"code":"photo_hash_mismatch"}' }) : undefined)];
  await run();
  assert.deepEqual(await states(), ["verified"]);
});

test("no network: everything stays, and the next try waits", async () => {
  await file("a");
  await server.stop();
  assert.deepEqual(await run(), { stop: "away", nextAt: clock + 5000 });
  assert.deepEqual(await run(), { stop: "away", nextAt: clock + 5000 });
  clock += 5000;
  assert.deepEqual(await run(), { stop: "away", nextAt: clock + 10_000 });
  assert.deepEqual(await states(), ["kept"]);
  assert.equal((await (await openField()).getAll("photos")).length, 2);
});

test("a server error on one report does not hold up the next", async () => {
  await file("a");
  await file("b");
  server.state.faults = [(request) => (request.url.endsWith("/reports/a") ? { status: 500, text: "<h1>Server Error</h1>" } : undefined)];
  await run();
  assert.deepEqual([await states(), await troubles()], [["kept", "verified"], ["500", null]]);
  clock += 5000;
  await run();
  assert.deepEqual([await states(), await troubles()], [["verified", "verified"], [null, null]]);
});

test("429: the server's Retry-After is honoured, also over a restart", async () => {
  await file("a");
  server.state.faults = [(request) => (request.method === "PUT" ? { status: 429, headers: { "Content-Type": "application/problem+json", "Retry-After": "600" }, text: "{}" } : undefined)];
  assert.deepEqual(await run(), { stop: "busy", nextAt: clock + 600_000 });
  const asked = server.state.log.length;
  await closeField();
  clock += 599_000;
  await run();
  assert.equal(server.state.log.length, asked);
  clock += 1000;
  await run();
  assert.deepEqual(await states(), ["verified"]);
});

test("413: said with the server's sentence, the report stays and is asked again in an hour", async () => {
  await file("a");
  const fault = (request) => (request.headers["content-range"] ? { status: 413, headers: { "Content-Type": "application/problem+json" }, text: '{"code":"photo_too_large","title":"照片太大","limit_mb":20}' } : undefined);
  server.state.faults = [fault];
  assert.equal((await run()).nextAt, clock + 3_600_000);
  const [entry] = await entriesOf(PERSON.id);
  assert.deepEqual([entry.state, entry.trouble], ["sent", { kind: "refused", code: "photo_too_large", sentence: "照片太大", missing: [] }]);
  assert.equal((await (await openField()).getAll("photos")).length, 2);
  clock += 3_600_000;
  await run();
  assert.deepEqual(await states(), ["verified"]);
});

for (const [name, fault] of Object.entries({
  "200 and HTML at the handshake": (request) => (request.url === "/api/v1/me" ? { status: 200, headers: HTML, text: "<html>login</html>" } : undefined),
  "200 and HTML for the report": (request) => (request.method === "PUT" ? { status: 200, headers: HTML, text: "<html>login</html>" } : undefined),
  "200 and HTML for a piece": (request) => (request.headers["content-range"] ? { status: 200, headers: HTML, text: "<html>login</html>" } : undefined),
  "JSON of somebody else for the report": (request) => (request.method === "PUT" ? { status: 200, headers: { "Content-Type": "application/json" }, text: '{"ok":true}' } : undefined),
  "a redirection": (request) => (request.method === "PUT" ? { status: 302, headers: { Location: "http://127.0.0.1:1/" } } : undefined),
})) {
  test(`a hotel's portal, ${name}: nothing is believed, nothing is lost`, async () => {
    await file("a");
    server.state.faults = [fault];
    assert.equal((await run()).stop, "portal");
    assert.equal((await (await openField()).getAll("photos")).length, 2);
    await run({ isUrgent: true });
    assert.deepEqual([await states(), reports()], [["verified"], ["a"]]);
  });
}

test("a session that ended in the mountains: nothing is lost, and after signing in it goes on", async () => {
  await file("a");
  server.state.faults = [(request) => (request.headers["content-range"] === "bytes 100-199/250" ? { status: 401, headers: { "Content-Type": "application/problem+json" }, text: "{}" } : undefined)];
  assert.equal((await run()).stop, "signed-out");
  assert.deepEqual(await states(), ["sent"]);
  await run({ isUrgent: true });
  assert.deepEqual(await states(), ["verified"]);
});

test("another person signed in: the first one's reports wait for them", async () => {
  await file("a");
  server.state.person = "p2";
  assert.equal((await run()).stop, "other-person");
  assert.deepEqual(reports(), []);
  server.state.person = PERSON.id;
  await run({ isUrgent: true });
  assert.deepEqual(reports(), ["a"]);
});

test("a clock wrong by years: the offset is learnt from the server, the report keeps the phone's times", async () => {
  clock = Date.parse("2031-01-01T00:00:00Z");
  await file("a");
  await run();
  const offset = await recall("clock_offset_ms");
  assert.ok(Math.abs(offset - (Date.now() - clock)) < 10_000);
  const { said } = server.state.reports.get("a");
  assert.deepEqual([said.report.finished_at, said.sent_at], ["2031-01-01T00:00:00.000Z", "2031-01-01T00:00:00.000Z"]);
});

test("a clock put right does not leave the queue waiting for years", async () => {
  clock = Date.parse("2031-01-01T00:00:00Z");
  await file("a");
  const bad = server.url;
  server.url = "http://127.0.0.1:1";
  await run();
  server.url = bad;
  clock = START;
  await run();
  assert.deepEqual(await states(), ["verified"]);
});

test("a receipt that lists not every photo lets nothing go", async () => {
  await file("a");
  const whole = server.state.receiptOf;
  server.state.receiptOf = (report) => ({ ...whole(report), photos: whole(report).photos.slice(1) });
  await run();
  assert.deepEqual([await states(), await troubles()], [["sent"], ["unproven"]]);
  assert.equal((await (await openField()).getAll("photos")).length, 2);
  server.state.receiptOf = whole;
  await run({ isUrgent: true });
  assert.deepEqual(await states(), ["verified"]);
});

test("a photo of two reports stays until both have arrived", async () => {
  const shared = picture(7);
  await file("a", [shared, picture(1)]);
  await file("b", [shared, picture(2)]);
  const held = (photos) => ({ is_complete: true, photos: photos.map(({ sha256 }) => ({ sha256, state: "received" })) });
  assert.equal(await forgetReport("a", { id: "a", ...held([shared, picture(1)]) }), true);
  assert.notEqual(await photoBlob(shared.sha256), null);
  assert.equal(await forgetReport("b", { id: "b", ...held([shared, picture(2)]) }), true);
  assert.equal(await photoBlob(shared.sha256), null);
});

test("a server restored from an older copy gets the report again", async () => {
  await file("a");
  server.state.faults = [(request) => (request.headers["content-range"] ? "drop" : undefined)];
  await run();
  server.state.reports.clear();
  await run({ isUrgent: true });
  await run({ isUrgent: true });
  assert.deepEqual([await states(), reports()], [["verified"], ["a"]]);
});

test("a photo the phone itself has lost is said, and the report stays", async () => {
  await file("a");
  await (await openField()).clear("photos");
  await run();
  assert.deepEqual([await states(), await troubles()], [["sent"], ["photo_lost"]]);
});

test("an empty queue asks the server nothing", async () => {
  assert.deepEqual([await run(), server.state.log], [{ stop: null, nextAt: null }, []]);
});

test("two phones with one account: each keeps its own chain, and both reports arrive", async () => {
  const first = await file("a");
  await run();
  await closeField();
  await deleteDB(DATABASE);
  const second = await file("b");
  await run();
  assert.deepEqual([reports(), first.queue.sequence, second.queue.sequence], [["a", "b"], 1, 1]);
  assert.notEqual(first.queue.device, second.queue.device);
});

test("a photo that is not opened yet is asked about ever more seldom", async () => {
  await file("a");
  const plain = server.state.receiptOf;
  server.state.receiptOf = (report) => ({ ...plain(report), photos: plain(report).photos.map((photo) => ({ ...photo, state: photo.state === "verified" ? "received" : photo.state })) });
  const waits = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const { nextAt } = await run();
    waits.push(nextAt - clock);
    clock = nextAt;
  }
  assert.deepEqual([waits, await states()], [[5000, 10_000, 20_000], ["received"]]);
  server.state.receiptOf = plain;
  await run();
  assert.deepEqual(await states(), ["verified"]);
});
