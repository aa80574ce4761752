// @ts-check
/** Small maps without a table: one site on its page, or the city on the front door. */

import * as maplibregl from "maplibre-gl";
import { makeMap, readSettings } from "maps/frame.js";
import { chosenFilter } from "maps/style.js";

const element = document.getElementById("small-map");
if (element) {
  const { lon, lat, zoom, code } = element.dataset;
  const settings = readSettings("small-map-settings");
  const place = lon && lat ? /** @type {[number, number]} */ ([Number(lon), Number(lat)]) : null;
  const map = makeMap(element, settings, {
    cooperativeGestures: true,
    ...(place ? { center: place, zoom: Number(zoom), bounds: undefined } : {}),
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  if (code) map.on("load", () => map.setFilter("site-chosen", chosenFilter(code)));
}
