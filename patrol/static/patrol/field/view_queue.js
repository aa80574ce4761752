// @ts-check

/** @typedef {import("patrol/field/app_types.js").App} App */

/** @param {HTMLElement} _root @param {App} _app */
export function mount(_root, _app) {}

/** @param {HTMLElement} _root @param {App} _app @param {string} _parameter */
export function show(_root, _app, _parameter) {}
