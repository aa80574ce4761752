// @ts-check
/** "Use my position": asks the phone where it is, and asks the server for that place. */

const question = document.querySelector("form[data-zones]");
const button = question?.querySelector("[data-locate]");
if (question instanceof HTMLFormElement && button instanceof HTMLButtonElement && "geolocation" in navigator) {
  const status = question.querySelector("[data-locate-status]");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill(question, "position", `${coords.longitude.toFixed(6)}, ${coords.latitude.toFixed(6)}`);
        fill(question, "datum", "wgs84");
        fill(question, "accuracy_m", String(Math.ceil(coords.accuracy)));
        question.requestSubmit();
      },
      () => {
        button.disabled = false;
        if (status) status.textContent = question.dataset.denied ?? "";
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 },
    );
  });
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
}
