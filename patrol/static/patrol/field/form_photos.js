// @ts-check
/** The camera tiles: at the shutter the position is taken, the photo made ready, hashed, kept and shown. */

import { readyPhoto } from "patrol/field/camera.js";
import { accuracyWords } from "patrol/field/form_fields.js";
import { currentFix } from "patrol/field/position.js";
import { fixOfReport } from "patrol/field/report.js";
import { agoWords, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/report.js").DraftPhoto} DraftPhoto
 * @typedef {import("patrol/field/report.js").Fix} Fix
 */

/** A followed position at most this old is the one of the shutter. */
const FRESH_MS = 15_000;
/** A file older than this was not taken just now: where we stand says nothing about it. */
const JUST_TAKEN_MS = 5 * 60_000;

/**
 * @param {Form} form
 * @param {HTMLElement} tile
 * @param {number | null} finding key of the finding the tile belongs to
 */
export function bindShot(form, tile, finding = null) {
  const input = need(tile, "input", HTMLInputElement);
  const role = /** @type {DraftPhoto["role"]} */ (tile.dataset.shot);
  show(tile, photoOf(form, role, finding));
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void take(form, tile, file, role, finding).finally(() => (input.value = ""));
  });
}

/** @param {Form} form @param {number} finding @param {string} [role] */
export function dropPhotos(form, finding, role = "finding") {
  form.draft.photos = form.draft.photos.filter((photo) => photo.role !== role || photo.finding !== finding);
}

/** @param {Form} form @param {HTMLElement} tile @param {File} file @param {DraftPhoto["role"]} role @param {number | null} finding */
async function take(form, tile, file, role, finding) {
  const isNew = !photoOf(form, role, finding);
  if (isNew && form.draft.photos.length >= form.settings.limits.photos) return tell(tile, say("too-many", { limit: form.settings.limits.photos }));
  const takenAt = Math.min(Date.now(), file.lastModified);
  const isJustTaken = Date.now() - takenAt < JUST_TAKEN_MS;
  tell(tile, say("preparing"));
  const fixing = isJustTaken ? shutterFix(form) : Promise.resolve(null);
  try {
    const { blob, sha256 } = await readyPhoto(file);
    const fix = await fixing;
    const others = form.draft.photos.filter((photo) => photo.role !== role || photo.finding !== finding);
    const photo = { key: Date.now(), role, finding, blob, sha256, taken_at: new Date(takenAt).toISOString(), fix };
    form.draft.photos = [...others, photo];
    form.draft.fix = fixOfReport(form.draft, form.latestFix);
    form.changed();
    show(tile, photo, isJustTaken);
  } catch {
    tell(tile, say("unreadable"));
  }
}

/** @param {Form} form @returns {Promise<Fix | null>} */
async function shutterFix(form) {
  const latest = form.latestFix;
  if (latest && Date.now() - Date.parse(latest.at) < FRESH_MS) return latest;
  return currentFix().catch(() => null);
}

/** @param {Form} form @param {string} role @param {number | null} finding */
function photoOf(form, role, finding) {
  return form.draft.photos.find((photo) => photo.role === role && photo.finding === finding);
}

/** @param {HTMLElement} tile @param {DraftPhoto | undefined} photo */
function show(tile, photo, isJustTaken = true) {
  if (!photo) return;
  const image = need(tile, "[data-preview]", HTMLImageElement);
  if (image.src) URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(photo.blob);
  image.alt = say(`alt-${photo.role}`);
  image.hidden = false;
  tile.dataset.sha256 = photo.sha256;
  need(tile, "[data-empty]", HTMLElement).hidden = true;
  const { fix } = photo;
  tell(tile, fix ? say("fix", { accuracy: accuracyWords(fix), age: agoWords(fix.at) }) : say(isJustTaken ? "no-fix" : "from-album"));
}

/** @param {HTMLElement} tile @param {string} words */
function tell(tile, words) {
  need(tile, "[data-says]", HTMLElement).textContent = words;
}
