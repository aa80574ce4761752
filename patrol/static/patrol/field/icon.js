// @ts-check
/** Icons of the sprite, where the page's scripts choose them. */

/** Pictograms of the groups of damage; a kind of a later vocabulary shows the general sign. @type {Readonly<Record<string, string>>} */
const KINDS = Object.freeze({
  structure: "crack", surface: "wall", living: "plant", crime: "shield", fire: "fire", management: "clipboard", ground: "water",
});

/** @param {string} code of a kind of damage or of a group @returns {string} the icon's name */
export function iconOfKind(code) {
  return KINDS[code] ?? "alert";
}

/** Let an icon of the page show another picture. @param {ParentNode} holder @param {string} name */
export function setIcon(holder, name) {
  const use = holder.querySelector("svg.icon use");
  use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*$/, `#${name}`));
}
