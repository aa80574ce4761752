import assert from "node:assert/strict";
import { test } from "node:test";

import { isDue, waitMs } from "../../../../patrol/static/patrol/field/backoff.js";

test("the wait doubles with every failure, and chance halves it at most", () => {
  assert.deepEqual([1, 2, 3, 4].map((attempts) => waitMs(attempts, 1)), [5000, 10_000, 20_000, 40_000]);
  assert.deepEqual([1, 2, 3, 4].map((attempts) => waitMs(attempts, 0)), [2500, 5000, 10_000, 20_000]);
});

test("the wait ends at half an hour, however many failures", () => {
  assert.equal(waitMs(12, 1), 1_800_000);
  assert.equal(waitMs(5000, 1), 1_800_000);
});

test("the server's Retry-After is never undercut", () => {
  assert.equal(waitMs(1, 0, 90), 90_000);
  assert.equal(waitMs(6, 1, 1), 160_000);
});

test("a Retry-After of years is cut to six hours", () => {
  assert.equal(waitMs(1, 0, 10 ** 9), 21_600_000);
});

test("a moment is due when it has come", () => {
  assert.deepEqual([isDue(1000, 999), isDue(1000, 1000), isDue(0, 5)], [false, true, true]);
});

test("a moment years ahead was written by a wrong clock: it is due", () => {
  assert.equal(isDue(Date.parse("2031-01-01"), Date.parse("2026-06-01")), true);
});
