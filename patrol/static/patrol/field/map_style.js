// @ts-check
/** The look of the map that was taken along: the house's colours, from one file of vector tiles or from none. */

import { STATUSES, statusColors, token } from "core/status.js";

/** @typedef {import("maplibre-gl").LayerSpecification} Layer */

const FONT = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

/**
 * @param {string} source "pmtiles://…" or "" when there is no map on the phone
 * @param {GeoJSON.FeatureCollection} shapes lines and areas of the sites to visit
 * @returns {import("maplibre-gl").StyleSpecification}
 */
export function fieldStyle(source, shapes) {
  /** @type {Record<string, import("maplibre-gl").SourceSpecification>} */
  const pack = source ? { pack: { type: "vector", url: source } } : {};
  return {
    version: 8,
    sources: { ...pack, targets: { type: "geojson", data: shapes } },
    layers: [{ id: "paper", type: "background", paint: { "background-color": token("sunken") } }, ...(source ? packed() : []), ...targets()],
  };
}

/** @returns {Layer[]} */
function packed() {
  const from = (/** @type {string} */ layer) => ({ source: "pack", "source-layer": layer });
  const colors = statusColors();
  /** @type {any} */
  const status = ["match", ["get", "status"], ...STATUSES.flatMap((one) => [one, colors[one]]), token("ink-3")];
  return [
    { id: "area", type: "fill", ...from("districts"), paint: { "fill-color": token("paper") } },
    { id: "edge", type: "line", ...from("districts"), paint: { "line-color": token("line-strong"), "line-width": 1 } },
    { id: "zones", type: "line", ...from("zones"), paint: { "line-color": token("zhu"), "line-width": 1.25, "line-dasharray": [4, 2], "line-opacity": 0.7 } },
    { id: "shapes", type: "line", ...from("shapes"), paint: { "line-color": status, "line-width": 2 } },
    { id: "cells", type: "circle", ...from("cells"), paint: { "circle-radius": 8, "circle-color": token("line-strong"), "circle-opacity": 0.6 } },
    { id: "sites", type: "circle", ...from("sites"), paint: { "circle-radius": 5, "circle-color": status, "circle-stroke-width": 1, "circle-stroke-color": token("paper") } },
    label("district-names", { ...from("district_names"), maxzoom: 13 }, 16, token("ink-3")),
    label("site-names", { ...from("sites"), minzoom: 13 }, 12, token("ink-2")),
    label("service-points", { ...from("service_points"), minzoom: 11 }, 12, token("celadon-ink")),
  ];
}

/** @param {string} id @param {any} from @param {number} size @param {string} color @returns {Layer} */
function label(id, from, size, color) {
  return {
    id,
    type: "symbol",
    ...from,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.8, "text-max-width": 9, "text-optional": true },
    paint: { "text-color": color, "text-halo-color": token("paper"), "text-halo-width": 1.5 },
  };
}

/** @returns {Layer[]} */
function targets() {
  return [
    { id: "target-area", type: "fill", source: "targets", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("zhu"), "fill-opacity": 0.15 } },
    { id: "target-line", type: "line", source: "targets", paint: { "line-color": token("zhu"), "line-width": 3 } },
  ];
}
