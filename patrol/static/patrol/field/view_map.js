// @ts-check
/** The map that was taken along: the visits in walking order, the own position; the list below says the same. */

import * as maplibregl from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";
import { onThemeChange } from "core/status.js";
import { middleOf } from "patrol/field/compass.js";
import { fieldStyle } from "patrol/field/map_style.js";
import { keptMap } from "patrol/field/pack_blobs.js";
import { packFacts, packedSites } from "patrol/field/pack.js";
import { inOrder } from "patrol/field/site_list.js";
import { showWay } from "patrol/field/way.js";
import { followWhere, newestFix } from "patrol/field/where.js";
import { copyOf, need } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/pack.js").FieldSite} FieldSite
 * @typedef {import("patrol/field/report.js").Fix} Fix
 */

const protocol = new Protocol();
/** @type {maplibregl.Map | null} */
let map = null;
/** @type {maplibregl.Marker[]} */
let stops = [];
/** @type {maplibregl.Marker | null} */
let me = null;
/** @type {() => void} */
let unfollow = () => undefined;

/** @param {HTMLElement} root */
export function mount(root) {
  maplibregl.addProtocol("pmtiles", protocol.tile);
  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: need(root, "[data-map-frame]", HTMLElement).dataset.style ?? "" });
  document.head.append(style);
  need(root, "[data-me]", HTMLButtonElement).addEventListener("click", () => goToMe());
}

/** @param {HTMLElement} root @param {App} app */
export async function show(root, app) {
  hide();
  const person = app.person?.id ?? "";
  const facts = await packFacts(person);
  const sites = inOrder(await packedSites(person), facts?.order ?? [], null).filter((site) => site.assignment);
  const kept = await keptMap(person);
  need(root, "[data-no-map]", HTMLElement).hidden = kept !== undefined;
  need(root, "[data-no-visits]", HTMLElement).hidden = sites.length > 0;
  fillList(root, sites);
  draw(root, sites, kept ? sourceOf(kept.blob, kept.sha256) : "", kept?.bounds);
  unfollow = followWhere((fix) => {
    placeMe(fix);
    fillWays(root, sites, fix);
  });
}

export function hide() {
  unfollow();
  map?.remove();
  [map, me, stops] = [null, null, []];
}

/** Let the map read the blob as if it were a file on the net. @param {Blob} blob @param {string} key */
function sourceOf(blob, key) {
  protocol.add(
    new PMTiles({
      getKey: () => key,
      getBytes: async (offset, length) => ({ data: await blob.slice(offset, offset + length).arrayBuffer() }),
    }),
  );
  return `pmtiles://${key}`;
}

/** @param {HTMLElement} root @param {FieldSite[]} sites @param {string} source @param {number[]} [bounds] */
function draw(root, sites, source, bounds) {
  const shapes = { type: /** @type {const} */ ("FeatureCollection"), features: sites.flatMap(shapeOf) };
  const frame = need(root, "[data-map]", HTMLElement);
  map = new maplibregl.Map({ container: frame, style: fieldStyle(source, shapes), attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 18 });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.once("idle", () => (frame.dataset.drawn = "yes"));
  delete frame.dataset.drawn;
  stops = sites.flatMap((site, index) => (map ? stopOf(map, site, index + 1) : []));
  fit(map, sites, bounds);
  const shown = map;
  onThemeChange(() => {
    if (map === shown) shown.setStyle(fieldStyle(source, shapes), { diff: false });
  });
}

/** @param {FieldSite} site @returns {GeoJSON.Feature[]} */
function shapeOf(site) {
  if (!site.place || site.place.type === "Point" || !site.is_exact) return [];
  return [{ type: "Feature", properties: {}, geometry: /** @type {any} */ (site.place) }];
}

/** @param {maplibregl.Map} on @param {FieldSite} site @param {number} number */
function stopOf(on, site, number) {
  if (!site.place) return [];
  const { longitude, latitude } = middleOf(site.place);
  const link = document.createElement("a");
  Object.assign(link, { className: "map-stop", href: `#/site/${site.id}`, textContent: String(number) });
  link.setAttribute("aria-label", `${number} ${site.name}`);
  link.dataset.exact = site.is_exact ? "yes" : "no";
  return [new maplibregl.Marker({ element: link }).setLngLat([longitude, latitude]).addTo(on)];
}

/** @param {maplibregl.Map} on @param {FieldSite[]} sites @param {number[]} [bounds] */
function fit(on, sites, bounds) {
  const box = new maplibregl.LngLatBounds();
  for (const stop of stops) box.extend(stop.getLngLat());
  const fix = newestFix();
  if (fix && sites.length) box.extend([fix.longitude, fix.latitude]);
  if (box.isEmpty() && bounds?.length === 4) box.extend([bounds[0] ?? 0, bounds[1] ?? 0]).extend([bounds[2] ?? 0, bounds[3] ?? 0]);
  if (!box.isEmpty()) on.fitBounds(box, { padding: 56, maxZoom: 15, animate: false });
}

/** @param {Fix} fix */
function placeMe(fix) {
  if (!map) return;
  if (!me) me = new maplibregl.Marker({ element: copyOf("map-me") });
  me.setLngLat([fix.longitude, fix.latitude]).addTo(map);
}

function goToMe() {
  const fix = newestFix();
  if (fix && map) map.easeTo({ center: [fix.longitude, fix.latitude], zoom: Math.max(map.getZoom(), 15) });
}

/** @param {HTMLElement} root @param {FieldSite[]} sites */
function fillList(root, sites) {
  const rows = sites.map((site, index) => {
    const row = copyOf("map-row");
    row.dataset.site = site.id;
    need(row, "[data-number]", HTMLElement).textContent = String(index + 1);
    const link = need(row, "[data-name]", HTMLAnchorElement);
    Object.assign(link, { href: `#/site/${site.id}`, textContent: site.name });
    need(row, "[data-status]", HTMLElement).textContent = [site.level_label, site.status_label].filter(Boolean).join(" · ");
    return row;
  });
  need(root, "[data-rows]", HTMLElement).replaceChildren(...rows);
}

/** @param {HTMLElement} root @param {FieldSite[]} sites @param {Fix} fix */
function fillWays(root, sites, fix) {
  for (const row of root.querySelectorAll("[data-rows] > [data-site]")) {
    const site = sites.find((one) => one.id === /** @type {HTMLElement} */ (row).dataset.site);
    if (site) showWay(need(row, "[data-way]", HTMLElement), site, fix);
  }
}
