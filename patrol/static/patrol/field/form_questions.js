// @ts-check
/** The campaign's own questions in the report form: their answers are kept in the draft, their pictures with its photos. */

import { readyPhoto } from "patrol/field/camera.js";
import { currentFix } from "patrol/field/position.js";
import { Questions } from "patrol/field/questions.js";
import { inLanguage } from "patrol/field/questions_state.js";
import { fixOfReport } from "patrol/field/report.js";
import { language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/missing.js").Missing} Missing
 */

/** A picture whose file is older was not taken just now: where we stand says nothing about it. */
const JUST_TAKEN_MS = 5 * 60_000;
const FRESH_MS = 15_000;
const PATIENCE_MS = 5_000;

/** @param {Form} form */
export function bindQuestions(form) {
  const { questions } = form.settings;
  if (!questions) return;
  const box = need(form.root, "[data-campaign]", HTMLElement);
  const title = inLanguage(questions.form.title, language());
  if (title) need(box, "[data-campaign-title]", HTMLElement).textContent = title;
  // A report already on its way stays as it was sent; else answers to an earlier version stand under the same names.
  const kept = form.draft.form?.answers ?? {};
  form.questions = new Questions(need(box, "[data-questions]", HTMLElement), questions.form, kept, {
    language: language(),
    today: today(),
    words: questions.words,
    changed: (answers) => {
      form.draft.form = { version: questions.form.version, answers };
      dropUnasked(form, answers);
      form.changed();
    },
    locate: () => placeNow(form),
    keepPhoto: (question, file) => keepPhoto(form, question, file),
    photoOf: async (sha256) => form.draft.photos.find((photo) => photo.role === "question" && photo.sha256 === sha256)?.blob ?? null,
  });
  if (form.draft.payload === null) form.draft.form = { version: questions.form.version, answers: form.questions.answers() };
  box.hidden = false;
}

/** @param {Form} form @returns {Missing[]} answers that are missing or do not hold */
export function missingAnswers({ questions, draft }) {
  if (draft.kind === "unchanged") return [];
  return (questions?.troubles() ?? []).map(({ name }) => ({ code: "question_missing", path: `form.${name}` }));
}

/** @param {Form} form @param {string} question @param {File | null} file @returns {Promise<string>} */
async function keepPhoto(form, question, file) {
  const others = form.draft.photos.filter((photo) => photo.question !== question);
  if (!file) {
    form.draft.photos = others;
    return "";
  }
  const { photos } = form.settings.form.limits;
  if (others.length >= photos) throw new Error(say("too-many", { limit: photos }));
  const takenAt = Math.min(Date.now(), file.lastModified);
  const fixing = Date.now() - takenAt < JUST_TAKEN_MS ? currentFix(JUST_TAKEN_MS).catch(() => null) : Promise.resolve(null);
  const { blob, sha256 } = await readyPhoto(file);
  const photo = { key: Date.now(), role: /** @type {const} */ ("question"), question, finding: null, blob, sha256, taken_at: new Date(takenAt).toISOString(), fix: await fixing };
  form.draft.photos = [...others, photo];
  form.draft.fix = fixOfReport(form.draft, form.latestFix);
  return sha256;
}

/**
 * The form follows the position already: a phone that stands still may say nothing new for a while.
 * @param {Form} form
 * @returns {Promise<import("patrol/field/report.js").Fix>}
 */
async function placeNow(form) {
  const latest = form.latestFix;
  if (latest && Date.now() - Date.parse(latest.at) < FRESH_MS) return latest;
  if (!latest) return currentFix();
  return Promise.race([currentFix().catch(() => latest), new Promise((resolve) => setTimeout(() => resolve(form.latestFix ?? latest), PATIENCE_MS))]);
}

/** A picture whose question is no longer asked stays on the phone's draft no longer. @param {Form} form @param {Record<string, string>} answers */
function dropUnasked(form, answers) {
  form.draft.photos = form.draft.photos.filter(({ role, question, sha256 }) => role !== "question" || answers[question ?? ""] === sha256);
}

/** @returns {string} the phone's own day */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
