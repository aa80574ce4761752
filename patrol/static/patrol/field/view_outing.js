// @ts-check
/** The patrol: leaving, being out, coming back. */

import { distanceWords } from "patrol/field/compass.js";
import { onTold, tellServer } from "patrol/field/outing_keeper.js";
import { sendGpx } from "patrol/field/outing_gpx.js";
import { keepConsents } from "patrol/field/consents.js";
import { listenToPlan, readConsents, readPlan, showConsents, showPlan } from "patrol/field/outing_plan.js";
import { changeOuting, forgetPoints, openOutingOf, outingsOf, pointsOf, putOuting, rememberOpen } from "patrol/field/outing_store.js";
import { UNSAFE } from "patrol/field/outing_sync.js";
import { onRecording, pauseRecording, recordingNow, startRecording, stopRecording } from "patrol/field/recorder.js";
import { spanWords } from "patrol/field/spans.js";
import { lengthM, recordedMs } from "patrol/field/track.js";
import { uuid7 } from "patrol/field/uuid7.js";
import { language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/outing_store.js").Outing} Outing
 */

const TICK_MS = 10_000;
/** @type {(() => void)[]} */
let leave = [];

/** @param {HTMLElement} root @param {App} app */
export function mount(root, app) {
  listenToPlan(root);
  const on = (/** @type {string} */ name, /** @type {(element: HTMLElement) => Promise<unknown>} */ act) => {
    for (const button of root.querySelectorAll(name)) if (button instanceof HTMLElement) button.addEventListener("click", () => void act(button).then(() => draw(root, app)));
  };
  on("[data-start]", () => start(root, app));
  on("[data-pause]", () => withOpen(app, (outing) => pauseRecording(outing.id, !outing.is_paused)));
  on("[data-longer]", (button) => withOpen(app, (outing) => stayLonger(app, outing, Number(button.dataset.longer))));
  on("[data-end]", () => withOpen(app, (outing) => end(app, outing)).then(() => showPlan(root, app)));
  need(root, "[data-consents]", HTMLElement).addEventListener("change", () => void changeMind(root, app).then(() => draw(root, app)));
  const file = need(root, "[data-gpx]", HTMLInputElement);
  file.addEventListener("change", () => void addFile(root, app, file));
}

/** @param {HTMLElement} root @param {App} app */
export async function show(root, app) {
  hide();
  const redraw = () => void draw(root, app);
  const timer = setInterval(redraw, TICK_MS);
  leave = [onRecording(redraw), onTold(redraw), () => clearInterval(timer)];
  if (!(await openOf(app))) await showPlan(root, app);
  await showConsents(root, app);
  await draw(root, app);
}

export function hide() {
  for (const end of leave) end();
  leave = [];
}

/** @param {App} app */
async function openOf(app) {
  return app.person ? openOutingOf(app.person.id) : null;
}

/** @param {App} app @param {(outing: Outing) => Promise<unknown>} act */
async function withOpen(app, act) {
  const outing = await openOf(app);
  if (outing) await act(outing);
}

/** @param {HTMLElement} root @param {App} app */
async function start(root, app) {
  const plan = readPlan(root);
  if (typeof plan === "string") return tell(root, "refusal", plan);
  tell(root, "refusal", "");
  if (!app.person) return;
  if (plan.consents.track || plan.consents.position) await keepConsents(app, plan.consents);
  /** @type {Outing} */
  const outing = {
    id: uuid7(), person: app.person.id, revision: 1, told: 0, started_at: new Date().toISOString(), expected_return_at: plan.until.toISOString(),
    ended_at: null, buddy: plan.buddy, companions: plan.companions, sites: plan.sites, records: plan.consents.track, shares: plan.consents.position,
    segment: 0, is_paused: false, received: [], is_track_told: false, state: "out", refusal: null, proof: null,
  };
  await putOuting(outing);
  await rememberOpen(outing.id);
  await startRecording(outing);
  await tellServer(app);
  await takeBackRefused(root, app);
}

/** The server refused the start while one still stands at the door: nothing began. @param {HTMLElement} root @param {App} app */
async function takeBackRefused(root, app) {
  const outing = await openOf(app);
  if (!outing?.refusal || outing.told > 0) return;
  stopRecording();
  await rememberOpen(null);
  await app.db.delete("outings", outing.id);
  tell(root, "refusal", outing.refusal.code === "buddy_unknown" ? say("outing-buddy-unknown") : outing.refusal.sentence);
}

/** @param {App} app @param {Outing} outing @param {number} minutes */
async function stayLonger(app, outing, minutes) {
  const from = Math.max(Date.parse(outing.expected_return_at), Date.now());
  const expected_return_at = new Date(from + minutes * 60_000).toISOString();
  await changeOuting(outing.id, (now) => ({ ...now, expected_return_at, revision: now.revision + 1 }));
  await tellServer(app);
}

/** @param {App} app @param {Outing} outing */
async function end(app, outing) {
  stopRecording();
  const points = await pointsOf(outing.id);
  const proof = { length_m: lengthM(points), recorded_ms: recordedMs(points), points: points.length };
  await changeOuting(outing.id, (now) => ({ ...now, ended_at: new Date().toISOString(), revision: now.revision + 1, proof }));
  await rememberOpen(null);
  await tellServer(app);
}

/** A consent is given or taken back at once, also in the middle: what is no longer wanted is deleted here, too. @param {HTMLElement} root @param {App} app */
async function changeMind(root, app) {
  const { track, position } = readConsents(root);
  await keepConsents(app, { track, position });
  await withOpen(app, async ({ id }) => {
    if (!track) await forgetPoints(id);
    const outing = await changeOuting(id, (now) => ({ ...now, records: track, shares: position }));
    if (outing) await startRecording(outing);
  });
}

/** @param {HTMLElement} root @param {App} app @param {HTMLInputElement} input */
async function addFile(root, app, input) {
  const outing = app.person ? (await outingsOf(app.person.id))[0] : undefined;
  const file = input.files?.[0];
  if (!outing || !file) return;
  const box = need(root, "[data-gpx-said]", HTMLElement);
  const lines = await sendGpx(app, outing.id, file);
  box.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  box.hidden = false;
  input.value = "";
}

/** @param {HTMLElement} root @param {App} app */
async function draw(root, app) {
  const outing = await openOf(app);
  for (const name of ["plan", "plan-bar"]) part(root, name).hidden = outing !== null || !app.person;
  for (const name of ["out", "out-bar"]) part(root, name).hidden = outing === null;
  part(root, "consents").hidden = !app.person;
  if (outing) await drawOut(root, outing);
  const last = outing || !app.person ? undefined : (await outingsOf(app.person.id))[0];
  part(root, "last").hidden = !last;
  if (last) drawLast(root, last);
}

/** @param {HTMLElement} root @param {Outing} outing */
async function drawOut(root, outing) {
  const left = Date.parse(outing.expected_return_at) - Date.now();
  part(root, "left").textContent = say(left < 0 ? "outing-over" : "outing-left", { span: spanWords(left, language()) });
  part(root, "back-at").textContent = new Date(outing.expected_return_at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
  part(root, "late").hidden = left > 0;
  const isTold = outing.told >= outing.revision;
  part(root, "told").hidden = !isTold;
  part(root, "untold").hidden = isTold;
  part(root, "untold-hint").hidden = isTold || outing.told > 0;
  tell(root, "unsafe", outing.refusal ? say(UNSAFE.includes(outing.refusal.code) ? "outing-unsafe" : "outing-refused", { sentence: outing.refusal.sentence }) : "");
  part(root, "track").hidden = !outing.records;
  part(root, "no-track").hidden = outing.records;
  if (outing.records) await drawTrack(root, outing);
}

/** @param {HTMLElement} root @param {Outing} outing */
async function drawTrack(root, outing) {
  const points = await pointsOf(outing.id);
  const { isRecording, isAwake, fix } = recordingNow();
  part(root, "length").textContent = distanceWords(lengthM(points), language());
  part(root, "time").textContent = spanWords(recordedMs(points), language());
  part(root, "accuracy").textContent = fix && isRecording ? say("accuracy", { metres: Math.round(fix.accuracy_m ?? 0) }) : "–";
  const mode = outing.is_paused ? "paused" : fix && isRecording ? "recording" : "waiting";
  for (const badge of root.querySelectorAll("[data-mode]")) if (badge instanceof HTMLElement) badge.hidden = badge.dataset.mode !== mode;
  part(root, "awake").hidden = !isAwake;
  part(root, "dark").hidden = isAwake || !isRecording;
  part(root, "pause-words").textContent = say(outing.is_paused ? "outing-go-on" : "outing-pause");
  await drawBattery(part(root, "battery"));
}

/** @param {HTMLElement} line */
async function drawBattery(line) {
  const battery = await /** @type {any} */ (navigator).getBattery?.().catch(() => null);
  line.hidden = !battery;
  if (battery) line.textContent = say("outing-battery", { percent: new Intl.NumberFormat(language(), { style: "percent" }).format(battery.level) });
}

/** @param {HTMLElement} root @param {Outing} outing */
function drawLast(root, outing) {
  const date = new Date(outing.started_at).toLocaleString(language(), { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const { proof } = outing;
  const words = proof && proof.points > 1 ? say("outing-last", { date, length: distanceWords(proof.length_m, language()), time: spanWords(proof.recorded_ms, language()) }) : say("outing-last-bare", { date });
  part(root, "last-words").textContent = words;
  const isTold = outing.told >= outing.revision && (!outing.records || outing.is_track_told);
  part(root, "last-told").hidden = !isTold;
  part(root, "last-untold").hidden = isTold || outing.refusal !== null;
  const refusal = part(root, "last-refusal");
  refusal.hidden = !outing.refusal;
  refusal.textContent = outing.refusal ? say("outing-refused", { sentence: outing.refusal.sentence }) : "";
}

/** @param {HTMLElement} root @param {string} name @param {string} words nothing hides it */
function tell(root, name, words) {
  const box = part(root, name);
  box.hidden = !words;
  (box.querySelector(".notice-body") ?? box).textContent = words;
  if (words && name === "refusal") box.scrollIntoView({ block: "center" });
}

/** @param {HTMLElement} root @param {string} name */
function part(root, name) {
  return need(root, `[data-${name}]`, HTMLElement);
}
