// @ts-check
/** Opens the report form in its place: fresh markup, the kept draft or a new one, and every change kept at once. */

import { draftKey, dropDraft, loadDraft, saveDraft } from "patrol/field/draft_store.js";
import { bindSending, showMissing } from "patrol/field/form_bar.js";
import { buildForm, questionsOf } from "patrol/field/form_build.js";
import { bindFields, bindPosition } from "patrol/field/form_fields.js";
import { bindFindings } from "patrol/field/form_findings.js";
import { bindOriginal, bindShot } from "patrol/field/form_photos.js";
import { bindQuestions } from "patrol/field/form_questions.js";
import { uuid7 } from "patrol/field/uuid7.js";
import { copyOf, language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/form.js").Settings} Settings
 * @typedef {import("patrol/field/report.js").Draft} Draft
 * @typedef {{kind?: "full" | "unchanged", send: (form: Form) => void | Promise<void>, startOver: () => void}} Opening
 */

/**
 * @param {HTMLElement} holder
 * @param {Settings} settings
 * @param {Opening} opening
 * @returns {Promise<Form>} `stop.abort()` ends it
 */
export async function openForm(holder, settings, { kind, send, startOver }) {
  const root = /** @type {HTMLFormElement} */ (copyOf("report-form"));
  buildForm(root, settings);
  const key = draftKey(settings.person.id, settings.site.id);
  const kept = await loadDraft(key).catch(() => undefined);
  const draft = kept ?? newDraft(key, settings);
  if (draft.payload === null) adopt(draft, settings, kind);
  const core = questionsOf(settings).filter((one) => one.is_core).map((one) => one.code);
  /** @type {Form} */
  const form = { draft, settings, root, core, latestFix: null, changed: () => changed(form), stop: new AbortController() };
  need(root, "[data-restored]", HTMLElement).hidden = !kept;
  need(root, "[data-arrived]", HTMLElement).textContent = say("arrived", { time: clock(draft.arrived_at) });
  holder.replaceChildren(root);
  bindAll(form, send);
  need(document, "[data-start-over]", HTMLButtonElement).addEventListener("click", () => void dropDraft(key).then(startOver), { signal: form.stop.signal });
  showKind(form);
  showMissing(form);
  root.dataset.ready = draft.id;
  return form;
}

/** @param {Form} form @param {Opening["send"]} send */
function bindAll(form, send) {
  const { root } = form;
  bindFields(form);
  for (const tile of root.querySelectorAll("[data-shot]")) if (tile instanceof HTMLElement) bindShot(form, tile);
  bindOriginal(form);
  bindFindings(form);
  bindQuestions(form);
  bindSending(form, send);
  bindPosition(form);
  need(root, "[data-to-full]", HTMLButtonElement).addEventListener("click", () => {
    form.draft.kind = "full";
    showKind(form);
    form.changed();
    root.querySelector("#condition")?.scrollIntoView();
  });
}

/** What was settled after the draft was begun, unless the report may already have been sent without. @param {Draft} draft @param {Settings} settings @param {Opening["kind"]} kind */
function adopt(draft, settings, kind) {
  draft.assignment = settings.assignment ?? draft.assignment;
  draft.outing = settings.outing ?? draft.outing ?? null;
  draft.last_condition = settings.lastCondition;
  if (kind) draft.kind = kind;
}

/** "No change" asks for photos and nothing else. @param {Form} form */
function showKind({ draft, root }) {
  const isUnchanged = draft.kind === "unchanged";
  for (const part of root.querySelectorAll("[data-when-full]")) if (part instanceof HTMLElement) part.hidden = isUnchanged;
  for (const part of root.querySelectorAll("[data-when-unchanged]")) if (part instanceof HTMLElement) part.hidden = !isUnchanged;
}

/** @param {string} key @param {Settings} settings @returns {Draft} */
function newDraft(key, { site, assignment, outing }) {
  const now = new Date().toISOString();
  return { key, id: uuid7(), site: site.id, assignment, outing, arrived_at: now, saved_at: now, fix: null, condition: null, answers: {}, findings: [], note: "", photos: [], payload: null };
}

/** @param {Form} form */
function changed(form) {
  form.draft.payload = null;
  form.draft.saved_at = new Date().toISOString();
  showMissing(form);
  const box = need(form.root, "[data-outcome]", HTMLElement);
  box.hidden = true;
  saveDraft(form.draft).catch((error) => tellTrouble(box, error));
}

/**
 * Say that the phone did not keep it, and why.
 * @param {HTMLElement} box
 * @param {unknown} error
 */
export function tellTrouble(box, error) {
  const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
  const notice = copyOf("tone-bad");
  need(notice, ".notice-body", HTMLElement).append(say(isFull ? "storage-full" : "not-saved"));
  const link = document.createElement("a");
  link.className = "button button-block";
  link.href = "/field/#/queue";
  link.textContent = say("export");
  box.replaceChildren(notice, link);
  box.dataset.outcome = isFull ? "full" : "not-saved";
  box.hidden = false;
}

/** @param {string} at */
function clock(at) {
  return new Date(at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
}
