import "../../house.js";
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

const { deleteDB } = await import("idb");
const { closeField, DATABASE } = await import("patrol/field/db.js");
const { addPoint, changeOuting, getOuting, openOutingOf, pointsOf, putOuting, rememberOpen } = await import("patrol/field/outing_store.js");
const { syncOutings } = await import("patrol/field/outing_sync.js");

const START = Date.parse("2026-06-01T03:00:00Z");
const OUTING = {
  id: "o1", person: "p1", revision: 1, told: 0, started_at: new Date(START).toISOString(), expected_return_at: new Date(START + 1e7).toISOString(), ended_at: null,
  buddy: "", companions: [], sites: [], records: true, shares: false, segment: 0, is_paused: false, received: [], is_track_told: false, state: "out", refusal: null, proof: null,
};
const OK = (body) => ({ kind: "ok", status: 200, body, retryAfterS: null, serverAt: null });
const REFUSED = (code) => ({ kind: "refused", status: 409, body: { code, title: "no" }, retryAfterS: null, serverAt: null });
const AWAY = { kind: "away", status: 0, body: null, retryAfterS: null, serverAt: null };

afterEach(async () => {
  await closeField();
  await deleteDB(DATABASE);
});

/** A server as ours answers: knows revisions and pieces. */
function makeServer() {
  const pieces = new Map();
  const said = [];
  let expected = null;
  const ask = async (address, { json }) => {
    said.push(address.endsWith("/track") ? `track ${json.sequence}${json.is_last ? " last" : ""}` : `outing ${json.outing.revision}`);
    if (!address.endsWith("/track")) return OK({ state: json.outing.ended_at ? "back" : "out" });
    pieces.set(json.sequence, json.points.length);
    if (json.is_last) expected = json.sequence + 1;
    return OK({ received: [...pieces.keys()].sort(), is_complete: pieces.size === expected });
  };
  return { ask, said, pieces };
}

async function walk(count, segment = 0) {
  for (let n = 0; n < count; n += 1) await addPoint("o1", { at: new Date(START + n * 10_000).toISOString(), lon: 116.4, lat: 39.9 + n / 10_000, accuracy_m: 5, segment });
}

const endIt = () => changeOuting("o1", (now) => ({ ...now, ended_at: new Date(START + 1e6).toISOString(), revision: now.revision + 1 }));

test("the outing is told first, full pieces of its track after it, each once", async () => {
  const server = makeServer();
  await putOuting(OUTING);
  await walk(130);
  await syncOutings("p1", server.ask);
  await syncOutings("p1", server.ask);
  assert.deepEqual(server.said, ["outing 1", "track 0"]);
  assert.equal((await getOuting("o1")).told, 1);
});

test("at the end the rest is sent and the phone lets the points go", async () => {
  const server = makeServer();
  await putOuting(OUTING);
  await walk(130);
  await syncOutings("p1", server.ask);
  await endIt();
  await syncOutings("p1", server.ask);
  assert.deepEqual(server.said.slice(2), ["outing 2", "track 1 last"]);
  assert.deepEqual([await pointsOf("o1"), (await getOuting("o1")).is_track_told, (await getOuting("o1")).state], [[], true, "back"]);
});

test("what is said while a run is under way is told by the next one at once", async () => {
  const server = makeServer();
  await putOuting({ ...OUTING, records: false });
  const first = syncOutings("p1", server.ask);
  await endIt();
  await Promise.all([first, syncOutings("p1", server.ask)]);
  assert.equal((await getOuting("o1")).told, 2);
});

test("without an answer nothing is let go, and it is tried again", async () => {
  const server = makeServer();
  await putOuting(OUTING);
  await walk(5);
  await endIt();
  await syncOutings("p1", async () => AWAY);
  assert.equal((await pointsOf("o1")).length, 5);
  let calls = 0;
  await syncOutings("p1", (address, asking) => ((calls += 1), address.endsWith("/track") ? Promise.resolve(AWAY) : server.ask(address, asking)));
  assert.deepEqual([(await getOuting("o1")).told, (await pointsOf("o1")).length, calls], [2, 5, 2]);
  await syncOutings("p1", server.ask);
  assert.equal((await pointsOf("o1")).length, 0);
});

test("a start that is refused is kept with the reason and not sent again", async () => {
  let calls = 0;
  await putOuting(OUTING);
  for (const _ of [1, 2]) await syncOutings("p1", async () => ((calls += 1), REFUSED("buddy_missing")));
  assert.deepEqual([(await getOuting("o1")).refusal, calls], [{ code: "buddy_missing", sentence: "no" }, 1]);
});

test("an outing without a track is told without one, and of another person nothing is told", async () => {
  const server = makeServer();
  await putOuting({ ...OUTING, records: false });
  await putOuting({ ...OUTING, id: "o2", person: "p2" });
  await endIt();
  await syncOutings("p1", server.ask);
  assert.deepEqual(server.said, ["outing 2"]);
});

test("an ended outing without a single point needs no track", async () => {
  const server = makeServer();
  await putOuting(OUTING);
  await endIt();
  await syncOutings("p1", server.ask);
  assert.deepEqual([server.said, (await getOuting("o1")).is_track_told], [["outing 2"], true]);
});

test("the open outing is one's own and not ended", async () => {
  await putOuting(OUTING);
  await rememberOpen("o1");
  assert.equal((await openOutingOf("p1")).id, "o1");
  assert.equal(await openOutingOf("p2"), null);
  await endIt();
  assert.equal(await openOutingOf("p1"), null);
});
