import "../../house.js";

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { Filling } = await import("patrol/field/questions_state.js");
const { evaluate, parse } = await import("patrol/field/xpath.js");
const { textOf } = await import("patrol/field/xpath_values.js");

// The same cases as tests/patrol/logic/test_expressions.py asks of the server.
const table = JSON.parse(readFileSync(new URL("../../../patrol/logic/expression_cases.json", import.meta.url), "utf-8"));
const scope = { value: (/** @type {string} */ name) => table.answers[name] ?? "", own: table.own, today: table.today };

for (const [expression, said] of table.cases) {
  test(`expression: ${expression}`, () => {
    assert.equal(textOf(evaluate(parse(expression), scope)), said);
  });
}

for (const expression of table.not_understood) {
  test(`not understood: ${expression}`, () => {
    assert.throws(() => parse(expression));
  });
}

for (const { name, form, fillings } of table.forms) {
  for (const [answers, troubles] of fillings) {
    test(`${name}: ${JSON.stringify(answers)}`, () => {
      const found = new Filling(form, answers, table.today).troubles();
      assert.deepEqual(found.map((one) => [one.name, one.code]), troubles);
    });
  }
}

test("only answers to questions that are asked are sent", () => {
  const [{ form }] = table.forms;
  const filling = new Filling(form, { crowd: "no", count: "5", depth: "", zeta: "1" }, table.today);
  assert.deepEqual(filling.answersToSend(), { crowd: "no" });
});
