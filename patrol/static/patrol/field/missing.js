// @ts-check
/** What a report still lacks, by the server's own table (patrol/logic/report_rules.json); the twin of patrol/logic/report.py. */

/**
 * @typedef {{code: string, kind: "present" | "positive" | "answered" | "count" | "each", of: string, after?: string[], for?: string[],
 *   where?: Record<string, unknown>, distinct?: string, at_least?: number, field?: string,
 *   when?: {field: string, at_least: number}}} Rule
 * @typedef {{code: string, path: string}} Missing
 * @typedef {Record<string, any>} Values
 */

/**
 * @param {Values} report as far as it is filled in
 * @param {readonly string[]} coreQuestions codes every visit must answer
 * @param {readonly Rule[]} rules
 * @returns {Missing[]} in the order of the form; empty when the report can be sent
 */
export function missingParts(report, coreQuestions, rules) {
  /** @type {Missing[]} */
  const found = [];
  for (const rule of rules) {
    const after = rule.after ?? [];
    if (rule.for && !rule.for.includes(report.kind ?? "full")) continue;
    if (found.some((missing) => after.includes(missing.code))) continue;
    found.push(...CHECKS[rule.kind](rule, report, coreQuestions).map((path) => ({ code: rule.code, path })));
  }
  return found;
}

/** @type {Record<Rule["kind"], (rule: Rule, report: Values, coreQuestions: readonly string[]) => string[]>} */
const CHECKS = {
  present: (rule, report) => (isPresent(at(report, rule.of)) ? [] : [rule.of]),
  positive: (rule, report) => {
    const number = at(report, rule.of);
    return Number.isFinite(number) && number > 0 ? [] : [rule.of];
  },
  answered: (rule, report, coreQuestions) => {
    const answers = at(report, rule.of) ?? {};
    return coreQuestions.filter((code) => !isPresent(answers[code])).map((code) => `${rule.of}.${code}`);
  },
  count: (rule, report) => {
    const wanted = Object.entries(rule.where ?? {});
    const items = list(report, rule.of).filter((item) => wanted.every(([key, value]) => item[key] === value));
    const { distinct } = rule;
    const count = distinct ? new Set(items.map((item) => item[distinct])).size : items.length;
    return count >= (rule.at_least ?? 1) ? [] : [rule.of];
  },
  each: (rule, report) =>
    list(report, rule.of).flatMap((item, index) =>
      isAsked(rule, item) && !isPresent(item[rule.field ?? ""]) ? [`${rule.of}.${index}.${rule.field}`] : [],
    ),
};

/** @param {Rule} rule @param {Values} item */
function isAsked(rule, item) {
  if (!rule.when) return true;
  const value = item[rule.when.field];
  return value !== null && value !== undefined && value >= rule.when.at_least;
}

/** @param {Values} report @param {string} path @returns {Values[]} */
function list(report, path) {
  return at(report, path) ?? [];
}

/** @param {Values} values @param {string} path @returns {any} */
function at(values, path) {
  return path.split(".").reduce((/** @type {any} */ found, name) => found?.[name], values);
}

/** @param {unknown} value */
function isPresent(value) {
  return typeof value === "string" ? value.trim() !== "" : value !== null && value !== undefined;
}
