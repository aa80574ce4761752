// @ts-check
/** The map of an officer's page: shows the page's places, lets one be picked, or lets the site's shape be drawn. */

import * as maplibregl from "maplibre-gl";
import { makeMap, readSettings } from "maps/frame.js";

const element = document.getElementById("drawing-map");
if (element) start(element);

/** @param {HTMLElement} element */
async function start(element) {
  const map = makeMap(element, readSettings("drawing-settings"), { cooperativeGestures: element.dataset.kind !== "editor" });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({}), "bottom-left");
  const data = JSON.parse(document.getElementById("drawing-data")?.textContent ?? "{}");
  const shown = await import(element.dataset.kind === "editor" ? "maps/editor.js" : "maps/places.js");
  shown.show(map, element, data);
}
