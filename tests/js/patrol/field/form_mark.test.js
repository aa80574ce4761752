import "../../house.js";

import assert from "node:assert/strict";
import { test } from "node:test";

const { shareOf } = await import("patrol/field/form_mark.js");
const FRAME = { left: 10, top: 20, width: 300, height: 150 };

test("a tap is a share of the picture, to a ten-thousandth", () => {
  assert.deepEqual(shareOf(FRAME, 160, 95), [0.5, 0.5]);
  assert.deepEqual(shareOf(FRAME, 110, 21), [0.3333, 0.0067]);
});

test("a finger beyond the edge marks the edge", () => assert.deepEqual(shareOf(FRAME, 0, 999), [0, 1]));
