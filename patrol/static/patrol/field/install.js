// @ts-check
/** Installing and renewing the app: the worker, the browser's promise to keep our data, the install button. */

import { need } from "patrol/field/words.js";

const WORKER = "/field-worker.js";
const LOOK_AGAIN_MS = 60 * 60_000;

/**
 * @param {() => boolean} isBusy whether a form is open: a new version waits until it is closed
 * @returns {{settle: () => void}} to be called when a form was closed
 */
export function keepInstalled(isBusy) {
  // Ask the browser not to clear reports when the phone runs short of space; it may say no.
  void navigator.storage?.persist?.();
  offerInstall();
  if (!navigator.serviceWorker) return { settle: () => undefined };
  const hadWorker = navigator.serviceWorker.controller !== null;
  let isOld = false;
  const settle = () => {
    if (isOld && !isBusy()) location.reload();
    else if (!isBusy()) void navigator.serviceWorker.getRegistration().then((one) => one?.waiting?.postMessage("take-over"));
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    isOld = hadWorker;
    settle();
  });
  void register(settle).catch(() => undefined);
  return { settle };
}

/** @param {() => void} settle */
async function register(settle) {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", settle);
  });
  settle();
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage("complete");
  const look = () => void registration.update().catch(() => undefined);
  setInterval(look, LOOK_AGAIN_MS);
  addEventListener("online", look);
}

function offerInstall() {
  const box = need(document, "[data-install]", HTMLElement);
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    box.hidden = false;
    need(box, "[data-install-now]", HTMLButtonElement).addEventListener("click", () => {
      box.hidden = true;
      void (/** @type {any} */ (event).prompt());
    }, { once: true });
  });
  addEventListener("appinstalled", () => (box.hidden = true));
}
