// @ts-check
/** Which site comes next: mine before others, in walking order where there is one, else the nearest. Pure. */

import { distanceM, middleOf } from "patrol/field/compass.js";

/**
 * @typedef {import("patrol/field/pack.js").FieldSite} FieldSite
 * @typedef {import("patrol/field/compass.js").Position} Position
 */

/**
 * @param {readonly FieldSite[]} sites
 * @param {readonly string[]} order ids in walking order; may name others or none
 * @param {Position | null} from
 * @returns {FieldSite[]} a new list
 */
export function inOrder(sites, order, from) {
  const place = new Map(order.map((id, index) => [id, index]));
  const far = new Map(sites.map((site) => [site.id, from && site.place ? distanceM(from, middleOf(site.place)) : Infinity]));
  const rank = (/** @type {FieldSite} */ site) => [site.assignment ? 0 : 1, place.get(site.id) ?? Infinity, far.get(site.id) ?? Infinity];
  return [...sites].sort((a, b) => compare(rank(a), rank(b)) || (a.code < b.code ? -1 : 1));
}

/**
 * @param {readonly FieldSite[]} ordered as inOrder gives them
 * @param {ReadonlySet<string>} done ids of sites reported on this outing
 * @returns {FieldSite | null} the next of mine that is not done; without any left, nothing is pressed upon the person
 */
export function nextSite(ordered, done) {
  return ordered.find((site) => site.assignment && !done.has(site.id)) ?? null;
}

/** @param {number[]} a @param {number[]} b */
function compare(a, b) {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? Infinity;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
