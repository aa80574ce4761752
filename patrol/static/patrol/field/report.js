// @ts-check
/** A draft on the phone, and the report's JSON made of it: the same text on every retry. */

/**
 * @typedef {{latitude: number, longitude: number, accuracy_m: number, at: string}} Fix
 * @typedef {{key: number, role: "far" | "near" | "finding" | "question", question?: string, finding: number | null, blob: Blob, sha256: string, taken_at: string, fix: Fix | null,
 *   heading_deg?: number | null, fix_age_s?: number | null, photo_point?: string | null, is_original?: boolean}} DraftPhoto
 * @typedef {{key: number, kind: string | null, severity: number | null, note: string, points?: [number, number][]}} DraftFinding `points`: on its photo, 0 to 1 from the upper left
 * @typedef {{key: string, kind?: "full" | "unchanged", outing?: string | null, last_condition?: string | null, id: string, site: string, assignment: string | null, arrived_at: string, saved_at: string, fix: Fix | null,
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
  const { site, assignment, arrived_at, fix, note } = draft;
  const isUnchanged = draft.kind === "unchanged";
  const photos = photosInOrder(draft);
  return {
    ...(isUnchanged ? { kind: "unchanged" } : {}),
    site,
    assignment,
    ...(draft.outing ? { outing: draft.outing } : {}),
    arrived_at,
    finished_at: finishedAt,
    fix,
    condition: isUnchanged ? (draft.last_condition ?? null) : draft.condition,
    answers: isUnchanged ? {} : Object.fromEntries(Object.entries(draft.answers).sort(([a], [b]) => (a < b ? -1 : 1))),
    findings: isUnchanged ? [] : draft.findings.map((finding, position) => findingOf(finding, position, photos)),
    note: isUnchanged ? "" : note,
    ...(draft.form && !isUnchanged ? { form: draft.form } : {}),
    photos: photosSent(draft).map(photoOf),
  };
}

/** @param {DraftFinding} finding @param {number} position @param {DraftPhoto[]} photos */
function findingOf({ key, kind, severity, note, points = [] }, position, photos) {
  const photo = photos.findIndex((one) => one.finding === key);
  return { position, kind, severity, note, ...(points.length && photo >= 0 ? { mark: { photo, points } } : {}) };
}

/** What was not measured is left out. @param {DraftPhoto} photo @param {number} position */
function photoOf({ role, sha256, taken_at, fix, heading_deg, fix_age_s, photo_point, is_original }, position) {
  const more = { heading_deg, fix_age_s, photo_point, ...(is_original ? { is_original } : {}) };
  return { position, role, sha256, taken_at, fix, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null && value !== undefined)) };
}

/** @param {Draft} draft @returns {DraftPhoto[]} the photos that the report names, in its order */
export function photosSent(draft) {
  const photos = photosInOrder(draft);
  return draft.kind === "unchanged" ? photos.filter((photo) => ["far", "near"].includes(photo.role)) : photos;
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
