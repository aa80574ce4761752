// @ts-check
/** Shows what was pushed and opens its page. It keeps nothing and stands between nobody and the network. */

/** @typedef {{title: string, body: string, url: string, tag: string, language: string, is_urgent: boolean}} Pushed */

const pushWorker = /** @type {any} */ (self);
const SITE_NAME = { zh: "文物巡查", other: "Heritage Patrol" };

pushWorker.addEventListener("install", () => pushWorker.skipWaiting());
pushWorker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(pushWorker.clients.claim()));
pushWorker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(show(event.data?.json())));
pushWorker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

/** @param {Pushed | undefined} pushed */
async function show(pushed) {
  // Browsers take the permission away from who wakes them and shows nothing.
  const said = pushed ?? { title: "", body: "", url: "/me/notices/", tag: "", language: "zh-hans", is_urgent: false };
  await pushWorker.registration.showNotification(said.title || (said.language.startsWith("zh") ? SITE_NAME.zh : SITE_NAME.other), {
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
  const url = new URL(path, pushWorker.location.origin);
  if (url.origin !== pushWorker.location.origin) return;
  const windows = await pushWorker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find((/** @type {any} */ one) => one.url === url.href);
  await (shown ? shown.focus() : pushWorker.clients.openWindow(url.href));
}
