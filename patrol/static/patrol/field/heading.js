// @ts-check
/** Which way the phone looks: the compass of the device, read when the shutter falls. */

/**
 * Degrees clockwise from true or magnetic north, as the phone knows it; null where the event tells no absolute direction.
 * @param {{alpha: number | null, absolute?: boolean, webkitCompassHeading?: number}} event
 * @param {number} [screenTurn] degrees the screen is turned
 * @returns {number | null}
 */
export function headingOf(event, screenTurn = 0) {
  const { alpha, absolute, webkitCompassHeading } = event;
  const own = typeof webkitCompassHeading === "number" ? webkitCompassHeading : absolute && alpha !== null && alpha !== undefined ? 360 - alpha : null;
  if (own === null || !Number.isFinite(own)) return null;
  return Math.round(((((own + screenTurn) % 360) + 360) % 360) * 10) / 10 % 360;
}

/** @param {number} heading @param {number} wanted @returns {number} how far to turn, −180 (left) to 180 (right) */
export function turnDeg(heading, wanted) {
  return ((wanted - heading + 540) % 360) - 180;
}

/**
 * Follow the compass.
 * @param {(heading: number) => void} onHeading
 * @param {AbortSignal} signal ends it
 */
export function followHeading(onHeading, signal) {
  const hear = (/** @type {any} */ event) => {
    const heading = headingOf(event, screen.orientation?.angle ?? 0);
    if (heading !== null) onHeading(heading);
  };
  for (const name of ["deviceorientationabsolute", "deviceorientation"]) addEventListener(name, hear, { signal });
}

/** Apple's phones ask the person first, and only at a tap. */
export async function askForHeading() {
  const kind = /** @type {any} */ (globalThis).DeviceOrientationEvent;
  if (typeof kind?.requestPermission === "function") await kind.requestPermission().catch(() => undefined);
}
