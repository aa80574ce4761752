import assert from "node:assert/strict";
import { test } from "node:test";

import { further, isAwaited, isLate, mayForget, stateBy } from "../../../../patrol/static/patrol/field/queue_state.js";

const ID = "0190aaaa-0000-7000-8000-00000000000a";
const HELD = ["aa", "bb"];
const receipt = (...states) => ({ id: ID, is_complete: true, status: "pending", photos: states.map((state, index) => ({ sha256: HELD[index], state })) });
const complete = receipt("received", "verified");

test("a report may go when the receipt names it, is complete, and lists every photo as stored", () => {
  assert.equal(mayForget(ID, HELD, complete), true);
  assert.equal(mayForget(ID.toUpperCase(), ["AA", "BB"], complete), true);
  assert.equal(mayForget(ID, HELD, receipt("unreadable", "verified")), true);
});

const doubtful = {
  "no receipt": null,
  "the portal's page": "<html>",
  "another report's": { ...complete, id: "0190aaaa-0000-7000-8000-00000000000b" },
  "not complete": { ...complete, is_complete: false },
  "complete, but not said so": { id: ID, photos: complete.photos },
  "a photo is not listed": { ...complete, photos: complete.photos.slice(1) },
  "a photo is still awaited": receipt("awaited", "verified"),
  "a photo came in part": receipt("received", "partial"),
  "a photo without its hash": { ...complete, photos: [{ state: "received" }] },
};
for (const [name, body] of Object.entries(doubtful)) {
  test(`a report stays: ${name}`, () => assert.equal(mayForget(ID, HELD, body), false));
}

test("the states follow the receipt", () => {
  assert.equal(stateBy(ID, HELD, null), "kept");
  assert.equal(stateBy(ID, HELD, { ...receipt("awaited", "received"), is_complete: false }), "sent");
  assert.equal(stateBy(ID, HELD, complete), "received");
  assert.equal(stateBy(ID, HELD, receipt("verified", "unreadable")), "verified");
  assert.equal(stateBy(ID, HELD, { ...complete, status: "accepted" }), "verified");
});

test("an old answer does not put a state back", () => {
  assert.equal(further("received", "sent"), "received");
  assert.equal(further("kept", "verified"), "verified");
});

test("a photo is awaited until the server holds it", () => {
  const open = { ...receipt("awaited", "received"), is_complete: false };
  assert.deepEqual(HELD.map((sha256) => isAwaited(open, sha256)), [true, false]);
  assert.equal(isAwaited(null, "aa"), true);
});

const entry = { state: "kept", kept_at: "2026-06-01T00:00:00Z", kept_offset_ms: null };
const DAY = 86_400_000;

test("a report unsent for three days is late; one that has arrived is not", () => {
  const start = Date.parse(entry.kept_at);
  assert.equal(isLate(entry, start + 3 * DAY - 1, null), false);
  assert.equal(isLate(entry, start + 3 * DAY, null), true);
  assert.equal(isLate({ ...entry, state: "received" }, start + 30 * DAY, null), false);
});

test("a clock put right by years between keeping and now does not make a report late", () => {
  const years = 6 * 365 * DAY;
  const kept = { ...entry, kept_at: new Date(Date.parse("2026-06-01T00:00:00Z") - years).toISOString(), kept_offset_ms: years };
  assert.equal(isLate(kept, Date.parse("2026-06-01T01:00:00Z"), 0), false);
  assert.equal(isLate(kept, Date.parse("2026-06-05T00:00:00Z"), 0), true);
});
