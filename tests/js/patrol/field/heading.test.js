import assert from "node:assert/strict";
import { test } from "node:test";

import { headingOf, turnDeg } from "../../../../patrol/static/patrol/field/heading.js";

test("alpha counts against the clock, a heading with it", () => {
  assert.equal(headingOf({ alpha: 45, absolute: true }), 315);
  assert.equal(headingOf({ alpha: 0, absolute: true }), 0);
});

test("a phone turned on its side looks a quarter further", () => assert.equal(headingOf({ alpha: 45, absolute: true }, 90), 45));

test("Apple's compass is taken as it is", () => assert.equal(headingOf({ alpha: 12, webkitCompassHeading: 200.04 }), 200));

test("an orientation that knows no north tells no heading", () => {
  assert.equal(headingOf({ alpha: 45, absolute: false }), null);
  assert.equal(headingOf({ alpha: null, absolute: true }), null);
});

test("the way to turn is the shorter one", () => {
  assert.deepEqual([turnDeg(350, 10), turnDeg(10, 350), turnDeg(90, 90)], [20, -20, 0]);
});
