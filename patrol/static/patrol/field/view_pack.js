// @ts-check
/** Take with me: how large it is first, then with progress; and what lies on the phone, and how old it is. */

import { dropPack, dropUnused, photosOf, takeMap, takePhotos, weighBlobs } from "patrol/field/pack_blobs.js";
import { fetchPack, packFacts, packedSites, storePack } from "patrol/field/pack.js";
import { bytesWords } from "patrol/field/spans.js";
import { agoWords, language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/pack.js").Pack} Pack
 */

/** What a picture on the screen's size weighs, as a guess before it is fetched. */
const PHOTO_BYTES = 250_000;
/** @type {Pack | null} */
let offered = null;
/** @type {AbortController | null} */
let running = null;

/** @param {HTMLElement} root @param {App} app */
export function mount(root, app) {
  const on = (/** @type {string} */ name, /** @type {() => Promise<unknown>} */ act) => {
    need(root, `[data-${name}]`, HTMLButtonElement).addEventListener("click", () => void act());
  };
  on("ask", () => ask(root, app));
  on("take", () => take(root, app));
  on("stop", async () => running?.abort());
  on("drop", async () => {
    if (app.person) await dropPack(app.person.id);
    await show(root, app);
  });
}

/** @param {HTMLElement} root @param {App} app */
export async function show(root, app) {
  part(root, "nobody").hidden = app.person !== null;
  part(root, "ask-box").hidden = app.person === null;
  if (!running) part(root, "offer").hidden = offered === null;
  await showKept(root, app);
}

/** @param {HTMLElement} root @param {App} app */
async function ask(root, app) {
  if (!app.person) return;
  const button = need(root, "[data-ask]", HTMLButtonElement);
  button.disabled = true;
  const { pack } = await fetchPack();
  button.disabled = false;
  offered = pack;
  part(root, "trouble").hidden = pack !== null;
  part(root, "offer").hidden = pack === null;
  part(root, "done").hidden = true;
  if (pack) await showOffer(root, pack);
}

/** @param {HTMLElement} root @param {Pack} pack */
async function showOffer(root, pack) {
  const photos = photosOf(pack).length;
  const map = pack.map?.bytes ?? 0;
  part(root, "sites").textContent = say("pack-sites", { count: pack.sites.length });
  part(root, "photos").textContent = photos ? say("pack-photos", { count: photos, size: bytesWords(photos * PHOTO_BYTES, language()) }) : say("pack-no-photos");
  part(root, "map").textContent = map ? say("pack-map", { size: bytesWords(map, language()) }) : say("pack-no-map");
  part(root, "total").textContent = bytesWords(map + photos * PHOTO_BYTES, language());
  const room = await navigator.storage?.estimate?.().catch(() => null);
  const free = room?.quota ? room.quota - (room.usage ?? 0) : 0;
  part(root, "room").textContent = free ? say("pack-room", { size: bytesWords(free, language()) }) : "";
}

/** @param {HTMLElement} root @param {App} app */
async function take(root, app) {
  const pack = offered;
  if (!pack || running) return;
  running = new AbortController();
  const { signal } = running;
  busy(root, true);
  let words = say("pack-done");
  try {
    await storePack(pack);
    await takeMap(pack, (received, total) => progress(root, "map", received, total), signal);
    const failed = await takePhotos(pack, (done, total) => progress(root, "photos", done, total), signal);
    if (failed) words = say("pack-photos-failed", { count: failed });
    await dropUnused();
  } catch (error) {
    words = error instanceof DOMException && error.name === "QuotaExceededError" ? say("pack-full") : signal.aborted ? say("pack-stopped") : say("pack-failed");
  }
  running = null;
  offered = null;
  busy(root, false);
  part(root, "offer").hidden = true;
  part(root, "done").hidden = false;
  part(root, "done").textContent = words;
  await showKept(root, app);
}

/** @param {HTMLElement} root @param {boolean} isBusy */
function busy(root, isBusy) {
  part(root, "progress").hidden = !isBusy;
  part(root, "stop").hidden = !isBusy;
  need(root, "[data-take]", HTMLButtonElement).disabled = isBusy;
  for (const name of ["map", "photos"]) progress(root, name, 0, 1);
}

/** @param {HTMLElement} root @param {string} name @param {number} done @param {number} total */
function progress(root, name, done, total) {
  const bar = need(root, `[data-bar=${name}]`, HTMLProgressElement);
  bar.max = total || 1;
  bar.value = done;
}

/** @param {HTMLElement} root @param {App} app */
async function showKept(root, app) {
  const facts = app.person ? await packFacts(app.person.id) : null;
  part(root, "kept").hidden = !facts;
  if (!facts || !app.person) return;
  const { photos, photoBytes, mapBytes } = await weighBlobs();
  const sites = await packedSites(app.person.id);
  const isStale = facts.stale_after !== null && Date.parse(facts.stale_after) < Date.now();
  part(root, "age").textContent = say("pack-age", { age: agoWords(facts.made_at) });
  part(root, "stale").hidden = !isStale;
  part(root, "kept-sites").textContent = say("pack-sites", { count: sites.length });
  part(root, "kept-photos").textContent = photos ? say("pack-photos-kept", { count: photos, size: bytesWords(photoBytes, language()) }) : say("pack-no-photos");
  part(root, "kept-map").textContent = mapBytes ? say("pack-map", { size: bytesWords(mapBytes, language()) }) : say("pack-no-map");
}

/** @param {HTMLElement} root @param {string} name */
function part(root, name) {
  return need(root, `[data-${name}]`, HTMLElement);
}
