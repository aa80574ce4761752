// @ts-check
/** A campaign's questions on a page: shows those that are asked, takes the answers, and says what does not hold. */

import { fieldOf } from "patrol/field/question_fields.js";
import { Filling, inLanguage } from "patrol/field/questions_state.js";

/**
 * @typedef {import("patrol/field/questions_state.js").QuestionForm} QuestionForm
 * @typedef {import("patrol/field/questions_state.js").Question} Question
 * @typedef {import("patrol/field/questions_state.js").Answers} Answers
 * @typedef {import("patrol/field/questions_state.js").Trouble} Trouble
 * @typedef {import("patrol/field/questions_state.js").Label} Label
 * @typedef {{latitude: number, longitude: number, accuracy_m: number}} Place
 * @typedef {Object} Surroundings
 * @property {string} language of the page: "zh-hans" or "en"
 * @property {string} today "YYYY-MM-DD"
 * @property {Record<string, string>} words sentences by name, those of `patrol.sentences.QUESTION_WORDS`
 * @property {(answers: Answers) => void} changed called with every answer
 * @property {() => Promise<Place>} locate asks the phone where it is
 * @property {(question: string, file: File | null) => Promise<string>} keepPhoto keeps (or forgets) a picture; its SHA-256, "" for none
 * @property {(sha256: string) => Promise<Blob | null>} [photoOf] a picture kept before
 * @typedef {{element: HTMLElement, input: HTMLElement | null, set: (value: string) => void}} Field
 * @typedef {{question: Question, around: Surroundings, id: string, answer: (value: string) => void}} FieldSetting
 */

/** The questions of one form with their answers. */
export class Questions {
  /** @param {HTMLElement} root @param {QuestionForm} form @param {Answers} answers kept before @param {Surroundings} around */
  constructor(root, form, answers, around) {
    this.form = form;
    this.around = around;
    /** @type {Answers} */
    this.said = { ...defaultsOf(form.questions), ...answers };
    /** @type {Map<string, {question: Question, element: HTMLElement, field: Field | null}>} */
    this.shown = new Map();
    /** @type {Set<string>} questions whose trouble is told: answered once, or all after an attempt to send */
    this.touched = new Set();
    root.replaceChildren(...form.questions.map((one) => this.draw(one)));
    this.refresh();
  }

  /** @returns {Filling} */
  filling() {
    return new Filling(this.form, this.said, this.around.today);
  }

  /** @returns {Answers} what may be sent */
  answers() {
    return this.filling().answersToSend();
  }

  /** @returns {Trouble[]} what keeps the answers from being sent */
  troubles() {
    return this.filling().troubles().filter(({ code }) => code !== "irrelevant" && code !== "unknown");
  }

  /** Tell the troubles of all questions, as after an attempt to send. @returns {Trouble[]} */
  check() {
    for (const name of this.shown.keys()) this.touched.add(name);
    this.refresh();
    return this.troubles();
  }

  /** @param {string} name @returns {string} the question in the language of the page */
  labelOf(name) {
    const found = this.shown.get(name);
    return found ? inLanguage(found.question.label, this.around.language) : name;
  }

  /** @param {string} name */
  focus(name) {
    const found = this.shown.get(name);
    found?.element.scrollIntoView({ block: "center" });
    (found?.field?.input ?? found?.element)?.focus({ preventScroll: true });
  }

  /** @param {Question} question @returns {HTMLElement} */
  draw(question) {
    return question.type === "group" ? this.drawGroup(question) : this.drawQuestion(question);
  }

  /** @param {Question} group @returns {HTMLElement} */
  drawGroup(group) {
    const element = document.createElement("section");
    element.className = "question-group stack stack-s";
    const title = inLanguage(group.label, this.around.language);
    if (title) {
      const heading = document.createElement("h3");
      heading.id = idOf(group.name, "title");
      heading.textContent = title;
      element.setAttribute("aria-labelledby", heading.id);
      element.append(heading);
    }
    element.append(...(group.questions ?? []).map((one) => this.draw(one)));
    this.shown.set(group.name, { question: group, element, field: null });
    return element;
  }

  /** @param {Question} question @returns {HTMLElement} */
  drawQuestion(question) {
    const field = fieldOf({ question, around: this.around, id: idOf(question.name), answer: (value) => this.answer(question.name, value) });
    field.element.dataset.question = question.name;
    if (this.said[question.name]) field.set(this.said[question.name] ?? "");
    this.shown.set(question.name, { question, element: field.element, field });
    return field.element;
  }

  /** @param {string} name @param {string} value */
  answer(name, value) {
    if (value === "") delete this.said[name];
    else this.said[name] = value;
    this.touched.add(name);
    this.refresh();
    this.around.changed(this.answers());
  }

  /** Show what is asked now, and what does not hold. */
  refresh() {
    const filling = this.filling();
    const troubles = new Map(filling.troubles().map(({ name, code }) => [name, code]));
    for (const [name, { question, element, field }] of this.shown) {
      element.hidden = !filling.isAsked(name);
      const code = this.touched.has(name) ? troubles.get(name) : undefined;
      tell(element, field, code ? sentenceOf(question, code, this.around) : "");
    }
  }
}

/** @param {string} name @param {string} [part] */
function idOf(name, part = "field") {
  return `question-${part}-${name}`;
}

/** @param {Question[]} questions @returns {Answers} */
function defaultsOf(questions) {
  return Object.assign({}, ...questions.map((one) => ({ ...(one.default ? { [one.name]: one.default } : {}), ...defaultsOf(one.questions ?? []) })));
}

/** @param {HTMLElement} element @param {Field | null} field @param {string} sentence */
function tell(element, field, sentence) {
  const slot = element.querySelector(":scope > [data-trouble]");
  if (slot instanceof HTMLElement) {
    slot.textContent = sentence;
    slot.hidden = !sentence;
  }
  if (field?.input) sentence ? field.input.setAttribute("aria-invalid", "true") : field.input.removeAttribute("aria-invalid");
}

/** @param {Question} question @param {Trouble["code"]} code @param {Surroundings} around @returns {string} */
function sentenceOf(question, code, { language, words }) {
  const own = code === "constraint" ? question.constraint_message : code === "required" ? question.required_message : undefined;
  return inLanguage(own, language) || words[code === "type" ? `type_${question.type}` : code] || words[code] || code;
}
