// @ts-check
/** The near list as a map: the same sites from the same answer, over the outlines of the districts. */

import * as maplibregl from "maplibre-gl";
import { STATUSES, onThemeChange, statusImage, token } from "core/status.js";
import { middleOf } from "patrol/field/compass.js";
import { say } from "patrol/field/words.js";

/** @typedef {import("patrol/field/compass.js").Position} Position */
/** @typedef {import("patrol/field/near.js").NearSite} NearSite */

const FONT = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

/**
 * @param {HTMLElement} element
 * @param {{tiles: string, site: string}} settings
 * @returns {(from: Position, isOwn: boolean, sites: NearSite[]) => void} draws an answer
 */
export function makeNearMap(element, settings) {
  element.replaceChildren();
  const map = new maplibregl.Map({ container: element, style: style(settings.tiles, collection([])), attributionControl: false, dragRotate: false, maxZoom: 18 });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  let features = collection([]);
  const marker = new maplibregl.Marker({ element: dot() });
  const repaint = () => {
    map.setStyle(style(settings.tiles, features), { diff: false });
    map.once("style.load", () => addImages(map));
  };
  map.on("load", () => addImages(map));
  onThemeChange(repaint);
  map.on("click", "near", (event) => openSite(map, settings, event));
  return (from, isOwn, sites) => {
    features = collection(sites);
    const draw = () => {
      const source = map.getSource("near");
      if (source instanceof maplibregl.GeoJSONSource) source.setData(features);
    };
    if (map.isStyleLoaded()) draw();
    else map.once("load", draw);
    marker.setLngLat([from.longitude, from.latitude]).addTo(map);
    marker.getElement().hidden = !isOwn;
    map.resize();
    map.fitBounds(boundsOf(from, features), { padding: 48, maxZoom: 15, animate: false });
  };
}

/** @param {NearSite[]} sites @returns {GeoJSON.FeatureCollection<GeoJSON.Point>} */
function collection(sites) {
  return {
    type: "FeatureCollection",
    features: sites.flatMap((site) => {
      if (!site.place) return [];
      const { longitude, latitude } = middleOf(site.place);
      const properties = { code: site.code, name: site.name, status: site.status, order: STATUSES.length - STATUSES.findIndex((status) => status === site.status) };
      return [{ type: /** @type {const} */ ("Feature"), properties, geometry: { type: /** @type {const} */ ("Point"), coordinates: [longitude, latitude] } }];
    }),
  };
}

/** @param {Position} from @param {GeoJSON.FeatureCollection<GeoJSON.Point>} features */
function boundsOf(from, features) {
  const bounds = new maplibregl.LngLatBounds([from.longitude, from.latitude], [from.longitude, from.latitude]);
  // The nearest dozen: a far one would shrink the walk to a dot.
  const near = [...features.features].sort((a, b) => away(from, a) - away(from, b)).slice(0, 12);
  for (const { geometry } of near) bounds.extend(/** @type {[number, number]} */ (geometry.coordinates));
  return bounds;
}

/** @param {Position} from @param {GeoJSON.Feature<GeoJSON.Point>} feature */
function away(from, { geometry }) {
  const [longitude = 0, latitude = 0] = geometry.coordinates;
  return (longitude - from.longitude) ** 2 + (latitude - from.latitude) ** 2;
}

/**
 * @param {maplibregl.Map} map
 * @param {{site: string}} settings
 * @param {maplibregl.MapLayerMouseEvent} event
 */
function openSite(map, settings, event) {
  const feature = event.features?.[0];
  if (!feature) return;
  const link = document.createElement("a");
  link.className = "button button-small";
  link.href = settings.site.replace("CODE", encodeURIComponent(String(feature.properties["code"])));
  link.textContent = String(feature.properties["name"]);
  new maplibregl.Popup({ closeButton: false }).setLngLat(event.lngLat).setDOMContent(link).addTo(map);
}

/** @param {maplibregl.Map} map */
function addImages(map) {
  for (const status of STATUSES) {
    if (!map.hasImage(`near-${status}`)) map.addImage(`near-${status}`, statusImage(status, 56), { pixelRatio: 2 });
  }
}

/** @returns {HTMLElement} the person's own place */
function dot() {
  const element = document.createElement("div");
  element.className = "field-dot";
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", say("you"));
  return element;
}

/** @param {string} tiles @param {GeoJSON.FeatureCollection} features @returns {maplibregl.StyleSpecification} */
function style(tiles, features) {
  /** @type {Record<string, maplibregl.SourceSpecification>} */
  const ground = tiles ? { districts: { type: "vector", tiles: [location.origin + tiles], maxzoom: 12 } } : {};
  const part = { source: "districts", "source-layer": "districts" };
  return {
    version: 8,
    sources: { ...ground, near: { type: "geojson", data: features } },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": token("sunken") } },
      ...(tiles
        ? /** @type {maplibregl.LayerSpecification[]} */ ([
            { id: "area", type: "fill", ...part, paint: { "fill-color": token("paper") } },
            { id: "edge", type: "line", ...part, paint: { "line-color": token("line-strong"), "line-width": 1 } },
          ])
        : []),
      {
        id: "near",
        type: "symbol",
        source: "near",
        layout: {
          "icon-image": ["concat", "near-", ["get", "status"]],
          "icon-allow-overlap": true,
          "symbol-sort-key": ["get", "order"],
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": 13,
          "text-variable-anchor": ["top", "bottom", "left", "right"],
          "text-radial-offset": 1.1,
          "text-max-width": 9,
          "text-optional": true,
        },
        paint: { "text-color": token("ink"), "text-halo-color": token("paper"), "text-halo-width": 2 },
      },
    ],
  };
}
