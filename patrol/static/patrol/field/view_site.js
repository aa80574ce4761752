// @ts-check
/** One site: the way there, what was seen last time, and the two ways to report. */

import { askForHeading, followHeading } from "patrol/field/heading.js";
import { shownPhotos } from "patrol/field/last_photos.js";
import { packedForm, packedSite } from "patrol/field/pack.js";
import { showWay } from "patrol/field/way.js";
import { followWhere, newestFix } from "patrol/field/where.js";
import { language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/pack.js").FieldSite} FieldSite
 */

let stop = new AbortController();

/** @param {HTMLElement} root */
export function mount(root) {
  root.addEventListener("click", () => void askForHeading(), { once: true });
}

/** @param {HTMLElement} root @param {App} app @param {string} id */
export async function show(root, app, id) {
  stop.abort();
  stop = new AbortController();
  const site = await packedSite(id);
  const body = need(root, "[data-body]", HTMLElement);
  body.hidden = !site;
  need(root, "[data-unknown]", HTMLElement).hidden = site !== undefined;
  if (!site) return;
  app.heading(site.name);
  fill(root, site);
  await showLast(root, site, app);
  follow(need(root, "[data-way]", HTMLElement), site, stop.signal);
}

export function hide() {
  stop.abort();
}

/** @param {HTMLElement} way @param {FieldSite} site @param {AbortSignal} signal */
function follow(way, site, signal) {
  /** @type {number | null} */
  let heading = null;
  const draw = () => showWay(way, site, newestFix(), heading);
  const unfollow = followWhere(draw);
  signal.addEventListener("abort", unfollow);
  followHeading((now) => {
    heading = now;
    draw();
  }, signal);
  draw();
}

/** @param {HTMLElement} root @param {FieldSite} site */
function fill(root, site) {
  const set = (/** @type {string} */ name, /** @type {string | null} */ words) => {
    const part = need(root, `[data-${name}]`, HTMLElement);
    part.hidden = !words;
    const inner = part.querySelector("[data-words], .notice-body") ?? part;
    inner.textContent = words ?? "";
  };
  set("lede", [site.level_label, site.status_label].filter(Boolean).join(" · "));
  set("do-by", site.assignment ? say("do-by", { date: day(site.assignment.do_by) }) : null);
  set("company", site.assignment?.company ? say("company", { name: site.assignment.company.name }) : null);
  set("access", site.access_note || null);
  set("safety", site.safety_note || null);
  need(root, "[data-difficult]", HTMLElement).hidden = !site.is_difficult;
  set("minutes", site.visit_minutes ? say("visit-minutes", { minutes: site.visit_minutes }) : null);
  need(root, "[data-rough]", HTMLElement).hidden = site.is_exact;
  need(root, "[data-report]", HTMLAnchorElement).href = `#/report/${site.id}`;
  const unchanged = need(root, "[data-unchanged]", HTMLAnchorElement);
  unchanged.href = `#/report/${site.id}/unchanged`;
  // Without a state from before there is nothing that could be unchanged.
  unchanged.hidden = !lastCondition(site);
}

/** @param {FieldSite} site @returns {string | null} code of the last known state of preservation */
export function lastCondition(site) {
  return site.last_report?.condition ?? site.condition ?? null;
}

/** @param {HTMLElement} root @param {FieldSite} site @param {App} app */
async function showLast(root, site, app) {
  const label = await conditionLabel(site);
  const line = need(root, "[data-last-line]", HTMLElement);
  const when = site.last_report ? new Date(site.last_report.finished_at).toLocaleDateString(language(), { year: "numeric", month: "long", day: "numeric" }) : "";
  line.textContent = label ? [when, say("condition", { condition: label })].filter(Boolean).join(" · ") : say("no-last");
  const note = need(root, "[data-last-note]", HTMLElement);
  note.textContent = site.last_report?.note ?? "";
  note.hidden = !note.textContent;
  const photos = await shownPhotos(site.last_photos, app.isOnline());
  need(root, "[data-last-photos]", HTMLElement).replaceChildren(...photos.map(picture));
}

/** @param {FieldSite} site */
async function conditionLabel(site) {
  const code = lastCondition(site);
  return (await packedForm())?.conditions.find((one) => one.code === code)?.label ?? site.condition_label;
}

/** @param {{role: string, url: string}} photo */
function picture({ role, url }) {
  const image = document.createElement("img");
  image.src = url;
  image.alt = say(`before-${role}`);
  image.loading = "lazy";
  return image;
}

/** @param {string} on */
function day(on) {
  return new Date(`${on}T00:00:00`).toLocaleDateString(language(), { month: "long", day: "numeric" });
}
