// @ts-check
/**
 * The part of XPath that questions of a campaign may use; the twin of patrol/logic/expressions.py, held to the same
 * answers by tests/patrol/logic/expression_cases.json. The server takes no form with an expression this cannot read.
 */

import { FUNCTIONS } from "patrol/field/xpath_functions.js";
import { compare, compute, isTrue, numberOf } from "patrol/field/xpath_values.js";

/**
 * @typedef {import("patrol/field/xpath_values.js").Value} Value
 * @typedef {["number", number] | ["text", string] | ["ref", string] | ["own"] | ["minus", any] | ["call", string, ...any[]] | [string, any, any]} Node
 * @typedef {{value: (name: string) => string, own: string, today: string}} Scope
 * @typedef {{kind: string, text: string}} Token
 */

const TOKEN =
  /[ \t\n\r\f\v]*(?:(?<number>\d+(?:\.\d*)?|\.\d+)|(?<text>"[^"]*"|'[^']*')|\$\{[ \t\n\r\f\v]*(?<ref>[\w.-]+)[ \t\n\r\f\v]*\}|(?<name>[A-Za-z_][\w.-]*(?::[\w.-]+)?)|(?<sign><=|>=|!=|\/\/|\.\.|::|[-+*=<>(),.|/@[\]]))/y;
const LEVELS = [["or"], ["and"], ["=", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "div", "mod"]];

/** @type {Map<string, Node>} */
const parsed = new Map();

/** @param {string} text @returns {Node} throws where the expression is none of ours */
export function parse(text) {
  const known = parsed.get(text);
  if (known) return known;
  const state = { tokens: tokens(text), at: 0 };
  const node = level(state, 0);
  if (state.at < state.tokens.length) throw new Error(`not understood: ${text}`);
  parsed.set(text, node);
  return node;
}

/** @param {Node} node @param {Scope} scope @returns {Value} */
export function evaluate(node, scope) {
  const [kind, ...parts] = /** @type {[string, ...any[]]} */ (node);
  switch (kind) {
    case "number":
    case "text":
      return parts[0];
    case "ref":
      return scope.value(parts[0]);
    case "own":
      return scope.own;
    case "minus":
      return -numberOf(evaluate(parts[0], scope));
    case "call":
      return call(parts[0]).run(scope.today, parts.slice(1).map((part) => evaluate(part, scope)));
    default:
      return apply(kind, evaluate(parts[0], scope), evaluate(parts[1], scope));
  }
}

/** @param {string} text @param {Scope} scope @returns {boolean} */
export function holds(text, scope) {
  return isTrue(evaluate(parse(text), scope));
}

/** @param {string} sign @param {Value} left @param {Value} right @returns {Value} */
function apply(sign, left, right) {
  if (sign === "or") return isTrue(left) || isTrue(right);
  if (sign === "and") return isTrue(left) && isTrue(right);
  return ["=", "!=", "<", "<=", ">", ">="].includes(sign) ? compare(sign, left, right) : compute(sign, left, right);
}

/** @param {string} text @returns {Token[]} */
function tokens(text) {
  /** @type {Token[]} */
  const found = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (/[^ \t\n\r\f\v]/.test(text.slice(at))) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new Error(`not understood: ${text.slice(at)}`);
    at = TOKEN.lastIndex;
    const [kind = "", said = ""] = Object.entries(groups).find(([, value]) => value !== undefined) ?? [];
    found.push({ kind, text: said });
  }
  return found;
}

/** @typedef {{tokens: Token[], at: number}} State */

/** @param {State} state @param {number} rank @returns {Node} */
function level(state, rank) {
  const signs = LEVELS[rank];
  if (!signs) return unary(state);
  let node = level(state, rank + 1);
  for (let token = peek(state); token && isOneOf(token, signs); token = peek(state)) {
    state.at += 1;
    node = [token.text, node, level(state, rank + 1)];
  }
  return node;
}

/** @param {Token} token @param {string[]} signs */
function isOneOf(token, signs) {
  return (token.kind === "name" || token.kind === "sign") && signs.includes(token.text);
}

/** @param {State} state @returns {Node} */
function unary(state) {
  if (takes(state, "-")) return ["minus", unary(state)];
  const token = next(state);
  if (token.kind === "number") return ["number", Number(token.text)];
  if (token.kind === "text") return ["text", token.text.slice(1, -1)];
  if (token.kind === "ref") return ["ref", token.text];
  if (token.kind === "sign" && token.text === ".") return ["own"];
  if (token.kind === "sign" && token.text === "(") {
    const node = level(state, 0);
    expect(state, ")");
    return node;
  }
  if (token.kind === "name" && takes(state, "(")) return ["call", token.text, ...values(state, token.text)];
  throw new Error(`not understood: ${token.text}`);
}

/** @param {State} state @param {string} name @returns {Node[]} */
function values(state, name) {
  call(name);
  /** @type {Node[]} */
  const parts = [];
  while (!takes(state, ")")) {
    if (parts.length) expect(state, ",");
    parts.push(level(state, 0));
  }
  return parts;
}

/** @param {string} name */
function call(name) {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) throw new Error(`no such function: ${name}`);
  return found;
}

/** @param {State} state @returns {Token | undefined} */
function peek(state) {
  return state.tokens[state.at];
}

/** @param {State} state @returns {Token} */
function next(state) {
  const token = peek(state);
  if (!token) throw new Error("the expression ends too soon");
  state.at += 1;
  return token;
}

/** @param {State} state @param {string} sign @returns {boolean} */
function takes(state, sign) {
  const token = peek(state);
  if (token?.kind !== "sign" || token.text !== sign) return false;
  state.at += 1;
  return true;
}

/** @param {State} state @param {string} sign */
function expect(state, sign) {
  if (!takes(state, sign)) throw new Error(`expected ${sign}`);
}
