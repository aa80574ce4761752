import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { missingParts } from "../../../../patrol/static/patrol/field/missing.js";

const root = new URL("../../../../", import.meta.url);
const { rules } = JSON.parse(readFileSync(new URL("patrol/logic/report_rules.json", root), "utf-8"));
const table = JSON.parse(readFileSync(new URL("tests/patrol/logic/report_cases.json", root), "utf-8"));

// The same cases as tests/patrol/logic/test_report.py asks of the server.
for (const { name, change, missing } of table.cases) {
  test(`missing parts: ${name}`, () => {
    const found = missingParts({ ...table.complete, ...change }, table.core_questions, rules);
    assert.deepEqual(found.map(({ code, path }) => [code, path]), missing);
  });
}

test("missing parts of an accuracy that is no number", () => {
  const report = { ...table.complete, fix: { longitude: 1, latitude: 1, accuracy_m: Number.NaN } };
  assert.deepEqual(missingParts(report, table.core_questions, rules), [{ code: "accuracy_missing", path: "fix.accuracy_m" }]);
});
