// @ts-check
/** The list of activities from where one stands: the position goes into the address, as the other filters do. */

const button = document.querySelector("[data-near]");
const failed = document.querySelector("[data-near-failed]");

if (button instanceof HTMLButtonElement && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(show, complain, { timeout: 20_000, maximumAge: 60_000 }));
}

/** @param {GeolocationPosition} position */
function show({ coords }) {
  const url = new URL(location.href);
  // A hundred metres are enough for a list, and less is told.
  url.searchParams.set("lon", coords.longitude.toFixed(3));
  url.searchParams.set("lat", coords.latitude.toFixed(3));
  location.assign(url);
}

function complain() {
  if (failed instanceof HTMLElement) failed.hidden = false;
}

export {};
