// @ts-check
/** Stops of a route are dragged to their place; the arrows beside them do the same for keyboard and phone. */

const BOARD = document.querySelector("[data-route-board]");
/** @type {HTMLElement | null} */
let dragged = null;

BOARD?.addEventListener("dragstart", (event) => {
  dragged = stopOf(event);
  const data = /** @type {DragEvent} */ (event).dataTransfer;
  if (!dragged || !data) return;
  data.effectAllowed = "move";
  data.setData("text/plain", dragged.dataset.stop ?? "");
});

BOARD?.addEventListener("dragover", (event) => {
  if (!dragged || !tripOf(event)) return;
  event.preventDefault();
  unmark();
  const over = stopOf(event);
  if (over && over !== dragged) over.classList.add("is-over");
});

// Somebody else changed the route meanwhile: the page shows how it stands now.
BOARD?.addEventListener("htmx:responseError", () => location.reload());

BOARD?.addEventListener("dragend", () => {
  dragged = null;
  unmark();
});

BOARD?.addEventListener("drop", (event) => {
  const trip = tripOf(event);
  const stop = dragged?.dataset.stop;
  if (!dragged || !trip || !stop) return;
  event.preventDefault();
  const others = [...trip.querySelectorAll("[data-stop]")].filter((one) => one !== dragged);
  const over = stopOf(event);
  const at = over === dragged ? -1 : over ? others.indexOf(over) : others.length;
  dragged = null;
  unmark();
  if (at >= 0) send(trip, stop, at);
});

/**
 * @param {HTMLElement} trip
 * @param {string} stop
 * @param {number} at
 */
function send(trip, stop, at) {
  const form = /** @type {HTMLFormElement | null} */ (trip.querySelector("form[data-drop]"));
  const arrow = /** @type {HTMLFormElement | null | undefined} */ (document.getElementById(`stop-${stop}`)?.querySelector("form"));
  if (!form || !arrow) return;
  const position = /** @type {HTMLInputElement} */ (form.elements.namedItem("position"));
  position.value = String(at);
  form.action = arrow.action.replace(/\/(move|drop)\/$/, "/move/");
  form.submit();
}

function unmark() {
  for (const one of BOARD?.querySelectorAll(".is-over") ?? []) one.classList.remove("is-over");
}

/** @param {Event} event @returns {HTMLElement | null} */
function stopOf(event) {
  return event.target instanceof Element ? event.target.closest("[data-stop]") : null;
}

/** @param {Event} event @returns {HTMLElement | null} */
function tripOf(event) {
  return event.target instanceof Element ? event.target.closest("[data-trip]") : null;
}
