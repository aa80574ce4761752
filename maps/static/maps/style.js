// @ts-check
/** The look of our maps, in the colours of the present theme: districts on rice paper, zones, sites and their cells. */

import { STATUSES, statusExpression, token } from "core/status.js";

/** @typedef {import("maplibre-gl").StyleSpecification} Style */
/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {{url: string, minzoom: number, maxzoom: number}} Tiles */
/** @typedef {Record<"sites" | "districts" | "zones" | "service_points", Tiles>} TileSources */

// No glyph server: MapLibre draws every letter from the reader's own fonts.
const SANS = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];
const SERIF = ["Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "SimSun", "serif"];
/** What needs somebody first is drawn on top. */
const ON_TOP = ["suspended", "current", "due_soon", "never", "overdue"];
export const SITE_LAYERS = ["site-symbols", "site-names"];
export const CELL_LAYERS = ["cell-rings"];

/**
 * @param {TileSources} tiles
 * @returns {Style}
 */
export function mapStyle(tiles) {
  return {
    version: 8,
    sources: {
      districts: vector(tiles.districts),
      zones: vector(tiles.zones),
      service_points: vector(tiles.service_points),
      sites: vector(tiles.sites),
    },
    layers: [...ground(), ...zones(), ...shapes(), ...servicePoints(), ...cells(), ...sites()],
  };
}

/** @param {string} code the site to mark, or "" @returns {import("maplibre-gl").FilterSpecification} */
export function chosenFilter(code) {
  return ["==", ["get", "code"], code];
}

/** @param {Tiles} tiles @returns {import("maplibre-gl").VectorSourceSpecification} */
function vector(tiles) {
  return { type: "vector", tiles: [new URL(tiles.url, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], minzoom: tiles.minzoom, maxzoom: tiles.maxzoom };
}

/** @returns {Layer[]} */
function ground() {
  return [
    { id: "paper", type: "background", paint: { "background-color": token("sunken") } },
    { id: "district-area", type: "fill", source: "districts", "source-layer": "districts", paint: { "fill-color": token("paper") } },
    {
      id: "district-halo",
      type: "line",
      source: "districts",
      "source-layer": "districts",
      paint: { "line-color": token("line"), "line-width": ["interpolate", ["linear"], ["zoom"], 7, 2, 12, 7], "line-opacity": 0.6 },
    },
    {
      id: "district-line",
      type: "line",
      source: "districts",
      "source-layer": "districts",
      paint: { "line-color": token("line-strong"), "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.5, 12, 1.25] },
    },
    {
      id: "district-names",
      type: "symbol",
      source: "districts",
      "source-layer": "district_names",
      maxzoom: 13,
      layout: {
        "text-field": ["get", "name"],
        "text-font": SERIF,
        "text-size": ["interpolate", ["linear"], ["zoom"], 7, 11, 11, 17],
        "text-letter-spacing": 0.15,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": token("ink-3"), "text-halo-color": token("paper"), "text-halo-width": 1.5 },
    },
  ];
}

/** @returns {Layer[]} */
function zones() {
  const isProtection = ["==", ["get", "kind"], "protection"];
  /** @type {any} */
  const color = ["case", isProtection, token("zhu"), token("azurite")];
  return [
    { id: "zone-area", type: "fill", source: "zones", "source-layer": "zones", paint: { "fill-color": color, "fill-opacity": 0.07 } },
    {
      id: "zone-line",
      type: "line",
      source: "zones",
      "source-layer": "zones",
      paint: { "line-color": color, "line-width": 1.25, "line-dasharray": [4, 2], "line-opacity": 0.8 },
    },
  ];
}

/** @returns {Layer[]} */
function shapes() {
  const color = statusExpression();
  return [
    {
      id: "shape-area",
      type: "fill",
      source: "sites",
      "source-layer": "shapes",
      filter: ["all", ["==", ["get", "kind"], "shape"], ["==", ["geometry-type"], "Polygon"]],
      paint: { "fill-color": /** @type {any} */ (color), "fill-opacity": 0.16 },
    },
    {
      id: "shape-line",
      type: "line",
      source: "sites",
      "source-layer": "shapes",
      filter: ["==", ["get", "kind"], "shape"],
      paint: { "line-color": /** @type {any} */ (color), "line-width": ["interpolate", ["linear"], ["zoom"], 11, 1.5, 16, 4] },
    },
    {
      id: "cell-square",
      type: "line",
      source: "sites",
      "source-layer": "shapes",
      filter: ["==", ["get", "kind"], "cell"],
      paint: { "line-color": token("ink-3"), "line-width": 1.25, "line-dasharray": [3, 3] },
    },
  ];
}

/** @returns {Layer[]} */
function servicePoints() {
  return [
    {
      id: "service-points",
      type: "symbol",
      source: "service_points",
      "source-layer": "service_points",
      minzoom: 10,
      layout: { "icon-image": "service-point", "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.6, 14, 1], "icon-allow-overlap": true },
    },
  ];
}

/** @returns {Layer[]} */
function cells() {
  return [
    {
      id: "cell-rings",
      type: "symbol",
      source: "sites",
      "source-layer": "cells",
      layout: {
        "icon-image": ["concat", "ring-", ["get", "mix"]],
        "icon-size": ["interpolate", ["linear"], ["log10", ["get", "n"]], 0, 0.75, 2, 1, 4, 1.45],
        "icon-allow-overlap": true,
        "text-field": ["case", [">=", ["get", "n"], 10000], ["concat", ["to-string", ["round", ["/", ["get", "n"], 1000]]], "k"], ["to-string", ["get", "n"]]],
        "text-font": SANS,
        "text-size": ["interpolate", ["linear"], ["log10", ["get", "n"]], 0, 10, 4, 13],
        "text-allow-overlap": true,
        "symbol-sort-key": ["get", "n"],
      },
      paint: { "text-color": token("ink") },
    },
  ];
}

/** @returns {Layer[]} */
function sites() {
  /** @type {any} */
  const size = ["interpolate", ["linear"], ["zoom"], 7, 0.5, 11, 0.8, 14, 1.05];
  /** @type {any} */
  const order = ["match", ["get", "status"], ...STATUSES.flatMap((status) => [status, ON_TOP.indexOf(status)]), 0];
  return [
    {
      id: "site-chosen",
      type: "circle",
      source: "sites",
      "source-layer": "sites",
      filter: chosenFilter(""),
      paint: { "circle-radius": 18, "circle-color": token("zhu"), "circle-opacity": 0.18, "circle-stroke-color": token("zhu"), "circle-stroke-width": 2.5 },
    },
    {
      id: "site-names",
      type: "symbol",
      source: "sites",
      "source-layer": "sites",
      minzoom: 11,
      layout: {
        "text-field": ["get", "name"],
        "text-font": SANS,
        "text-size": 12,
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 1.1,
        "text-max-width": 9,
        "text-optional": true,
        "symbol-sort-key": order,
      },
      paint: { "text-color": token("ink"), "text-halo-color": token("paper"), "text-halo-width": 1.5 },
    },
    {
      id: "site-symbols",
      type: "symbol",
      source: "sites",
      "source-layer": "sites",
      layout: {
        "icon-image": ["concat", ["case", ["get", "is_exact"], "status-", "coarse-"], ["get", "status"]],
        "icon-size": size,
        "icon-allow-overlap": true,
        "symbol-sort-key": order,
      },
    },
  ];
}
