// @ts-check
/** How far and which way: metres and degrees between two WGS-84 positions, on a sphere (within 0.6 % of the ellipsoid). */

/** @typedef {{longitude: number, latitude: number}} Position */

const EARTH_RADIUS_M = 6_371_008.8;
/** The eight winds, clockwise from north. */
export const WINDS = Object.freeze(["n", "ne", "e", "se", "s", "sw", "w", "nw"]);

/** @param {Position} from @param {Position} to @returns {number} metres */
export function distanceM(from, to) {
  const [a, b] = [radians(from.latitude), radians(to.latitude)];
  const half = (/** @type {number} */ angle) => Math.sin(angle / 2) ** 2;
  const h = half(b - a) + Math.cos(a) * Math.cos(b) * half(radians(to.longitude - from.longitude));
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** @param {Position} from @param {Position} to @returns {number} degrees clockwise from north, 0 to 360 */
export function bearingDeg(from, to) {
  const [a, b] = [radians(from.latitude), radians(to.latitude)];
  const turn = radians(to.longitude - from.longitude);
  const x = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(turn);
  return ((Math.atan2(Math.sin(turn) * Math.cos(b), x) * 180) / Math.PI + 360) % 360;
}

/** @param {number} degrees @returns {string} one of WINDS */
export function windOf(degrees) {
  return WINDS[Math.round(degrees / 45) % 8] ?? "n";
}

/**
 * A distance as people say it: metres to ten below a kilometre, then kilometres.
 * @param {number} metres
 * @param {string} language
 */
export function distanceWords(metres, language) {
  const isFar = metres >= 995;
  const rounded = isFar ? metres / 1000 : metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10;
  const unit = isFar ? "kilometer" : "meter";
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: metres < 9950 ? 1 : 0 }).format(rounded);
}

/**
 * The middle of a GeoJSON geometry's corners: good enough to point an arrow at.
 * @param {{type: string, coordinates: any}} geometry
 * @returns {Position}
 */
export function middleOf(geometry) {
  /** @type {[number, number][]} */
  const corners = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates.flat(depth(geometry.coordinates) - 2);
  const [west, east] = [Math.min(...corners.map((c) => c[0])), Math.max(...corners.map((c) => c[0]))];
  const [south, north] = [Math.min(...corners.map((c) => c[1])), Math.max(...corners.map((c) => c[1]))];
  return { longitude: (west + east) / 2, latitude: (south + north) / 2 };
}

/** @param {any} coordinates @returns {number} */
function depth(coordinates) {
  return Array.isArray(coordinates) ? 1 + depth(coordinates[0]) : 0;
}

/** @param {number} degrees */
function radians(degrees) {
  return (degrees * Math.PI) / 180;
}
