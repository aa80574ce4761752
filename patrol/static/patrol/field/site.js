// @ts-check
/** A site's page: how far it is from here and which way, kept fresh while one walks. */

import { followFix } from "patrol/field/position.js";
import { showWay } from "patrol/field/way.js";
import { need } from "patrol/field/words.js";

const root = need(document, "#field-site", HTMLElement);
const way = root.querySelector("[data-way]");
const { longitude, latitude, exact } = root.dataset;

if (way instanceof HTMLElement && longitude && latitude) {
  const site = { place: { type: "Point", coordinates: [Number(longitude), Number(latitude)] }, is_exact: exact === "yes" };
  const stop = followFix(
    (fix) => showWay(way, site, fix),
    () => {
      way.hidden = true;
    },
  );
  addEventListener("pagehide", stop);
}
