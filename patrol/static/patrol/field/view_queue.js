// @ts-check
/** Where each report stands: kept → sent → received → verified; and the ways out when one does not move. */

import { recall } from "patrol/field/db.js";
import { download, exportQueue } from "patrol/field/export_queue.js";
import { STATES, isLate } from "patrol/field/queue_state.js";
import { CHANNEL, entriesOf } from "patrol/field/queue_store.js";
import { wakeSender } from "patrol/field/sending_now.js";
import { copyOf, language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/queue_state.js").Entry} Entry
 */

const WRONG_CLOCK_MS = 5 * 60_000;
/** Said in the app's own words; other refusals come with the server's sentence. */
const OWN_WORDS = new Set(["unproven", "photo_lost", "report_conflict", "500"]);

/** @param {HTMLElement} root @param {App} app */
export function mount(root, app) {
  need(root, "[data-send-all]", HTMLButtonElement).addEventListener("click", () => wakeSender(true));
  need(root, "[data-export]", HTMLButtonElement).addEventListener("click", () => void exportNow(root, app));
  new BroadcastChannel(CHANNEL).addEventListener("message", () => {
    if (!root.hidden) void show(root, app);
  });
}

/** @param {HTMLElement} root @param {App} app */
export async function show(root, app) {
  const entries = app.person ? await entriesOf(app.person.id) : [];
  const offset = (await recall("clock_offset_ms")) ?? null;
  const now = Date.now();
  need(root, "[data-list]", HTMLElement).replaceChildren(...entries.map((entry) => card(entry, isLate(entry, now, offset))));
  need(root, "[data-empty]", HTMLElement).hidden = entries.length > 0;
  const waiting = entries.filter((entry) => !entry.is_forgotten);
  for (const name of ["[data-send-all]", "[data-export-box]"]) need(root, name, HTMLElement).hidden = waiting.length === 0;
  need(root, "[data-late]", HTMLElement).hidden = !entries.some((entry) => isLate(entry, now, offset));
  const clock = need(root, "[data-clock]", HTMLElement);
  clock.hidden = offset === null || Math.abs(offset) < WRONG_CLOCK_MS;
  if (!clock.hidden) need(clock, ".notice-body", HTMLElement).textContent = say("wrong-clock", { span: spanWords(Math.abs(offset)) });
  await showPause(root);
  await showSafety(root);
}

/** @param {Entry} entry @param {boolean} isLateNow */
function card(entry, isLateNow) {
  const item = copyOf("queue-card");
  item.dataset.entry = entry.id;
  item.dataset.state = entry.state;
  const name = need(item, "[data-name]", HTMLElement);
  name.textContent = entry.site.name;
  need(item, "[data-when]", HTMLElement).textContent = new Date(entry.report.finished_at ?? entry.kept_at).toLocaleString(language(), { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  need(item, "[data-late-chip]", HTMLElement).hidden = !isLateNow;
  showSteps(item, entry);
  showPhotos(item, entry);
  const trouble = need(item, "[data-trouble]", HTMLElement);
  trouble.hidden = !entry.trouble;
  if (entry.trouble) need(trouble, ".notice-body", HTMLElement).textContent = troubleWords(entry.trouble);
  const receipt = need(item, "[data-receipt]", HTMLAnchorElement);
  receipt.hidden = !entry.receipt;
  receipt.href = `/field/reports/${entry.id}/`;
  return item;
}

/** @param {HTMLElement} item @param {Entry} entry */
function showSteps(item, { state }) {
  const reached = STATES.indexOf(state);
  item.querySelectorAll("[data-step]").forEach((step, index) => {
    step.toggleAttribute("data-reached", index <= reached);
    if (index === reached) step.setAttribute("aria-current", "step");
  });
  need(item, "[data-state-words]", HTMLElement).textContent = say(`state-${state}-words`);
}

/** @param {HTMLElement} item @param {Entry} entry */
function showPhotos(item, { state, photos, uploaded_bytes, is_forgotten }) {
  const all = photos.reduce((sum, photo) => sum + photo.bytes, 0);
  const row = need(item, "[data-photos]", HTMLElement);
  row.hidden = is_forgotten;
  const bar = need(row, "progress", HTMLProgressElement);
  bar.max = Math.max(1, all);
  bar.value = Math.min(all, uploaded_bytes);
  bar.hidden = state === "kept";
  need(row, "[data-photos-words]", HTMLElement).textContent =
    state === "kept" ? say("photos-waiting", { count: photos.length, size: sizeWords(all) }) : say("photos-sent", { sent: sizeWords(Math.min(all, uploaded_bytes)), size: sizeWords(all) });
}

/** @param {NonNullable<Entry["trouble"]>} trouble */
function troubleWords({ code, sentence, missing }) {
  if (OWN_WORDS.has(code)) return say(`trouble-${code}`);
  return [sentence || say("trouble-other", { code }), ...missing, say("trouble-kept")].join(" ");
}

/** @param {HTMLElement} root */
async function showPause(root) {
  const pause = await recall("pause");
  const line = need(root, "[data-pause]", HTMLElement);
  // The two that ask something of the person are said at the top of every view already.
  const isSaid = pause?.stop === "portal" || pause?.stop === "signed-out";
  const words = pause?.stop && !isSaid ? say(`stop-${pause.stop}`) : "";
  line.hidden = !words;
  line.dataset.stop = pause?.stop ?? "";
  need(line, "[data-pause-words]", HTMLElement).textContent = words;
}

/** Whether the browser has promised not to clear the phone's storage, and how much room there is. @param {HTMLElement} root */
async function showSafety(root) {
  const isSafe = (await navigator.storage?.persisted?.()) ?? false;
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  need(root, "[data-storage]", HTMLElement).textContent = [say(isSafe ? "storage-safe" : "storage-unsafe"), quota ? say("storage-room", { used: sizeWords(usage), free: sizeWords(Math.max(0, quota - usage)) }) : ""].join(" ");
}

/** @param {HTMLElement} root @param {App} app */
async function exportNow(root, app) {
  if (!app.person) return;
  const made = await exportQueue(app.person.id);
  if (made) download(made.blob, made.name);
  const said = need(root, "[data-export-words]", HTMLElement);
  said.textContent = made ? say(made.lost.length ? "exported-lost" : "exported", { count: made.reports, name: made.name, lost: made.lost.length }) : "";
}

/** @param {number} bytes */
function sizeWords(bytes) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1000, "kilobyte"] : bytes < 1e9 ? [bytes / 1e6, "megabyte"] : [bytes / 1e9, "gigabyte"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** @param {number} ms */
function spanWords(ms) {
  const [value, unit] = ms < 7_200_000 ? [ms / 60_000, "minute"] : ms < 172_800_000 ? [ms / 3_600_000, "hour"] : ms < 63_072_000_000 ? [ms / 86_400_000, "day"] : [ms / 31_557_600_000, "year"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(value);
}
