import assert from "node:assert/strict";
import { test } from "node:test";

import { isReceiptFor } from "../../../../patrol/static/patrol/field/receipt.js";

const id = "01900000-0000-7000-8000-00000000000a";
const photos = [{ position: 1, role: "near", sha256: "bb" }, { position: 0, role: "far", sha256: "aa" }];

test("receipt that names the report and each photo by position", () => {
  assert.equal(isReceiptFor(id, ["aa", "bb"], { id, photos, status: "pending" }), true);
  assert.equal(isReceiptFor(id.toUpperCase(), ["aa", "bb"], { id, photos }), true);
});

for (const [name, answer] of [
  ["of another report", { id: id.replace("a", "b"), photos }],
  ["without a photo", { id, photos: photos.slice(1) }],
  ["with a photo too many", { id, photos: [...photos, { position: 2, sha256: "cc" }] }],
  ["with one photo listed twice", { id, photos: [...photos, photos[0]] }],
  ["with another photo", { id, photos: [photos[0], { position: 0, sha256: "ab" }] }],
  ["with photos exchanged", { id, photos: [{ position: 0, sha256: "bb" }, { position: 1, sha256: "aa" }] }],
  ["that is a sign-in page", "<!doctype html>"],
  ["that is empty", null],
  ["without a list", { id }],
]) {
  test(`no receipt: one ${name}`, () => {
    assert.equal(isReceiptFor(id, ["aa", "bb"], answer), false);
  });
}
