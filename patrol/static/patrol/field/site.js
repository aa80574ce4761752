// @ts-check
/** A site's page: how far it is from here and which way, kept fresh while one walks. */

import { bearingDeg, distanceM, distanceWords, windOf } from "patrol/field/compass.js";
import { followFix } from "patrol/field/position.js";
import { language, need, say } from "patrol/field/words.js";

const root = need(document, "#field-site", HTMLElement);
const way = root.querySelector("[data-way]");
const { longitude, latitude, exact } = root.dataset;

if (way instanceof HTMLElement && longitude && latitude) {
  const site = { longitude: Number(longitude), latitude: Number(latitude) };
  const stop = followFix(
    (fix) => {
      const wind = windOf(bearingDeg(fix, site));
      const words = distanceWords(distanceM(fix, site), language());
      need(way, "[data-distance]", HTMLElement).textContent = exact === "yes" ? words : say("roughly", { distance: words });
      need(way, "[data-wind]", HTMLElement).textContent = say(wind);
      need(way, "[data-arrow]", HTMLElement).dataset.wind = wind;
      way.hidden = false;
    },
    () => {
      way.hidden = true;
    },
  );
  addEventListener("pagehide", stop);
}
