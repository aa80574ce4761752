// @ts-check
/** A version of a campaign's questions to try: nothing is kept and nothing is sent. */

import { currentFix } from "patrol/field/position.js";
import { Questions } from "patrol/field/questions.js";
import { language, need, readSettings } from "patrol/field/words.js";

const { form, today, words } = readSettings("question-settings");
const root = need(document, "#preview", HTMLElement);
const outcome = need(document, "[data-checked]", HTMLElement);
const questions = new Questions(root, form, {}, {
  language: language(),
  today,
  words,
  changed: (answers) => {
    root.dataset.answers = JSON.stringify(answers);
    outcome.textContent = "";
  },
  locate: () => currentFix(),
  // Which picture it is matters to nobody here.
  keepPhoto: async (_question, file) => (file ? "0".repeat(64) : ""),
});
root.dataset.answers = JSON.stringify(questions.answers());
need(document, "[data-check]", HTMLButtonElement).addEventListener("click", () => {
  const [first] = questions.check();
  outcome.textContent = (first ? outcome.dataset.unsound : outcome.dataset.sound) ?? "";
  if (first) questions.focus(first.name);
});
root.dataset.ready = form.version;
