// @ts-check
/** Checking in and out by position: asked for at the press of the button, sent with the form, and not kept. */

for (const form of document.querySelectorAll("form[data-check]")) {
  if (form instanceof HTMLFormElement) form.addEventListener("submit", (event) => ask(event, form));
}

/** @param {Event} event @param {HTMLFormElement} form */
function ask(event, form) {
  if (!navigator.geolocation || form.dataset.asked) return;
  event.preventDefault();
  form.dataset.asked = "1";
  form.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      fill(form, "lon", coords.longitude);
      fill(form, "lat", coords.latitude);
      fill(form, "accuracy_m", coords.accuracy);
      form.submit();
    },
    // Without a position the server says what to do instead.
    () => form.submit(),
    { enableHighAccuracy: true, timeout: 20_000 },
  );
}

/** @param {HTMLFormElement} form @param {string} name @param {number} value */
function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = String(value);
}

export {};
