/** A small real server that speaks the contract of docs/api-report.md over HTTP; its faults can be ordered. */

import { createHash } from "node:crypto";
import { createServer } from "node:http";

/** Start it; `faults` holds functions (request) → {status, headers, text} | "drop" | undefined, asked in turn, each gone when it answered. */
export async function startIntake(person) {
  const state = { person, reports: new Map(), faults: [], log: [], receiptOf: (report) => receipt(report) };
  const server = createServer((request, response) => void serve(state, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { state, url, stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) };
}

async function serve(state, request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  state.log.push(`${request.method} ${request.url}`);
  for (const [index, fault] of state.faults.entries()) {
    const said = fault(request);
    if (!said) continue;
    state.faults.splice(index, 1);
    if (said === "drop") return void request.socket.destroy();
    return void response.writeHead(said.status, said.headers ?? { "Content-Type": "text/html" }).end(said.text ?? "");
  }
  const [status, value] = answer(state, request, body);
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

function answer(state, request, body) {
  if (!state.person) return [401, { code: "not_authenticated" }];
  if (request.url === "/api/v1/me") return [200, { id: state.person, name: "沈" }];
  if (request.url === "/api/v1/reports/status") return fates(state, JSON.parse(body));
  const [, id, , sha256] = /^\/api\/v1\/reports\/([^/]+)(\/photos\/([^/]+))?$/.exec(request.url) ?? [];
  if (sha256) return photo(state, request, state.reports.get(id), sha256, body);
  if (request.method === "PUT") return take(state, id, JSON.parse(body));
  return state.reports.has(id) ? [200, state.receiptOf(state.reports.get(id))] : [404, { code: "not_found" }];
}

function take(state, id, said) {
  const known = state.reports.get(id);
  if (known) return JSON.stringify(known.said.report) === JSON.stringify(said.report) ? [200, state.receiptOf(known)] : [409, { code: "report_conflict" }];
  const photos = said.report.photos.map(({ sha256, role }, position) => ({ position, role, sha256, state: "awaited", bytes: Buffer.alloc(0), size: null }));
  state.reports.set(id, { id, said, photos });
  return [201, state.receiptOf(state.reports.get(id))];
}

function photo(state, request, report, sha256, body) {
  const one = report?.photos.find((each) => each.sha256 === sha256);
  if (!report) return [404, { code: "not_found" }];
  if (!one) return [404, { code: "photo_not_named" }];
  if (request.method === "GET" || one.state === "received") return [200, standing(one)];
  const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers["content-range"]).map(Number);
  if (start !== one.bytes.length) return [409, { code: "chunk_out_of_order", received_bytes: one.bytes.length }];
  if (end - start + 1 !== body.length) return [400, { code: "report_unreadable" }];
  one.bytes = Buffer.concat([one.bytes, body]);
  one.size = size;
  if (one.bytes.length < size) return (one.state = "partial"), [200, standing(one)];
  if (createHash("sha256").update(one.bytes).digest("hex") !== sha256) {
    one.bytes = Buffer.alloc(0);
    one.state = "awaited";
    return [400, { code: "photo_hash_mismatch" }];
  }
  one.state = "received";
  return [201, standing(one)];
}

function fates(state, { ids }) {
  for (const id of ids) for (const one of state.reports.get(id)?.photos ?? []) if (one.state === "received") one.state = "verified";
  return [200, { results: ids.filter((id) => state.reports.has(id)).map((id) => state.receiptOf(state.reports.get(id))), unknown: ids.filter((id) => !state.reports.has(id)) }];
}

function receipt({ id, photos }) {
  const listed = photos.map(({ position, role, sha256, state }) => ({ position, role, sha256, state, error: null }));
  return { id, is_complete: listed.every((one) => ["received", "verified", "unreadable"].includes(one.state)), photos: listed, status: "pending", irregularities: [] };
}

function standing({ sha256, state, bytes, size }) {
  return { sha256, state, received_bytes: bytes.length, size };
}
