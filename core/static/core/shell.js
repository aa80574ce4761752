// @ts-check
/** What every page does: theme toggle, menus that close, dialogs, copy buttons, messages one can put away, theme-aware colour. */

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target);
  const button = target?.closest("[data-theme-set], [data-copy], [data-dismiss], [data-dialog-open], [data-dialog-close], [data-print]");
  if (!(button instanceof HTMLElement)) return;
  const { themeSet, copy, dialogOpen } = button.dataset;
  if (themeSet !== undefined) setTheme(themeSet);
  if (copy !== undefined) void copyText(button, copy);
  if (button.dataset.dismiss !== undefined) button.closest(".notice")?.remove();
  if (dialogOpen !== undefined) findDialog(dialogOpen)?.showModal();
  if (button.dataset.dialogClose !== undefined) button.closest("dialog")?.close();
  if (button.dataset.print !== undefined) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

// allauth reports passkey failures as an event: say it on the page instead of in the console.
document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-error");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
});

// A select with data-submit sends its form at once (filters, language).
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.dataset.submit !== undefined) field.form?.requestSubmit();
});

markTheme();
showCurrentTab();

/** @param {string} choice "light", "dark" or "" for the system's */
function setTheme(choice) {
  const root = document.documentElement;
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  try {
    if (choice) localStorage.setItem("theme", choice);
    else localStorage.removeItem("theme");
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
  markTheme();
  document.dispatchEvent(new CustomEvent("themechange"));
}

function markTheme() {
  const chosen = document.documentElement.dataset.theme ?? "";
  for (const button of document.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button instanceof HTMLElement && button.dataset.themeSet === chosen));
  }
}

/** @param {Element | null} target */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu instanceof HTMLDetailsElement && !(target && menu.contains(target))) menu.open = false;
  }
}

/** @param {string} id @returns {HTMLDialogElement | null} */
function findDialog(id) {
  const dialog = document.getElementById(id);
  return dialog instanceof HTMLDialogElement ? dialog : null;
}

/** @param {HTMLElement} button @param {string} text */
async function copyText(button, text) {
  await navigator.clipboard.writeText(text);
  const said = button.querySelector("[data-copied]");
  if (!(said instanceof HTMLElement)) return;
  const before = said.textContent;
  said.textContent = said.dataset.copied ?? "";
  setTimeout(() => (said.textContent = before), 2000);
}

/** On a narrow screen the row of tabs scrolls: begin where one stands. */
function showCurrentTab() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.parentElement;
    if (!(tab instanceof HTMLElement) || !row) continue;
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }
}
