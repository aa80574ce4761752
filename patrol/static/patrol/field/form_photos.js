// @ts-check
/** The camera tiles: at the shutter the position is taken, the photo made ready, hashed, kept and shown. */

import { readyPhoto } from "patrol/field/camera.js";
import { canShoot, shoot } from "patrol/field/form_camera.js";
import { accuracyWords, shutterFix } from "patrol/field/form_fields.js";
import { fixOfReport } from "patrol/field/report.js";
import { agoWords, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/report.js").DraftPhoto} DraftPhoto
 * @typedef {import("patrol/field/report.js").Fix} Fix
 * @typedef {{form: Form, element: HTMLElement, role: DraftPhoto["role"], finding: number | null, renewed: () => void}} Tile
 * @typedef {{blob: Blob, takenAt: number, isJustTaken: boolean, fix: Fix | null, heading: number | null, photoPoint: string | null}} Shot
 */

/** A file older than this was not taken just now: where we stand says nothing about it. */
const JUST_TAKEN_MS = 5 * 60_000;
const KEEP_ORIGINAL = "field-keep-original";

/**
 * @param {Form} form
 * @param {HTMLElement} element
 * @param {number | null} finding key of the finding the tile belongs to
 * @param {() => void} renewed called when another picture took the place
 */
export function bindShot(form, element, finding = null, renewed = () => undefined) {
  const input = need(element, "input", HTMLInputElement);
  const role = /** @type {DraftPhoto["role"]} */ (element.dataset.shot);
  /** @type {Tile} */
  const tile = { form, element, role, finding, renewed };
  show(tile, photoOf(tile));
  showBefore(tile);
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void take(tile, fromFile(file)).finally(() => (input.value = ""));
  });
  input.addEventListener("click", (event) => {
    if (!event.isTrusted || !canShoot()) return;
    event.preventDefault();
    void shoot(form, role, input).then((shot) => (shot ? take(tile, Promise.resolve(shot)) : undefined));
  });

  /** @param {File} file @returns {Promise<Shot>} */
  async function fromFile(file) {
    const takenAt = Math.min(Date.now(), file.lastModified);
    const isJustTaken = Date.now() - takenAt < JUST_TAKEN_MS;
    return { blob: file, takenAt, isJustTaken, fix: isJustTaken ? await shutterFix(form) : null, heading: null, photoPoint: null };
  }
}

/** The person's choice for this phone: the camera's own file instead of 2,048 pixels. @param {Form} form */
export function bindOriginal(form) {
  const box = need(form.root, "[data-original]", HTMLInputElement);
  try {
    box.checked = localStorage.getItem(KEEP_ORIGINAL) === "yes";
    box.addEventListener("change", () => localStorage.setItem(KEEP_ORIGINAL, box.checked ? "yes" : "no"));
  } catch {
    // Storage may be forbidden; the choice then lasts for this form.
  }
}

/** @param {Form} form @param {number} finding @param {string} [role] */
export function dropPhotos(form, finding, role = "finding") {
  form.draft.photos = form.draft.photos.filter((photo) => photo.role !== role || photo.finding !== finding);
}

/** @param {Tile} tile @param {Promise<Shot>} coming */
async function take(tile, coming) {
  const { form, role, finding } = tile;
  const { limits } = form.settings.form;
  if (!photoOf(tile) && form.draft.photos.length >= limits.photos) return tell(tile, say("too-many", { limit: limits.photos }));
  tell(tile, say("preparing"));
  try {
    const shot = await coming;
    const isOriginal = need(form.root, "[data-original]", HTMLInputElement).checked && limits.photo_types.includes(shot.blob.type) && shot.blob.size <= limits.photo_bytes;
    const { blob, sha256 } = await readyPhoto(shot.blob, { isOriginal });
    const others = form.draft.photos.filter((photo) => photo.role !== role || photo.finding !== finding);
    const photo = { key: Date.now(), role, finding, blob, sha256, ...factsOf(shot), ...(isOriginal ? { is_original: true } : {}) };
    form.draft.photos = [...others, photo];
    form.draft.fix = fixOfReport(form.draft, form.latestFix);
    tile.renewed();
    form.changed();
    show(tile, photo, shot.isJustTaken);
  } catch {
    tell(tile, say("unreadable"));
  }
}

/** What is known of the moment of the shutter. @param {Shot} shot */
function factsOf({ takenAt, fix, heading, photoPoint }) {
  return {
    taken_at: new Date(takenAt).toISOString(),
    fix,
    fix_age_s: fix ? Math.max(0, Math.round((takenAt - Date.parse(fix.at)) / 100) / 10) : null,
    heading_deg: heading,
    photo_point: photoPoint,
  };
}

/** @param {Tile} tile */
function photoOf({ form, role, finding }) {
  return form.draft.photos.find((photo) => photo.role === role && photo.finding === finding);
}

/** @param {Tile} tile @param {DraftPhoto | undefined} photo */
function show(tile, photo, isJustTaken = true) {
  if (!photo) return;
  const { element } = tile;
  const image = need(element, "[data-preview]", HTMLImageElement);
  if (image.src) URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(photo.blob);
  image.alt = say(`alt-${photo.role}`);
  image.hidden = false;
  element.dataset.sha256 = photo.sha256;
  need(element, "[data-empty]", HTMLElement).hidden = true;
  const { fix } = photo;
  tell(tile, fix ? say("fix", { accuracy: accuracyWords(fix), age: agoWords(fix.at) }) : say(isJustTaken ? "no-fix" : "from-album"));
}

/** The last picture of the same kind beside the tile. @param {Tile} tile */
function showBefore({ form, element, role }) {
  const last = role === "finding" ? undefined : form.settings.lastPhotos.find((photo) => photo.role === role);
  const figure = need(element, "[data-before]", HTMLElement);
  figure.hidden = !last;
  if (last) need(figure, "img", HTMLImageElement).src = last.url;
}

/** @param {Tile} tile @param {string} words */
function tell({ element }, words) {
  need(element, "[data-says]", HTMLElement).textContent = words;
}
