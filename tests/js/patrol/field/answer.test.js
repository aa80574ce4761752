import assert from "node:assert/strict";
import { test } from "node:test";

import { readAnswer } from "../../../../patrol/static/patrol/field/answer.js";

const JSON_TYPE = "application/json";
const read = (status, type, text = "", more = {}) => readAnswer(status, new Headers({ "Content-Type": type, ...more }), text, Date.parse("2031-01-01T00:00:00Z"));

const cases = [
  ["a receipt", 201, JSON_TYPE, '{"id":"a"}', "ok"],
  ["a hotel's page in our place", 200, "text/html", "<html>", "portal"],
  ["a hotel's page that says it is JSON", 200, JSON_TYPE, "<html>", "portal"],
  ["a hotel's page that forbids", 403, "text/html", "<html>", "portal"],
  ["a redirection", 302, "text/html", "", "portal"],
  ["an ended session", 401, "application/problem+json", '{"code":"not_authenticated"}', "signed-out"],
  ["an old token", 403, "application/problem+json", '{"code":"permission_denied"}', "signed-out"],
  ["a right that is lacking", 403, "application/problem+json", '{"code":"not_allowed"}', "refused"],
  ["a server that fails", 500, "text/html", "<h1>Server Error</h1>", "busy"],
  ["a server that is busy", 503, "text/plain", "", "busy"],
  ["too many questions", 429, "application/problem+json", "{}", "busy"],
  ["too large, said by the proxy", 413, "text/html", "<html>", "refused"],
  ["an incomplete report", 422, "application/problem+json", '{"code":"report_incomplete"}', "refused"],
];
for (const [name, status, type, text, kind] of cases) test(`${name}: ${kind}`, () => assert.equal(read(status, type, text).kind, kind));

test("Retry-After in seconds", () => assert.equal(read(429, JSON_TYPE, "{}", { "Retry-After": "90" }).retryAfterS, 90));

test("Retry-After as a moment counts by the server's clock, not by a phone years ahead", () => {
  const answer = read(503, JSON_TYPE, "{}", { Date: "Mon, 01 Jun 2026 04:00:00 GMT", "Retry-After": "Mon, 01 Jun 2026 04:02:00 GMT" });
  assert.deepEqual([answer.retryAfterS, answer.serverAt], [120, "2026-06-01T04:00:00.000Z"]);
});

test("no or an odd Retry-After asks for nothing", () => {
  assert.equal(read(503, JSON_TYPE, "{}").retryAfterS, null);
  assert.equal(read(503, JSON_TYPE, "{}", { "Retry-After": "soon" }).retryAfterS, null);
});
