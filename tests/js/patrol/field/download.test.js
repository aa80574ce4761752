import "../../house.js";

import assert from "node:assert/strict";
import { test } from "node:test";

const { Refused, download, sha256Of } = await import("patrol/field/download.js");
const { bytesWords, nextAt, spanWords } = await import("patrol/field/spans.js");

const FILE = Uint8Array.from({ length: 1000 }, (_, n) => n % 256);

/** A server whose line breaks after some bytes, as often as said. */
function line({ breaks = 0, after = 400, knowsRanges = true, etag = '"a"' } = {}) {
  const asked = [];
  const fetcher = async (_url, { headers } = {}) => {
    asked.push(headers?.Range ?? "");
    const first = knowsRanges && headers?.Range ? Number(/bytes=(\d+)-/.exec(headers.Range)[1]) : 0;
    const left = FILE.slice(first);
    const broken = asked.length <= breaks;
    let pulls = 0;
    const body = new ReadableStream({
      // An error drops what was not read yet: the line breaks only when more is asked for.
      pull(controller) {
        pulls += 1;
        if (pulls === 1) controller.enqueue(left.slice(0, broken ? after : left.length));
        else if (broken) controller.error(new TypeError("network"));
        else controller.close();
      },
    }, { highWaterMark: 0 });
    return new Response(body, { status: first ? 206 : 200, headers: { "Content-Length": String(left.length), ETag: etag } });
  };
  return { fetcher, asked };
}

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

test("a file comes whole, with its progress", async () => {
  const { fetcher } = line();
  const seen = [];
  const blob = await download("/x", { fetcher, onProgress: (now) => seen.push(now) });
  assert.deepEqual(await bytesOf(blob), FILE);
  assert.deepEqual(seen.at(-1), { received: 1000, total: 1000 });
});

test("a download that broke off goes on where it stood", async () => {
  const { fetcher, asked } = line({ breaks: 2 });
  const blob = await download("/x", { fetcher, waitMs: 0 });
  assert.deepEqual(await bytesOf(blob), FILE);
  assert.deepEqual(asked, ["", "bytes=400-", "bytes=800-"]);
});

test("a server without ranges sends it anew", async () => {
  const { fetcher } = line({ breaks: 1, knowsRanges: false });
  assert.deepEqual(await bytesOf(await download("/x", { fetcher, waitMs: 0 })), FILE);
});

test("after some attempts it is given up, a refusal at once", async () => {
  const { fetcher, asked } = line({ breaks: 99, after: 0 });
  await assert.rejects(download("/x", { fetcher, waitMs: 0 }));
  assert.equal(asked.length, 4);
  let calls = 0;
  await assert.rejects(download("/x", { fetcher: async () => ((calls += 1), new Response("no", { status: 403 })) }), Refused);
  assert.equal(calls, 1);
});

test("a hash names the bytes", async () => {
  assert.equal(await sha256Of(new Blob(["abc"])), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("times and sizes are said as people say them", () => {
  assert.deepEqual([0, 59, 60, 125].map((minutes) => spanWords(minutes * 60_000, "en")), ["0 min", "59 min", "1 hr", "2 hr 5 min"]);
  assert.equal(spanWords(-5 * 60_000, "zh-hans"), "5分钟");
  assert.deepEqual([0, 250_000, 3_400_000, 10_737_400_000].map((bytes) => bytesWords(bytes, "en")), ["1 kB", "250 kB", "3.4 MB", "10.7 GB"]);
});

test("a time that has passed today is meant for tomorrow", () => {
  const now = new Date(2026, 5, 1, 22, 30);
  assert.deepEqual(nextAt("23:00", now), new Date(2026, 5, 1, 23, 0));
  assert.deepEqual(nextAt("01:00", now), new Date(2026, 5, 2, 1, 0));
  assert.equal(nextAt("", now), null);
});
