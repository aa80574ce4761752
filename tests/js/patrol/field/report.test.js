import assert from "node:assert/strict";
import { test } from "node:test";

import { betterFix, payloadOf, photosInOrder, reportOf } from "../../../../patrol/static/patrol/field/report.js";

const fix = { latitude: 39.94, longitude: 116.39, accuracy_m: 8, at: "2026-06-01T03:05:00.000Z" };
const arrived_at = "2026-06-01T03:00:00.000Z";

function draft(change = {}) {
  const photo = { blob: new Blob([]), taken_at: arrived_at, fix, finding: null };
  return {
    key: "1:2", id: "i", site: "s", assignment: null, arrived_at, saved_at: arrived_at, fix, condition: "good",
    answers: { zone: "no", body: "yes" }, findings: [{ key: 7, kind: "crack", severity: 3, note: "north" }], note: "", payload: null,
    photos: [
      { ...photo, key: 3, role: "finding", finding: 7, sha256: "cc" },
      { ...photo, key: 2, role: "near", sha256: "bb" },
      { ...photo, key: 4, role: "far", sha256: "aa" },
    ],
    ...change,
  };
}

test("report names photos far, near, then damage, by position", () => {
  const { photos } = reportOf(draft(), arrived_at);
  assert.deepEqual(photos.map(({ position, role, sha256 }) => [position, role, sha256]), [[0, "far", "aa"], [1, "near", "bb"], [2, "finding", "cc"]]);
});

test("report has the members of the API and no others", () => {
  const report = reportOf(draft(), arrived_at);
  assert.deepEqual(Object.keys(report), ["site", "assignment", "arrived_at", "finished_at", "fix", "condition", "answers", "findings", "note", "photos"]);
  assert.deepEqual(report.findings, [{ position: 0, kind: "crack", severity: 3, note: "north" }]);
});

test("payload is the same text on a retry, however late", () => {
  const one = draft();
  const first = payloadOf(one, "2026-06-01T03:40:00.000Z");
  assert.equal(payloadOf(one, "2026-06-03T09:00:00.000Z"), first);
  assert.equal(JSON.parse(first).finished_at, "2026-06-01T03:40:00.000Z");
});

test("payload never ends before it began, though the phone's clock was set back", () => {
  assert.equal(JSON.parse(payloadOf(draft(), "2026-06-01T02:00:00.000Z")).finished_at, arrived_at);
});

test("photos are ordered without changing the draft", () => {
  const one = draft();
  photosInOrder(one);
  assert.deepEqual(one.photos.map(({ sha256 }) => sha256), ["cc", "bb", "aa"]);
});

test("better fix is the more accurate, of equals the newer", () => {
  const newer = { ...fix, at: "2026-06-01T03:06:00.000Z" };
  assert.equal(betterFix(null, fix), fix);
  assert.equal(betterFix(fix, newer), newer);
  assert.equal(betterFix(fix, { ...newer, accuracy_m: 40 }), fix);
});
