// The commune map: one object for each place on a page, kept from one run of the page to the next.
// update() is called at every run with what to show; only what changed is changed.

import { buildFrame, showLegend, showMessage } from "./frame.js";
import { createHighlights } from "./highlight.js";
import { addBaseLayers, showScope } from "./layers.js";
import { loadMapLibre, loadStyles } from "./library.js";
import { addNames } from "./names.js";
import { addPatterns } from "./patterns.js";
import { createPicking } from "./picking.js";
import { showPlaces } from "./places.js";
import { FRENCH } from "./texts.js";
import { createValues } from "./values.js";

const REDUCED = window.matchMedia("(prefers-reduced-motion: reduce)");
const COARSE = window.matchMedia("(pointer: coarse)");

export async function update(component) {
  const root = component.parentElement;
  const host = root.querySelector(".cpts-map");
  const screen = (root.cptsScreen ??= newScreen(root, host));
  screen.component = component; // the newest: it holds the way back to the page
  const turn = ++screen.turn;
  const view = await unpack(component.data.packed);
  if (turn !== screen.turn || !root.isConnected) return; // a newer view has come meanwhile
  screen.work = screen.work.then(() => show(screen, view, component.data.assets)).catch((error) => {
    if (!root.isConnected) return; // the page was left while the map was being made
    console.warn("commune map:", error);
    showMessage(screen, FRENCH.failed);
  });
  await screen.work;
}

function newScreen(root, host) {
  const screen = { root, host, turn: 0, work: Promise.resolve(), map: null, view: null };
  screen.pick = (value) => screen.component.setTriggerValue("pick", value);
  root.cptsRemove = () => {
    screen.map?.remove();
    screen.map = null;
    root.cptsScreen = undefined;
  };
  return screen;
}

async function show(screen, view, assets) {
  if (!screen.map) {
    if (screen.undrawable) return;
    const script = canDraw() ? loadMapLibre(assets.maplibre, assets.tiles) : null;
    await loadStyles(screen.root, [assets.maplibreStyle, assets.style]);
    buildFrame(screen, view);
    if (!script) {
      screen.undrawable = true;
      showMessage(screen, FRENCH.noWebGL);
      screen.component.setStateValue("drawable", "no");
      return;
    }
    await script;
    await sized(screen.canvasPlace);
    await createMap(screen, view);
  }
  const before = screen.view;
  screen.view = view;
  screen.host.dataset.ready = "no";
  showLegend(screen, view);
  screen.map.getCanvas().setAttribute("aria-label", `${view.title} ${FRENCH.keyboardHelp}`);
  await showScope(screen, view, assets);
  screen.values.show(view);
  await showPlaces(screen, view);
  screen.highlights.showOutline(view.outline);
  screen.highlights.choose(view.selected);
  screen.names.show(view);
  const moved = before && view.bounds && JSON.stringify(before.bounds) !== JSON.stringify(view.bounds);
  if (moved) fit(screen, view.bounds);
  const done = () => (screen.host.dataset.ready = "yes");
  if (screen.map.loaded() && !screen.map.isMoving()) done();
  else screen.map.once("idle", done);
}

async function createMap(screen, view) {
  const { maplibregl } = window;
  const map = new maplibregl.Map({
    container: screen.canvasPlace,
    style: { version: 8, sources: {}, layers: [] },
    bounds: view.bounds ?? [-5.2, 41.3, 9.6, 51.1],
    fitBoundsOptions: { padding: padding(screen) },
    minZoom: 3,
    maxZoom: 14,
    attributionControl: false,
    maplibreLogo: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    cooperativeGestures: COARSE.matches,
    locale: FRENCH.locale,
    refreshExpiredTiles: false,
    // Everything has a name made of its digest: what the browser keeps is always right.
    transformRequest: (url) => ({ url, cache: "force-cache" }),
  });
  screen.map = map;
  screen.fit = (bounds) => fit(screen, bounds);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric", maxWidth: 90 }), "bottom-left");
  wheelAfterFocus(screen);
  map.on("error", (event) => console.warn("commune map:", event.error?.message ?? event));
  await new Promise((resolve) => map.once("style.load", resolve));
  addPatterns(map);
  addBaseLayers(map);
  screen.values = createValues(screen);
  screen.highlights = createHighlights(screen);
  screen.names = addNames(screen);
  createPicking(screen);
}

// A page that is being scrolled must not be caught by the map: the wheel zooms once the map was chosen.
function wheelAfterFocus(screen) {
  const { map } = screen;
  if (COARSE.matches) return;
  map.scrollZoom.disable();
  screen.canvasPlace.addEventListener("focusin", () => map.scrollZoom.enable());
  screen.canvasPlace.addEventListener("focusout", () => map.scrollZoom.disable());
}

function fit(screen, bounds) {
  screen.map.fitBounds(bounds, { padding: padding(screen), animate: !REDUCED.matches, duration: 600 });
}

function padding(screen) {
  return screen.canvasPlace.clientWidth < 600 ? 12 : 24;
}

function canDraw() {
  const canvas = document.createElement("canvas");
  try {
    const context = canvas.getContext("webgl2") || canvas.getContext("webgl");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

// In a tab that is not shown yet the place has no size, and nothing can be fitted into it.
function sized(element) {
  return new Promise((resolve) => {
    if (element.clientWidth > 0 && element.clientHeight > 0) return resolve();
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0) {
        observer.disconnect();
        resolve();
      }
    });
    observer.observe(element);
  });
}

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
