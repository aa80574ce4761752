// @ts-check
/** The button that lets this browser show notices, on the page where a person chooses how they are told. */

const box = document.getElementById("push");
const button = document.getElementById("push-on");
const said = document.getElementById("push-said");
if (box && button && said) void offer(box, button);

/** @param {HTMLElement} box @param {HTMLElement} button */
async function offer(box, button) {
  if (!("PushManager" in window) || !navigator.serviceWorker || !("Notification" in window)) return say("none");
  if (Notification.permission === "denied") return say("denied");
  const kept = await (await registration(box))?.pushManager.getSubscription();
  // Another person's, on a shared device, is not taken over unasked.
  const mine = Array.from(document.querySelectorAll("[data-endpoint]"), (one) => one.getAttribute("data-endpoint"));
  if (kept && Notification.permission === "granted" && mine.includes(kept.endpoint)) return say("on");
  button.hidden = false;
  button.addEventListener("click", () => void switchOn(box, button));
}

/** @param {HTMLElement} box @param {HTMLElement} button */
async function switchOn(box, button) {
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  try {
    const registered = await navigator.serviceWorker.register(box.dataset.worker ?? "");
    await active(registered);
    const options = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key ?? "") };
    await keep(box, await registered.pushManager.subscribe(options));
    button.hidden = true;
    location.reload();
  } catch {
    say("failed");
  }
}

/** The push worker of this browser, if there is one. @param {HTMLElement} box */
async function registration(box) {
  const address = new URL(box.dataset.worker ?? "", location.href).href;
  return (await navigator.serviceWorker.getRegistrations()).find((one) => one.active?.scriptURL === address);
}

/** @param {ServiceWorkerRegistration} registered @returns {Promise<void>} */
function active(registered) {
  const coming = registered.installing ?? registered.waiting;
  if (registered.active || !coming) return Promise.resolve();
  return new Promise((resolve) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") resolve();
    });
  });
}

/** @param {HTMLElement} box @param {PushSubscription} subscription */
async function keep(box, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint: endpoint ?? "", p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" });
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const headers = { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "" };
  const answer = await fetch(box.dataset.keep ?? "", { method: "POST", body, headers });
  if (!answer.ok) throw new Error(`the device was not kept: ${answer.status}`);
}

/** @param {"none" | "denied" | "on" | "failed"} word */
function say(word) {
  const words = document.getElementById("push-words");
  const found = words instanceof HTMLTemplateElement ? words.content.querySelector(`[data-word=${word}]`) : null;
  if (said) said.textContent = found?.textContent ?? "";
}

/** @param {string} text base64url */
function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

export {};
