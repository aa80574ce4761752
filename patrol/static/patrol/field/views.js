// @ts-check
/** The views of the app, fetched when first opened; their markup stands in templates/patrol/field/app_<view>.html. */

/** @type {Readonly<Record<string, () => Promise<import("patrol/field/app_types.js").View>>>} */
export const VIEWS = Object.freeze({
  visits: () => import("patrol/field/view_visits.js"),
  site: () => import("patrol/field/view_site.js"),
  report: () => import("patrol/field/view_report.js"),
  queue: () => import("patrol/field/view_queue.js"),
  outing: () => import("patrol/field/view_outing.js"),
  pack: () => import("patrol/field/view_pack.js"),
  map: () => import("patrol/field/view_map.js"),
});
