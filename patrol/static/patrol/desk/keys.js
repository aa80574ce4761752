// @ts-check
/** The review desk by keyboard: A accepts, M asks for more, R rejects; never while a person is typing. */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-decide]"));
const reason = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("textarea[name=reason]") ?? null);
/** What the reason is being written for, and whether a decision is on its way. */
let asked = "";
let isSent = false;

document.addEventListener("keydown", (event) => {
  if (reason && event.target === reason) return whileWriting(event);
  // A key held down must not decide the next report too.
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const button = buttonFor(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  form?.requestSubmit(button);
});

form?.addEventListener("submit", (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (isSent || (button && needsReason(button))) event.preventDefault();
  else isSent = true;
});

// A page taken back from the browser's memory may be decided again.
window.addEventListener("pageshow", () => { isSent = false; });

/** @param {KeyboardEvent} event */
function whileWriting(event) {
  if (event.key === "Escape") reason?.blur();
  const button = buttonFor(`[value="${CSS.escape(asked)}"]`);
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !button) return;
  event.preventDefault();
  form?.requestSubmit(button);
}

/** Ask for the reason first where the volunteer needs one. @param {HTMLButtonElement} button */
function needsReason(button) {
  if (button.value === "accept" || !reason || reason.value.trim()) return false;
  asked = button.value;
  reason.closest("[data-folded]")?.removeAttribute("data-folded");
  reason.focus();
  return true;
}

/** @param {string} selector */
function buttonFor(selector) {
  return /** @type {HTMLButtonElement | null} */ (form?.querySelector(`button${selector}`) ?? null);
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
