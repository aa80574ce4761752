// @ts-check
/** What the parts of the report form share: the draft, the settings, the newest fix, and what to do on a change. */

/**
 * @typedef {import("patrol/field/report.js").Draft} Draft
 * @typedef {import("patrol/field/report.js").Fix} Fix
 * @typedef {{site: string, person: string, assignment: string | null, api: string, receipt: string, core: string[],
 *   rules: import("patrol/field/missing.js").Rule[], limits: {photos: number, findings: number}, missing: Record<string, string>,
 *   questions: {form: import("patrol/field/questions_state.js").QuestionForm, words: Record<string, string>} | null}} Settings
 * @typedef {{draft: Draft, settings: Settings, root: HTMLFormElement, latestFix: Fix | null, changed: () => void,
 *   questions?: import("patrol/field/questions.js").Questions}} Form
 */

export {};
