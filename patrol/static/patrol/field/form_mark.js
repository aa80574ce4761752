// @ts-check
/** Showing on a photo where the damage is: one point, or a line of points, as shares of the picture. */

import { need, say } from "patrol/field/words.js";

/** @typedef {[number, number]} Point x and y, 0 to 1 from the upper left */

const MOST_POINTS = 50;
const STEP = 0.02;

/**
 * Open the picture and let the person mark it.
 * @param {Blob} blob
 * @param {readonly Point[]} before
 * @returns {Promise<Point[]>} the points when it is closed, however it is closed
 */
export function drawMark(blob, before) {
  const dialog = need(document, "dialog#mark", HTMLDialogElement);
  const picture = need(dialog, "[data-picture]", HTMLImageElement);
  const address = URL.createObjectURL(blob);
  picture.src = address;
  const points = [...before];
  const stop = new AbortController();
  bind(dialog, points, stop.signal);
  draw(dialog, points);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      stop.abort();
      URL.revokeObjectURL(address);
      resolve(points);
    }, { once: true });
  });
}

/** @param {HTMLDialogElement} dialog @param {Point[]} points @param {AbortSignal} signal */
function bind(dialog, points, signal) {
  const stage = need(dialog, "[data-stage]", HTMLElement);
  /** @type {Point} */
  let cross = points.at(-1) ?? [0.5, 0.5];
  const add = () => {
    if (points.length < MOST_POINTS) points.push(cross);
    draw(dialog, points);
  };
  stage.addEventListener("pointerup", (event) => {
    cross = shareOf(stage.getBoundingClientRect(), event.clientX, event.clientY);
    add();
  }, { signal });
  stage.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (event.key === "Enter" || event.key === " ") add();
    else if (move) cross = [within(cross[0] + move[0] * STEP), within(cross[1] + move[1] * STEP)];
    else return;
    event.preventDefault();
    draw(dialog, points, cross);
  }, { signal });
  need(dialog, "[data-undo]", HTMLButtonElement).addEventListener("click", () => {
    points.pop();
    draw(dialog, points);
  }, { signal });
  need(dialog, "[data-done]", HTMLButtonElement).addEventListener("click", () => dialog.close(), { signal });
}

/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {{left: number, top: number, width: number, height: number}} frame @param {number} x @param {number} y
 * @returns {Point} rounded to a ten-thousandth
 */
export function shareOf(frame, x, y) {
  return [within((x - frame.left) / frame.width), within((y - frame.top) / frame.height)];
}

/** @param {number} share */
function within(share) {
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
}

/** @param {HTMLDialogElement} dialog @param {readonly Point[]} points @param {Point | null} [cross] where the keyboard stands */
function draw(dialog, points, cross = null) {
  const line = points.map(([x, y]) => `${x * 1000},${y * 1000}`).join(" ");
  for (const name of ["[data-line]", "[data-line-under]"]) need(dialog, name, SVGPolylineElement).setAttribute("points", line);
  const dots = [...points.map((point) => dot(point, "mark-dot")), ...(cross ? [dot(cross, "mark-cross")] : [])];
  need(dialog, "[data-dots]", SVGGElement).replaceChildren(...dots);
  need(dialog, "[data-says]", HTMLElement).textContent = points.length < 2 ? say(points.length ? "mark-point" : "mark-none") : say("mark-line", { count: points.length });
}

/** @param {Point} point @param {string} name */
function dot([x, y], name) {
  const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  circle.setAttribute("class", name);
  circle.setAttribute("cx", String(x * 1000));
  circle.setAttribute("cy", String(y * 1000));
  circle.setAttribute("r", "16");
  return circle;
}
