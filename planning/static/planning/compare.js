// @ts-check
/** The differences of two plans on the map, and each row of the table in it. */

import { makePlanMap, readSettings } from "planning/plan_map.js";

const element = document.getElementById("plan-map");
if (element) {
  const map = makePlanMap(element, readSettings(), mark);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-fly]") : null;
    if (!(button instanceof HTMLElement)) return;
    const id = button.dataset.fly ?? "";
    mark(id);
    void map.then(({ choose }) => choose(id));
  });
}

/** @param {string} id */
function mark(id) {
  for (const row of document.querySelectorAll("[data-site]")) {
    if (!(row instanceof HTMLElement)) continue;
    row.toggleAttribute("data-chosen", row.dataset.site === id);
    if (row.dataset.site === id) row.scrollIntoView({ block: "nearest" });
  }
}
