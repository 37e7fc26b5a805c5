// Pointer, touch and keyboard: what is under it, and what is chosen.

import { FRENCH } from "./texts.js";
import { GROUPS } from "./layers.js";
import { placeAt } from "./places.js";

export function createPicking(screen) {
  const { map, tip, canvasPlace } = screen;
  const canvas = map.getCanvas();
  let asked = null;

  map.on("mousemove", (event) => {
    if (asked) cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => point(event.point));
  });
  map.on("mouseout", clear);
  map.on("movestart", () => tip.hidden || (tip.hidden = true));
  map.on("click", (event) => {
    point(event.point);
    choose(event.point);
  });

  // By keyboard, the commune at the middle is read out, and Enter chooses it.
  canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && aim(true));
  canvas.addEventListener("blur", () => aim(false));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    choose(centre());
  });
  map.on("moveend", () => canvasPlace.classList.contains("cpts-aiming") && readOut());

  function aim(on) {
    canvasPlace.classList.toggle("cpts-aiming", on);
    if (on) readOut();
    else clear();
  }

  async function readOut() {
    const found = await lookAt(centre());
    screen.status.textContent = found ? `${FRENCH.centre}\u00a0: ${[found.name, found.text].filter(Boolean).join(", ")}` : "";
    if (found) show(found, centre());
    else clear();
  }

  async function point(place) {
    const found = await lookAt(place);
    if (found) show(found, place);
    else clear();
  }

  function show(found, place) {
    canvas.style.cursor = "pointer";
    screen.highlights.hover(found.feature ?? null);
    const name = document.createElement("strong");
    name.textContent = found.name;
    const text = document.createElement("span");
    text.textContent = found.text;
    tip.replaceChildren(name, text);
    tip.hidden = false;
    const width = canvasPlace.clientWidth;
    const right = place.x + 14 + tip.offsetWidth > width;
    const left = right ? Math.max(4, place.x - 14 - tip.offsetWidth) : place.x + 14;
    const top = Math.max(4, Math.min(place.y + 14, canvasPlace.clientHeight - tip.offsetHeight - 4));
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  function clear() {
    if (asked) cancelAnimationFrame(asked);
    tip.hidden = true;
    canvas.style.cursor = "";
    screen.highlights.hover(null);
  }

  async function choose(place) {
    const found = await lookAt(place);
    if (found?.layer) screen.pick({ layer: found.layer, point: found.point });
    else if (found?.code) screen.pick({ code: found.code });
  }

  function centre() {
    return { x: canvasPlace.clientWidth / 2, y: canvasPlace.clientHeight / 2 };
  }

  async function lookAt(place) {
    const { view } = screen;
    if (!view) return null;
    const spot = placeAt(screen, place);
    if (spot) return spot;
    const layers = GROUPS[view.scope].map((group) => group.key).filter((id) => map.getLayer(id));
    if (!layers.length) return null;
    const feature = map.queryRenderedFeatures([place.x, place.y], { layers })
      .find((one) => (view.classes[one.id] ?? ".") !== ".");
    if (!feature) return null;
    const words = view.legend.find(([letter]) => letter === view.classes[feature.id])?.[1] ?? "";
    if (view.scope === "territory") {
      const { code, name } = feature.properties;
      return { feature, code, name, text: view.labels[feature.id] ?? words };
    }
    const index = await screen.index;
    return { feature, code: index.codes[feature.id], name: index.names[feature.id], text: words };
  }
}
