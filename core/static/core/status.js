// @ts-check
/** The palette for maps and charts, read from the CSS variables of tokens.css, so that colours are said once. */

/** @typedef {"current" | "due_soon" | "overdue" | "never" | "suspended"} Status */
/** @typedef {"low" | "normal" | "high" | "urgent"} Priority */

/** @type {readonly Status[]} */
export const STATUSES = Object.freeze(["current", "due_soon", "overdue", "never", "suspended"]);
/** @type {readonly number[]} */
export const SEVERITIES = Object.freeze([0, 1, 2, 3, 4]);
/** @type {readonly Priority[]} */
export const PRIORITIES = Object.freeze(["low", "normal", "high", "urgent"]);

/** @param {string} name @returns {string} the value of a CSS variable, e.g. token("paper") */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** @returns {Record<Status, string>} the fill of each visit status in the present theme */
export function statusColors() {
  return /** @type {Record<Status, string>} */ (Object.fromEntries(STATUSES.map((s) => [s, fill(s)])));
}

/** @returns {string[]} the fill of severity 0 to 4 in the present theme */
export function severityColors() {
  return SEVERITIES.map((n) => token(`severity-${n}`));
}

/** @returns {Record<Priority, string>} the fill of each priority in the present theme */
export function priorityColors() {
  return /** @type {Record<Priority, string>} */ (Object.fromEntries(PRIORITIES.map((p) => [p, token(`priority-${p}`)])));
}

/**
 * A MapLibre "match" expression from a feature's property to its status colour.
 * @param {string} [property]
 * @returns {any[]}
 */
export function statusExpression(property = "status") {
  const colors = statusColors();
  return ["match", ["get", property], ...STATUSES.flatMap((s) => [s, colors[s]]), token("status-suspended")];
}

/**
 * Calls back whenever the theme changes, by the toggle or by the system, so that a map can repaint.
 * @param {() => void} repaint
 */
export function onThemeChange(repaint) {
  document.addEventListener("themechange", repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}

/**
 * Draws the shape of each status (circle, triangle, diamond, ring, square) for use as map symbols, so that no map tells status by colour alone.
 * @param {Status} status
 * @param {number} size pixels
 * @returns {ImageData}
 */
export function statusImage(status, size = 40) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const unit = size / 24;
  pen.scale(unit, unit);
  pen.lineJoin = "round";
  pen.fillStyle = fill(status);
  pen.strokeStyle = token("surface");
  pen.lineWidth = 4;
  const shape = new Path2D(SHAPES[status]);
  pen.stroke(shape);
  pen.fill(shape);
  pen.strokeStyle = token(`status-${status.replace("_", "-")}-ink`);
  pen.lineWidth = 1.25;
  pen.stroke(shape);
  if (status === "never") {
    pen.fillStyle = token("surface");
    pen.fill(new Path2D("M12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z"));
  }
  return pen.getImageData(0, 0, size, size);
}

/** @type {Record<Status, string>} */
const SHAPES = {
  current: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z",
  due_soon: "M12 3 22 20H2Z",
  overdue: "M12 2 22 12 12 22 2 12Z",
  never: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z",
  suspended: "M4.5 4.5h15v15h-15Z",
};

/** @param {Status} status @returns {string} */
function fill(status) {
  return token(`status-${status.replace("_", "-")}`);
}
