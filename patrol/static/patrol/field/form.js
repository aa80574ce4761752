// @ts-check
/** What the parts of the report form share: the draft, the settings, the newest fix, and what to do on a change. */

/**
 * @typedef {import("patrol/field/report.js").Draft} Draft
 * @typedef {import("patrol/field/report.js").Fix} Fix
 * @typedef {{code: string, label: string}} Word
 * @typedef {Word & {is_core: boolean, bad_answer: string}} Question
 * @typedef {Word & {parent: string | null}} Kind
 * @typedef {{degree: number, label: string, respond_within_hours: number | null}} Severity
 * @typedef {{conditions: Word[], checklist: Question[], finding_kinds: Kind[], severities: Severity[],
 *   rules: import("patrol/field/missing.js").Rule[],
 *   limits: {photos: number, findings: number, note_characters: number, photo_bytes: number, photo_types: string[], chunk_bytes?: number}}} FormData as GET /api/v1/form answers
 * @typedef {{id: string, label: string, place: {type: string, coordinates: any}, bearing_deg: number | null, photo_url: string | null}} PhotoPoint
 * @typedef {{site: {id: string, code: string, name: string}, person: {id: string, name: string}, assignment: string | null, form: FormData,
 *   checklist: string[] | null, lastCondition: string | null, lastPhotos: {role: string, url: string}[], photoPoints: PhotoPoint[],
 *   missing: Record<string, string>, outing: string | null,
 *   questions: {form: import("patrol/field/questions_state.js").QuestionForm, words: Record<string, string>} | null}} Settings `checklist`: the codes asked at this site, null for all of the form
 * @typedef {{draft: Draft, settings: Settings, root: HTMLFormElement, core: string[], latestFix: Fix | null, changed: () => void, stop: AbortController,
 *   questions?: import("patrol/field/questions.js").Questions}} Form
 */

export {};
