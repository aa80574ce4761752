// @ts-check
/** The bar at the bottom: what is missing, as links to the fields, and the button that ends the visit. */

import { missingAnswers } from "patrol/field/form_questions.js";
import { missingParts } from "patrol/field/missing.js";
import { reportOf } from "patrol/field/report.js";
import { need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/missing.js").Missing} Missing
 */

/** @param {Form} form @param {(form: Form) => void | Promise<void>} send called when nothing is missing */
export function bindSending(form, send) {
  form.root.addEventListener("submit", (event) => {
    event.preventDefault();
    form.questions?.check();
    if (!showMissing(form).length) return void send(form);
    need(form.root, "[data-missing]", HTMLDetailsElement).open = true;
    need(form.root, "[data-missing-list] a", HTMLAnchorElement).focus();
  });
}

/** @param {Form} form @returns {Missing[]} what is missing, shown in the bar as links to the fields */
export function showMissing(form) {
  const parts = missingParts(reportOf(form.draft, form.draft.arrived_at), form.core, form.settings.form.rules);
  const missing = [...parts, ...missingAnswers(form)];
  const box = need(form.root, "[data-missing]", HTMLDetailsElement);
  box.hidden = missing.length === 0;
  need(box, "[data-missing-count]", HTMLElement).textContent = missing.length ? say("missing", { count: missing.length }) : say("complete");
  need(box, "[data-missing-list]", HTMLElement).replaceChildren(...missing.map((one) => line(form, box, one)));
  return missing;
}

/** @param {Form} form @param {HTMLDetailsElement} box @param {Missing} missing */
function line(form, box, missing) {
  const link = document.createElement("a");
  const id = fieldOf(form, missing);
  link.href = `#${id}`;
  link.dataset.missing = missing.code;
  link.textContent = wordsOf(form, missing);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    box.open = false;
    goTo(id);
  });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** @param {Form} form @param {Missing} missing @returns {string} the id of the field that wants filling */
function fieldOf(form, { code, path }) {
  const [part, at, field] = path.split(".");
  if (part === "answers") return `answer-${at}`;
  if (part === "form") return `question-field-${at}`;
  if (part === "photos") return code === "photo_far_missing" ? "photo-far" : "photo-near";
  if (part === "findings") return `finding-${form.draft.findings[Number(at)]?.key}-${field}`;
  return part === "fix" ? "position" : String(part);
}

/** @param {Form} form @param {Missing} missing */
function wordsOf(form, { code, path }) {
  if (code === "question_missing") return say("answer", { question: form.questions?.labelOf(path.slice("form.".length)) ?? "" });
  if (code !== "answer_missing") return form.settings.missing[code] ?? code;
  const question = document.getElementById(`question-${path.split(".")[1]}`);
  return say("answer", { question: question?.textContent?.trim() ?? "" });
}

/** @param {string} id */
function goTo(id) {
  const field = document.getElementById(id);
  field?.closest("details")?.setAttribute("open", "");
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}
