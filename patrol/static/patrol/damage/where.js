// @ts-check
/** Where the damage is: the phone's own position at a tap; a later tap on the map goes before it. */

import { currentFix, isRefusal } from "patrol/field/position.js";

const button = document.querySelector("[data-here]");
const position = document.querySelector("[data-position]");
const accuracy = document.querySelector("[data-accuracy]");
const status = document.querySelector("[data-here-status]");

if (button instanceof HTMLButtonElement && position instanceof HTMLInputElement && accuracy instanceof HTMLInputElement) {
  button.hidden = false;
  button.addEventListener("click", () => fill(button, position, accuracy));
  for (const kind of ["picked", "input"]) position.addEventListener(kind, () => (accuracy.value = ""));
}

/** @param {HTMLButtonElement} asked @param {HTMLInputElement} place @param {HTMLInputElement} radius */
async function fill(asked, place, radius) {
  asked.disabled = true;
  say(asked.dataset.waiting ?? "");
  try {
    const fix = await currentFix();
    place.value = `${fix.longitude.toFixed(6)}, ${fix.latitude.toFixed(6)}`;
    place.dispatchEvent(new Event("change", { bubbles: true }));
    radius.value = String(fix.accuracy_m);
    say((asked.dataset.found ?? "").replace("METRES", String(Math.round(fix.accuracy_m ?? 0))));
  } catch (error) {
    say((isRefusal(error) ? asked.dataset.refused : asked.dataset.failed) ?? "");
  }
  asked.disabled = false;
}

/** @param {string} words */
function say(words) {
  if (status) status.textContent = words;
}
