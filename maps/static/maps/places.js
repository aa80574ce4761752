// @ts-check
/** Places of a page on its map: points with a direction, circles, before and after; one of them may be picked. */

import * as maplibregl from "maplibre-gl";
import { cutOnClick } from "maps/cuts.js";
import { bearing, circle, vertices } from "maps/geometry.js";

/** @typedef {import("maps/geometry.js").Pair} Pair */
/** @typedef {{features?: GeoJSON.Feature[], url?: string, positions?: string, line?: GeoJSON.LineString | null}} Data */

/** From farther away nobody sees whether a typed or measured place is the right one. */
const CLOSE_ENOUGH = 12;
/** @type {GeoJSON.FeatureCollection} */
const EMPTY = { type: "FeatureCollection", features: [] };

/** @param {maplibregl.Map} map @param {HTMLElement} element @param {Data} data */
export function show(map, element, data) {
  /** @type {GeoJSON.FeatureCollection} */
  let places = { type: "FeatureCollection", features: (data.features ?? []).flatMap(withCircle) };
  const paint = () => {
    if (!map.getSource("places")) addLayers(map);
    source(map)?.setData(places);
  };
  map.on("style.load", paint);
  if (map.isStyleLoaded()) paint();
  else map.once("idle", paint);
  fit(map, places.features.map((one) => one.geometry));
  tellOnClick(map);
  if (data.url) followFrame(map, element, data.url, (found) => ((places = found), paint()));
  const cuts = document.querySelector("[data-cuts]");
  if (cuts instanceof HTMLTextAreaElement && data.line) cutOnClick(map, /** @type {Pair[]} */ (data.line.coordinates), cuts);
  const position = document.querySelector("[data-position]");
  if (position instanceof HTMLInputElement) {
    const fixed = places.features;
    pick(map, element, position, data.positions ?? "", (mine) => {
      places = { type: "FeatureCollection", features: [...fixed, ...mine.flatMap(withCircle)] };
      paint();
    });
  }
  for (const button of document.querySelectorAll("[data-show]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const chosen = (data.features ?? []).filter((one) => one.properties?.["entry"] === button.dataset.show);
      places = { type: "FeatureCollection", features: chosen };
      paint();
      fit(map, chosen.map((one) => one.geometry));
      element.scrollIntoView({ block: "center", behavior: "smooth" });
    });
  }
}

/** @param {maplibregl.Map} map */
function source(map) {
  return /** @type {maplibregl.GeoJSONSource | undefined} */ (map.getSource("places"));
}

/** @param {GeoJSON.Feature} feature @returns {GeoJSON.Feature[]} the feature, and its circle before it */
function withCircle(feature) {
  const radius = Number(feature.properties?.["radius"] ?? 0);
  if (!radius || feature.geometry.type !== "Point") return [feature];
  const ring = circle(/** @type {Pair} */ (feature.geometry.coordinates), radius);
  return [{ type: "Feature", geometry: ring, properties: { kind: "circle" } }, feature];
}

/** @param {maplibregl.Map} map @param {(GeoJSON.Geometry | null)[]} geometries */
export function fit(map, geometries) {
  const bounds = new maplibregl.LngLatBounds();
  for (const pair of geometries.flatMap(vertices)) bounds.extend(pair);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 48, maxZoom: 17, animate: false });
}

/** @param {string} name @returns {string} the value of a custom property of the theme */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param {maplibregl.Map} map */
function addLayers(map) {
  const tone = /** @type {any} */ (["match", ["get", "kind"], ["before", "photo-off", "section-even"], colour("--ink-3"), ["photo", "mine", "after"], colour("--zhu"), ["survey", "tower"], colour("--ochre-ink"), ["unseen"], colour("--status-overdue"), ["seen-long-ago"], colour("--status-due-soon"), colour("--celadon-ink")]);
  map.addSource("places", { type: "geojson", data: EMPTY });
  for (const layer of map.getStyle().layers) {
    // The register of today would hide what is shown here.
    if ("source" in layer && ["sites", "service_points"].includes(layer.source)) map.setLayoutProperty(layer.id, "visibility", "none");
  }
  if (!map.hasImage("view")) map.addImage("view", wedge(colour("--zhu")), { pixelRatio: 2 });
  map.addLayer({ id: "places-fill", type: "fill", source: "places", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": tone, "fill-opacity": 0.15 } });
  map.addLayer({ id: "places-line", type: "line", source: "places", filter: ["all", ["!=", ["geometry-type"], "Point"], ["!=", ["get", "kind"], "unseen"]], paint: { "line-color": tone, "line-width": ["match", ["get", "kind"], ["seen", "seen-long-ago"], 5, 2.5] } });
  // Colour does not speak alone: what nobody saw is dashed.
  map.addLayer({ id: "places-unseen", type: "line", source: "places", filter: ["all", ["!=", ["geometry-type"], "Point"], ["==", ["get", "kind"], "unseen"]], paint: { "line-color": tone, "line-width": 3.5, "line-dasharray": [1.5, 1.2] } });
  map.addLayer({
    id: "places-view",
    type: "symbol",
    source: "places",
    filter: ["all", ["has", "bearing"], ["!=", ["get", "bearing"], null]],
    layout: { "icon-image": "view", "icon-rotate": ["get", "bearing"], "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true },
  });
  map.addLayer({ id: "places-point", type: "circle", source: "places", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 7, "circle-color": tone, "circle-stroke-width": 2, "circle-stroke-color": colour("--surface") } });
}

/** @param {string} fill @returns {ImageData} a view of 60 degrees upwards from the middle, fading out */
function wedge(fill) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 160;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const fade = pen.createRadialGradient(80, 80, 8, 80, 80, 78);
  fade.addColorStop(0, fill);
  fade.addColorStop(1, "transparent");
  pen.fillStyle = fade;
  pen.beginPath();
  pen.moveTo(80, 80);
  pen.arc(80, 80, 78, -Math.PI * (2 / 3), -Math.PI / 3);
  pen.fill();
  return pen.getImageData(0, 0, 160, 160);
}

/** @param {maplibregl.Map} map */
function tellOnClick(map) {
  map.on("click", ["places-point", "places-line", "places-unseen"], (event) => {
    const told = event.features?.[0]?.properties["label"];
    if (!told || document.querySelector("[data-position], [data-cuts]")) return;
    const text = document.createElement("p");
    text.textContent = told;
    new maplibregl.Popup().setLngLat(event.lngLat).setDOMContent(text).addTo(map);
  });
}

/**
 * Fetch what lies in the frame, again after each move.
 * @param {maplibregl.Map} map @param {HTMLElement} element @param {string} url
 * @param {(found: GeoJSON.FeatureCollection) => void} take
 */
function followFrame(map, element, url, take) {
  const status = element.closest(".map-frame")?.querySelector("[data-drawing-status]");
  let asked = 0;
  const ask = async () => {
    const mine = (asked += 1);
    const frame = map.getBounds().toArray().flat().map((one) => one.toFixed(5)).join(",");
    const answer = await fetch(`${url}&bbox=${frame}`);
    // A later frame may have answered already.
    if (!answer.ok || mine !== asked) return;
    const found = await answer.json();
    take(found);
    if (status) status.textContent = found.note;
  };
  map.on("moveend", ask);
  map.once("idle", ask);
}

/**
 * Let a click set the place, or the direction, of the form's point; what is typed is shown as well.
 * @param {maplibregl.Map} map @param {HTMLElement} element @param {HTMLInputElement} position @param {string} url
 * @param {(mine: GeoJSON.Feature[]) => void} take
 */
function pick(map, element, position, url, take) {
  const datum = document.querySelector("[data-datum]");
  const direction = document.querySelector("[data-bearing]");
  const radius = document.querySelector("[data-radius]");
  const frame = element.closest(".map-frame");
  /** @type {Pair | null} */
  let place = null;
  const value = (/** @type {Element | null} */ field) => (field instanceof HTMLInputElement && field.value !== "" ? Number(field.value) : null);
  const draw = () => take(place ? [{ type: "Feature", geometry: { type: "Point", coordinates: place }, properties: { kind: "mine", bearing: value(direction), radius: value(radius) } }] : []);
  const read = async (/** @type {boolean} */ isFirst) => {
    place = position.value.trim() ? await typed(url, position.value, datum instanceof HTMLSelectElement ? datum.value : "wgs84") : null;
    draw();
    if (place && (isFirst || map.getZoom() < CLOSE_ENOUGH || !map.getBounds().contains(place))) map.jumpTo({ center: place, zoom: Math.max(map.getZoom(), radius ? 12 : 16) });
  };
  if (direction instanceof HTMLInputElement) for (const one of frame?.querySelectorAll("[data-aim]") ?? []) if (one instanceof HTMLElement) one.hidden = false;
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", (event) => {
    const clicked = /** @type {Pair} */ (event.lngLat.toArray());
    const aims = frame?.querySelector("[data-aim] input[value=direction]");
    if (place && direction instanceof HTMLInputElement && aims instanceof HTMLInputElement && aims.checked) {
      direction.value = String(Math.round(bearing(place, clicked)));
    } else {
      place = clicked;
      position.value = `${clicked[0].toFixed(6)}, ${clicked[1].toFixed(6)}`;
      if (datum instanceof HTMLSelectElement) datum.value = "wgs84";
    }
    draw();
    // A value written by a script tells nobody: whatever follows the place listens for this.
    position.dispatchEvent(new Event("picked", { bubbles: true }));
  });
  position.addEventListener("change", () => read(false));
  datum?.addEventListener("change", () => read(false));
  direction?.addEventListener("input", draw);
  radius?.addEventListener("input", draw);
  read(true);
}

/** @param {string} url @param {string} text @param {string} datum @returns {Promise<Pair | null>} */
async function typed(url, text, datum) {
  const answer = await fetch(`${url}?${new URLSearchParams({ place_text: text, place_datum: datum, place_kind: "point" })}`);
  const found = answer.ok ? await answer.json() : { geometry: null };
  return found.geometry?.type === "Point" ? found.geometry.coordinates : null;
}
