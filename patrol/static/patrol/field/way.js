// @ts-check
/** The way to a place: how far, which way, and an arrow; turned with the phone where it has a compass. */

import { bearingDeg, distanceM, distanceWords, middleOf, windOf } from "patrol/field/compass.js";
import { language, need, say } from "patrol/field/words.js";

/**
 * @param {HTMLElement} way with [data-distance], [data-wind], [data-arrow]
 * @param {{place: {type: string, coordinates: any} | null, is_exact: boolean}} site
 * @param {import("patrol/field/compass.js").Position | null} from
 * @param {number | null} [heading] which way the phone looks
 */
export function showWay(way, site, from, heading = null) {
  way.hidden = !from || !site.place;
  if (!from || !site.place) return;
  const to = middleOf(site.place);
  const words = distanceWords(distanceM(from, to), language());
  const bearing = bearingDeg(from, to);
  need(way, "[data-distance]", HTMLElement).textContent = site.is_exact ? words : say("roughly", { distance: words });
  need(way, "[data-wind]:not([data-arrow])", HTMLElement).textContent = say(windOf(bearing));
  need(way, "[data-arrow]", HTMLElement).dataset.wind = windOf(heading === null ? bearing : bearing - heading + 360);
}
