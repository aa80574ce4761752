// @ts-check
/** Before leaving: when one is back, where one goes, with whom, and what may be recorded. */

import { knownConsents } from "patrol/field/consents.js";
import { packFacts, packedSites } from "patrol/field/pack.js";
import { inOrder } from "patrol/field/site_list.js";
import { nextAt } from "patrol/field/spans.js";
import { need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/pack.js").FieldSite} FieldSite
 * @typedef {import("patrol/field/consents.js").Consents} Consents
 * @typedef {{until: Date, sites: string[], buddy: string, companions: string[], consents: Consents}} Plan
 */

const HOUR_MS = 3_600_000;

/** @param {HTMLElement} root */
export function listenToPlan(root) {
  for (const button of hourButtons(root)) {
    button.addEventListener("click", () => setUntil(root, new Date(Date.now() + Number(button.dataset.hours) * HOUR_MS), button));
  }
  until(root).addEventListener("input", () => press(root, null));
  need(root, "[data-sites]", HTMLElement).addEventListener("change", () => tellCompany(root));
  buddyOf(root).addEventListener("input", () => propose(root, null));
}

/** @param {HTMLElement} root @param {App} app */
export async function showPlan(root, app) {
  const person = app.person?.id ?? "";
  const facts = await packFacts(person);
  const mine = inOrder(await packedSites(person), facts?.order ?? [], null).filter((site) => site.assignment);
  need(root, "[data-sites]", HTMLElement).replaceChildren(...mine.map(choice));
  need(root, "[data-no-sites]", HTMLElement).hidden = mine.length > 0;
  const chosen = hourButtons(root).find((one) => one.getAttribute("aria-pressed") === "true");
  if (chosen || !until(root).value) setUntil(root, new Date(Date.now() + Number(chosen?.dataset.hours ?? 3) * HOUR_MS), chosen ?? null);
  tellCompany(root);
  propose(root, mine.find((site) => site.assignment?.company)?.assignment?.company ?? null);
}

/** @param {HTMLElement} root @returns {Plan | string} the plan, or what is missing in it */
export function readPlan(root) {
  const back = nextAt(until(root).value, new Date()) ?? new Date(Date.now() + 3 * HOUR_MS);
  const buddy = buddyOf(root).value.trim();
  const companion = need(root, "[data-companion]", HTMLInputElement).value.trim();
  if (isDifficult(root) && !buddy && !companion) return say("outing-needs-company");
  return {
    until: back,
    sites: chosenSites(root).map((box) => box.value),
    buddy,
    companions: companion ? [companion] : [],
    consents: readConsents(root),
  };
}

/** @param {HTMLElement} root @param {App} app */
export async function showConsents(root, app) {
  const { track, position } = await knownConsents(app);
  consent(root, "track").checked = track;
  consent(root, "position").checked = position;
}

/** @param {HTMLElement} root @returns {Consents} */
export function readConsents(root) {
  return { track: consent(root, "track").checked, position: consent(root, "position").checked };
}

/** @param {FieldSite} site */
function choice(site) {
  const row = document.createElement("label");
  row.className = "outing-site";
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", value: site.id, checked: true });
  if (site.is_difficult) box.dataset.difficult = "yes";
  const name = document.createElement("span");
  name.textContent = site.is_difficult ? `${site.name} · ${say("outing-difficult")}` : site.name;
  row.append(box, name);
  return row;
}

/** @param {HTMLElement} root @param {Date} at @param {HTMLButtonElement | null} pressed */
function setUntil(root, at, pressed) {
  until(root).value = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  press(root, pressed);
}

/** @param {HTMLElement} root @param {HTMLButtonElement | null} pressed */
function press(root, pressed) {
  for (const button of hourButtons(root)) button.setAttribute("aria-pressed", String(button === pressed));
}

/** @param {HTMLElement} root */
function tellCompany(root) {
  need(root, "[data-company-needed]", HTMLElement).hidden = !isDifficult(root);
}

/** @param {HTMLElement} root @param {{name: string, number: string} | null} company the other of two who were asked to go there together */
function propose(root, company) {
  const field = buddyOf(root);
  if (company && !field.value) field.value = company.number;
  const why = need(root, "[data-buddy-why]", HTMLElement);
  why.hidden = !company || field.value !== company.number;
  if (company) why.textContent = say("outing-goes-along", { name: company.name });
}

/** @param {HTMLElement} root */
function buddyOf(root) {
  return need(root, "[data-buddy]", HTMLInputElement);
}

/** @param {HTMLElement} root */
function isDifficult(root) {
  return chosenSites(root).some((box) => box.dataset.difficult === "yes");
}

/** @param {HTMLElement} root @returns {HTMLInputElement[]} */
function chosenSites(root) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[data-sites] input:checked"))];
}

/** @param {HTMLElement} root @returns {HTMLButtonElement[]} */
function hourButtons(root) {
  return [.../** @type {NodeListOf<HTMLButtonElement>} */ (root.querySelectorAll("[data-hours]"))];
}

/** @param {HTMLElement} root */
function until(root) {
  return need(root, "[data-until]", HTMLInputElement);
}

/** @param {HTMLElement} root @param {"track" | "position"} name */
function consent(root, name) {
  return need(root, `[data-consent=${name}]`, HTMLInputElement);
}
