// @ts-check
/** The report at the site: the house's one form, filled from what was taken along, filed into the queue. */

import { openForm, tellTrouble } from "patrol/field/form_open.js";
import { shownPhotos, shownUrl } from "patrol/field/last_photos.js";
import { openOutingOf } from "patrol/field/outing_store.js";
import { packedForm, packedQuestions, packedSite } from "patrol/field/pack.js";
import { wakeSender } from "patrol/field/sending_now.js";
import { fileReport } from "patrol/field/queue_store.js";
import { photosSent, reportOf } from "patrol/field/report.js";
import { recall } from "patrol/field/db.js";
import { lastCondition } from "patrol/field/view_site.js";
import { need, readSettings, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/form.js").Form} Form
 * @typedef {import("patrol/field/form.js").Settings} Settings
 */

/** @type {Form | null} */
let open = null;

export function mount() {}

/** @param {HTMLElement} root @param {App} app @param {string} parameter a site's id, and perhaps "/unchanged" */
export async function show(root, app, parameter) {
  open?.stop.abort();
  const [id = "", kind] = parameter.split("/");
  const settings = await settingsOf(app, id);
  need(root, "[data-unknown]", HTMLElement).hidden = settings !== null;
  const holder = need(root, "[data-form-holder]", HTMLElement);
  holder.replaceChildren();
  if (!settings) return;
  app.heading(settings.site.name);
  open = await openForm(holder, settings, {
    kind: kind === "unchanged" ? "unchanged" : undefined,
    send: (form) => file(form, app),
    startOver: () => void show(root, app, parameter),
  });
  need(open.root, "[data-send-words]", HTMLElement).textContent = say("file");
}

/** @param {HTMLElement} root */
export function hide(root) {
  open?.stop.abort();
  open = null;
  need(root, "[data-form-holder]", HTMLElement).replaceChildren();
}

/** @param {App} app @param {string} id @returns {Promise<Settings | null>} null when the site or the form was not taken along */
async function settingsOf(app, id) {
  const [site, form] = [await packedSite(id), await packedForm()];
  if (!site || !form || !app.person) return null;
  return {
    site: { id: site.id, code: site.code, name: site.name },
    person: app.person,
    assignment: site.assignment?.id ?? null,
    outing: (await openOutingOf(app.person.id))?.id ?? null,
    form,
    checklist: site.checklist,
    lastCondition: lastCondition(site),
    lastPhotos: await shownPhotos(site.last_photos, app.isOnline()),
    photoPoints: await Promise.all(site.photo_points.map(async (point) => ({ ...point, photo_url: await shownUrl(point.photo_url, app.isOnline()) }))),
    missing: readSettings("missing-sentences"),
    questions: await packedQuestions(app.person.id, site),
  };
}

/** Into the queue; from here on the phone sends it by itself. @param {Form} form @param {App} app */
async function file(form, app) {
  const { draft, settings } = form;
  const now = new Date().toISOString();
  const report = reportOf(draft, now < draft.arrived_at ? draft.arrived_at : now);
  const photos = photosSent(draft).map(({ sha256, role, blob }) => ({ sha256, role, blob }));
  need(form.root, "[data-send]", HTMLButtonElement).disabled = true;
  try {
    await fileReport({ id: draft.id, person: settings.person, site: settings.site, report, photos, draftKey: draft.key }, now, (await recall("clock_offset_ms")) ?? null);
  } catch (error) {
    need(form.root, "[data-send]", HTMLButtonElement).disabled = false;
    return tellTrouble(need(form.root, "[data-outcome]", HTMLElement), error);
  }
  wakeSender();
  app.navigate(`#/visits/${draft.id}`);
}
