// @ts-check
/** The shape of a site drawn on the map: points, lines, outlines; snapped, undone, and written into the form. */

import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { area, length, vertices } from "maps/geometry.js";
import { colour, fit } from "maps/places.js";
import { addSurroundings, makeSnapping, showTyped } from "maps/surroundings.js";

/** @typedef {import("maps/geometry.js").Pair} Pair */
/** @typedef {{place: GeoJSON.Geometry | null, drawn: GeoJSON.Geometry | null, around?: GeoJSON.Geometry, mode?: string, neighbours: string, positions: string}} Data */
/** @typedef {{type: "Feature", id?: string | number, geometry: any, properties: any}} Part */

const MODES = /** @type {const} */ ({ Point: "point", LineString: "linestring", Polygon: "polygon" });

/** @param {import("maplibre-gl").Map} map @param {HTMLElement} element @param {Data} data */
export function show(map, element, data) {
  const frame = /** @type {HTMLElement} */ (element.closest(".map-frame"));
  const words = JSON.parse(document.getElementById("drawing-words")?.textContent ?? "{}");
  const first = data.drawn ?? data.place;
  fit(map, [first ?? data.around ?? null]);
  const begin = () => {
    const surroundings = addSurroundings(map, data.neighbours);
    const editor = new Editor(map, frame, words, first, makeSnapping(map, surroundings, frame), data.mode);
    showTyped(map, data.positions, words, fit);
    frame.dataset.ready = "";
    map.on("style.load", () => editor.restart());
  };
  if (map.isStyleLoaded()) begin();
  else map.once("idle", begin);
}

/** What is drawn, its history, its buttons and the form's field. */
class Editor {
  /** @type {Part[][]} */ past = [];
  /** @type {Part[][]} */ future = [];
  /** @type {Part[]} */ present = [];
  /** @type {string | number | null} */ chosen = null;
  isTouched = false;

  /**
   * @param {import("maplibre-gl").Map} map @param {HTMLElement} frame @param {Record<string, string>} words
   * @param {GeoJSON.Geometry | null} place @param {any} snapping @param {string} [mode] to begin with where nothing is drawn
   */
  constructor(map, frame, words, place, snapping, mode = "point") {
    this.map = map;
    this.frame = frame;
    this.words = words;
    this.field = /** @type {HTMLInputElement | null} */ (document.querySelector("form[data-editor] [name=geometry]"));
    this.isTouched = Boolean(this.field?.value);
    this.draw = makeDraw(map, snapping);
    this.draw.start();
    this.listen();
    const parts = partsOf(place);
    const taken = this.draw.addFeatures(parts);
    if (taken.some((one) => !one.valid)) {
      this.draw.clear();
      this.tell(words["cannot_edit"] ?? "");
      showFixed(map, place);
    } else {
      this.present = this.parts();
      this.tell();
    }
    const many = this.control("several");
    if (many instanceof HTMLInputElement) many.checked = parts.length > 1;
    this.choose(parts.length ? "select" : mode);
  }

  listen() {
    this.draw.on("finish", () => this.finished());
    this.draw.on("select", (id) => ((this.chosen = id), this.refresh()));
    this.draw.on("deselect", () => ((this.chosen = null), this.refresh()));
    for (const button of this.frame.querySelectorAll("[data-mode]")) {
      button.addEventListener("click", () => this.choose(/** @type {HTMLElement} */ (button).dataset.mode ?? "select"));
    }
    this.control("undo")?.addEventListener("click", () => this.undo());
    this.control("redo")?.addEventListener("click", () => this.redo());
    this.control("remove")?.addEventListener("click", () => this.remove());
    this.control("fit")?.addEventListener("click", () => fit(this.map, this.present.map((part) => part.geometry)));
    this.frame.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) this.redo();
      else this.undo();
    });
  }

  /** @param {string} name @returns {HTMLElement | null} */
  control(name) {
    return this.frame.querySelector(`[data-do=${name}]`);
  }

  /** @param {string} mode */
  choose(mode) {
    this.draw.setMode(mode);
    for (const button of this.frame.querySelectorAll("[data-mode]")) {
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.mode === mode));
    }
    const hint = this.frame.querySelector("[data-hint]");
    if (hint) hint.textContent = this.words[`hint_${mode}`] ?? "";
  }

  /** @returns {Part[]} what is drawn, without handles and guides */
  parts() {
    const kinds = new Set(/** @type {string[]} */ (Object.values(MODES)));
    const all = /** @type {Part[]} */ (/** @type {unknown} */ (this.draw.getSnapshot()));
    const own = all.filter((one) => kinds.has(one.properties["mode"]) && !one.properties["currentlyDrawing"]);
    return own
      .filter((one) => MODES[/** @type {keyof typeof MODES} */ (one.geometry.type)] === one.properties["mode"])
      .map((one) => ({ type: "Feature", id: one.id, geometry: structuredClone(one.geometry), properties: { mode: one.properties["mode"] } }));
  }

  /** A drawing or a change of one is done: keep to one kind, and to one part unless several are wanted. */
  finished() {
    let parts = this.parts();
    const last = parts.find((part) => !this.present.some((one) => one.id === part.id)) ?? parts.at(-1);
    const many = this.control("several");
    const isMany = many instanceof HTMLInputElement && many.checked;
    const kept = parts.filter((part) => part === last || (isMany && part.geometry.type === last?.geometry.type));
    if (last && parts.length > kept.length && !this.present.some((one) => one.id === last.id)) {
      this.draw.removeFeatures(parts.filter((part) => !kept.includes(part)).map((part) => /** @type {string} */ (part.id)));
      parts = kept;
    }
    this.write(parts);
    if (last && last.geometry.type !== "Point" && !isMany && this.draw.getMode() !== "select") this.choose("select");
  }

  /** @param {Part[]} parts */
  write(parts) {
    this.past.push(this.present);
    this.future = [];
    this.present = parts;
    this.isTouched = true;
    this.save();
  }

  save() {
    if (this.field && this.isTouched) {
      const together = joined(this.present);
      this.field.value = together ? JSON.stringify(together) : "";
    }
    this.refresh();
    this.tell();
  }

  undo() {
    // While a line is under way its last vertex goes first.
    if (this.draw.getModeState() === "drawing") this.draw.undo();
    else this.travel(this.past, this.future);
  }

  redo() {
    if (this.draw.getModeState() === "drawing") this.draw.redo();
    else this.travel(this.future, this.past);
  }

  /** @param {Part[][]} from @param {Part[][]} to */
  travel(from, to) {
    const parts = from.pop();
    if (!parts) return;
    to.push(this.present);
    this.present = parts;
    this.reload();
    this.save();
  }

  remove() {
    const left = this.chosen === null ? [] : this.present.filter((part) => part.id !== this.chosen);
    this.write(left);
    this.reload();
  }

  reload() {
    this.chosen = null;
    this.draw.clear();
    this.draw.addFeatures(/** @type {any} */ (structuredClone(this.present)));
    this.refresh();
  }

  /** The style was changed under the drawing, and took its layers along. */
  restart() {
    this.draw.stop();
    this.draw.start();
    this.draw.addFeatures(/** @type {any} */ (structuredClone(this.present)));
    this.choose("select");
  }

  refresh() {
    const can = { undo: this.past.length > 0, redo: this.future.length > 0, remove: this.present.length > 0 };
    for (const [name, is] of Object.entries(can)) {
      const button = this.control(name);
      if (button instanceof HTMLButtonElement) button.disabled = !is && this.draw.getModeState() !== "drawing";
    }
  }

  /** @param {string} [text] */
  tell(text) {
    const status = this.frame.querySelector("[data-drawing-status]");
    if (status) status.textContent = text ?? describe(this.present, this.words);
  }
}

/** @param {import("maplibre-gl").Map} map @param {any} snapping */
function makeDraw(map, snapping) {
  const zhu = /** @type {`#${string}`} */ (colour("--zhu") || "#a8321e");
  const line = { lineStringColor: zhu, lineStringWidth: 3 };
  const outline = { fillColor: zhu, fillOpacity: 0.18, outlineColor: zhu, outlineWidth: 3 };
  const shape = { feature: { draggable: false, coordinates: { draggable: true, midpoints: true, deletable: true, snappable: snapping } } };
  const chosen = { selectedLineStringColor: zhu, selectedLineStringWidth: 4, selectedPolygonColor: zhu, selectedPolygonOutlineColor: zhu, selectedPointColor: zhu, selectionPointWidth: 6, midPointWidth: 4 };
  return new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 9 }),
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    modes: [
      new TerraDrawPointMode({ styles: { pointColor: zhu, pointWidth: 7 } }),
      new TerraDrawLineStringMode({ snapping, styles: line }),
      new TerraDrawPolygonMode({ snapping, styles: outline }),
      new TerraDrawSelectMode({ styles: chosen, flags: { point: { feature: { draggable: true } }, linestring: shape, polygon: shape } }),
    ],
  });
}

/** @param {GeoJSON.Geometry | null} place @returns {any[]} the parts of the place, one feature each */
function partsOf(place) {
  if (!place) return [];
  const isMany = place.type.startsWith("Multi");
  const type = /** @type {keyof typeof MODES} */ (place.type.replace("Multi", ""));
  const nested = /** @type {any} */ (place).coordinates;
  return (isMany ? nested : [nested]).map((/** @type {any} */ coordinates) => ({
    type: "Feature",
    geometry: { type, coordinates: rounded(coordinates) },
    properties: { mode: MODES[type] },
  }));
}

/** @param {any} nested @returns {any} to a centimetre, and without heights */
function rounded(nested) {
  return typeof nested[0] === "number" ? nested.slice(0, 2).map((/** @type {number} */ one) => Number(one.toFixed(7))) : nested.map(rounded);
}

/** @param {Part[]} parts @returns {GeoJSON.Geometry | null} */
function joined(parts) {
  const only = parts[0];
  if (!only) return null;
  if (parts.length === 1) return only.geometry;
  return /** @type {GeoJSON.Geometry} */ ({ type: `Multi${only.geometry.type}`, coordinates: parts.map((part) => part.geometry.coordinates) });
}

/** @param {Part[]} parts @param {Record<string, string>} words @returns {string} kind, vertices and extent */
function describe(parts, words) {
  const type = parts[0]?.geometry.type;
  if (!type) return words["nothing"] ?? "";
  const count = parts.flatMap((part) => vertices(part.geometry)).length - (type === "Polygon" ? parts.length : 0);
  const told = [words[type] ?? "", (words["vertices"] ?? "").replace("{count}", String(count))];
  if (type === "LineString") {
    const metres = parts.reduce((sum, part) => sum + length(part.geometry.coordinates), 0);
    told.push(metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`);
  }
  if (type === "Polygon") {
    const square = parts.reduce((sum, part) => sum + area(part.geometry.coordinates[0]), 0);
    told.push(square < 10000 ? `${Math.round(square)} m²` : `${(square / 10000).toFixed(2)} ha`);
  }
  return told.join(" · ");
}

/** @param {import("maplibre-gl").Map} map @param {GeoJSON.Geometry | null} place shown, as it cannot be edited here */
function showFixed(map, place) {
  if (!place || map.getSource("fixed")) return;
  map.addSource("fixed", { type: "geojson", data: { type: "Feature", geometry: place, properties: {} } });
  map.addLayer({ id: "fixed", type: "line", source: "fixed", paint: { "line-color": colour("--zhu"), "line-width": 3 } });
}
