// @ts-check
/** Which photo point one stands at. Pure. */

import { distanceM, middleOf } from "patrol/field/compass.js";

/** Nearer than this (or than the position is sure) one stands at the point. */
const AT_POINT_M = 15;
/** Farther than this the points of the site are of no help. */
const OF_USE_M = 500;

/**
 * @param {readonly import("patrol/field/form.js").PhotoPoint[]} points
 * @param {{longitude: number, latitude: number, accuracy_m: number}} fix
 * @returns {{point: import("patrol/field/form.js").PhotoPoint, place: import("patrol/field/compass.js").Position, distanceM: number, isAt: boolean} | null}
 */
export function nearestPoint(points, fix) {
  const measured = points.map((point) => {
    const place = middleOf(point.place);
    return { point, place, distanceM: distanceM(fix, place) };
  });
  const [nearest] = measured.sort((a, b) => a.distanceM - b.distanceM);
  if (!nearest || nearest.distanceM > OF_USE_M) return null;
  return { ...nearest, isAt: nearest.distanceM <= Math.max(AT_POINT_M, fix.accuracy_m) };
}
