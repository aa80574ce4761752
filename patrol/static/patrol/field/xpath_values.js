// @ts-check
/** Text, numbers and truths of expressions; the twin of patrol/logic/expression_values.py. */

/** @typedef {string | number | boolean} Value */

export const SPACE = " \t\n\r\f\v";
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY_MS = 86_400_000;

/** @param {Value} value @returns {number} dates as days since 1970 */
export function numberOf(value) {
  if (typeof value !== "string") return Number(value);
  const text = trim(value);
  if (NUMBER.test(text)) return Number(text);
  return daysOf(text) ?? NaN;
}

/** @param {Value} value @returns {string} */
export function textOf(value) {
  if (typeof value !== "number") return String(value);
  if (!Number.isFinite(value)) return String(value);
  return value === 0 ? "0" : plain(String(value));
}

/** @param {Value} value @returns {boolean} */
export function isTrue(value) {
  return Boolean(value);
}

/** @param {string} text @returns {number | null} the days since 1970 of a date "YYYY-MM-DD" */
export function daysOf(text) {
  const [, year = "", month = "", day = ""] = DATE.exec(text) ?? [];
  if (!year || year === "0000") return null;
  const moment = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // The 31st of a short month is none.
  return Number.isNaN(moment.getTime()) || moment.getUTCDate() !== Number(day) ? null : moment.getTime() / DAY_MS;
}

/** @param {string} text @returns {string} */
export function trim(text) {
  return text.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, "");
}

/** @param {string} sign @param {Value} left @param {Value} right @returns {boolean} */
export function compare(sign, left, right) {
  if (sign === "=" || sign === "!=") return same(left, right) === (sign === "=");
  const a = numberOf(left);
  const b = numberOf(right);
  if (sign === "<") return a < b;
  if (sign === "<=") return a <= b;
  return sign === ">" ? a > b : a >= b;
}

/** @param {string} sign @param {Value} left @param {Value} right @returns {number} */
export function compute(sign, left, right) {
  const a = numberOf(left);
  const b = numberOf(right);
  if (sign === "+") return a + b;
  if (sign === "-") return a - b;
  if (sign === "*") return a * b;
  return sign === "div" ? a / b : a % b;
}

/** @param {Value} left @param {Value} right */
function same(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return isTrue(left) === isTrue(right);
  if (typeof left === "number" || typeof right === "number") return numberOf(left) === numberOf(right);
  return left === right;
}

/** @param {string} text a number, maybe with an exponent @returns {string} the same without */
function plain(text) {
  const [, sign = "", whole = "", part = "", power = ""] = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ?? [];
  if (!power) return text;
  const digits = whole + part;
  const at = whole.length + Number(power);
  if (at <= 0) return `${sign}0.${"0".repeat(-at)}${digits}`;
  return at >= digits.length ? sign + digits.padEnd(at, "0") : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`;
}
