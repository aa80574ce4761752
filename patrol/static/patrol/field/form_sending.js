// @ts-check
/** Sending from a page of the website: at once, with progress, and what came of it. */

import { dropDraft, saveDraft } from "patrol/field/draft_store.js";
import { sendDraft } from "patrol/field/sending.js";
import { uuid7 } from "patrol/field/uuid7.js";
import { copyOf, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/sending.js").Outcome} Outcome
 * @typedef {{api: string, receipt: string}} Addresses with ID where the report's number belongs
 */

/** @param {Form} form @param {Addresses} addresses */
export async function sendNow(form, addresses) {
  setBusy(form, true);
  const progress = need(form.root, "[data-progress] progress", HTMLProgressElement);
  const sending = sendDraft(addresses.api, form.draft, (share) => (progress.value = share));
  // The text is made by now: a crash while it travels must leave the same text for the retry.
  await saveDraft(form.draft).catch(() => undefined);
  const outcome = await sending;
  if (outcome.kind === "received") return leave(form, addresses);
  setBusy(form, false);
  tell(form, outcome, addresses);
}

/** The receipt lists the report and every photo: only now the draft may go. @param {Form} form @param {Addresses} addresses */
async function leave(form, { receipt }) {
  await dropDraft(form.draft.key).catch(() => undefined);
  location.replace(receipt.replace("ID", form.draft.id));
}

/** @param {Form} form @param {boolean} isBusy */
function setBusy(form, isBusy) {
  need(form.root, "[data-progress]", HTMLElement).hidden = !isBusy;
  need(form.root, "[data-outcome]", HTMLElement).hidden = true;
  const button = need(form.root, "[data-send]", HTMLButtonElement);
  button.hidden = isBusy;
  for (const part of form.root.querySelectorAll("section, fieldset")) part.toggleAttribute("inert", isBusy);
}

/** @param {Form} form @param {Exclude<Outcome, {kind: "received"}>} outcome @param {Addresses} addresses */
function tell(form, outcome, addresses) {
  const box = need(form.root, "[data-outcome]", HTMLElement);
  const notice = copyOf(outcome.kind === "offline" || outcome.kind === "busy" ? "tone-warn" : "tone-bad");
  const sentence = outcome.kind === "refused" ? [outcome.sentence, ...outcome.missing.map((one) => one.sentence), say("refused")].join(" ") : say(outcome.kind);
  need(notice, ".notice-body", HTMLElement).append(sentence);
  box.replaceChildren(notice, ...remedies(form, outcome, addresses));
  box.dataset.outcome = outcome.kind;
  box.hidden = false;
  box.focus();
  need(form.root, "[data-send-words]", HTMLElement).textContent = say("again");
}

/** @param {Form} form @param {Outcome} outcome @param {Addresses} addresses @returns {HTMLElement[]} */
function remedies(form, outcome, addresses) {
  if (outcome.kind === "signed-out") return [link(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`, say("sign-in"))];
  if (outcome.kind !== "conflict") return [];
  const anew = document.createElement("button");
  anew.type = "button";
  anew.className = "button button-block";
  anew.textContent = say("as-new");
  anew.addEventListener("click", () => {
    form.draft.id = uuid7();
    form.changed();
    void sendNow(form, addresses);
  });
  return [link(addresses.receipt.replace("ID", form.draft.id), say("see-receipt")), anew];
}

/** @param {string} href @param {string} words */
function link(href, words) {
  const anchor = document.createElement("a");
  anchor.className = "button button-block";
  anchor.href = href;
  anchor.textContent = words;
  return anchor;
}
