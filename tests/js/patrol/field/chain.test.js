import "../../house.js";

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

const { canonicalJson, entryHash } = await import("patrol/field/chain.js");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

test("canonical JSON sorts the keys of every object and keeps lists in order", () => {
  assert.equal(canonicalJson({ b: [2, { d: 1, c: null }], a: "北", z: undefined }), '{"a":"北","b":[2,{"c":null,"d":1}]}');
});

test("canonical JSON writes a whole float as the server does", () => {
  assert.equal(canonicalJson({ accuracy_m: 8.0, latitude: 39.9407 }), '{"accuracy_m":8,"latitude":39.9407}');
});

test("an entry's hash is that of its number, report, content and the entry before", async () => {
  const content = sha256('{"note":"","site":"s"}');
  const previous = "ab".repeat(32);
  assert.equal(await entryHash({ sequence: 12, id: "r", report: { site: "s", note: "" }, previous }), sha256(`12|r|${content}|${previous}`));
});
