// @ts-check
/** What the phone takes along: sites with what is known of them, and the form. Kept in the phone's database, per person. */

import { ask } from "patrol/field/api.js";
import { openField, recall } from "patrol/field/db.js";

/**
 * @typedef {import("patrol/field/answer.js").Answer} Answer
 * @typedef {{id: string, code: string, name: string, level: string, level_label: string, condition: string | null, condition_label: string | null,
 *   district: string, is_exact: boolean, place: {type: string, coordinates: any} | null, is_difficult: boolean, visit_minutes: number,
 *   access_note: string, safety_note: string, status: string, status_label: string, due_on: string | null,
 *   assignment: {id: string, do_by: string, company?: {name: string, number: string} | null} | null,
 *   last_report: {finished_at: string, condition: string, note: string, findings: any[]} | null,
 *   last_photos: {sha256: string, role: string, url: string}[], photo_points: import("patrol/field/form.js").PhotoPoint[],
 *   checklist: string[] | null, questions?: string | null}} FieldSite `questions`: the key of the campaign's own ones
 * @typedef {{made_at: string, person: {id: string, name: string}, sites: FieldSite[], form: import("patrol/field/form.js").FormData, order: string[],
 *   map: {url: string, bytes: number, bounds: number[]} | null, stale_after: string | null,
 *   questions?: Record<string, import("patrol/field/questions_state.js").QuestionForm>, question_words?: Record<string, string>}} Pack
 * @typedef {{answer: Answer, pack: Pack | null}} Fetched
 */

export const PACK = "/api/v1/field/pack";

/** @returns {Promise<Fetched>} the pack, as the server makes it */
export async function fetchPack() {
  const answer = await ask(PACK, { patienceMs: 60_000 });
  return { answer, pack: answer.kind === "ok" && Array.isArray(answer.body?.sites) ? answer.body : null };
}

/**
 * Keep a pack in place of the one before. Sites of another person on the same phone stay; so do this person's drafts and queue.
 * @param {Pack} pack
 */
export async function storePack(pack) {
  const db = await openField();
  const run = db.transaction(["sites", "meta"], "readwrite");
  const sites = run.objectStore("sites");
  for (const old of await sites.getAll()) if (old.person === pack.person.id) await sites.delete(old.id);
  for (const site of pack.sites) await sites.put({ ...site, person: pack.person.id });
  const about = { made_at: pack.made_at, order: pack.order, map: pack.map, stale_after: pack.stale_after };
  await run.objectStore("meta").put({ key: `pack:${pack.person.id}`, value: about });
  await run.objectStore("meta").put({ key: "form", value: pack.form });
  await run.objectStore("meta").put({ key: `questions:${pack.person.id}`, value: { forms: pack.questions ?? {}, words: pack.question_words ?? {} } });
  await run.objectStore("meta").put({ key: "limits", value: pack.form.limits });
  await run.done;
}

/** @param {string} person @returns {Promise<FieldSite[]>} */
export async function packedSites(person) {
  return (await (await openField()).getAll("sites")).filter((site) => site.person === person);
}

/** @param {string} id @returns {Promise<FieldSite | undefined>} */
export async function packedSite(id) {
  return (await openField()).get("sites", id);
}

/** @param {string} person @returns {Promise<{made_at: string, order: string[], stale_after: string | null} | null>} */
export async function packFacts(person) {
  return (await recall(`pack:${person}`)) ?? null;
}

/** @returns {Promise<import("patrol/field/form.js").FormData | null>} */
export async function packedForm() {
  return (await recall("form")) ?? null;
}

/**
 * The campaign's own questions at a site, with the words around them.
 * @param {string} person @param {FieldSite} site @returns {Promise<import("patrol/field/form.js").Settings["questions"]>}
 */
export async function packedQuestions(person, site) {
  const kept = await recall(`questions:${person}`);
  const form = site.questions ? kept?.forms[site.questions] : undefined;
  return form ? { form, words: kept.words } : null;
}
