// @ts-check
/** Last time under now: a slider, and an alignment that is asked for once; "as taken" is always one press away. */

for (const figure of document.querySelectorAll("details[data-compare]")) {
  if (figure instanceof HTMLDetailsElement) start(figure);
}

/** @param {HTMLDetailsElement} figure */
function start(figure) {
  const range = figure.querySelector("input[type=range]");
  const over = figure.querySelector(".compare-over");
  const before = figure.querySelector(".compare-before");
  const line = figure.querySelector(".compare-line");
  if (!(range instanceof HTMLInputElement) || !(over instanceof HTMLElement) || !(before instanceof HTMLElement) || !(line instanceof HTMLElement)) return;
  const slide = () => {
    const share = Number(range.value);
    over.style.clipPath = `inset(0 ${share}% 0 0)`;
    line.style.insetInlineStart = `${100 - share}%`;
    range.setAttribute("aria-valuetext", `${100 - share}%`);
  };
  range.addEventListener("input", slide);
  figure.querySelector("[data-compare-align]")?.addEventListener("click", () => void align(figure, before));
  figure.querySelector("[data-compare-taken]")?.addEventListener("click", () => show(figure, before, "", "taken"));
  figure.hidden = false;
  slide();
}

/** @param {HTMLDetailsElement} figure @param {HTMLElement} before */
async function align(figure, before) {
  try {
    const answer = await fetch(figure.dataset.alignment ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    show(figure, before, found.is_found ? transform(found) : "", found.is_found ? "found" : "strange");
  } catch {
    say(figure, figure.dataset.saidFailed ?? "");
  }
}

/** @param {{dx: number, dy: number, rotation_deg: number, scale: number}} found shares of width and height, degrees, factor */
function transform({ dx, dy, rotation_deg, scale }) {
  return `translate(${dx * 100}%, ${dy * 100}%) rotate(${rotation_deg}deg) scale(${scale})`;
}

/** @param {HTMLDetailsElement} figure @param {HTMLElement} before @param {string} moved @param {"found" | "strange" | "taken"} state */
function show(figure, before, moved, state) {
  before.style.transform = moved;
  figure.querySelector("[data-compare-align]")?.setAttribute("aria-pressed", String(state === "found"));
  figure.querySelector("[data-compare-taken]")?.setAttribute("aria-pressed", String(state !== "found"));
  say(figure, { found: figure.dataset.saidFound, strange: figure.dataset.saidStrange, taken: figure.dataset.saidTaken }[state] ?? "");
}

/** @param {HTMLDetailsElement} figure @param {string} words */
function say(figure, words) {
  const said = figure.querySelector("[data-compare-said]");
  if (said) said.textContent = words;
}
