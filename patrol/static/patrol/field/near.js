// @ts-check
/** Near me: asks for the position, fetches what waits nearby, and shows it as cards or on a map. */

import { bearingDeg, distanceWords, middleOf, windOf } from "patrol/field/compass.js";
import { currentFix, isRefusal } from "patrol/field/position.js";
import { copyOf, language, need, readSettings, say } from "patrol/field/words.js";

/** @typedef {import("patrol/field/compass.js").Position} Position */
/**
 * @typedef {{code: string, name: string, level_label: string, status: string, last_visited_on: string | null, days_over: number,
 *   distance_m: number | null, is_exact: boolean, place: {type: string, coordinates: any} | null, is_difficult: boolean, assignment: string}} NearSite
 */

const settings = readSettings("near-settings");
const root = need(document, "#near", HTMLElement);
const where = need(root, "[data-where]", HTMLElement);
const elsewhere = need(root, "[data-elsewhere]", HTMLElement);
const list = need(root, "[data-list]", HTMLElement);
const mapFrame = need(root, "[data-map-frame]", HTMLElement);
const start = need(root, "[data-start]", HTMLSelectElement);
/** @type {{from: Position, isOwn: boolean, sites: NearSite[]} | null} */
let shown = null;
/** @type {((from: Position, isOwn: boolean, sites: NearSite[]) => void) | null} */
let drawMap = null;
/** @type {() => void} */
let again = locate;
let asked = 0;

for (const choice of root.querySelectorAll("[name=show]")) choice.addEventListener("change", () => void show());
need(root, "[data-locate]", HTMLButtonElement).addEventListener("click", locate);
need(root, "[data-again]", HTMLButtonElement).addEventListener("click", () => again());
start.addEventListener("change", chooseStart);
locate();

function locate() {
  again = locate;
  where.textContent = say("asking");
  setState("asking");
  currentFix(60_000).then(
    (fix) => {
      elsewhere.hidden = true;
      start.value = "";
      where.textContent = say("here", { accuracy: distanceWords(Math.max(1, fix.accuracy_m), language()) });
      void load(fix, true);
    },
    (error) => startElsewhere(isRefusal(error)),
  );
}

/** @param {boolean} isRefused */
function startElsewhere(isRefused) {
  elsewhere.hidden = false;
  const why = say(isRefused ? "refused" : "unavailable");
  if (!settings.home) {
    where.textContent = why;
    setState("waiting");
    return;
  }
  start.value = "home";
  where.textContent = `${why} ${say("from-home")}`;
  void load(settings.home, false);
}

function chooseStart() {
  if (!start.value) return;
  const isHome = start.value === "home";
  const [longitude, latitude] = start.value.split(",").map(Number);
  where.textContent = isHome ? say("from-home") : say("from-place", { place: start.selectedOptions[0]?.textContent ?? "" });
  void load(isHome ? settings.home : { longitude, latitude }, false);
}

/** @param {Position} from @param {boolean} isOwn */
async function load(from, isOwn) {
  again = () => void load(from, isOwn);
  const turn = ++asked;
  setState("asking");
  try {
    const query = new URLSearchParams({ lat: String(from.latitude), lon: String(from.longitude), limit: "30" });
    const answer = await fetch(`${settings.near}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { results } = await answer.json();
    if (turn !== asked) return;
    shown = { from, isOwn, sites: results };
    list.replaceChildren(...results.map((/** @type {NearSite} */ site) => card(site, from)));
    await show();
  } catch {
    if (turn === asked) setState("failed");
  }
}

async function show() {
  if (!shown) return;
  const isMap = need(root, "[name=show]:checked", HTMLInputElement).value === "map";
  setState(shown.sites.length ? (isMap ? "map" : "list") : "empty");
  if (!isMap || !shown.sites.length) return;
  // The map's library is large: it is fetched only by who asks for the map.
  const { makeNearMap } = await import("patrol/field/near_map.js");
  drawMap ??= makeNearMap(need(mapFrame, "#near-map", HTMLElement), settings);
  drawMap(shown.from, shown.isOwn, shown.sites);
}

/** @param {"asking" | "waiting" | "list" | "map" | "empty" | "failed"} state */
function setState(state) {
  root.dataset.state = state;
  need(root, "[data-busy]", HTMLElement).hidden = state !== "asking";
  need(root, "[data-failed]", HTMLElement).hidden = state !== "failed";
  need(root, "[data-empty]", HTMLElement).hidden = state !== "empty";
  list.hidden = state !== "list";
  mapFrame.hidden = state !== "map";
}

/** @param {NearSite} site @param {Position} from */
function card(site, from) {
  const item = copyOf("near-card");
  item.dataset.code = site.code;
  const link = need(item, "[data-name]", HTMLAnchorElement);
  link.textContent = site.name;
  link.href = settings.site.replace("CODE", encodeURIComponent(site.code));
  need(item, "[data-level]", HTMLElement).textContent = site.level_label;
  need(item, "[data-last]", HTMLElement).textContent = site.last_visited_on ? say("last", { date: day(site.last_visited_on) }) : say("never");
  need(item, "[data-chips]", HTMLElement).append(...chips(site));
  showWay(item, site, from);
  return item;
}

/** @param {NearSite} site @returns {Element[]} */
function chips(site) {
  const names = [site.status, ...(site.assignment === "free" ? [] : [site.assignment]), ...(site.is_difficult ? ["difficult"] : [])];
  const all = need(document, "#near-chips", HTMLTemplateElement).content;
  const found = names.flatMap((name) => {
    const chip = all.querySelector(`[data-chip="${name}"] > *`)?.cloneNode(true);
    return chip instanceof Element ? [chip] : [];
  });
  if (site.days_over > 0 && found[0]) {
    const detail = document.createElement("span");
    detail.className = "chip-detail";
    detail.textContent = say("days-over", { count: site.days_over });
    found[0].append(" ", detail);
  }
  return found;
}

/** @param {HTMLElement} item @param {NearSite} site @param {Position} from */
function showWay(item, site, from) {
  const distance = need(item, "[data-distance]", HTMLElement);
  if (!site.place || site.distance_m === null) {
    distance.textContent = say("no-place");
    need(item, "[data-arrow]", HTMLElement).remove();
    return;
  }
  const bearing = bearingDeg(from, middleOf(site.place));
  const words = distanceWords(site.distance_m, language());
  distance.textContent = site.is_exact ? words : say("roughly", { distance: words });
  need(item, "[data-wind]", HTMLElement).textContent = say(windOf(bearing));
  need(item, "[data-arrow]", HTMLElement).dataset.wind = windOf(bearing);
}

/** @param {string} date */
function day(date) {
  return new Date(`${date}T12:00:00`).toLocaleDateString(language(), { year: "numeric", month: "short", day: "numeric" });
}
