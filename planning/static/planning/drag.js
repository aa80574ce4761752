// @ts-check
/**
 * A visit is dragged to another volunteer. While it is held, everybody on the page says whether they can take it, and a
 * tray shows the nearest who can, wherever their card is. The menu "Move" does the same without dragging.
 */

/** @typedef {{id: string, name: string, km: number, minutes: number, visits: number, is_possible: boolean, words: string}} Fit */
/** @typedef {{site: string, name: string, fits: Map<string, Fit> | null, over: HTMLElement | null, ghost: HTMLElement, pointer: number}} Held */

const THRESHOLD_PX = 6;
const EDGE_PX = 72;
const desk = /** @type {HTMLElement} */ (document.getElementById("desk"));
const tray = /** @type {HTMLElement} */ (document.getElementById("tray"));
const status = /** @type {HTMLElement} */ (document.getElementById("drag-status"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("drag-form"));
const words = wordsOf("drag-words");
/** @type {Held | null} */
let held = null;

document.addEventListener("pointerdown", (event) => {
  const handle = event.target instanceof Element ? event.target.closest("[data-drag]") : null;
  if (!(handle instanceof HTMLElement) || event.button !== 0 || held) return;
  event.preventDefault();
  const start = { x: event.clientX, y: event.clientY };
  const wait = (/** @type {PointerEvent} */ move) => {
    if (move.pointerId !== event.pointerId || Math.hypot(move.clientX - start.x, move.clientY - start.y) < THRESHOLD_PX) return;
    stop();
    take(handle, move);
  };
  const stop = () => {
    document.removeEventListener("pointermove", wait);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
  };
  document.addEventListener("pointermove", wait);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
});
document.addEventListener("pointermove", (event) => held?.pointer === event.pointerId && follow(event));
document.addEventListener("pointerup", (event) => held?.pointer === event.pointerId && drop());
document.addEventListener("pointercancel", () => letGo());
document.addEventListener("keydown", (event) => event.key === "Escape" && letGo());

/** @param {HTMLElement} handle @param {PointerEvent} event */
function take(handle, event) {
  const ghost = document.createElement("div");
  ghost.className = "drag-ghost";
  ghost.textContent = handle.dataset.name ?? "";
  document.body.append(ghost);
  held = { site: handle.dataset.drag ?? "", name: handle.dataset.name ?? "", fits: null, over: null, ghost, pointer: event.pointerId };
  document.documentElement.toggleAttribute("data-dragging", true);
  say("site", held.name);
  say("words", words("asking"));
  need("people").replaceChildren();
  tray.hidden = false;
  follow(event);
  void ask(held);
}

/** @param {Held} asked */
async function ask(asked) {
  try {
    const answer = await fetch(address(desk.dataset.fits, asked.site), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    /** @type {{fits: Fit[], nearest: string[]}} */
    const { fits, nearest } = await answer.json();
    if (held !== asked) return;
    asked.fits = new Map(fits.map((one) => [one.id, one]));
    for (const card of cards()) judge(card, asked);
    const holder = document.querySelector(`.route [data-site="${CSS.escape(asked.site)}"]:not([data-along])`)?.closest("[data-volunteer]");
    const others = nearest.filter((id) => !(holder instanceof HTMLElement && holder.dataset.volunteer === id));
    need("people").replaceChildren(...others.flatMap((id) => target(asked.fits?.get(id))));
    say("words", words(others.length ? "nearest" : "nobody"));
  } catch {
    if (held === asked) say("words", words("failed"));
  }
}

/** @param {Fit | undefined} one @returns {HTMLElement[]} */
function target(one) {
  if (!one) return [];
  const box = document.createElement("div");
  box.className = "drag-target";
  box.dataset.volunteer = one.id;
  box.dataset.fits = "yes";
  const name = document.createElement("strong");
  name.textContent = one.name;
  const figures = document.createElement("span");
  figures.textContent = words("figures").replace("{km}", one.km.toFixed(1)).replace("{minutes}", String(one.minutes)) + (one.words ? ` · ${one.words}` : "");
  box.append(name, figures);
  return [box];
}

/** @param {HTMLElement} card @param {Held} asked */
function judge(card, asked) {
  const own = card.querySelector(`[data-site="${CSS.escape(asked.site)}"]:not([data-along])`) !== null;
  const fit = asked.fits?.get(card.dataset.volunteer ?? "");
  card.dataset.fits = own ? "own" : fit?.is_possible ? "yes" : "no";
  const verdict = card.querySelector("[data-verdict]");
  if (!(verdict instanceof HTMLElement) || own || !fit) return;
  verdict.textContent = fit.is_possible ? words("figures").replace("{km}", fit.km.toFixed(1)).replace("{minutes}", String(fit.minutes)) : fit.words;
  verdict.hidden = false;
}

/** @param {PointerEvent} event */
function follow(event) {
  if (!held) return;
  held.ghost.style.translate = `${event.clientX + 12}px ${event.clientY + 8}px`;
  const at = document.elementFromPoint(event.clientX, event.clientY);
  const isOverTray = at !== null && tray.contains(at);
  const foot = tray.getBoundingClientRect().top;
  if (event.clientY < EDGE_PX) scrollBy(0, -16);
  else if (event.clientY > foot - EDGE_PX && !isOverTray) scrollBy(0, 16);
  const under = at?.closest("[data-volunteer]");
  const over = under instanceof HTMLElement ? under : null;
  if (over === held.over) return;
  held.over?.toggleAttribute("data-over", false);
  over?.toggleAttribute("data-over", true);
  held.over = over;
}

function drop() {
  if (!held) return;
  const { over, site, fits } = held;
  const who = over?.dataset.volunteer ?? "";
  const fit = fits?.get(who);
  const isOwn = over?.dataset.fits === "own";
  letGo();
  if (!who || isOwn) return;
  if (!fit?.is_possible) {
    // The reason stays on the card until the next drag, and is spoken.
    status.textContent = fit ? `${fit.name}: ${fit.words}` : words("failed");
    const verdict = over?.querySelector("[data-verdict]");
    if (verdict instanceof HTMLElement && fit) {
      verdict.textContent = fit.words;
      verdict.hidden = false;
      over?.setAttribute("data-fits", "no");
    }
    return;
  }
  form.action = address(desk.dataset.visit, site);
  field("volunteer").value = who;
  field("version").value = desk.dataset.version ?? "";
  form.submit();
}

function letGo() {
  if (!held) return;
  held.ghost.remove();
  held.over?.toggleAttribute("data-over", false);
  held = null;
  tray.hidden = true;
  document.documentElement.toggleAttribute("data-dragging", false);
  for (const card of cards()) {
    card.removeAttribute("data-fits");
    const verdict = card.querySelector("[data-verdict]");
    if (verdict instanceof HTMLElement) verdict.hidden = true;
  }
}

/** @returns {HTMLElement[]} */
function cards() {
  return [...document.querySelectorAll(".route[data-volunteer]")].filter((one) => one instanceof HTMLElement);
}

/** @param {string | undefined} pattern the address with the plan's id in the site's place @param {string} site @returns {string} */
function address(pattern, site) {
  const plan = desk.dataset.plan ?? "";
  return (pattern ?? "").replace(`/sites/${plan}/`, `/sites/${site}/`);
}

/** @param {string} name @returns {HTMLInputElement} */
function field(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {"site" | "words" | "people"} part @returns {HTMLElement} */
function need(part) {
  return /** @type {HTMLElement} */ (tray.querySelector(`[data-tray-${part}]`));
}

/** @param {"site" | "words"} part @param {string} text */
function say(part, text) {
  need(part).textContent = text;
}

/** @param {string} id of a template of words @returns {(word: string) => string} */
function wordsOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return (word) => template.content.querySelector(`[data-word="${word}"]`)?.textContent ?? "";
}

export {};
