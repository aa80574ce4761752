// @ts-check
/** The field of a question by its type: label, hint, control, and a place for what does not hold. */

import { inLanguage } from "patrol/field/questions_state.js";
import { wordsOf } from "patrol/field/xpath_functions.js";

/**
 * @typedef {import("patrol/field/questions.js").Field} Field
 * @typedef {import("patrol/field/questions.js").FieldSetting} FieldSetting
 */

/** @param {FieldSetting} setting @returns {Field} */
export function fieldOf(setting) {
  switch (setting.question.type) {
    case "select_one":
      return choicesOf(setting, "radio");
    case "select_multiple":
      return choicesOf(setting, "checkbox");
    case "geopoint":
      return placeOf(setting);
    case "image":
      return pictureOf(setting);
    case "note":
      return noteOf(setting);
    default:
      return lineOf(setting);
  }
}

/** @param {FieldSetting} setting @returns {Field} */
function noteOf({ question, around, id }) {
  const element = make("div", "question question-note", { id, tabIndex: -1 });
  element.append(make("p", "", { textContent: inLanguage(question.label, around.language) }), ...hintOf(question, around, id));
  return { element, input: null, set: () => undefined };
}

/** @param {FieldSetting} setting @returns {Field} */
function lineOf({ question, around, id, answer }) {
  const isLong = question.type === "text";
  const input = isLong ? make("textarea", "", { rows: 2, maxLength: 4000 }) : make("input", "", { type: question.type === "date" ? "date" : "text" });
  input.id = id;
  if (question.type === "integer") input.inputMode = "numeric";
  if (question.type === "decimal") input.inputMode = "decimal";
  if (!isLong) input.autocomplete = "off";
  const element = make("div", "field question");
  element.append(labelOf(question, around, id), ...hintOf(question, around, id), input, troubleOf(id));
  describe(input, question, id);
  // A number is wrong while it is being typed; it is judged when the field is left.
  input.addEventListener(isLong ? "input" : "change", () => answer(isLong ? input.value : input.value.trim()));
  return { element, input, set: (value) => (input.value = value) };
}

/** @param {FieldSetting} setting @param {"radio" | "checkbox"} type @returns {Field} */
function choicesOf({ question, around, id, answer }, type) {
  const element = make("fieldset", "question", { id, tabIndex: -1 });
  const legend = make("legend", "field-label");
  legend.append(...titleOf(question, around));
  const list = make("div", "choices");
  const inputs = (question.choices ?? []).map(({ name, label }) => {
    const input = make("input", "", { type, name: id, value: name });
    const choice = make("label", "choice");
    choice.append(input, make("span", "choice-text", { textContent: inLanguage(label, around.language) }));
    list.append(choice);
    return input;
  });
  element.append(legend, ...hintOf(question, around, id), list, troubleOf(id));
  describe(element, question, id);
  const chosen = () => inputs.filter(({ checked }) => checked).map(({ value }) => value).join(" ");
  list.addEventListener("change", () => answer(chosen()));
  return { element, input: inputs[0] ?? null, set: (value) => inputs.forEach((input) => (input.checked = wordsOf(value).includes(input.value))) };
}

/** @param {FieldSetting} setting @returns {Field} */
function placeOf({ question, around, id, answer }) {
  const { element, button, shown } = buttonField({ question, around, id }, around.words.locate ?? "");
  /** @param {string} value */
  const show = (value) => {
    const [latitude = "", longitude = "", , accuracy] = wordsOf(value);
    shown.textContent = value ? `${Number(latitude).toFixed(6)}, ${Number(longitude).toFixed(6)}${accuracy ? ` ±${Math.round(Number(accuracy))} m` : ""}` : "";
  };
  button.addEventListener("click", async () => {
    shown.textContent = around.words.locating ?? "";
    try {
      const { latitude, longitude, accuracy_m } = await around.locate();
      const value = `${latitude} ${longitude} 0 ${accuracy_m}`;
      show(value);
      answer(value);
    } catch {
      shown.textContent = around.words.no_place ?? "";
    }
  });
  return { element, input: button, set: show };
}

/** @param {FieldSetting} setting @returns {Field} */
function pictureOf({ question, around, id, answer }) {
  const element = make("div", "field question");
  const input = make("input", "", { type: "file", accept: "image/*", id });
  input.setAttribute("capture", "environment");
  const picture = make("img", "question-picture", { alt: "", hidden: true });
  const trouble = troubleOf(id);
  element.append(labelOf(question, around, id), ...hintOf(question, around, id), input, picture, trouble);
  describe(input, question, id);
  /** @param {Blob | null} blob */
  const show = (blob) => {
    if (picture.src) URL.revokeObjectURL(picture.src);
    picture.hidden = !blob;
    if (blob) picture.src = URL.createObjectURL(blob);
    picture.alt = blob ? inLanguage(question.label, around.language) : "";
  };
  input.addEventListener("change", async () => {
    const file = input.files?.[0] ?? null;
    show(file);
    try {
      answer(await around.keepPhoto(question.name, file));
    } catch (error) {
      show(null);
      trouble.textContent = (error instanceof Error && error.name === "Error" && error.message) || (around.words.unreadable ?? "");
      trouble.hidden = false;
    }
  });
  return { element, input, set: (value) => void around.photoOf?.(value).then(show) };
}

/** @param {Pick<FieldSetting, "question" | "around" | "id">} setting @param {string} words */
function buttonField({ question, around, id }, words) {
  const element = make("div", "field question", { role: "group" });
  const title = make("p", "field-label", { id: `${id}-title` });
  title.append(...titleOf(question, around));
  const button = make("button", "button button-block", { type: "button", id, textContent: words });
  const shown = make("p", "mono small", { role: "status" });
  element.setAttribute("aria-labelledby", title.id);
  element.append(title, ...hintOf(question, around, id), button, shown, troubleOf(id));
  describe(button, question, id);
  return { element, button, shown };
}

/** @param {FieldSetting["question"]} question @param {FieldSetting["around"]} around @param {string} id */
function labelOf(question, around, id) {
  const label = make("label", "field-label", { htmlFor: id });
  label.append(...titleOf(question, around));
  return label;
}

/** @param {FieldSetting["question"]} question @param {FieldSetting["around"]} around @returns {Node[]} */
function titleOf(question, { language, words }) {
  const title = document.createTextNode(inLanguage(question.label, language) || inLanguage(question.hint, language));
  return question.required === true ? [title] : [title, document.createTextNode(" "), make("span", "field-optional", { textContent: words.optional ?? "" })];
}

/** @param {FieldSetting["question"]} question @param {FieldSetting["around"]} around @param {string} id @returns {HTMLElement[]} */
function hintOf(question, { language }, id) {
  const hint = inLanguage(question.hint, language);
  return hint && inLanguage(question.label, language) ? [make("p", "field-help", { id: `${id}-hint`, textContent: hint })] : [];
}

/** @param {string} id */
function troubleOf(id) {
  const slot = make("p", "question-trouble", { id: `${id}-trouble`, hidden: true, role: "status" });
  slot.dataset.trouble = "";
  return slot;
}

/** @param {HTMLElement} control @param {FieldSetting["question"]} question @param {string} id */
function describe(control, question, id) {
  const hints = question.hint ? [`${id}-hint`] : [];
  control.setAttribute("aria-describedby", [...hints, `${id}-trouble`].join(" "));
  if (question.required === true && control.tagName !== "FIELDSET" && control.tagName !== "BUTTON") control.setAttribute("aria-required", "true");
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} [classes] @param {Partial<HTMLElementTagNameMap[T]>} [properties]
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, classes = "", properties = {}) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  return Object.assign(element, properties);
}
