// @ts-check
/** The map of a plan or of the differences of two: sites with the number of who goes, about where people live, one site chosen. */

import * as maplibregl from "maplibre-gl";
import { onThemeChange, token } from "core/status.js";

/** @typedef {{map: string, tiles: string}} Settings */
/** @typedef {GeoJSON.FeatureCollection<GeoJSON.Point>} Points */

const FONT = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];
const COLOURS = 8;
const CLOSE_ENOUGH = 13;
/** Pixels of a kilometre at zoom 0 on the latitude of the middle of China. */
const KM_AT_ZOOM_0 = 512 / 40_075 / Math.cos((35 * Math.PI) / 180);

/** @param {string} id of a json_script element @returns {Settings} */
export function readSettings(id = "plan-settings") {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

/**
 * @param {HTMLElement} element in a `.map-frame`
 * @param {Settings} settings
 * @param {(id: string) => void} onChoose hears of the site a person pressed, "" for none
 * @returns {Promise<{choose: (id: string, fly?: boolean) => boolean}>} choose tells whether the site has a place
 */
export async function makePlanMap(element, settings, onChoose) {
  const frame = element.closest(".map-frame");
  const answer = await fetch(settings.map, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) {
    const notice = frame?.querySelector("[data-map-notice]");
    if (notice instanceof HTMLElement) notice.hidden = false;
    return { choose: () => false };
  }
  /** @type {{sites: Points, homes?: Points}} */
  const found = await answer.json();
  let chosen = "";
  const map = new maplibregl.Map({
    container: element,
    style: style(settings, found, chosen),
    bounds: boundsOf(found),
    fitBoundsOptions: { padding: 36, maxZoom: 14 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 17,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");
  map.on("idle", () => element.setAttribute("data-ready", ""));
  const popup = new maplibregl.Popup({ closeButton: false, offset: 14, focusAfterOpen: false });
  const choose = (/** @type {string} */ id, fly = true) => {
    chosen = id;
    if (map.getLayer("chosen")) map.setFilter("chosen", ["==", ["get", "id"], id]);
    element.dataset.chosen = id;
    const feature = found.sites.features.find((one) => one.properties?.["id"] === id);
    popup.remove();
    if (!feature) return false;
    const place = /** @type {[number, number]} */ (feature.geometry.coordinates);
    popup.setLngLat(place).setText(words(feature.properties)).addTo(map);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (fly) map.flyTo({ center: place, zoom: Math.max(map.getZoom(), CLOSE_ENOUGH), animate: !isStill });
    return true;
  };
  map.on("click", (event) => {
    const { x, y } = event.point;
    const near = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers: ["sites", "left-out"].filter((id) => map.getLayer(id)) });
    const id = String(near[0]?.properties["id"] ?? "");
    choose(id, false);
    onChoose(id);
  });
  onThemeChange(() => map.setStyle(style(settings, found, chosen), { diff: false }));
  return { choose };
}

/** @param {GeoJSON.GeoJsonProperties} properties @returns {string} */
function words(properties) {
  const name = String(properties?.["name"] ?? "");
  const more = properties?.["word"] ?? properties?.["label"];
  return more ? `${name} · ${more}` : name;
}

/** @param {{sites: Points, homes?: Points}} found @returns {maplibregl.LngLatBoundsLike} */
function boundsOf(found) {
  const bounds = new maplibregl.LngLatBounds();
  for (const { geometry } of [...found.sites.features, ...(found.homes?.features ?? [])]) bounds.extend(/** @type {[number, number]} */ (geometry.coordinates));
  return bounds.isEmpty() ? [73, 18, 135, 54] : bounds;
}

/** @returns {any} the fill of a site: by who goes, or by how it differs */
function fill() {
  const people = Array.from({ length: COLOURS }, (_, index) => [index, token(`who-${index + 1}`)]).flat();
  const kinds = ["gained", "lost", "moved", "same"].flatMap((kind) => [kind, token(`kind-${kind}`)]);
  return ["case", ["has", "kind"], ["match", ["get", "kind"], ...kinds, token("ink-3")], ["match", ["%", ["-", ["get", "number"], 1], COLOURS], ...people, token("ink-3")]];
}

/** @param {Settings} settings @param {{sites: Points, homes?: Points}} found @param {string} chosen @returns {maplibregl.StyleSpecification} */
function style(settings, found, chosen) {
  /** @type {Record<string, maplibregl.SourceSpecification>} */
  const sources = { sites: { type: "geojson", data: found.sites }, homes: { type: "geojson", data: found.homes ?? { type: "FeatureCollection", features: [] } } };
  if (settings.tiles) sources["districts"] = { type: "vector", tiles: [location.origin + settings.tiles], maxzoom: 12 };
  return { version: 8, sources, layers: [...ground(Boolean(settings.tiles)), ...homes(), ...sites(chosen)] };
}

/** @param {boolean} hasTiles @returns {maplibregl.LayerSpecification[]} */
function ground(hasTiles) {
  /** @type {maplibregl.LayerSpecification[]} */
  const paper = [{ id: "paper", type: "background", paint: { "background-color": token("sunken") } }];
  if (!hasTiles) return paper;
  return [
    ...paper,
    { id: "areas", type: "fill", source: "districts", "source-layer": "districts", paint: { "fill-color": token("paper") } },
    { id: "borders", type: "line", source: "districts", "source-layer": "districts", paint: { "line-color": token("line-strong"), "line-width": 1 } },
  ];
}

/** @returns {maplibregl.LayerSpecification[]} areas of a kilometre's radius, never points */
function homes() {
  const radius = /** @type {any} */ (["interpolate", ["exponential", 2], ["zoom"], 0, KM_AT_ZOOM_0, 20, KM_AT_ZOOM_0 * 2 ** 20]);
  return [
    { id: "homes", type: "circle", source: "homes", paint: { "circle-radius": radius, "circle-color": fill(), "circle-opacity": 0.13, "circle-stroke-color": fill(), "circle-stroke-width": 1, "circle-stroke-opacity": 0.6 } },
    { id: "home-numbers", type: "symbol", source: "homes", minzoom: 9, layout: { "text-field": ["to-string", ["get", "number"]], "text-font": FONT, "text-size": 12, "text-allow-overlap": true }, paint: { "text-color": token("ink-2"), "text-halo-color": token("paper"), "text-halo-width": 1.5 } },
  ];
}

/** @param {string} chosen @returns {maplibregl.LayerSpecification[]} */
function sites(chosen) {
  const radius = /** @type {any} */ (["interpolate", ["linear"], ["zoom"], 7, 4, 11, 10, 14, 13]);
  /** @type {any} */
  const isOut = ["all", ["!", ["has", "kind"]], ["==", ["get", "number"], 0]];
  /** @type {any} */
  const label = ["case", ["has", "kind"], ["match", ["get", "kind"], "gained", "+", "lost", "−", "moved", "↔", ""], ["get", "label"]];
  return [
    { id: "chosen", type: "circle", source: "sites", filter: ["==", ["get", "id"], chosen], paint: { "circle-radius": 20, "circle-color": token("zhu"), "circle-opacity": 0.18, "circle-stroke-color": token("zhu"), "circle-stroke-width": 2.5 } },
    { id: "left-out", type: "symbol", source: "sites", filter: isOut, layout: { "text-field": "□", "text-font": FONT, "text-size": 20, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": token("status-never"), "text-halo-color": token("paper"), "text-halo-width": 2 } },
    { id: "sites", type: "circle", source: "sites", filter: ["!", isOut], paint: { "circle-radius": radius, "circle-color": fill(), "circle-stroke-color": ["case", ["==", ["get", "is_locked"], true], token("ink"), token("surface")], "circle-stroke-width": ["case", ["==", ["get", "is_locked"], true], 3, 1.5] } },
    { id: "numbers", type: "symbol", source: "sites", filter: ["!", isOut], minzoom: 9, layout: { "text-field": label, "text-font": FONT, "text-size": 11, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": token("on-who") } },
  ];
}
