// @ts-check
/** A draft on the phone, and the report's JSON made of it: the same text on every retry. */

/**
 * @typedef {{latitude: number, longitude: number, accuracy_m: number, at: string}} Fix
 * @typedef {{key: number, role: "far" | "near" | "finding" | "question", question?: string, finding: number | null, blob: Blob, sha256: string, taken_at: string, fix: Fix | null}} DraftPhoto
 * @typedef {{key: number, kind: string | null, severity: number | null, note: string}} DraftFinding
 * @typedef {{key: string, id: string, site: string, assignment: string | null, arrived_at: string, saved_at: string, fix: Fix | null,
 *   condition: string | null, answers: Record<string, string>, findings: DraftFinding[], note: string,
 *   photos: DraftPhoto[], form?: {version: string, answers: Record<string, string>} | null, payload: string | null}} Draft
 */

const ROLES = ["far", "near", "finding", "question"];

/** @param {Draft} draft @returns {DraftPhoto[]} far, near, damage, then answers: the order in which they are sent */
export function photosInOrder(draft) {
  return [...draft.photos].sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.key - b.key);
}

/**
 * @param {Draft} draft
 * @param {string} finishedAt
 * @returns {Record<string, any>} the report as the API takes it
 */
export function reportOf(draft, finishedAt) {
  const { site, assignment, arrived_at, fix, condition, answers, note } = draft;
  return {
    site,
    assignment,
    arrived_at,
    finished_at: finishedAt,
    fix,
    condition,
    answers: Object.fromEntries(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1))),
    findings: draft.findings.map(({ kind, severity, note: words }, position) => ({ position, kind, severity, note: words })),
    note,
    ...(draft.form ? { form: draft.form } : {}),
    photos: photosInOrder(draft).map(({ role, sha256, taken_at, fix: at }, position) => ({ position, role, sha256, taken_at, fix: at })),
  };
}

/**
 * The text to send: made once, and kept in the draft until something is changed, so that a retry says exactly the same.
 * @param {Draft} draft
 * @param {string} now
 * @returns {string}
 */
export function payloadOf(draft, now) {
  draft.payload ??= JSON.stringify(reportOf(draft, now < draft.arrived_at ? draft.arrived_at : now));
  return draft.payload;
}

/** @param {Fix | null} before @param {Fix} now @returns {Fix} the one with the smaller radius; of equals the newer */
export function betterFix(before, now) {
  return before && before.accuracy_m < now.accuracy_m ? before : now;
}

/**
 * The report's own position: the best one taken at a shutter; before the first photo the newest.
 * @param {Draft} draft
 * @param {Fix | null} latest
 * @returns {Fix | null}
 */
export function fixOfReport(draft, latest) {
  const taken = photosInOrder(draft).flatMap(({ fix }) => (fix ? [fix] : []));
  return taken.reduce((/** @type {Fix | null} */ best, fix) => betterFix(best, fix), null) ?? latest ?? draft.fix;
}
