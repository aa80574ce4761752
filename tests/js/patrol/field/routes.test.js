import assert from "node:assert/strict";
import { test } from "node:test";

import { routeOf } from "../../../../patrol/static/patrol/field/routes.js";

test("a hash names a view and its parameter", () => {
  assert.deepEqual(routeOf("#/site/0190-a"), { name: "site", parameter: "0190-a" });
  assert.deepEqual(routeOf("#/report/0190-a/unchanged"), { name: "report", parameter: "0190-a/unchanged" });
  assert.deepEqual(routeOf("#/queue"), { name: "queue", parameter: "" });
});

for (const hash of ["", "#", "#main", "#/nowhere", "#/__proto__/x", "#/constructor"]) {
  test(`no view is called ${hash || "nothing"}: the first is shown`, () => assert.deepEqual(routeOf(hash), { name: "visits", parameter: "" }));
}

test("a parameter that is no address is taken as it stands", () => assert.equal(routeOf("#/site/%E0%A4%A").parameter, "%E0%A4%A"));
