// @ts-check
/** The decision on a report's page: a key for each button, reasons often given by number, one decision for one report. */

/**
 * @typedef {object} Deciding
 * @property {(key: string) => boolean} press press a key outside of fields; whether it did something
 * @property {(event: KeyboardEvent) => boolean} whileWriting hear a key in the reason; whether it was meant for it
 */

/** @returns {Deciding} */
export function startDeciding() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-decide], form[data-answer]"));
  const reason = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("textarea") ?? null);
  /** What the reason is being written for, and whether a decision is on its way. */
  let asked = "";
  let isSent = false;

  form?.addEventListener("submit", (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (isSent || (button && needsReason(button))) event.preventDefault();
    else isSent = true;
  });
  form?.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element ? event.target.closest("[data-reason]") : null;
    if (chosen instanceof HTMLElement) choose(chosen);
  });
  // A page taken back from the browser's memory may be decided again.
  window.addEventListener("pageshow", () => { isSent = false; });

  /** Ask for the reason first where the volunteer needs one. @param {HTMLButtonElement} button */
  function needsReason(button) {
    if (!form?.matches("[data-decide]") || button.value === "accept" || !reason || reason.value.trim()) return false;
    asked = button.value;
    reason.closest("[data-folded]")?.removeAttribute("data-folded");
    for (const group of form.querySelectorAll("[data-templates]")) {
      if (group instanceof HTMLElement) group.hidden = group.dataset.templates !== asked;
    }
    // On a button the numbers choose a reason; a field would take them as text.
    (reasons()[0] ?? reason).focus();
    return true;
  }

  /** @returns {HTMLElement[]} */
  function reasons() {
    return [...(form?.querySelectorAll("[data-templates]:not([hidden]) [data-reason]") ?? [])].filter((one) => one instanceof HTMLElement);
  }

  /** @param {HTMLElement} chosen */
  function choose(chosen) {
    if (!reason) return;
    reason.value = chosen.dataset.reason ?? "";
    reason.focus();
  }

  /** @param {string} key */
  function press(key) {
    const place = Number(key);
    const chosen = place ? reasons()[place - 1] : undefined;
    if (asked && chosen) return choose(chosen), true;
    const button = buttonFor(`[data-key="${CSS.escape(key)}"]`);
    if (button) form?.requestSubmit(button);
    return button !== null;
  }

  /** @param {KeyboardEvent} event */
  function whileWriting(event) {
    if (!reason || event.target !== reason) return false;
    if (event.key === "Escape") reason.blur();
    const button = asked ? buttonFor(`[value="${CSS.escape(asked)}"]`) : null;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && button) {
      event.preventDefault();
      form?.requestSubmit(button);
    }
    return true;
  }

  /** @param {string} selector */
  function buttonFor(selector) {
    return /** @type {HTMLButtonElement | null} */ (form?.querySelector(`button${selector}`) ?? null);
  }

  return { press, whileWriting };
}
