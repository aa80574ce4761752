// @ts-check
/** Shows what was pushed and opens its page. It keeps nothing and stands between nobody and the network. */

/** @typedef {{title: string, body: string, url: string, tag: string, language: string, is_urgent: boolean}} Pushed */

const worker = /** @type {any} */ (self);
const NAME = { zh: "文物巡查", other: "Heritage Patrol" };

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(show(event.data?.json())));
worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

/** @param {Pushed | undefined} pushed */
async function show(pushed) {
  // Browsers take the permission away from who wakes them and shows nothing.
  const said = pushed ?? { title: "", body: "", url: "/me/notices/", tag: "", language: "zh-hans", is_urgent: false };
  await worker.registration.showNotification(said.title || (said.language.startsWith("zh") ? NAME.zh : NAME.other), {
    body: said.body,
    tag: said.tag,
    lang: said.language,
    icon: "/static/patrol/field/icon-192.png",
    requireInteraction: said.is_urgent,
    data: { url: said.url },
  });
}

/** In a window that shows it already, or a new one; never anywhere but on this site. @param {string} path */
async function open(path) {
  const url = new URL(path, worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find((/** @type {any} */ one) => one.url === url.href);
  await (shown ? shown.focus() : worker.clients.openWindow(url.href));
}
