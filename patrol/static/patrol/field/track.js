// @ts-check
/** The track while it is recorded: which fix is kept, how far one has come, and in which pieces it is sent. Pure. */

import { distanceM } from "patrol/field/compass.js";

/**
 * @typedef {{at: string, lon: number, lat: number, accuracy_m: number | null, segment: number}} Point
 * @typedef {{sequence: number, segment: number, points: Point[], is_last: boolean}} Batch
 */

/** A point a metre farther tells nothing; one a minute later says that somebody stood still. */
const LEAST_M = 8;
const LEAST_MS = 3000;
const AT_LEAST_EVERY_MS = 60_000;
/** Nobody on patrol is faster than a car in town; what is, is a jump of the receiver. */
const FASTEST_MPS = 45;
/** A fix this coarse is a guess of the network, not a place. */
const COARSEST_M = 200;
export const BATCH_POINTS = 100;

/**
 * Whether a fix is kept: not too coarse, not too soon or too near, no jump. The server cleans once more.
 * @param {Point | null} last the point kept before, of the same segment
 * @param {Point} next
 * @returns {"keep" | "coarse" | "near" | "jump"}
 */
export function judge(last, next) {
  if ((next.accuracy_m ?? 0) > COARSEST_M) return "coarse";
  if (!last || last.segment !== next.segment) return "keep";
  const span = Date.parse(next.at) - Date.parse(last.at);
  if (span < LEAST_MS) return "near";
  const way = wayM(last, next);
  const slack = (last.accuracy_m ?? 0) + (next.accuracy_m ?? 0);
  if (way - slack > (FASTEST_MPS * span) / 1000) return "jump";
  return way >= Math.max(LEAST_M, (next.accuracy_m ?? 0) / 2) || span >= AT_LEAST_EVERY_MS ? "keep" : "near";
}

/** @param {readonly Point[]} points in order @returns {number} metres; between segments nothing is counted */
export function lengthM(points) {
  let length = 0;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before && before.segment === point.segment) length += wayM(before, point);
  }
  return length;
}

/** @param {readonly Point[]} points in order @returns {number} milliseconds recorded, pauses left out */
export function recordedMs(points) {
  let span = 0;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before && before.segment === point.segment) span += Date.parse(point.at) - Date.parse(before.at);
  }
  return span;
}

/**
 * The pieces that will not change any more: full ones, those a pause has closed, and at the end all.
 * @param {readonly Point[]} points in order
 * @param {boolean} isEnded whether no point will follow
 * @param {number} [size]
 * @returns {Batch[]}
 */
export function batchesOf(points, isEnded, size = BATCH_POINTS) {
  /** @type {Point[][]} */
  const pieces = [];
  for (const point of points) {
    const piece = pieces.at(-1);
    if (piece && piece.length < size && piece[0]?.segment === point.segment) piece.push(point);
    else pieces.push([point]);
  }
  const last = pieces.at(-1);
  const isOpen = !isEnded && last !== undefined && last.length < size;
  const closed = isOpen ? pieces.slice(0, -1) : pieces;
  return closed.map((piece, sequence) => ({ sequence, segment: piece[0]?.segment ?? 0, points: piece, is_last: isEnded && sequence === pieces.length - 1 }));
}

/** @param {Point} from @param {Point} to */
function wayM(from, to) {
  return distanceM({ longitude: from.lon, latitude: from.lat }, { longitude: to.lon, latitude: to.lat });
}
