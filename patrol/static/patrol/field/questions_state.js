// @ts-check
/** A campaign's questions as plain values: which are asked, and whether the answers hold; the twin of patrol/logic/questions.py. */

import { daysOf } from "patrol/field/xpath_values.js";
import { wordsOf } from "patrol/field/xpath_functions.js";
import { holds } from "patrol/field/xpath.js";

/**
 * @typedef {{zh?: string, en?: string}} Label
 * @typedef {{name: string, label: Label}} Choice
 * @typedef {"select_one" | "select_multiple" | "text" | "integer" | "decimal" | "date" | "note" | "geopoint" | "image" | "group"} QuestionType
 * @typedef {{name: string, type: QuestionType, label: Label, hint?: Label, required?: true | string, required_message?: Label,
 *   relevant?: string, constraint?: string, constraint_message?: Label, choices?: Choice[], default?: string, questions?: Question[]}} Question
 * @typedef {{version: string, title: Label, questions: Question[]}} QuestionForm
 * @typedef {Record<string, string>} Answers
 * @typedef {{name: string, code: "unknown" | "irrelevant" | "required" | "type" | "choice" | "constraint"}} Trouble
 */

const LONGEST_TEXT = 4000;
const LONGEST_NUMBER = 30;

/** A form with answers on a day ("YYYY-MM-DD"); what an unasked question was answered counts for nothing. */
export class Filling {
  /** @param {QuestionForm} form @param {Answers} answers @param {string} today */
  constructor(form, answers, today) {
    this.answers = answers;
    this.today = today;
    /** @type {Map<string, boolean>} */
    this.asked = new Map();
    this.places = new Map(pathsOf(form.questions).map((path) => /** @type {[string, Question[]]} */ ([path.at(-1)?.name ?? "", path])));
  }

  /** @param {string} name @returns {boolean} whether the question and every group around it is relevant */
  isAsked(name) {
    const known = this.asked.get(name);
    if (known !== undefined) return known;
    // One that depends on itself is not asked.
    this.asked.set(name, false);
    const is = (this.places.get(name) ?? []).every(({ relevant }) => !relevant || holds(relevant, this.scope("")));
    this.asked.set(name, is);
    return is;
  }

  /** @param {string} name @returns {string} the answer to a question that is asked */
  value(name) {
    return this.places.has(name) && this.isAsked(name) ? (this.answers[name] ?? "") : "";
  }

  /** @param {string} own @returns {import("patrol/field/xpath.js").Scope} */
  scope(own) {
    return { value: (name) => this.value(name), own, today: this.today };
  }

  /** @returns {Trouble[]} the answers that do not hold, in the order of the form, then those to no question */
  troubles() {
    const found = [...this.places.values()].flatMap((path) => this.troubleOf(/** @type {Question} */ (path.at(-1))));
    const strange = Object.keys(this.answers).filter((name) => !this.places.has(name)).sort();
    return [...found, ...strange.map((name) => /** @type {Trouble} */ ({ name, code: "unknown" }))];
  }

  /** @param {Question} question @returns {Trouble[]} */
  troubleOf(question) {
    const { name, type, constraint } = question;
    const said = this.answers[name] ?? "";
    if (!this.isAsked(name)) return said ? [{ name, code: "irrelevant" }] : [];
    if (said === "") return type !== "group" && type !== "note" && this.isRequired(question) ? [{ name, code: "required" }] : [];
    const misfit = misfitOf(question, said);
    if (misfit) return [{ name, code: misfit }];
    return constraint && !holds(constraint, this.scope(said)) ? [{ name, code: "constraint" }] : [];
  }

  /** @param {Question} question @returns {boolean} */
  isRequired({ required }) {
    return required === true || (Boolean(required) && holds(String(required), this.scope("")));
  }

  /** @returns {Answers} what may be sent: answers to questions that are asked */
  answersToSend() {
    return Object.fromEntries([...this.places.keys()].filter((name) => this.value(name) !== "").map((name) => [name, this.value(name)]));
  }
}

/** @param {Label | undefined} label @param {string} language @returns {string} in the language of the page, else in the other */
export function inLanguage(label, language) {
  const isChinese = language.startsWith("zh");
  return (isChinese ? (label?.zh ?? label?.en) : (label?.en ?? label?.zh)) ?? "";
}

/** @param {Question[]} questions @param {Question[]} [above] @returns {Question[][]} every question with the groups around it */
function pathsOf(questions, above = []) {
  return questions.flatMap((one) => [[...above, one], ...pathsOf(one.questions ?? [], [...above, one])]);
}

/** @param {Question} question @param {string} said @returns {"type" | "choice" | null} */
function misfitOf({ type, choices = [] }, said) {
  if (type === "select_one" || type === "select_multiple") {
    const chosen = type === "select_one" ? [said] : wordsOf(said);
    const isKnown = chosen.every((word) => choices.some(({ name }) => name === word));
    return chosen.length && new Set(chosen).size === chosen.length && isKnown ? null : "choice";
  }
  return FITS[type](said) ? null : "type";
}

/** @param {string} said */
function isNumber(said) {
  return said.length <= LONGEST_NUMBER && /^-?(\d+(\.\d*)?|\.\d+)$/.test(said);
}

/** @param {string} said */
function isPlace(said) {
  const parts = wordsOf(said);
  if (parts.length < 2 || parts.length > 4 || !parts.every(isNumber)) return false;
  return Math.abs(Number(parts[0])) <= 90 && Math.abs(Number(parts[1])) <= 180;
}

/** @type {Record<Exclude<QuestionType, "select_one" | "select_multiple">, (said: string) => boolean>} */
const FITS = {
  text: (said) => [...said].length <= LONGEST_TEXT,
  integer: (said) => /^-?\d{1,9}$/.test(said),
  decimal: isNumber,
  date: (said) => daysOf(said) !== null,
  geopoint: isPlace,
  image: (said) => /^[0-9a-f]{64}$/.test(said),
  note: () => false,
  group: () => false,
};
