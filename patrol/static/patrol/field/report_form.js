// @ts-check
/** The report form: one page, a minute. Every change is kept in the phone's own database at once. */

import { draftKey, dropDraft, loadDraft, saveDraft } from "patrol/field/draft_store.js";
import { bindFields, bindPosition } from "patrol/field/form_fields.js";
import { bindFindings } from "patrol/field/form_findings.js";
import { bindShot } from "patrol/field/form_photos.js";
import { bindQuestions } from "patrol/field/form_questions.js";
import { bindSending, showMissing } from "patrol/field/form_sending.js";
import { uuid7 } from "patrol/field/uuid7.js";
import { language, need, readSettings, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/form.js").Settings} Settings
 * @typedef {import("patrol/field/report.js").Draft} Draft
 */

void start(readSettings("report-settings"));

/** @param {Settings} settings */
async function start(settings) {
  const root = need(document, "form#report", HTMLFormElement);
  const key = draftKey(settings.person, settings.site);
  const kept = await loadDraft(key).catch(() => undefined);
  const draft = kept ?? newDraft(key, settings);
  // A visit taken after the draft was begun belongs to it, unless the report may already have been sent without.
  if (draft.payload === null) draft.assignment = settings.assignment ?? draft.assignment;
  /** @type {Form} */
  const form = { draft, settings, root, latestFix: null, changed: () => changed(form) };
  need(root, "[data-restored]", HTMLElement).hidden = !kept;
  need(document, "[data-arrived]", HTMLElement).textContent = say("arrived", { time: clock(draft.arrived_at) });
  bindFields(form);
  for (const tile of root.querySelectorAll("[data-shot]")) if (tile instanceof HTMLElement) bindShot(form, tile);
  bindFindings(form);
  bindQuestions(form);
  bindSending(form);
  bindPosition(form);
  need(document, "[data-start-over]", HTMLButtonElement).addEventListener("click", () => void startOver(key));
  root.hidden = false;
  showMissing(form);
  root.dataset.ready = draft.id;
}

/** @param {string} key @param {Settings} settings @returns {Draft} */
function newDraft(key, { site, assignment }) {
  const now = new Date().toISOString();
  return { key, id: uuid7(), site, assignment, arrived_at: now, saved_at: now, fix: null, condition: null, answers: {}, findings: [], note: "", photos: [], payload: null };
}

/** @param {Form} form */
function changed(form) {
  form.draft.payload = null;
  form.draft.saved_at = new Date().toISOString();
  showMissing(form);
  const box = need(form.root, "[data-outcome]", HTMLElement);
  box.hidden = true;
  saveDraft(form.draft).catch(() => {
    box.textContent = say("not-saved");
    box.hidden = false;
  });
}

/** @param {string} key */
async function startOver(key) {
  await dropDraft(key);
  location.reload();
}

/** @param {string} at */
function clock(at) {
  return new Date(at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
}
