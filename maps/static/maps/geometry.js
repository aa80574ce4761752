// @ts-check
/** Small geometry on the sphere for what is told while drawing; the server measures again on the ellipsoid. */

/** @typedef {[number, number]} Pair longitude and latitude in degrees, WGS-84 */

const RADIUS_M = 6371008.8;
const RADIANS = Math.PI / 180;

/** @param {Pair} from @param {Pair} to @returns {number} metres along the great circle */
export function distance(from, to) {
  const [x, y] = [(to[0] - from[0]) * RADIANS, (to[1] - from[1]) * RADIANS];
  const half = Math.sin(y / 2) ** 2 + Math.cos(from[1] * RADIANS) * Math.cos(to[1] * RADIANS) * Math.sin(x / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** @param {Pair} from @param {Pair} to @returns {number} degrees from true north, 0 to 360 */
export function bearing(from, to) {
  const turn = (to[0] - from[0]) * RADIANS;
  const [south, north] = [from[1] * RADIANS, to[1] * RADIANS];
  const east = Math.sin(turn) * Math.cos(north);
  const up = Math.cos(south) * Math.sin(north) - Math.sin(south) * Math.cos(north) * Math.cos(turn);
  return (Math.atan2(east, up) / RADIANS + 360) % 360;
}

/** @param {Pair[]} line @returns {number} metres */
export function length(line) {
  return line.slice(1).reduce((sum, pair, index) => sum + distance(/** @type {Pair} */ (line[index]), pair), 0);
}

/** @param {Pair[]} ring closed @returns {number} square metres */
export function area(ring) {
  let sum = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [from, to] = [/** @type {Pair} */ (ring[index - 1]), /** @type {Pair} */ (ring[index])];
    sum += (to[0] - from[0]) * RADIANS * (2 + Math.sin(from[1] * RADIANS) + Math.sin(to[1] * RADIANS));
  }
  return Math.abs((sum * RADIUS_M * RADIUS_M) / 2);
}

/** @param {Pair} centre @param {number} metres @returns {GeoJSON.Polygon} a circle of 64 corners */
export function circle(centre, metres) {
  const tall = metres / RADIUS_M / RADIANS;
  const wide = tall / Math.max(0.01, Math.cos(centre[1] * RADIANS));
  const ring = Array.from({ length: 65 }, (_, step) => {
    const turn = (step / 32) * Math.PI;
    return [centre[0] + wide * Math.sin(turn), centre[1] + tall * Math.cos(turn)];
  });
  return { type: "Polygon", coordinates: [ring] };
}

/** @param {GeoJSON.Geometry | null} geometry @returns {Pair[]} every vertex */
export function vertices(geometry) {
  if (!geometry) return [];
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(vertices);
  return /** @type {Pair[]} */ (/** @type {unknown} */ (pairs(geometry.coordinates)));
}

/** @param {any} nested @returns {number[][]} */
function pairs(nested) {
  return typeof nested[0] === "number" ? [nested] : nested.flatMap(pairs);
}
