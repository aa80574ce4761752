// @ts-check
/** What the views of the app share. */

/**
 * @typedef {{id: string, name: string}} Person
 * @typedef {{
 *   db: import("idb").IDBPDatabase,
 *   person: Person | null,
 *   language: string,
 *   say: typeof import("patrol/field/words.js").say,
 *   navigate: (hash: string) => void,
 *   api: typeof import("patrol/field/api.js").ask,
 *   heading: (words: string) => void,
 *   isOnline: () => boolean,
 * }} App `person`: who was last known to be signed in; `navigate("#/queue")`; `heading`: the page's h1 for this visit of a view
 * @typedef {{
 *   mount: (root: HTMLElement, app: App) => void | Promise<void>,
 *   show: (root: HTMLElement, app: App, parameter: string) => void | Promise<void>,
 *   hide?: (root: HTMLElement, app: App) => void,
 * }} View `mount` once, `show` each time its hash is opened, `hide` when another is
 */

export {};
