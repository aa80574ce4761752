// @ts-check
/** What a click on the map tells, filled into the page's own template, so that every word comes from the page. */

/** @typedef {{code: string, name: string, status: string, level_id: string, is_exact: boolean}} SiteProperties */

const MOST_LISTED = 6;

/**
 * @param {SiteProperties[]} sites under the finger, the first on top; doubles from neighbouring tiles are dropped
 * @returns {HTMLElement}
 */
export function sitePopup(sites) {
  const content = document.createElement("div");
  content.className = "stack stack-s";
  const unique = [...new Map(sites.map((site) => [site.code, site])).values()];
  content.append(...unique.slice(0, MOST_LISTED).map(entry));
  const more = unique.length - MOST_LISTED;
  if (more > 0) content.append(clone("popup-more", { count: String(more) }));
  return content;
}

/** @param {SiteProperties} site @returns {DocumentFragment} */
function entry(site) {
  const part = clone("popup-site", { name: site.name });
  const link = part.querySelector("a");
  if (link) link.href = link.href.replace("CODE", encodeURIComponent(site.code));
  const level = document.querySelector(`#map-levels [data-level="${CSS.escape(site.level_id)}"]`);
  part.querySelector("[data-slot=level]")?.append(level?.textContent ?? "");
  const chip = document.getElementById(`chip-${site.status}`);
  if (chip instanceof HTMLTemplateElement) part.querySelector("[data-slot=status]")?.append(chip.content.cloneNode(true));
  const coarse = part.querySelector("[data-slot=coarse]");
  if (coarse instanceof HTMLElement) coarse.hidden = site.is_exact;
  return part;
}

/** @param {string} id of a template @param {Record<string, string>} words by slot @returns {DocumentFragment} */
function clone(id, words) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const part = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const [slot, word] of Object.entries(words)) part.querySelector(`[data-slot=${slot}]`)?.append(word);
  return part;
}
