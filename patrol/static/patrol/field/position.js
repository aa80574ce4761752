// @ts-check
/** The phone's position, asked of the browser's Geolocation API (WGS-84), with its accuracy and its moment. */

/** @typedef {import("patrol/field/report.js").Fix} Fix */

/** Asking longer than this keeps a person waiting in the open. */
const PATIENCE_MS = 20_000;

/**
 * @param {number} [maximumAge] milliseconds a known position may be old
 * @returns {Promise<Fix>} rejects with a GeolocationPositionError
 */
export function currentFix(maximumAge = 0) {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    navigator.geolocation.getCurrentPosition((position) => resolve(fixOf(position)), reject, { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge });
  });
}

/**
 * Follow the position while a page is open, so that at the shutter it is already known.
 * @param {(fix: Fix) => void} onFix
 * @param {(isRefused: boolean) => void} onTrouble
 * @returns {() => void} stops
 */
export function followFix(onFix, onTrouble) {
  if (!navigator.geolocation) {
    onTrouble(false);
    return () => undefined;
  }
  const watch = navigator.geolocation.watchPosition((position) => onFix(fixOf(position)), (error) => onTrouble(isRefusal(error)), { enableHighAccuracy: true, maximumAge: 2000 });
  return () => navigator.geolocation.clearWatch(watch);
}

/** @param {unknown} error @returns {boolean} whether the person (or their phone) said no */
export function isRefusal(error) {
  return typeof GeolocationPositionError !== "undefined" && error instanceof GeolocationPositionError && error.code === error.PERMISSION_DENIED;
}

/** @param {GeolocationPosition} position @returns {Fix} */
function fixOf({ coords, timestamp }) {
  return { latitude: coords.latitude, longitude: coords.longitude, accuracy_m: Math.round(coords.accuracy * 10) / 10, at: new Date(timestamp).toISOString() };
}
