// @ts-check
/** A click on a line writes its measure into the form's field of cuts. */

import * as maplibregl from "maplibre-gl";
import { distance } from "maps/geometry.js";

/** @typedef {import("maps/geometry.js").Pair} Pair */

const NEAR_PIXELS = 24;

/** @param {maplibregl.Map} map @param {Pair[]} line @param {HTMLTextAreaElement} field */
export function cutOnClick(map, line, field) {
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", (event) => {
    const found = nearest(map, line, event.point);
    if (!found) return;
    field.value = [field.value.trim(), found.measure.toFixed(1)].filter(Boolean).join(", ");
    new maplibregl.Marker({ scale: 0.6 }).setLngLat(found.place).addTo(map);
  });
}

/** @param {maplibregl.Map} map @param {Pair[]} line @param {{x: number, y: number}} at @returns {{measure: number, place: Pair} | null} */
function nearest(map, line, at) {
  let best = NEAR_PIXELS;
  let before = 0;
  let found = null;
  for (let index = 1; index < line.length; index += 1) {
    const [from, to] = [/** @type {Pair} */ (line[index - 1]), /** @type {Pair} */ (line[index])];
    const [a, b] = [map.project(from), map.project(to)];
    const [x, y] = [b.x - a.x, b.y - a.y];
    const along = x || y ? Math.min(1, Math.max(0, ((at.x - a.x) * x + (at.y - a.y) * y) / (x * x + y * y))) : 0;
    const off = Math.hypot(at.x - a.x - along * x, at.y - a.y - along * y);
    const long = distance(from, to);
    if (off < best) {
      best = off;
      found = { measure: before + along * long, place: /** @type {Pair} */ ([from[0] + along * (to[0] - from[0]), from[1] + along * (to[1] - from[1])]) };
    }
    before += long;
  }
  return found;
}
