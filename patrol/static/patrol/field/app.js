// @ts-check
/** The field app: one cached page whose hash chooses the view; starts without a network. */

import { ask } from "patrol/field/api.js";
import { openField, recall } from "patrol/field/db.js";
import { knownPerson, meet } from "patrol/field/person.js";
import { keepInstalled } from "patrol/field/install.js";
import { keepOuting } from "patrol/field/outing_keeper.js";
import { CHANNEL, entriesOf } from "patrol/field/queue_store.js";
import { TABS, routeOf } from "patrol/field/routes.js";
import { startSending } from "patrol/field/sender_loop.js";
import { setSender, wakeSender } from "patrol/field/sending_now.js";
import { VIEWS } from "patrol/field/views.js";
import { language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/app_types.js").View} View
 */

/** @type {Map<string, View>} */
const mounted = new Map();
let current = "";

void start();

async function start() {
  const db = await openField(() => (need(document, "[data-blocked]", HTMLElement).hidden = false)).catch(() => null);
  if (!db) {
    need(document, "[data-no-storage]", HTMLElement).hidden = false;
    return;
  }
  need(document, "[data-blocked]", HTMLElement).hidden = true;
  const app = makeApp(db, await knownPerson());
  const { settle } = keepInstalled(() => current === "report");
  setSender(startSending({ person: () => app.person?.id ?? null, told: tellSending }).wake);
  addEventListener("hashchange", () => void open(app).then(settle));
  addEventListener("online", () => void greet(app));
  for (const name of ["online", "offline"]) addEventListener(name, tellNetwork);
  need(document, "[data-skip]", HTMLElement).addEventListener("click", skip);
  new BroadcastChannel(CHANNEL).addEventListener("message", () => void countWaiting(app));
  tellNetwork();
  await open(app);
  await countWaiting(app);
  document.body.dataset.ready = "yes";
  await greet(app);
  void keepOuting(app);
  // All views now, so that a newer version of the app never mixes with this one; the map is fetched when it is opened.
  for (const [name, load] of Object.entries(VIEWS)) if (name !== "map") void load().catch(() => undefined);
}

/** @param {App["db"]} db @param {App["person"]} person @returns {App} */
function makeApp(db, person) {
  const heading = need(document, "[data-heading]", HTMLElement);
  return {
    db,
    person,
    language: language(),
    say,
    navigate: (hash) => void (location.hash = hash),
    api: ask,
    heading: (words) => void (heading.textContent = words),
    isOnline: () => navigator.onLine,
  };
}

/** Ask the server who is signed in; another person than before sees their own things. @param {App} app */
async function greet(app) {
  const { answer, person } = await meet(app.person);
  need(document, "[data-signed-out]", HTMLElement).hidden = answer.kind !== "signed-out";
  need(document, "[data-portal]", HTMLElement).hidden = answer.kind !== "portal";
  const isOther = person?.id !== app.person?.id;
  app.person = person;
  if (isOther) await open(app);
  if (isOther) await countWaiting(app);
  // A server that is busy is left in peace; whatever else held the queue up is over when it answers.
  wakeSender(answer.kind === "ok" && (await recall("pause"))?.stop !== "busy");
}

/** @type {import("patrol/field/sender_loop.js").Ears["told"]} */
function tellSending(run, isRunning) {
  document.body.dataset.sending = isRunning ? "yes" : "no";
  if (!isRunning && run.stop === "signed-out") need(document, "[data-signed-out]", HTMLElement).hidden = false;
}

/** @param {App} app */
async function open(app) {
  const { name, parameter } = routeOf(location.hash);
  const root = need(document, `[data-view="${name}"]`, HTMLElement);
  if (current && current !== name) mounted.get(current)?.hide?.(sectionOf(current), app);
  current = name;
  for (const section of document.querySelectorAll("[data-view]")) if (section instanceof HTMLElement) section.hidden = section !== root;
  for (const link of document.querySelectorAll("[data-tab]")) mark(link, link.getAttribute("data-tab") === TABS[name]);
  app.heading(root.dataset.title ?? "");
  document.body.dataset.shown = name;
  const view = await viewOf(name, root, app);
  // One may have gone on while the view was fetched.
  if (current === name) await view.show(root, app, parameter);
  scrollTo(0, 0);
}

/** @param {string} name @param {HTMLElement} root @param {App} app @returns {Promise<View>} */
async function viewOf(name, root, app) {
  const known = mounted.get(name);
  if (known) return known;
  const view = await /** @type {() => Promise<View>} */ (VIEWS[name])();
  mounted.set(name, view);
  await view.mount(root, app);
  return view;
}

/** @param {string} name */
function sectionOf(name) {
  return need(document, `[data-view="${name}"]`, HTMLElement);
}

/** @param {Element} link @param {boolean} isCurrent */
function mark(link, isCurrent) {
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}

/** The hash belongs to the views: the skip link moves the focus only. @param {Event} event */
function skip(event) {
  event.preventDefault();
  need(document, "main", HTMLElement).focus();
}

/** How many reports this phone still holds, at the tab bar. @param {App} app */
async function countWaiting(app) {
  const waiting = app.person ? (await entriesOf(app.person.id)).filter((entry) => !entry.is_forgotten).length : 0;
  for (const badge of document.querySelectorAll("[data-waiting]")) {
    badge.textContent = waiting ? String(waiting) : "";
    badge.toggleAttribute("hidden", waiting === 0);
  }
}

function tellNetwork() {
  need(document, "[data-offline]", HTMLElement).hidden = navigator.onLine;
}
