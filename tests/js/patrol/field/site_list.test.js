import "../../house.js";

import assert from "node:assert/strict";
import { test } from "node:test";

const { inOrder, nextSite } = await import("patrol/field/site_list.js");

const site = (id, longitude, isMine = true) => ({ id, code: id, place: { type: "Point", coordinates: [longitude, 40] }, assignment: isMine ? { id: `a${id}`, do_by: "2026-06-01" } : null });
const SITES = [site("far", 117), site("near", 116.01), site("other", 116, false), { ...site("nowhere", 0), place: null }];
const ids = (list) => list.map((one) => one.id);

test("mine come first, the nearest of them on top, one without a place last", () => {
  assert.deepEqual(ids(inOrder(SITES, [], { longitude: 116, latitude: 40 })), ["near", "far", "nowhere", "other"]);
});

test("a walking order goes before nearness", () => {
  assert.deepEqual(ids(inOrder(SITES, ["far", "near"], { longitude: 116, latitude: 40 })), ["far", "near", "nowhere", "other"]);
});

test("without a position the order is that of the codes, and the list itself is left alone", () => {
  const before = ids(SITES);
  assert.deepEqual(ids(inOrder(SITES, [], null)), ["far", "near", "nowhere", "other"]);
  assert.deepEqual(ids(SITES), before);
});

test("the next site is mine and not done; when all are done nothing is offered", () => {
  const ordered = inOrder(SITES, ["far", "near"], null);
  assert.equal(nextSite(ordered, new Set(["far"])).id, "near");
  assert.equal(nextSite(ordered, new Set(["far", "near", "nowhere"])), null);
});
