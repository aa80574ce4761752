// @ts-check
/** The plain fields of the form: condition, checklist, note; and the position's line. */

import { distanceWords } from "patrol/field/compass.js";
import { currentFix, followFix } from "patrol/field/position.js";
import { fixOfReport } from "patrol/field/report.js";
import { agoWords, language, need, say } from "patrol/field/words.js";

/** @typedef {import("patrol/field/form.js").Form} Form */

const ANSWER = "answer-";
/** A followed position at most this old is the one of the shutter. */
const FRESH_MS = 15_000;

/** @param {Form} form */
export function bindFields(form) {
  fill(form);
  form.root.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    if (target.name === "condition") form.draft.condition = target.value;
    else if (target.name.startsWith(ANSWER)) form.draft.answers[target.name.slice(ANSWER.length)] = target.value;
    else return;
    form.changed();
  });
  note(form).addEventListener("input", () => {
    form.draft.note = note(form).value;
    form.changed();
  });
}

/** @param {Form} form */
function fill({ draft, root }) {
  const chosen = { condition: draft.condition, ...Object.fromEntries(Object.entries(draft.answers).map(([code, value]) => [ANSWER + code, value])) };
  for (const [name, value] of Object.entries(chosen)) {
    const field = root.elements.namedItem(name);
    if (field instanceof RadioNodeList && value) field.value = value;
  }
  need(root, "#note", HTMLTextAreaElement).value = draft.note;
}

/** @param {Form} form */
function note(form) {
  return need(form.root, "#note", HTMLTextAreaElement);
}

/**
 * Follow the position, and say how good it is.
 * @param {Form} form
 */
export function bindPosition(form) {
  const words = need(form.root, "[data-position-words]", HTMLElement);
  const trouble = need(form.root, "[data-position-trouble]", HTMLElement);
  const tell = () => {
    const fix = form.draft.fix;
    if (fix) words.textContent = say("position", { accuracy: accuracyWords(fix), age: agoWords(fix.at) });
    if (fix) trouble.hidden = true;
  };
  /** @param {import("patrol/field/report.js").Fix} fix */
  const take = (fix) => {
    form.latestFix = fix;
    // A report already on its way stays as it was sent.
    if (form.draft.payload !== null) return;
    const had = form.draft.fix !== null;
    form.draft.fix = fixOfReport(form.draft, fix);
    tell();
    if (!had) form.changed();
  };
  const fail = () => {
    if (!form.draft.fix) trouble.hidden = false;
  };
  const stop = followFix(take, fail);
  const ticking = setInterval(tell, 5000);
  addEventListener("pagehide", stop);
  form.stop.signal.addEventListener("abort", () => {
    stop();
    clearInterval(ticking);
  });
  need(form.root, "[data-position-again]", HTMLButtonElement).addEventListener("click", () => void currentFix().then(take, fail));
  tell();
}

/** The position at this moment, followed or asked for. @param {Form} form @returns {Promise<import("patrol/field/report.js").Fix | null>} */
export async function shutterFix(form) {
  const latest = form.latestFix;
  if (latest && Date.now() - Date.parse(latest.at) < FRESH_MS) return latest;
  return currentFix().catch(() => null);
}

/** @param {import("patrol/field/report.js").Fix} fix */
export function accuracyWords(fix) {
  return distanceWords(Math.max(1, fix.accuracy_m), language());
}
