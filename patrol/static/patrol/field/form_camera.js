// @ts-check
/** The camera in the page: the earlier picture as a ghost, the way to the photo point, and everything known at the shutter. */

import { bearingDeg, distanceM, distanceWords, windOf } from "patrol/field/compass.js";
import { accuracyWords, shutterFix } from "patrol/field/form_fields.js";
import { askForHeading, followHeading } from "patrol/field/heading.js";
import { nearestPoint } from "patrol/field/photo_points.js";
import { language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/form_photos.js").Shot} Shot
 */

const QUALITY = 0.92;
/** After a refusal the phone's own camera is used for the rest of the visit. */
let isRefused = false;

/** @returns {boolean} whether this browser may show a camera in the page */
export function canShoot() {
  return !isRefused && typeof navigator.mediaDevices?.getUserMedia === "function";
}

/**
 * @param {Form} form @param {string} role @param {HTMLInputElement} input of the phone's own camera, the other way
 * @returns {Promise<Shot | null>} null when nothing was taken here
 */
export async function shoot(form, role, input) {
  void askForHeading();
  const dialog = need(document, "dialog#camera", HTMLDialogElement);
  need(dialog, "[data-title]", HTMLElement).textContent = say(`shoot-${role}`);
  const stream = await openCamera(dialog);
  if (!stream) {
    isRefused = true;
    input.click();
    return null;
  }
  dialog.showModal();
  const stop = new AbortController();
  try {
    return await wait(form, role, dialog, input, stop.signal);
  } finally {
    stop.abort();
    if (dialog.open) dialog.close();
    for (const track of stream.getTracks()) track.stop();
    need(dialog, "[data-video]", HTMLVideoElement).srcObject = null;
  }
}

/** @param {HTMLDialogElement} dialog @returns {Promise<MediaStream | null>} */
async function openCamera(dialog) {
  try {
    const video = { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2160 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    const element = need(dialog, "[data-video]", HTMLVideoElement);
    element.srcObject = stream;
    await element.play();
    return stream;
  } catch {
    return null;
  }
}

/** @param {Form} form @param {string} role @param {HTMLDialogElement} dialog @param {HTMLInputElement} input @param {AbortSignal} signal @returns {Promise<Shot | null>} */
function wait(form, role, dialog, input, signal) {
  /** @type {number | null} */
  let heading = null;
  const point = () => (role === "finding" || !form.latestFix ? null : nearestPoint(form.settings.photoPoints, form.latestFix));
  const tell = () => sayWhere(form, dialog, heading, point());
  followHeading((now) => {
    heading = now;
    tell();
  }, signal);
  const ticking = setInterval(tell, 1000);
  signal.addEventListener("abort", () => clearInterval(ticking));
  showGhost(dialog, ghostOf(form, role, point()?.point.photo_url ?? null), signal);
  tell();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(null), { signal });
    need(dialog, "[data-album]", HTMLButtonElement).addEventListener("click", () => {
      resolve(null);
      input.click();
    }, { signal });
    need(dialog, "[data-shutter]", HTMLButtonElement).addEventListener("click", () => {
      const near = point();
      resolve(release(form, dialog, heading, near?.isAt ? near.point.id : null));
    }, { signal, once: true });
  });
}

/** The picture of this very moment, and what is known of it. @param {Form} form @param {HTMLDialogElement} dialog @param {number | null} heading @param {string | null} photoPoint @returns {Promise<Shot>} */
async function release(form, dialog, heading, photoPoint) {
  const takenAt = Date.now();
  const blob = await frameOf(need(dialog, "[data-video]", HTMLVideoElement));
  return { blob, takenAt, isJustTaken: true, fix: await shutterFix(form), heading, photoPoint };
}

/** @param {HTMLVideoElement} video @returns {Promise<Blob>} */
function frameOf(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", QUALITY));
}

/** The photo point's own picture before that of the last visit. @param {Form} form @param {string} role @param {string | null} ofPoint */
function ghostOf(form, role, ofPoint) {
  return ofPoint ?? form.settings.lastPhotos.find((photo) => photo.role === role)?.url ?? null;
}

/** @param {HTMLDialogElement} dialog @param {string | null} url @param {AbortSignal} signal */
function showGhost(dialog, url, signal) {
  const ghost = need(dialog, "[data-ghost]", HTMLImageElement);
  const slider = need(dialog, "[data-opacity]", HTMLInputElement);
  const button = need(dialog, "[data-ghost-off]", HTMLButtonElement);
  for (const part of [need(dialog, "[data-opacity-row]", HTMLElement), button]) part.hidden = !url;
  ghost.hidden = !url;
  if (!url) return;
  ghost.src = url;
  const fade = () => (ghost.style.opacity = String(Number(slider.value) / 100));
  fade();
  button.setAttribute("aria-pressed", "true");
  slider.addEventListener("input", fade, { signal });
  button.addEventListener("click", () => {
    ghost.hidden = !ghost.hidden;
    button.setAttribute("aria-pressed", String(!ghost.hidden));
  }, { signal });
}

/** @param {Form} form @param {HTMLDialogElement} dialog @param {number | null} heading @param {ReturnType<typeof nearestPoint>} near */
function sayWhere({ latestFix: fix }, dialog, heading, near) {
  const parts = [
    fix ? say("shutter-fix", { accuracy: accuracyWords(fix) }) : say("no-fix"),
    ...(heading === null ? [] : [say("heading", { wind: say(windOf(heading)), degrees: Math.round(heading) })]),
  ];
  need(dialog, "[data-says]", HTMLElement).textContent = parts.join(" · ");
  const line = need(dialog, "[data-point]", HTMLElement);
  line.hidden = !near || !fix;
  if (near && fix) line.textContent = pointWords(near, fix);
}

/** @param {NonNullable<ReturnType<typeof nearestPoint>>} near @param {import("patrol/field/report.js").Fix} fix */
function pointWords({ point, place, isAt }, fix) {
  const where = isAt ? say("photo-point-here", { label: point.label }) : say("photo-point", { label: point.label, distance: distanceWords(distanceM(fix, place), language()), wind: say(windOf(bearingDeg(fix, place))) });
  return point.bearing_deg === null ? where : `${where} · ${say("photo-point-bearing", { degrees: Math.round(point.bearing_deg) })}`;
}
