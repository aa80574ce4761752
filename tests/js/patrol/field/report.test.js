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

test("a report without a change says so, keeps the last state, and asks and names nothing else", () => {
  const report = reportOf(draft({ kind: "unchanged", last_condition: "fair", outing: "o" }), arrived_at);
  assert.deepEqual([report.kind, report.condition, report.answers, report.findings, report.note, report.outing], ["unchanged", "fair", {}, [], "", "o"]);
  assert.deepEqual(report.photos.map(({ role }) => role), ["far", "near"]);
});

test("a mark names its photo by position; without points or without a photo there is none", () => {
  const marked = { key: 7, kind: "crack", severity: 3, note: "", points: [[0.2, 0.3], [0.5, 0.5]] };
  assert.deepEqual(reportOf(draft({ findings: [marked] }), arrived_at).findings[0].mark, { photo: 2, points: [[0.2, 0.3], [0.5, 0.5]] });
  assert.equal("mark" in reportOf(draft({ findings: [{ ...marked, points: [] }] }), arrived_at).findings[0], false);
  assert.equal("mark" in reportOf(draft({ findings: [{ ...marked, key: 8 }] }), arrived_at).findings[0], false);
});

test("a photo carries what was known at its shutter, and nothing that was not", () => {
  const photos = [{ key: 1, role: "far", finding: null, blob: new Blob([]), sha256: "aa", taken_at: arrived_at, fix, heading_deg: 315, fix_age_s: 0, photo_point: null, is_original: true }];
  assert.deepEqual(reportOf(draft({ photos }), arrived_at).photos[0], { position: 0, role: "far", sha256: "aa", taken_at: arrived_at, fix, heading_deg: 315, fix_age_s: 0, is_original: true });
});
