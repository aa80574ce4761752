// @ts-check
/** Fills the home with where the device is, made coarse before anybody sees it: a hundredth of a degree. */

const button = document.getElementById("home-locate");
const said = document.getElementById("home-said");
const lon = /** @type {HTMLInputElement | null} */ (document.getElementById("id_lon"));
const lat = /** @type {HTMLInputElement | null} */ (document.getElementById("id_lat"));

/** @param {number} degrees */
function coarse(degrees) {
  return (Math.floor(degrees * 100) / 100 + 0.005).toFixed(3);
}

if (button && said && lon && lat && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        lon.value = coarse(coords.longitude);
        lat.value = coarse(coords.latitude);
        said.textContent = said.dataset.done ?? "";
      },
      () => {
        said.textContent = said.dataset.failed ?? "";
      },
      { maximumAge: 600000, timeout: 15000 },
    );
  });
}

export {};
