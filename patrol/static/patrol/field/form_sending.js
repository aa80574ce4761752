// @ts-check
/** The bar at the bottom: what is missing, the send button, its progress, and what came of it. */

import { dropDraft, saveDraft } from "patrol/field/draft_store.js";
import { missingAnswers } from "patrol/field/form_questions.js";
import { missingParts } from "patrol/field/missing.js";
import { reportOf } from "patrol/field/report.js";
import { sendDraft } from "patrol/field/sending.js";
import { uuid7 } from "patrol/field/uuid7.js";
import { copyOf, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/missing.js").Missing} Missing
 * @typedef {import("patrol/field/sending.js").Outcome} Outcome
 */

/** @param {Form} form */
export function bindSending(form) {
  form.root.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
}

/** @param {Form} form @returns {Missing[]} what is missing, shown in the bar as links to the fields */
export function showMissing(form) {
  const parts = missingParts(reportOf(form.draft, form.draft.arrived_at), form.settings.core, form.settings.rules);
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

/** @param {Form} form */
async function send(form) {
  form.questions?.check();
  if (showMissing(form).length) {
    need(form.root, "[data-missing]", HTMLDetailsElement).open = true;
    need(form.root, "[data-missing-list] a", HTMLAnchorElement).focus();
    return;
  }
  setBusy(form, true);
  const progress = need(form.root, "[data-progress] progress", HTMLProgressElement);
  const sending = sendDraft(form.settings.api, form.draft, (share) => (progress.value = share));
  // The text is made by now: a crash while it travels must leave the same text for the retry.
  await saveDraft(form.draft).catch(() => undefined);
  const outcome = await sending;
  if (outcome.kind === "received") return leave(form);
  setBusy(form, false);
  tell(form, outcome);
}

/** The receipt lists the report and every photo: only now the draft may go. @param {Form} form */
async function leave(form) {
  await dropDraft(form.draft.key).catch(() => undefined);
  location.replace(form.settings.receipt.replace("ID", form.draft.id));
}

/** @param {Form} form @param {boolean} isBusy */
function setBusy(form, isBusy) {
  need(form.root, "[data-progress]", HTMLElement).hidden = !isBusy;
  need(form.root, "[data-outcome]", HTMLElement).hidden = true;
  const button = need(form.root, "[data-send]", HTMLButtonElement);
  button.hidden = isBusy;
  for (const part of form.root.querySelectorAll("section, fieldset")) part.toggleAttribute("inert", isBusy);
}

/** @param {Form} form @param {Exclude<Outcome, {kind: "received"}>} outcome */
function tell(form, outcome) {
  const box = need(form.root, "[data-outcome]", HTMLElement);
  const notice = copyOf(outcome.kind === "offline" || outcome.kind === "busy" ? "tone-warn" : "tone-bad");
  const sentence = outcome.kind === "refused" ? [outcome.sentence, ...outcome.missing.map((one) => one.sentence), say("refused")].join(" ") : say(outcome.kind);
  need(notice, ".notice-body", HTMLElement).append(sentence);
  box.replaceChildren(notice, ...remedies(form, outcome));
  box.dataset.outcome = outcome.kind;
  box.hidden = false;
  box.focus();
  need(form.root, "[data-send-words]", HTMLElement).textContent = say("again");
}

/** @param {Form} form @param {Outcome} outcome @returns {HTMLElement[]} */
function remedies(form, outcome) {
  if (outcome.kind === "signed-out") return [link(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`, say("sign-in"))];
  if (outcome.kind !== "conflict") return [];
  const anew = document.createElement("button");
  anew.type = "button";
  anew.className = "button button-block";
  anew.textContent = say("as-new");
  anew.addEventListener("click", () => {
    form.draft.id = uuid7();
    form.changed();
    void send(form);
  });
  return [link(form.settings.receipt.replace("ID", form.draft.id), say("see-receipt")), anew];
}

/** @param {string} href @param {string} words */
function link(href, words) {
  const anchor = document.createElement("a");
  anchor.className = "button button-block";
  anchor.href = href;
  anchor.textContent = words;
  return anchor;
}
