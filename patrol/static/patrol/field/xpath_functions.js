// @ts-check
/** The functions that expressions may call; the twin of patrol/logic/expression_functions.py. */

import { daysOf, isTrue, numberOf, textOf, trim } from "patrol/field/xpath_values.js";

/**
 * @typedef {import("patrol/field/xpath_values.js").Value} Value
 * @typedef {{run: (today: string, said: Value[]) => Value}} Called
 */

const LONGEST_MATCHED = 100;
/** Python's white space under re.ASCII; JavaScript's own knows more. */
const SPACES = " \\t\\n\\r\\f\\v";

/** @param {string} text @returns {string[]} the names chosen in the answer to a question with several choices */
export function wordsOf(text) {
  return text.split(/[ \t\n\r\f\v]+/).filter(Boolean);
}

/** @param {(said: Value[]) => Value} run @returns {Called} */
const of = (run) => ({ run: (_today, said) => run(said) });

/** @param {Value[]} said @param {number} at @returns {Value} */
const nth = (said, at) => said[at] ?? "";

/** @type {Record<string, Called>} */
export const FUNCTIONS = {
  true: of(() => true),
  false: of(() => false),
  not: of((said) => !isTrue(nth(said, 0))),
  boolean: of((said) => isTrue(nth(said, 0))),
  number: of((said) => numberOf(nth(said, 0))),
  string: of((said) => textOf(nth(said, 0))),
  if: of((said) => (isTrue(nth(said, 0)) ? nth(said, 1) : nth(said, 2))),
  coalesce: of((said) => (textOf(nth(said, 0)) ? nth(said, 0) : nth(said, 1))),
  selected: of((said) => wordsOf(textOf(nth(said, 0))).includes(trim(textOf(nth(said, 1))))),
  "selected-at": of(selectedAt),
  "count-selected": of((said) => wordsOf(textOf(nth(said, 0))).length),
  "string-length": of((said) => [...textOf(nth(said, 0))].length),
  concat: of((said) => said.map(textOf).join("")),
  contains: of((said) => textOf(nth(said, 0)).includes(textOf(nth(said, 1)))),
  "starts-with": of((said) => textOf(nth(said, 0)).startsWith(textOf(nth(said, 1)))),
  "ends-with": of((said) => textOf(nth(said, 0)).endsWith(textOf(nth(said, 1)))),
  substr: of(substr),
  regex: of(matches),
  int: of((said) => Math.trunc(numberOf(nth(said, 0)))),
  round: of(round),
  abs: of((said) => Math.abs(numberOf(nth(said, 0)))),
  min: of((said) => Math.min(...said.map(numberOf))),
  max: of((said) => Math.max(...said.map(numberOf))),
  today: { run: (today) => today },
  date: of((said) => (daysOf(trim(textOf(nth(said, 0)))) === null ? "" : trim(textOf(nth(said, 0))))),
};

/** @param {Value[]} said */
function selectedAt(said) {
  const at = numberOf(nth(said, 1));
  return at >= 0 ? (wordsOf(textOf(nth(said, 0)))[Math.trunc(at)] ?? "") : "";
}

/** @param {Value[]} said */
function substr(said) {
  const text = [...textOf(nth(said, 0))];
  const [start, end] = [numberOf(nth(said, 1)), said.length > 2 ? numberOf(nth(said, 2)) : text.length];
  if (Number.isNaN(start) || Number.isNaN(end)) return "";
  const [first, last] = [start, end].map((at) => Math.trunc(Math.max(0, Math.min(at, text.length))));
  return text.slice(first, last).join("");
}

/** @param {Value[]} said */
function round(said) {
  const value = numberOf(nth(said, 0));
  const digits = said.length > 1 ? numberOf(nth(said, 1)) : 0;
  if (Number.isNaN(digits)) return NaN;
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** Math.trunc(Math.max(0, Math.min(digits, 10)));
  const scaled = value * scale + 0.5;
  return Number.isFinite(scaled) ? Math.floor(scaled) / scale : value;
}

/** @param {Value[]} said */
function matches(said) {
  const text = textOf(nth(said, 0));
  return [...text].length <= LONGEST_MATCHED && compiled(textOf(nth(said, 1))).test(text);
}

/** @type {Map<string, RegExp>} */
const patterns = new Map();

/** @param {string} pattern @returns {RegExp} meaning what Python's `re.fullmatch` under re.ASCII does */
function compiled(pattern) {
  const known = patterns.get(pattern);
  if (known) return known;
  const made = new RegExp(`^(?:${asHere(pattern)})$`, "u");
  patterns.set(pattern, made);
  return made;
}

/** @param {string} pattern @returns {string} with Python's white space, and its point that stops at line ends alone */
function asHere(pattern) {
  return pattern.replace(/\\(.)|\[\^?(?:\\.|[^\\\]])+\]|\./gsu, (part, escaped) => {
    if (part === ".") return "[^\\n]";
    if (part.startsWith("[")) return part.replace(/\\s/g, SPACES);
    if (escaped === "s") return `[${SPACES}]`;
    return escaped === "S" ? `[^${SPACES}]` : part;
  });
}
