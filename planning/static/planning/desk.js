// @ts-check
/** Map, board and table of a plan find each other: what is chosen in one is shown in the others. */

import { makePlanMap, readSettings } from "planning/plan_map.js";

const element = document.getElementById("plan-map");
const settings = readSettings();
let chosen = new URLSearchParams(location.search).get("site") ?? "";

if (element) {
  const map = makePlanMap(element, settings, (id) => choose(id));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-fly]") : null;
    if (!(button instanceof HTMLElement)) return;
    const id = button.dataset.fly ?? "";
    mark(id, null);
    void map.then(({ choose: show }) => show(id));
    if (matchMedia("(max-width: 62rem)").matches) element.scrollIntoView({ block: "center" });
  });
  // A table that came anew has not heard what is chosen.
  document.addEventListener("htmx:afterSettle", () => mark(chosen, null));
  if (chosen) void map.then(({ choose: show }) => show(chosen, false));
}

/** @param {string} id of the site chosen on the map, or "" */
function choose(id) {
  mark(id, "near");
  if (!id) return;
  const table = document.querySelector("#plan-table form");
  if (document.getElementById(`row-${id}`) || !(table instanceof HTMLFormElement)) return;
  const address = `${table.getAttribute("hx-get") ?? ""}?${new URLSearchParams({ site: id })}`;
  /** @type {any} */ (window).htmx?.ajax("GET", address, { target: "#plan-table", swap: "outerHTML" });
}

/** @param {string} id @param {"near" | null} scroll where a card or row stands, bring it into view */
function mark(id, scroll) {
  chosen = id;
  /** @type {HTMLElement | null} */
  let first = null;
  for (const row of document.querySelectorAll("[data-site]")) {
    if (!(row instanceof HTMLElement)) continue;
    const isChosen = id !== "" && row.dataset.site === id;
    row.toggleAttribute("data-chosen", isChosen);
    if (isChosen) first ??= row;
  }
  if (scroll && first) first.scrollIntoView({ block: "nearest" });
}
