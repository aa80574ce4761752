import "../../house.js";

import assert from "node:assert/strict";
import { test } from "node:test";

const { nearestPoint } = await import("patrol/field/photo_points.js");

const point = (id, longitude) => ({ id, label: id, place: { type: "Point", coordinates: [longitude, 40] }, bearing_deg: 90, photo_url: null });
const fix = (longitude, accuracy_m) => ({ longitude, latitude: 40, accuracy_m });

test("the nearest point is found; within 15 m one stands at it", () => {
  const near = nearestPoint([point("a", 116.001), point("b", 116.0001)], fix(116, 5));
  assert.deepEqual([near.point.id, Math.round(near.distanceM), near.isAt], ["b", 9, true]);
});

test("farther away one stands at it only if the position is no surer than that", () => {
  assert.equal(nearestPoint([point("a", 116.0005)], fix(116, 5)).isAt, false);
  assert.equal(nearestPoint([point("a", 116.0005)], fix(116, 60)).isAt, true);
});

test("a point half a kilometre away, or none, is of no help", () => {
  assert.equal(nearestPoint([point("a", 116.01)], fix(116, 5)), null);
  assert.equal(nearestPoint([], fix(116, 5)), null);
});
