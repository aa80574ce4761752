// @ts-check
/** The pictures on our maps, drawn on canvas in the present theme: status shapes, coarse places, rings of counted cells. */

import { STATUSES, statusColors, statusImage, token } from "core/status.js";

/** @typedef {import("maplibre-gl").Map} Map */
/** @typedef {import("core/status.js").Status} Status */

const SIZE = 48;
const RING = 72;

/**
 * Draw each picture when the map first names it: `status-<status>` where a place is exact, `coarse-<status>` where it is
 * not, and rings such as `ring-3-0-4-1-0`, the shares in eighths in the order of the legend.
 * @param {Map} map
 */
export function drawSymbolsOnDemand(map) {
  map.setMissingStyleImageResolver((id) => {
    const image = picture(id);
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: 2 });
  });
}

/** @param {string} id @returns {ImageData | null} */
function picture(id) {
  const [kind, rest] = [id.slice(0, id.indexOf("-")), id.slice(id.indexOf("-") + 1)];
  const status = STATUSES.find((known) => known === rest);
  if (kind === "status" && status) return statusImage(status, SIZE);
  if (kind === "coarse" && status) return coarseImage(status);
  if (kind === "ring") return ringImage(rest.split("-").map(Number));
  return kind === "service" ? servicePointImage() : null;
}

/**
 * The status shape, small, inside the dashed square that says "somewhere in this cell".
 * @param {Status} status
 * @returns {ImageData}
 */
function coarseImage(status) {
  const size = SIZE * 1.25;
  const pen = penOf(size);
  pen.lineWidth = 3;
  pen.strokeStyle = token("surface");
  pen.strokeRect(4, 4, size - 8, size - 8);
  pen.setLineDash([7, 5]);
  pen.strokeStyle = token("ink-2");
  pen.strokeRect(4, 4, size - 8, size - 8);
  const shape = document.createElement("canvas");
  shape.width = shape.height = SIZE;
  shape.getContext("2d")?.putImageData(statusImage(status, SIZE), 0, 0);
  const inner = size * 0.6;
  pen.drawImage(shape, (size - inner) / 2, (size - inner) / 2, inner, inner);
  return pen.getImageData(0, 0, size, size);
}

/**
 * A ring of status shares around an empty middle, in which the map writes the number of sites.
 * @param {number[]} eighths
 * @returns {ImageData}
 */
function ringImage(eighths) {
  const pen = penOf(RING);
  const middle = RING / 2;
  const colors = statusColors();
  const whole = eighths.reduce((sum, part) => sum + part, 0) || 1;
  pen.fillStyle = token("surface");
  pen.beginPath();
  pen.arc(middle, middle, middle - 1, 0, 2 * Math.PI);
  pen.fill();
  pen.lineWidth = 11;
  let from = -Math.PI / 2;
  STATUSES.forEach((status, index) => {
    const to = from + (2 * Math.PI * (eighths[index] ?? 0)) / whole;
    pen.strokeStyle = colors[status];
    pen.beginPath();
    pen.arc(middle, middle, middle - 8, from, to);
    pen.stroke();
    from = to;
  });
  return pen.getImageData(0, 0, RING, RING);
}

/** @returns {ImageData} a small house on a celadon ground */
function servicePointImage() {
  const pen = penOf(SIZE);
  pen.scale(2, 2);
  pen.fillStyle = token("celadon");
  pen.strokeStyle = token("surface");
  pen.lineWidth = 2;
  pen.beginPath();
  pen.roundRect(2, 2, 20, 20, 5);
  pen.fill();
  pen.stroke();
  pen.fillStyle = token("surface");
  pen.fill(new Path2D("M12 6 5.5 11.5H7.5V17.5H10.5V13.5H13.5V17.5H16.5V11.5H18.5Z"));
  return pen.getImageData(0, 0, SIZE, SIZE);
}

/** @param {number} size @returns {CanvasRenderingContext2D} */
function penOf(size) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
