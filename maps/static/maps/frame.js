// @ts-check
/** A map in its frame: made with our style and words, repainted with the theme, and honest about loading and failing. */

import * as maplibregl from "maplibre-gl";
import { onThemeChange } from "core/status.js";
import { mapStyle } from "maps/style.js";
import { drawSymbolsOnDemand } from "maps/symbols.js";

/** @typedef {import("maps/style.js").TileSources} TileSources */
/** @typedef {{tiles: TileSources, bounds: [number, number, number, number] | null, words: Record<string, string>}} Settings */

/** @param {string} id of a json_script element @returns {Settings} */
export function readSettings(id = "map-settings") {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

/**
 * Make the map in an element that stands in a `.map-frame` with an optional `[data-map-notice]`.
 * @param {HTMLElement} element
 * @param {Settings} settings
 * @param {Partial<maplibregl.MapOptions>} [options]
 * @returns {maplibregl.Map}
 */
export function makeMap(element, settings, options = {}) {
  element.replaceChildren();
  const map = new maplibregl.Map({
    container: element,
    style: mapStyle(settings.tiles),
    locale: settings.words,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
    minZoom: 4,
    ...(settings.bounds ? { bounds: settings.bounds, fitBoundsOptions: { padding: 24 } } : {}),
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  drawSymbolsOnDemand(map);
  tell(element, map, settings);
  onThemeChange(() => repaint(map, settings));
  return map;
}

/** @param {maplibregl.Map} map @param {Settings} settings */
function repaint(map, settings) {
  const chosen = map.getFilter("site-chosen");
  for (const id of map.listImages()) map.removeImage(id);
  map.setStyle(mapStyle(settings.tiles), { diff: false });
  map.once("style.load", () => {
    if (chosen) map.setFilter("site-chosen", chosen);
  });
}

/**
 * Say when the map loads and when part of it could not be fetched; a later success takes the complaint back.
 * @param {HTMLElement} element
 * @param {maplibregl.Map} map
 * @param {Settings} settings
 */
function tell(element, map, settings) {
  const frame = element.closest(".map-frame");
  const notice = frame?.querySelector("[data-map-notice]");
  let hasFailed = false;
  frame?.setAttribute("aria-busy", "true");
  map.on("dataloading", () => (hasFailed = false));
  map.on("error", () => {
    hasFailed = true;
    if (notice instanceof HTMLElement) {
      notice.textContent = settings.words["failed"] ?? "";
      notice.hidden = false;
    }
  });
  map.on("idle", () => {
    frame?.setAttribute("aria-busy", "false");
    if (!hasFailed && notice instanceof HTMLElement) notice.hidden = true;
  });
}
