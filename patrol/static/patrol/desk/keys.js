// @ts-check
/** The review desk by keyboard: A accepts, M asks for more, R rejects; never while a person is typing. */

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`));
  if (!button?.form) return;
  event.preventDefault();
  const reason = /** @type {HTMLTextAreaElement | null} */ (button.form.querySelector("textarea[name=reason]"));
  if (button.value !== "accept" && reason && !reason.value.trim()) {
    reason.focus();
    return;
  }
  button.form.requestSubmit(button);
});

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
