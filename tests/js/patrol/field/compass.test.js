import assert from "node:assert/strict";
import { test } from "node:test";

import { bearingDeg, distanceM, distanceWords, middleOf, windOf } from "../../../../patrol/static/patrol/field/compass.js";

const bellTower = { longitude: 116.3894, latitude: 39.9407 };
const qianmen = { longitude: 116.3914, latitude: 39.8993 };

test("distance of a degree of latitude is 111.2 km", () => {
  assert.equal(Math.round(distanceM({ longitude: 0, latitude: 0 }, { longitude: 0, latitude: 1 })), 111195);
});

test("distance is nothing to oneself and the same both ways", () => {
  assert.equal(distanceM(bellTower, bellTower), 0);
  assert.equal(distanceM(bellTower, qianmen), distanceM(qianmen, bellTower));
});

test("distance across the date line is short", () => {
  assert.equal(Math.round(distanceM({ longitude: 179.5, latitude: 0 }, { longitude: -179.5, latitude: 0 })), 111195);
});

for (const [name, longitude, latitude, degrees, wind] of [
  ["north", 0, 1, 0, "n"],
  ["east", 1, 0, 90, "e"],
  ["south", 0, -1, 180, "s"],
  ["west", -1, 0, 270, "w"],
]) {
  test(`bearing to the ${name}`, () => {
    const bearing = bearingDeg({ longitude: 0, latitude: 0 }, { longitude, latitude });
    assert.equal(bearing, degrees);
    assert.equal(windOf(bearing), wind);
  });
}

test("wind just short of a full turn is north again", () => {
  assert.equal(windOf(359), "n");
  assert.equal(windOf(337), "nw");
  assert.equal(windOf(44), "ne");
});

test("distance words change unit at a kilometre", () => {
  assert.equal(distanceWords(8.4, "en"), "8 m");
  assert.equal(distanceWords(184, "en"), "180 m");
  assert.equal(distanceWords(1230, "en"), "1.2 km");
  assert.equal(distanceWords(23_400, "en"), "23 km");
  assert.equal(distanceWords(1230, "zh-hans"), "1.2公里");
});

test("middle of a point, a line and a polygon", () => {
  assert.deepEqual(middleOf({ type: "Point", coordinates: [1, 2] }), { longitude: 1, latitude: 2 });
  assert.deepEqual(middleOf({ type: "LineString", coordinates: [[0, 0], [1, 4], [2, 0]] }), { longitude: 1, latitude: 2 });
  const square = [[[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]];
  assert.deepEqual(middleOf({ type: "MultiPolygon", coordinates: square }), { longitude: 1, latitude: 1 });
});
