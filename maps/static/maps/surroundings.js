// @ts-check
/** What lies around a drawing: borders and other sites to snap to, and the typed positions. */

import { colour } from "maps/places.js";

/** @typedef {import("maps/geometry.js").Pair} Pair */

const SNAP_PIXELS = 12;
const NEAREST_ZOOM = 12;

/** @param {import("maplibre-gl").Map} map @param {string} url @returns {{lines: Pair[][]}} filled after each move */
export function addSurroundings(map, url) {
  /** @type {{lines: Pair[][]}} */
  const found = { lines: [] };
  /** @type {GeoJSON.FeatureCollection} */
  let features = { type: "FeatureCollection", features: [] };
  const paint = () => {
    if (!map.getSource("surroundings")) {
      map.addSource("surroundings", { type: "geojson", data: features });
      map.addLayer({ id: "surroundings", type: "line", source: "surroundings", paint: { "line-color": colour("--ink-2"), "line-width": 1.5, "line-dasharray": [2, 2] } });
    }
    /** @type {import("maplibre-gl").GeoJSONSource} */ (map.getSource("surroundings")).setData(features);
  };
  const ask = async () => {
    if (map.getZoom() < NEAREST_ZOOM) return;
    const frame = map.getBounds().toArray().flat().map((one) => one.toFixed(6)).join(",");
    const answer = await fetch(`${url}&bbox=${frame}`);
    if (!answer.ok) return;
    features = await answer.json();
    found.lines = features.features.flatMap((one) => lines(one.geometry));
    paint();
  };
  map.on("moveend", ask);
  map.on("style.load", paint);
  ask();
  return found;
}

/** @param {any} geometry @returns {Pair[][]} */
function lines(geometry) {
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(lines);
  const deep = /** @type {Record<string, number>} */ ({ Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 })[geometry.type] ?? 0;
  if (deep === 0) return [[geometry.coordinates]];
  if (geometry.type === "MultiPoint") return geometry.coordinates.map((/** @type {Pair} */ pair) => [pair]);
  return deep === 1 ? [geometry.coordinates] : geometry.coordinates.flat(deep - 2);
}

/**
 * Snap to vertices first, then to edges, of the drawing itself and of what lies around it.
 * @param {import("maplibre-gl").Map} map @param {{lines: Pair[][]}} around @param {HTMLElement} frame
 */
export function makeSnapping(map, around, frame) {
  const toggle = frame.querySelector("[data-do=snap]");
  return {
    toCustom: (/** @type {{lng: number, lat: number}} */ event) => {
      if (toggle instanceof HTMLInputElement && !toggle.checked) return undefined;
      return nearest(map, around.lines, [event.lng, event.lat]);
    },
  };
}

/** @param {import("maplibre-gl").Map} map @param {Pair[][]} lines @param {Pair} at @returns {Pair | undefined} */
function nearest(map, lines, at) {
  const point = map.project(at);
  let best = SNAP_PIXELS;
  /** @type {Pair | undefined} */
  let found;
  const [near, far] = [map.unproject([point.x - SNAP_PIXELS, point.y + SNAP_PIXELS]), map.unproject([point.x + SNAP_PIXELS, point.y - SNAP_PIXELS])];
  const isOut = (/** @type {Pair} */ from, /** @type {Pair} */ to) => Math.max(from[0], to[0]) < near.lng || Math.min(from[0], to[0]) > far.lng || Math.max(from[1], to[1]) < near.lat || Math.min(from[1], to[1]) > far.lat;
  for (const line of lines) {
    for (let index = 0; index < line.length; index += 1) {
      const from = /** @type {Pair} */ (line[index]);
      const to = line[index + 1] ?? from;
      if (isOut(from, to)) continue;
      const [a, b] = [map.project(from), map.project(to)];
      const [along, off] = foot(point, a, b);
      const toVertex = Math.hypot(point.x - a.x, point.y - a.y);
      if (toVertex < best) [best, found] = [toVertex, from];
      // A vertex wins over an edge, even where the edge is a little nearer.
      else if (off + SNAP_PIXELS / 2 < best) [best, found] = [off + SNAP_PIXELS / 2, [from[0] + along * (to[0] - from[0]), from[1] + along * (to[1] - from[1])]];
    }
  }
  return found && /** @type {Pair} */ (found.map((one) => Number(one.toFixed(8))));
}

/** @param {{x: number, y: number}} point @param {{x: number, y: number}} a @param {{x: number, y: number}} b @returns {[number, number]} share along, pixels off */
function foot(point, a, b) {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const square = x * x + y * y;
  const along = square ? Math.min(1, Math.max(0, ((point.x - a.x) * x + (point.y - a.y) * y) / square)) : 0;
  return [along, Math.hypot(point.x - a.x - along * x, point.y - a.y - along * y)];
}

/**
 * Show typed positions as they are typed, and what is wrong with them.
 * @param {import("maplibre-gl").Map} map @param {string} url @param {Record<string, string>} words
 * @param {(map: import("maplibre-gl").Map, geometries: (GeoJSON.Geometry | null)[]) => void} fit
 */
export function showTyped(map, url, words, fit) {
  const form = document.querySelector("form[data-editor]");
  const status = document.querySelector("[data-typed-status]");
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (form?.querySelector(`[name=${name}]`) ?? null);
  const read = async () => {
    const told = Object.fromEntries(["place_text", "place_kind", "place_datum"].map((name) => [name, field(name)?.value ?? ""]));
    if (!told["place_text"]?.trim()) return;
    const answer = await fetch(`${url}?${new URLSearchParams(told)}`);
    if (!answer.ok) return;
    const { geometry, problems } = await answer.json();
    if (status) status.textContent = geometry ? (words["typed_shown"] ?? "") : (problems ?? []).join(" ");
    paint(map, geometry);
    if (geometry) fit(map, [geometry]);
  };
  for (const name of ["place_text", "place_kind", "place_datum"]) field(name)?.addEventListener("change", read);
  read();
}

/** @param {import("maplibre-gl").Map} map @param {GeoJSON.Geometry | null} geometry */
function paint(map, geometry) {
  /** @type {GeoJSON.FeatureCollection} */
  const data = { type: "FeatureCollection", features: geometry ? [{ type: "Feature", geometry, properties: {} }] : [] };
  const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource("typed"));
  if (source) {
    source.setData(data);
    return;
  }
  map.addSource("typed", { type: "geojson", data });
  map.addLayer({ id: "typed-line", type: "line", source: "typed", paint: { "line-color": colour("--ochre-ink"), "line-width": 3 } });
  map.addLayer({ id: "typed-point", type: "circle", source: "typed", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 7, "circle-color": colour("--ochre-ink"), "circle-stroke-width": 2, "circle-stroke-color": colour("--surface") } });
}
