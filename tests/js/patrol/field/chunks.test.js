import assert from "node:assert/strict";
import { test } from "node:test";

import { nextChunk } from "../../../../patrol/static/patrol/field/chunks.js";

const plan = (size, chunk) => {
  const pieces = [];
  for (let received = 0, piece; (piece = nextChunk(received, size, chunk)); received = piece.end) pieces.push(piece.header);
  return pieces;
};

test("a photo goes in pieces whose last is what is left", () => {
  assert.deepEqual(plan(600, 256), ["bytes 0-255/600", "bytes 256-511/600", "bytes 512-599/600"]);
});

test("a photo of just one piece's size is one piece", () => {
  assert.deepEqual(plan(256, 256), ["bytes 0-255/256"]);
});

test("it goes on from where the server is", () => {
  assert.deepEqual(nextChunk(300, 600, 256), { start: 300, end: 556, header: "bytes 300-555/600" });
});

test("nothing is left when the server has all, or says it has more", () => {
  assert.deepEqual([nextChunk(600, 600, 256), nextChunk(700, 600, 256), nextChunk(0, 0, 256)], [null, null, null]);
});
