// @ts-check
/** When to try again: twice as long after each failure, with chance so that a thousand phones do not come at once. Pure. */

const FIRST_MS = 5_000;
const LONGEST_MS = 30 * 60_000;
/** A refusal may end when the server is mended: asked again now and then, the report stays. */
export const REFUSED_MS = 60 * 60_000;
/** A server that asks for more patience than this is asked again all the same. */
const LONGEST_RETRY_AFTER_MS = 6 * 60 * 60_000;

/**
 * @param {number} attempts failures so far, this one included
 * @param {number} chance 0 to 1
 * @param {number | null} retryAfterS what the server asked for
 * @returns {number} milliseconds to wait, never less than the server asked
 */
export function waitMs(attempts, chance, retryAfterS = null) {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  const own = whole / 2 + (whole / 2) * chance;
  return Math.round(Math.max(own, Math.min(LONGEST_RETRY_AFTER_MS, (retryAfterS ?? 0) * 1000)));
}

/**
 * Whether a moment to wait for has come. One that lies impossibly far ahead was written by a clock that was wrong.
 * @param {number} nextAt @param {number} now both of the phone's clock, milliseconds
 */
export function isDue(nextAt, now) {
  return nextAt <= now || nextAt - now > LONGEST_RETRY_AFTER_MS + 60_000;
}
