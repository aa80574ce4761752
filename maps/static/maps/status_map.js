// @ts-check
/** The live status map: map and table show the same sites, and each finds the other's. */

import * as maplibregl from "maplibre-gl";
import { makeMap, readSettings } from "maps/frame.js";
import { sitePopup } from "maps/popup.js";
import { CELL_LAYERS, SITE_LAYERS, chosenFilter } from "maps/style.js";

const CLOSE_ENOUGH = 14;
const FINGER_PX = 6;
const settings = readSettings();
const element = /** @type {HTMLElement} */ (document.getElementById("map"));
const map = makeMap(element, settings, { hash: "map" });
const popup = new maplibregl.Popup({ maxWidth: "20rem", offset: 14, focusAfterOpen: true });
/** @type {HTMLElement | null} where the keyboard goes back to when the popup closes */
let opener = null;

map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
map.addControl(new maplibregl.GeolocateControl({ positionOptions: { enableHighAccuracy: true }, trackUserLocation: false }), "top-right");
map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");

map.on("click", (event) => {
  const { x, y } = event.point;
  const near = /** @type {[[number, number], [number, number]]} */ ([
    [x - FINGER_PX, y - FINGER_PX],
    [x + FINGER_PX, y + FINGER_PX],
  ]);
  const cell = map.queryRenderedFeatures(near, { layers: CELL_LAYERS })[0];
  if (cell) return zoomInto(cell);
  const sites = map.queryRenderedFeatures(near, { layers: SITE_LAYERS });
  if (sites.length === 0) return choose("");
  opener = null;
  show(sites, /** @type {[number, number]} */ (/** @type {any} */ (sites[0]?.geometry).coordinates));
});

for (const layer of [...SITE_LAYERS, ...CELL_LAYERS]) {
  map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-fly]") : null;
  if (button instanceof HTMLElement) flyTo(button);
});

// The filters have changed the results: the map follows with the same address.
document.addEventListener("htmx:afterSettle", () => {
  const results = document.getElementById("results-state");
  const url = results?.dataset.tiles;
  if (!url || url === settings.tiles.sites.url) return;
  settings.tiles.sites.url = url;
  const source = /** @type {maplibregl.VectorTileSource} */ (map.getSource("sites"));
  source.setTiles([new URL(url, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")]);
  popup.remove();
});

popup.on("close", () => {
  choose("");
  opener?.focus();
  opener = null;
});

/** @param {HTMLElement} button with the shown place of its site */
function flyTo(button) {
  const { lon, lat, code } = button.dataset;
  if (!lon || !lat || !code) return;
  const place = /** @type {[number, number]} */ ([Number(lon), Number(lat)]);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  opener = button;
  map.flyTo({ center: place, zoom: Math.max(map.getZoom(), CLOSE_ENOUGH), animate: !isStill });
  element.scrollIntoView({ block: "nearest", behavior: isStill ? "auto" : "smooth" });
  const keep = opener;
  map.once("idle", () => {
    const sites = map.querySourceFeatures("sites", { sourceLayer: "sites", filter: /** @type {any} */ (chosenFilter(code)) });
    opener = keep;
    if (sites.length > 0) show(sites.slice(0, 1), place);
    else choose(code);
  });
}

/** @param {maplibregl.MapGeoJSONFeature[] | maplibregl.GeoJSONFeature[]} sites @param {[number, number]} place */
function show(sites, place) {
  const content = sitePopup(sites.map((site) => /** @type {any} */ (site.properties)));
  const back = opener;
  opener = null;
  popup.remove();
  opener = back;
  popup.setLngLat(place).setDOMContent(content).addTo(map);
  choose(String(sites[0]?.properties["code"] ?? ""));
}

/** @param {string} code of the site to mark on the map and in the table, or "" */
function choose(code) {
  if (map.getLayer("site-chosen")) map.setFilter("site-chosen", chosenFilter(code));
  for (const row of document.querySelectorAll("[data-site]")) {
    const isChosen = row instanceof HTMLElement && row.dataset.site === code;
    row.toggleAttribute("data-chosen", isChosen);
    if (isChosen) row.scrollIntoView({ block: "nearest" });
  }
}

/** @param {maplibregl.MapGeoJSONFeature} cell */
function zoomInto(cell) {
  const center = /** @type {[number, number]} */ (/** @type {any} */ (cell.geometry).coordinates);
  map.easeTo({ center, zoom: map.getZoom() + 2 });
}
