// @ts-check
/** The places of an import's rows, coloured by what was found, each with its number and findings on a click. */

import * as maplibregl from "maplibre-gl";
import { makeMap, readSettings } from "maps/frame.js";

const element = document.getElementById("import-map");
if (element) show(element);

/** @param {HTMLElement} element */
async function show(element) {
  const map = makeMap(element, readSettings("import-map-settings"), { cooperativeGestures: true });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  const answer = await fetch(element.dataset.places ?? "");
  const places = await answer.json();
  map.on("style.load", () => draw(map, places));
  // The style may stand already, or its first tiles may still be under way.
  if (map.isStyleLoaded()) draw(map, places);
  else map.once("idle", () => draw(map, places));
  const bounds = new maplibregl.LngLatBounds();
  for (const feature of places.features) bounds.extend(feature.geometry.coordinates);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 32, maxZoom: 14, animate: false });
}

/** @param {maplibregl.Map} map @param {any} places */
function draw(map, places) {
  if (map.getSource("rows")) return;
  // The register's own sites, and service points, would hide what is asked about here.
  for (const layer of map.getStyle().layers) {
    if ("source" in layer && ["sites", "service_points"].includes(layer.source)) map.setLayoutProperty(layer.id, "visibility", "none");
  }
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  map.addSource("rows", { type: "geojson", data: places });
  map.addLayer({
    id: "rows",
    type: "circle",
    source: "rows",
    paint: {
      "circle-radius": ["match", ["get", "state"], "good", 4, 6],
      "circle-color": ["match", ["get", "state"], "good", colour("--celadon"), "finding", colour("--ochre-ink"), colour("--danger")],
      "circle-stroke-width": 1.5,
      "circle-stroke-color": colour("--surface"),
    },
  });
  map.on("click", "rows", (event) => {
    const row = event.features?.[0];
    if (!row) return;
    const text = document.createElement("p");
    text.textContent = `${row.properties.number} · ${row.properties.name} ${row.properties.findings}`;
    new maplibregl.Popup().setLngLat(event.lngLat).setDOMContent(text).addTo(map);
  });
}
