import "../../house.js";

import assert from "node:assert/strict";
import { test } from "node:test";

const { batchesOf, judge, lengthM, recordedMs } = await import("patrol/field/track.js");

const START = Date.parse("2026-06-01T03:00:00Z");
const STEP = 10 / 111_195;
/** A point after some seconds, some metres to the north. */
const point = (seconds, metres, { accuracy = 5, segment = 0 } = {}) => ({
  at: new Date(START + seconds * 1000).toISOString(), lon: 116.4, lat: 39.9 + (metres * STEP) / 10, accuracy_m: accuracy, segment,
});
const walk = (count, segment = 0) => Array.from({ length: count }, (_, n) => point(n * 10, n * 10, { segment }));

test("the first fix and every ten metres are kept", () => {
  assert.equal(judge(null, point(0, 0)), "keep");
  assert.equal(judge(point(0, 0), point(10, 10)), "keep");
});

test("trembling on the spot is left out, but once a minute says that somebody stands there", () => {
  assert.equal(judge(point(0, 0), point(10, 4)), "near");
  assert.equal(judge(point(0, 0), point(60, 0)), "keep");
});

test("the coarser the fix the farther it must lie", () => {
  assert.equal(judge(point(0, 0), point(10, 15, { accuracy: 40 })), "near");
  assert.equal(judge(point(0, 0), point(20, 25, { accuracy: 40 })), "keep");
});

test("a guess of the network is no place", () => {
  assert.equal(judge(null, point(0, 0, { accuracy: 1500 })), "coarse");
});

test("a jump of the receiver is left out, a car is not", () => {
  assert.equal(judge(point(0, 0), point(10, 2000)), "jump");
  assert.equal(judge(point(0, 0), point(10, 300)), "keep");
});

test("after a pause the way begins anew, wherever one is", () => {
  assert.equal(judge(point(0, 0), point(10, 50_000, { segment: 1 })), "keep");
});

test("more than one fix a second is one too many, and time does not run backwards", () => {
  assert.equal(judge(point(0, 0), point(1, 30)), "near");
  assert.equal(judge(point(10, 0), point(0, 30)), "near");
});

test("metres and time leave pauses out", () => {
  const points = [...walk(11), ...walk(11, 1).map((one, n) => ({ ...one, at: point(500 + n * 10, 0).at }))];
  assert.equal(Math.round(lengthM(points)), 200);
  assert.equal(recordedMs(points), 200_000);
  assert.deepEqual([lengthM([]), recordedMs([]), lengthM(walk(1))], [0, 0, 0]);
});

test("pieces that are sent never change when points follow", () => {
  const points = walk(250);
  const sent = batchesOf(points.slice(0, 230), false, 100);
  assert.deepEqual(sent.map(({ sequence, points: own, is_last }) => [sequence, own.length, is_last]), [[0, 100, false], [1, 100, false]]);
  assert.deepEqual(batchesOf(points, false, 100), sent);
  const all = batchesOf(points, true, 100);
  assert.deepEqual(all.slice(0, 2), sent);
  assert.deepEqual(all.map((one) => one.is_last), [false, false, true]);
});

test("a pause closes a piece", () => {
  const pieces = batchesOf([...walk(30), ...walk(5, 1)], false, 100);
  assert.deepEqual(pieces.map((one) => [one.sequence, one.segment, one.points.length]), [[0, 0, 30]]);
  const all = batchesOf([...walk(30), ...walk(5, 1)], true, 100);
  assert.deepEqual(all.map((one) => [one.segment, one.points.length, one.is_last]), [[0, 30, false], [1, 5, true]]);
});

test("a full last piece is sent at once, and said to be the last when the outing ends", () => {
  assert.deepEqual(batchesOf(walk(100), false, 100).map((one) => one.is_last), [false]);
  assert.deepEqual(batchesOf(walk(100), true, 100).map((one) => one.is_last), [true]);
  assert.deepEqual(batchesOf([], true), []);
});
