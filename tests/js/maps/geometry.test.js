// Small geometry of the drawing maps, against figures of GeographicLib.
import assert from "node:assert/strict";
import { test } from "node:test";

import { area, bearing, circle, distance, length, vertices } from "../../../maps/static/maps/geometry.js";

const near = (found, wanted, share = 0.005) => assert.ok(Math.abs(found - wanted) <= Math.abs(wanted) * share, `${found} ≠ ${wanted}`);

test("a thousandth of a degree northwards is 111 m", () => near(distance([116, 40], [116, 40.001]), 111.03));
test("a line is as long as its parts", () => near(length([[116, 40], [116, 40.001], [116.001, 40.001]]), 111.03 + 85.39));
test("bearings run clockwise from north", () => {
  near(bearing([116, 40], [116, 41]), 0, 0);
  near(bearing([116, 40], [116.001, 40]), 90);
  near(bearing([116, 40], [116, 39]), 180);
  near(bearing([116, 40], [115.999, 40]), 270);
});
test("a box of a thousandth of a degree", () => near(area([[116, 40], [116.001, 40], [116.001, 40.001], [116, 40.001], [116, 40]]), 9480));
test("a circle keeps its radius", () => {
  for (const pair of circle([116, 40], 3000).coordinates[0]) near(distance([116, 40], pair), 3000);
});
test("vertices of any geometry", () => {
  assert.deepEqual(vertices({ type: "MultiPolygon", coordinates: [[[[0, 0], [1, 0], [0, 0]]]] }), [[0, 0], [1, 0], [0, 0]]);
  assert.deepEqual(vertices(null), []);
});
