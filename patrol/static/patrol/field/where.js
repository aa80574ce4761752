// @ts-check
/** Where the phone is, followed while a view needs it; the newest fix is shared by all views. */

import { followFix } from "patrol/field/position.js";

/** @typedef {import("patrol/field/report.js").Fix} Fix */

/** @type {Fix | null} */
let newest = null;
/** @type {Set<(fix: Fix) => void>} */
const listeners = new Set();
/** @type {(() => void) | null} */
let stop = null;

/** @returns {Fix | null} */
export function newestFix() {
  return newest;
}

/**
 * @param {(fix: Fix) => void} listener
 * @returns {() => void} ends it; the last one to leave lets the receiver sleep
 */
export function followWhere(listener) {
  listeners.add(listener);
  stop ??= followFix(tell, () => undefined);
  if (newest) listener(newest);
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    stop?.();
    stop = null;
  };
}

/** @param {Fix} fix */
function tell(fix) {
  newest = fix;
  for (const listener of listeners) listener(fix);
}
