// @ts-check
/** The pack put together from the older doors, for a server that does not make one yet. */

import { ask } from "patrol/field/api.js";
import { currentFix } from "patrol/field/position.js";

/**
 * @typedef {import("patrol/field/pack.js").Fetched} Fetched
 * @typedef {import("patrol/field/pack.js").FieldSite} FieldSite
 */

/** @param {{id: string, name: string}} person @returns {Promise<Fetched>} */
export async function gatherPack(person) {
  const visits = await ask("/api/v1/assignments?status=open");
  if (visits.kind !== "ok") return { answer: visits, pack: null };
  const form = await ask("/api/v1/form");
  if (form.kind !== "ok") return { answer: form, pack: null };
  const mine = visits.body.results.map((/** @type {any} */ visit) => bare({ ...visit.site, assignment: { id: visit.id, do_by: visit.do_by } }));
  const near = await nearSites();
  const others = near.filter((site) => !mine.some((/** @type {FieldSite} */ own) => own.id === site.id));
  const sites = await Promise.all([...mine, ...others].map(withChecklist));
  return { answer: visits, pack: { made_at: new Date().toISOString(), person, sites, form: form.body, order: mine.map((/** @type {FieldSite} */ site) => site.id), map: null, stale_after: null } };
}

/** @returns {Promise<FieldSite[]>} */
async function nearSites() {
  const fix = await currentFix(60_000).catch(() => null);
  if (!fix) return [];
  const answer = await ask(`/api/v1/near?lat=${fix.latitude}&lon=${fix.longitude}&limit=20`);
  return answer.kind === "ok" ? answer.body.results.filter((/** @type {any} */ site) => site.assignment === "free").map((/** @type {any} */ site) => bare({ ...site, assignment: null })) : [];
}

/** @param {any} known @returns {FieldSite} */
function bare(known) {
  const empty = { level_label: "", condition: null, condition_label: null, district: "", is_difficult: false, visit_minutes: 0, access_note: "", safety_note: "", status: "", status_label: "", due_on: null };
  return { ...empty, last_report: null, last_photos: [], photo_points: [], checklist: null, ...known };
}

/** @param {FieldSite} site @returns {Promise<FieldSite>} */
async function withChecklist(site) {
  const answer = await ask(`/api/v1/form?site=${site.id}`);
  return answer.kind === "ok" ? { ...site, checklist: answer.body.checklist.map((/** @type {any} */ one) => one.code) } : site;
}
