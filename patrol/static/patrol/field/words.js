// @ts-check
/** The page's own sentences: they come translated in `<template data-words>`, with [names] to be filled in. */

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const sentence = templates().reduce((/** @type {string | null | undefined} */ found, one) => found ?? one.content.querySelector(`[data-word="${name}"]`)?.textContent, null);
  return Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`[${key}]`, String(value)), sentence ?? "");
}

/** @returns {HTMLTemplateElement[]} */
function templates() {
  return [.../** @type {NodeListOf<HTMLTemplateElement>} */ (document.querySelectorAll("template[data-words]"))];
}

/** @returns {string} the language of the page */
export function language() {
  return document.documentElement.lang || "zh-hans";
}

/** @param {string} id of a json_script element @returns {any} */
export function readSettings(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

/**
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T} the element the template promises
 */
export function need(root, selector, type) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page lacks ${selector}`);
  return found;
}

/** @param {string} id of a template with one root element @returns {HTMLElement} a fresh copy */
export function copyOf(id) {
  const copy = need(document, `#${id}`, HTMLTemplateElement).content.cloneNode(true);
  const first = /** @type {DocumentFragment} */ (copy).firstElementChild;
  if (!(first instanceof HTMLElement)) throw new Error(`The template ${id} is empty`);
  return first;
}

/** @param {string} at a moment, ISO 8601 @returns {string} how long ago, in words: "now", "2 minutes ago" */
export function agoWords(at) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 1000));
  const words = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  if (seconds < 15) return words.format(0, "second");
  return seconds < 90 ? words.format(-seconds, "second") : seconds < 5400 ? words.format(-Math.round(seconds / 60), "minute") : words.format(-Math.round(seconds / 3600), "hour");
}
