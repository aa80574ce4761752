// @ts-check
/** Lengths, times and sizes as people say them, in the language of the page. */

/** @param {number} ms @param {string} language @returns {string} "2小时5分钟" */
export function spanWords(ms, language) {
  const minutes = Math.max(0, Math.round(Math.abs(ms) / 60_000));
  const words = (/** @type {number} */ value, /** @type {string} */ unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return words(minutes, "minute");
  return minutes % 60 === 0 ? words(hours, "hour") : `${words(hours, "hour")} ${words(minutes % 60, "minute")}`;
}

/** @param {number} bytes @param {string} language @returns {string} "3.4 MB", "10.7 GB" */
export function bytesWords(bytes, language) {
  const [unit, size] = bytes >= 1e9 ? ["gigabyte", 1e9] : bytes >= 1e6 ? ["megabyte", 1e6] : ["kilobyte", 1e3];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: size === 1e3 ? 0 : 1 }).format(Math.max(1, bytes / size));
}

/**
 * The next moment at which the clock shows a time: today, or tomorrow when it has passed.
 * @param {string} time "17:30" @param {Date} now @returns {Date | null}
 */
export function nextAt(time, now) {
  const [hours, minutes] = time.split(":").map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return null;
  const at = new Date(now);
  at.setHours(hours, minutes, 0, 0);
  if (at <= now) at.setDate(at.getDate() + 1);
  return at;
}
