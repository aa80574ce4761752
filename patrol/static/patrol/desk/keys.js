// @ts-check
/** The desk by keyboard: through the list, to a decision, and to the next report; never while a person is typing. */

import { startDeciding } from "patrol/desk/decide.js";

const OFF = "desk-keys-off";
const help = /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-keys-help]"));
const rows = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("[data-rows] a[data-row]")]);
const links = { j: "[data-following]", k: "[data-previous]", u: "[data-up]" };
const deciding = startDeciding();

startSwitch();
fetchBeforehand();

document.addEventListener("keydown", (event) => {
  if (deciding.whileWriting(event)) return;
  // A key held down must not decide the next report too.
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isShown()) return;
  if (event.key === "?" && help) return act(event, () => help.showModal());
  if (isOff()) return;
  const key = event.key.toLowerCase();
  const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[key];
  // Arrows move the page elsewhere: they are the list's only while one of its rows is marked.
  if (rows.length && step && (key.length === 1 || isRow(document.activeElement))) return act(event, () => mark(step));
  if (key in links) return follow(event, links[/** @type {"j"} */ (key)]);
  if (key === "s") return openSlider(event);
  if (deciding.press(key)) event.preventDefault();
});

/** @param {KeyboardEvent} event @param {() => void} action */
function act(event, action) {
  event.preventDefault();
  action();
}

/** Mark the next row of the list; Enter then opens it, as on any link. @param {number} step */
function mark(step) {
  const now = rows.findIndex((row) => row === document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + step));
  rows[next]?.focus();
}

/** @param {KeyboardEvent} event @param {string} selector */
function follow(event, selector) {
  const link = document.querySelector(selector);
  if (link instanceof HTMLAnchorElement) act(event, () => link.click());
}

/** @param {KeyboardEvent} event */
function openSlider(event) {
  const slider = document.querySelector("details[data-compare]:not([hidden])");
  if (!(slider instanceof HTMLDetailsElement)) return;
  event.preventDefault();
  slider.open = true;
  const range = slider.querySelector("input[type=range]");
  if (range instanceof HTMLInputElement) range.focus();
}

/** The pictures of the next report, so that it stands there at once. */
function fetchBeforehand() {
  const said = document.getElementById("desk-prefetched")?.textContent;
  if (!said) return;
  window.addEventListener("load", () => { for (const address of JSON.parse(said)) new Image().src = address; });
}

/** Single keys can be switched off, for speech input and the like; remembered on this device. */
function startSwitch() {
  const box = help?.querySelector("[data-keys-switch]");
  if (!(box instanceof HTMLInputElement)) return;
  box.checked = !isOff();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      // Storage may be forbidden; the keys then stay on.
    }
  });
}

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function isShown() {
  return document.querySelector("dialog[open]") !== null;
}

/** @param {Element | null} element */
function isRow(element) {
  return element instanceof HTMLAnchorElement && rows.includes(element);
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
