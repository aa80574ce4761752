// @ts-check
/** Findings: damage or danger, each with its kind, severity, photo, the mark on it, and a note. */

import { groupsOf, kindChoice, severityChoice } from "patrol/field/form_build.js";
import { drawMark } from "patrol/field/form_mark.js";
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
    if (form.draft.findings.length >= form.settings.form.limits.findings) return;
    const finding = { key: Date.now(), kind: null, severity: null, note: "" };
    form.draft.findings.push(finding);
    form.changed();
    need(add(form, finding), "[data-groups] input", HTMLInputElement).focus();
  });
}

/** @param {Form} form @param {DraftFinding} finding @returns {HTMLElement} */
function add(form, finding) {
  const card = copyOf("finding");
  name(card, finding.key);
  build(form, card, finding);
  need(form.root, "[data-findings]", HTMLElement).append(card);
  bind(form, card, finding);
  bindShot(form, need(card, "[data-shot]", HTMLElement), finding.key, () => {
    // Another picture: what was marked on the old one says nothing about it.
    finding.points = [];
    showMark(form, card, finding);
  });
  showMark(form, card, finding);
  number(form);
  return card;
}

/** @param {Form} form @param {HTMLElement} card @param {DraftFinding} finding */
function build(form, card, finding) {
  const groups = groupsOf(form.settings.form.finding_kinds);
  const chosen = groups.find((group) => group.kinds.some((kind) => kind.code === finding.kind));
  need(card, "[data-groups]", HTMLElement).replaceChildren(...groups.map(({ code, label }) => kindChoice(`finding-${finding.key}-group`, code, label, code)));
  if (chosen) {
    need(card, `[data-groups] [value="${chosen.code}"]`, HTMLInputElement).checked = true;
    showKinds(card, finding, chosen.kinds);
  }
  const severities = form.settings.form.severities.map((one) => severityChoice(`finding-${finding.key}-severity`, one));
  need(card, "[data-severities]", HTMLElement).replaceChildren(...severities);
  if (finding.severity !== null) need(card, `[data-severities] [value="${finding.severity}"]`, HTMLInputElement).checked = true;
  const note = need(card, "[data-note]", HTMLTextAreaElement);
  note.value = finding.note;
  note.maxLength = form.settings.form.limits.note_characters;
}

/** @param {HTMLElement} card @param {DraftFinding} finding @param {import("patrol/field/form.js").Kind[]} kinds */
function showKinds(card, finding, kinds) {
  const box = need(card, "[data-kinds]", HTMLElement);
  box.replaceChildren(...kinds.map(({ code, label }) => kindChoice(`finding-${finding.key}-kind`, code, label, "")));
  box.hidden = kinds.length < 2;
  const own = box.querySelector(`[value="${finding.kind}"]`);
  if (own instanceof HTMLInputElement) own.checked = true;
}

/** @param {Form} form @param {HTMLElement} card @param {DraftFinding} finding */
function bind(form, card, finding) {
  const note = need(card, "[data-note]", HTMLTextAreaElement);
  note.addEventListener("input", () => {
    finding.note = note.value;
    form.changed();
  });
  card.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "radio") chosen(form, card, finding, target);
  });
  need(card, "[data-mark]", HTMLButtonElement).addEventListener("click", () => void mark(form, card, finding));
  need(card, "[data-remove]", HTMLButtonElement).addEventListener("click", () => {
    form.draft.findings = form.draft.findings.filter((one) => one.key !== finding.key);
    dropPhotos(form, finding.key);
    card.remove();
    number(form);
    form.changed();
    need(form.root, "[data-add-finding]", HTMLButtonElement).focus();
  });
}

/** @param {Form} form @param {HTMLElement} card @param {DraftFinding} finding @param {HTMLInputElement} input */
function chosen(form, card, finding, input) {
  if (input.name.endsWith("-severity")) finding.severity = Number(input.value);
  if (input.name.endsWith("-kind")) finding.kind = input.value;
  if (input.name.endsWith("-group")) {
    const kinds = groupsOf(form.settings.form.finding_kinds).find((group) => group.code === input.value)?.kinds ?? [];
    finding.kind = kinds.length === 1 ? (kinds[0]?.code ?? null) : null;
    showKinds(card, finding, kinds);
  }
  form.changed();
}

/** @param {Form} form @param {HTMLElement} card @param {DraftFinding} finding */
async function mark(form, card, finding) {
  const photo = form.draft.photos.find((one) => one.finding === finding.key);
  if (!photo) return;
  finding.points = await drawMark(photo.blob, finding.points ?? []);
  showMark(form, card, finding);
  form.changed();
}

/** @param {Form} form @param {HTMLElement} card @param {DraftFinding} finding */
function showMark(form, card, finding) {
  need(card, "[data-mark]", HTMLButtonElement).hidden = !form.draft.photos.some((one) => one.finding === finding.key);
  if (finding.points?.length) need(card, "[data-mark-words]", HTMLElement).textContent = say("mark-shown");
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
