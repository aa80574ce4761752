// @ts-check
/**
 * The service worker: keeps the app's shell on the phone, and nothing private. The server writes `self.SHELL` before this text.
 * It never touches the phone's database: reports wait there, whatever becomes of the shell.
 */

/** @typedef {{version: string, page: string, parts: Record<string, string>, later: Record<string, string>}} Shell */

const worker = /** @type {any} */ (self);
/** @type {Shell} */
const SHELL = worker.SHELL;
const PREFIX = "field-shell-";
const NAME = PREFIX + SHELL.version;
const SEND = "send-queue";

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (/** @type {any} */ event) => answer(event));
worker.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === SEND) event.waitUntil(tellPages(SEND));
});
worker.addEventListener("message", (/** @type {any} */ { data, waitUntil }) => {
  if (data === "take-over") worker.skipWaiting();
  if (data === "complete") void takeLater();
});

/** Everything or nothing: a part that is not what the list says (a portal's page, a half-finished deployment) ends the attempt. */
async function install() {
  const cache = await caches.open(NAME);
  await takePage(cache);
  await Promise.all(Object.entries(SHELL.parts).map(([address, sha256]) => take(cache, address, sha256)));
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The map's parts: large, and not needed to report. */
async function takeLater() {
  const cache = await caches.open(NAME);
  for (const [address, sha256] of Object.entries(SHELL.later)) {
    if (!(await cache.match(address))) await take(cache, address, sha256).catch(() => undefined);
  }
}

/** @param {Cache} cache @param {string} address @param {string} sha256 */
async function take(cache, address, sha256) {
  const kept = await caches.match(address, { ignoreVary: true });
  if (kept && (await hashOf(kept.clone())) === sha256) return cache.put(address, kept);
  const fresh = await fetch(address, { cache: "no-cache", credentials: "same-origin", redirect: "error" });
  if (!fresh.ok || (await hashOf(fresh.clone())) !== sha256) throw new Error(`not the part expected: ${address}`);
  return cache.put(address, fresh);
}

/** The page itself, in the language of the person; only one of this very version fits the parts. @param {Cache} cache */
async function takePage(cache) {
  const fresh = await fetch(SHELL.page, { cache: "no-cache", credentials: "same-origin", redirect: "error" });
  if (!fresh.ok || fresh.headers.get("X-Shell-Version") !== SHELL.version) throw new Error("not the page expected");
  await cache.put(SHELL.page, fresh);
}

/** @param {Response} response @returns {Promise<string>} */
async function hashOf(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {any} event */
function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === SHELL.page) event.respondWith(shellPage(event));
    else event.respondWith(fetch(request).catch((error) => fallback(error)));
  } else if (url.pathname in SHELL.parts || url.pathname in SHELL.later) {
    event.respondWith(part(event, url.pathname));
  }
  // Everything else, the API above all, goes to the network and is kept nowhere.
}

/** From the phone at once; meanwhile look whether the person reads another language now. @param {any} event */
async function shellPage(event) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(SHELL.page, { ignoreVary: true });
  if (!kept) return fetch(event.request);
  event.waitUntil(takePage(cache).catch(() => undefined));
  return kept;
}

/** Other pages of the site always get what the server has now; the app gets the parts of its own version. @param {any} event @param {string} address */
async function part(event, address) {
  const client = event.clientId ? await worker.clients.get(event.clientId) : undefined;
  const isApp = !client || new URL(client.url).pathname === SHELL.page;
  const kept = await (await caches.open(NAME)).match(address, { ignoreVary: true });
  if (isApp && kept) return kept;
  return fetch(event.request).catch((error) => {
    if (kept) return kept;
    throw error;
  });
}

/** A page of the site without a network: the app stands in, since that is what works. @param {unknown} error */
async function fallback(error) {
  const kept = await (await caches.open(NAME)).match(SHELL.page, { ignoreVary: true });
  if (!kept) throw error;
  return Response.redirect(SHELL.page);
}

/** @param {string} what */
async function tellPages(what) {
  const pages = await worker.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage(what);
}
