// @ts-check
/** The first view: the sites to visit, the next one on top, and where the reports of this phone stand. */

import { entriesOf } from "patrol/field/queue_store.js";
import { dropUnused, takePhotos } from "patrol/field/pack_blobs.js";
import { fetchPack, packFacts, packedSites, storePack } from "patrol/field/pack.js";
import { inOrder, nextSite } from "patrol/field/site_list.js";
import { showWay } from "patrol/field/way.js";
import { followWhere, newestFix } from "patrol/field/where.js";
import { copyOf, language, need, say } from "patrol/field/words.js";

/**
 * @typedef {import("patrol/field/app_types.js").App} App
 * @typedef {import("patrol/field/pack.js").FieldSite} FieldSite
 * @typedef {import("patrol/field/queue_state.js").Entry} Entry
 */

const RECENT_MS = 12 * 60 * 60_000;
let unfollow = () => undefined;

/** @param {HTMLElement} root @param {App} app */
export function mount(root, app) {
  need(root, "[data-fetch]", HTMLButtonElement).addEventListener("click", () => void fetchSites(root, app));
}

/** @param {HTMLElement} root @param {App} app @param {string} filed the report just kept, if one comes from there */
export async function show(root, app, filed) {
  unfollow();
  const list = need(root, "[data-list]", HTMLElement);
  if (!app.person) {
    list.replaceChildren();
    return showEmpty(root, "nobody");
  }
  const sites = await packedSites(app.person.id);
  const entries = await entriesOf(app.person.id);
  const facts = await packFacts(app.person.id);
  const ordered = inOrder(sites, facts?.order ?? [], newestFix());
  const drafts = new Set((await app.db.getAllKeys("drafts")).map(String));
  list.replaceChildren(...ordered.map((site) => card(site, entries, drafts.has(`${app.person?.id}:${site.id}`))));
  showNext(root, ordered, entries, filed);
  showEmpty(root, sites.length ? null : facts ? "none" : "nothing-yet");
  const made = need(root, "[data-made]", HTMLElement);
  made.hidden = !facts;
  if (facts) made.textContent = say("pack-made", { date: moment(facts.made_at) });
  unfollow = /** @type {() => undefined} */ (followWhere((fix) => {
    for (const item of list.children) {
      const site = ordered.find((one) => one.id === /** @type {HTMLElement} */ (item).dataset.site);
      if (site) showWay(need(item, "[data-way]", HTMLElement), site, fix);
    }
  }));
}

export function hide() {
  unfollow();
}

/** @param {FieldSite} site @param {readonly Entry[]} entries @param {boolean} hasDraft */
function card(site, entries, hasDraft) {
  const item = copyOf("visit-card");
  item.dataset.site = site.id;
  const link = need(item, "[data-name]", HTMLAnchorElement);
  link.textContent = site.name;
  link.href = `#/site/${site.id}`;
  const last = entries.find((entry) => entry.site.id === site.id);
  const chips = [
    ...(last ? [`state-${last.state}`] : []),
    ...(hasDraft ? ["draft"] : []),
    ...(site.assignment ? ["mine"] : []),
    ...(site.is_difficult ? ["difficult"] : []),
  ];
  need(item, "[data-chips]", HTMLElement).replaceChildren(...chips.map((name) => copyOf(`chip-${name}`)));
  const due = need(item, "[data-due]", HTMLElement);
  due.hidden = !site.assignment;
  if (site.assignment) due.textContent = say("do-by", { date: day(site.assignment.do_by) });
  need(item, "[data-level]", HTMLElement).textContent = site.assignment && site.level_label ? `${site.level_label} · ` : site.level_label;
  showWay(need(item, "[data-way]", HTMLElement), site, newestFix());
  return item;
}

/** After a report: it is kept, and this is the next site of the same outing. @param {HTMLElement} root @param {FieldSite[]} ordered @param {Entry[]} entries @param {string} filed */
function showNext(root, ordered, entries, filed) {
  const box = need(root, "[data-filed]", HTMLElement);
  const entry = entries.find((one) => one.id === filed);
  box.hidden = !entry;
  if (!entry) return;
  need(box, "[data-filed-words]", HTMLElement).textContent = say("filed", { site: entry.site.name });
  const done = new Set(entries.filter((one) => Date.now() - Date.parse(one.kept_at) < RECENT_MS).map((one) => one.site.id));
  const next = nextSite(ordered, done);
  const link = need(box, "[data-next]", HTMLAnchorElement);
  link.hidden = !next;
  if (next) link.href = `#/site/${next.id}`;
  need(box, "[data-next-words]", HTMLElement).textContent = next ? say("next-site", { site: next.name }) : "";
  need(box, "[data-all-done]", HTMLElement).hidden = next !== null;
}

/** @param {HTMLElement} root @param {string | null} which */
function showEmpty(root, which) {
  for (const part of root.querySelectorAll("[data-empty]")) if (part instanceof HTMLElement) part.hidden = part.dataset.empty !== which;
  need(root, "[data-fetch]", HTMLElement).hidden = which === "nobody";
}

/** @param {HTMLElement} root @param {App} app */
async function fetchSites(root, app) {
  if (!app.person) return;
  const button = need(root, "[data-fetch]", HTMLButtonElement);
  button.disabled = true;
  const { answer, pack } = await fetchPack();
  if (pack) {
    await storePack(pack);
    await takePhotos(pack, () => undefined, new AbortController().signal);
    await dropUnused();
  }
  button.disabled = false;
  const trouble = need(root, "[data-fetch-trouble]", HTMLElement);
  trouble.hidden = pack !== null;
  trouble.dataset.kind = answer.kind;
  if (pack) await show(root, app, "");
}

/** @param {string} at */
function moment(at) {
  return new Date(at).toLocaleString(language(), { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** @param {string} on */
function day(on) {
  return new Date(`${on}T00:00:00`).toLocaleDateString(language(), { month: "long", day: "numeric" });
}
