import assert from "node:assert/strict";
import { test } from "node:test";

import { uuid7 } from "../../../../patrol/static/patrol/field/uuid7.js";

test("uuid7 of the example in RFC 9562 is the one printed there", () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  assert.equal(uuid7(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("uuid7 sets version and variant whatever the chance", () => {
  assert.equal(uuid7(0, new Uint8Array(10).fill(255)), "00000000-0000-7fff-bfff-ffffffffffff");
  assert.equal(uuid7(0, new Uint8Array(10)), "00000000-0000-7000-8000-000000000000");
});

test("uuid7 sorts by time", () => {
  const chance = new Uint8Array(10).fill(255);
  assert.equal(uuid7(2 ** 40, chance) < uuid7(2 ** 40 + 1, new Uint8Array(10)), true);
});

test("uuid7 is new each time", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => uuid7(1))).size, 1000);
});
