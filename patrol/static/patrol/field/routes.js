// @ts-check
/** The app's addresses: "#/site/<id>" names a view and its parameter. Pure. */

export const FIRST = "visits";
/** Which entry of the tab bar a view belongs to. @type {Readonly<Record<string, string>>} */
export const TABS = Object.freeze({ visits: "visits", site: "visits", report: "visits", map: "map", outing: "outing", pack: "pack", queue: "queue" });

/**
 * @param {string} hash of the address
 * @returns {{name: string, parameter: string}} the first view where the hash names none
 */
export function routeOf(hash) {
  const [name = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  return Object.hasOwn(TABS, name) ? { name, parameter: decoded(rest.join("/")) } : { name: FIRST, parameter: "" };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
