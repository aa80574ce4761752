// @ts-check
/** Findings: damage or danger, each with its kind, severity, note and photo. */

import { bindShot, dropPhotos } from "patrol/field/form_photos.js";
import { copyOf, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/report.js").DraftFinding} DraftFinding
 */

/** @param {Form} form */
export function bindFindings(form) {
  for (const finding of form.draft.findings) add(form, finding);
  const button = need(form.root, "[data-add-finding]", HTMLButtonElement);
  button.addEventListener("click", () => {
    if (form.draft.findings.length >= form.settings.limits.findings) return;
    const finding = { key: Date.now(), kind: null, severity: null, note: "" };
    form.draft.findings.push(finding);
    form.changed();
    need(add(form, finding), "[data-kind]", HTMLSelectElement).focus();
  });
}

/** @param {Form} form @param {DraftFinding} finding @returns {HTMLElement} */
function add(form, finding) {
  const card = copyOf("finding");
  name(card, finding.key);
  need(form.root, "[data-findings]", HTMLElement).append(card);
  fill(card, finding);
  bind(form, card, finding);
  bindShot(form, need(card, "[data-shot]", HTMLElement), finding.key);
  number(form);
  return card;
}

/** @param {Form} form @param {HTMLElement} card @param {DraftFinding} finding */
function bind(form, card, finding) {
  const kind = need(card, "[data-kind]", HTMLSelectElement);
  const note = need(card, "[data-note]", HTMLTextAreaElement);
  kind.addEventListener("change", () => {
    finding.kind = kind.value || null;
    form.changed();
  });
  note.addEventListener("input", () => {
    finding.note = note.value;
    form.changed();
  });
  card.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    finding.severity = Number(target.value);
    form.changed();
  });
  need(card, "[data-remove]", HTMLButtonElement).addEventListener("click", () => {
    form.draft.findings = form.draft.findings.filter((one) => one.key !== finding.key);
    dropPhotos(form, finding.key);
    card.remove();
    number(form);
    form.changed();
    need(form.root, "[data-add-finding]", HTMLButtonElement).focus();
  });
}

/** @param {HTMLElement} card @param {DraftFinding} finding */
function fill(card, { kind, severity, note }) {
  need(card, "[data-kind]", HTMLSelectElement).value = kind ?? "";
  need(card, "[data-note]", HTMLTextAreaElement).value = note;
  if (severity !== null) need(card, `[type=radio][value="${severity}"]`, HTMLInputElement).checked = true;
}

/** @param {HTMLElement} card @param {number} key */
function name(card, key) {
  for (const element of card.querySelectorAll("[id], [for], [name], [aria-describedby]")) {
    for (const attribute of ["id", "for", "name", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace("KEY", String(key)));
    }
  }
}

/** @param {Form} form */
function number(form) {
  form.root.querySelectorAll("[data-finding] [data-title]").forEach((title, index) => {
    title.textContent = say("damage", { number: index + 1 });
  });
}
