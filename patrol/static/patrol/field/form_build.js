// @ts-check
/** The form's choices, made of its data: the website and the app say the same, also without a network. */

import { iconOfKind, setIcon } from "patrol/field/icon.js";
import { copyOf, language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Settings} Settings
 * @typedef {import("patrol/field/form.js").Question} Question
 * @typedef {import("patrol/field/form.js").Kind} Kind
 */

/** @param {HTMLFormElement} root @param {Settings} settings */
export function buildForm(root, settings) {
  need(root, "#note", HTMLTextAreaElement).maxLength = settings.form.limits.note_characters;
  need(root, "[data-conditions]", HTMLElement).replaceChildren(...settings.form.conditions.map((one) => conditionChoice(one, settings.lastCondition)));
  const asked = questionsOf(settings);
  const more = asked.filter((one) => !one.is_core);
  need(root, "[data-core]", HTMLElement).replaceChildren(...asked.filter((one) => one.is_core).map(questionRow));
  need(root, "[data-more-list]", HTMLElement).replaceChildren(...more.map(questionRow));
  need(root, "[data-more-words]", HTMLElement).textContent = say("more-questions", { count: more.length });
  need(root, "[data-more]", HTMLElement).hidden = more.length === 0;
}

/** @param {Settings} settings @returns {Question[]} the questions of this site, in their order */
export function questionsOf({ form, checklist }) {
  return checklist === null ? form.checklist : form.checklist.filter((one) => checklist.includes(one.code));
}

/** @param {{code: string, label: string}} condition @param {string | null} last */
function conditionChoice({ code, label }, last) {
  const choice = copyOf("condition-choice");
  need(choice, "input", HTMLInputElement).value = code;
  need(choice, "[data-label]", HTMLElement).textContent = label;
  need(choice, "[data-last]", HTMLElement).hidden = code !== last;
  return choice;
}

/** @param {Question} question */
function questionRow({ code, label, bad_answer }) {
  const row = copyOf("question");
  row.id = `answer-${code}`;
  const words = need(row, "[data-label]", HTMLElement);
  words.id = `question-${code}`;
  words.textContent = label;
  row.setAttribute("aria-labelledby", words.id);
  for (const input of row.querySelectorAll("input")) {
    input.name = `answer-${code}`;
    if (input.value === bad_answer) input.parentElement?.setAttribute("data-tone", "bad");
  }
  return row;
}

/**
 * The groups of damage, each with its kinds; a kind that stands alone is its own group.
 * @param {readonly Kind[]} kinds
 * @returns {{code: string, label: string, kinds: Kind[]}[]}
 */
export function groupsOf(kinds) {
  return kinds
    .filter((kind) => !kind.parent)
    .map((group) => {
      const within = kinds.filter((kind) => kind.parent === group.code);
      return { code: group.code, label: group.label, kinds: within.length ? within : [group] };
    });
}

/** @param {string} name @param {string} value @param {string} label @param {string} icon @returns {HTMLElement} */
export function kindChoice(name, value, label, icon) {
  const choice = copyOf("kind-choice");
  const input = need(choice, "input", HTMLInputElement);
  input.name = name;
  input.value = value;
  need(choice, "[data-label]", HTMLElement).textContent = label;
  if (icon) setIcon(choice, iconOfKind(icon));
  else choice.querySelector("svg")?.remove();
  return choice;
}

/** @param {string} name @param {import("patrol/field/form.js").Severity} severity @returns {HTMLElement} */
export function severityChoice(name, { degree, label, respond_within_hours }) {
  const choice = copyOf("severity-choice");
  choice.dataset.severity = String(degree);
  const input = need(choice, "input", HTMLInputElement);
  input.name = name;
  input.value = String(degree);
  setIcon(choice, `severity-${degree}`);
  need(choice, "[data-label]", HTMLElement).textContent = label;
  const hint = need(choice, "[data-hint]", HTMLElement);
  hint.hidden = !respond_within_hours;
  if (respond_within_hours) hint.textContent = say("answered-within", { span: spanWords(respond_within_hours) });
  return choice;
}

/** @param {number} hours below two days in hours, else in days */
function spanWords(hours) {
  const [value, unit] = hours < 48 ? [hours, "hour"] : [Math.round(hours / 24), "day"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long" }).format(value);
}
