// @ts-check
/** Fetches a file piece by piece with its progress; a download that broke off goes on where it stood. */

/**
 * @typedef {{received: number, total: number}} Progress
 * @typedef {typeof fetch} Fetch
 */

const ATTEMPTS = 4;

/**
 * @param {string} url
 * @param {{onProgress?: (now: Progress) => void, fetcher?: Fetch, signal?: AbortSignal, waitMs?: number}} [options]
 * @returns {Promise<Blob>} rejects when the server refuses, or cannot be reached for several attempts
 */
export async function download(url, { onProgress = () => undefined, fetcher = fetch.bind(globalThis), signal, waitMs = 1000 } = {}) {
  /** @type {{chunks: Uint8Array<ArrayBuffer>[], received: number, etag: string, type: string}} */
  const so = { chunks: [], received: 0, etag: "", type: "" };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await goOn(url, so, onProgress, fetcher, signal);
    } catch (error) {
      if (attempt >= ATTEMPTS || signal?.aborted || error instanceof Refused) throw error;
      await new Promise((done) => setTimeout(done, waitMs * attempt));
    }
  }
}

/** The server answered, but not with the file. */
export class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/**
 * @param {string} url
 * @param {{chunks: Uint8Array<ArrayBuffer>[], received: number, etag: string, type: string}} so how far it has come
 * @param {(now: Progress) => void} onProgress @param {Fetch} fetcher @param {AbortSignal | undefined} signal
 */
async function goOn(url, so, onProgress, fetcher, signal) {
  const headers = so.received && so.etag ? { Range: `bytes=${so.received}-`, "If-Range": so.etag } : undefined;
  const answer = await fetcher(url, { headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal });
  if (!answer.ok || !answer.body) throw new Refused(answer.status);
  // Another file than before, or a server that knows no ranges: from the beginning.
  if (answer.status !== 206) Object.assign(so, { chunks: [], received: 0 });
  Object.assign(so, { etag: answer.headers.get("ETag") ?? "", type: answer.headers.get("Content-Type") ?? "" });
  const total = so.received + Number(answer.headers.get("Content-Length") ?? 0);
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    so.chunks.push(value);
    so.received += value.length;
    onProgress({ received: so.received, total: Math.max(total, so.received) });
  }
  if (so.received < total) throw new Error("broke off");
  return new Blob(so.chunks, { type: so.type });
}

/** @param {Blob} blob @returns {Promise<string>} lower-case hexadecimal SHA-256 */
export async function sha256Of(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
