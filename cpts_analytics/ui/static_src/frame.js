// What stands around the map: full screen, places to go to, legend, source. Words come as text, never as HTML.

import { markSwatch, swatch } from "./patterns.js";
import { square } from "./square.js";
import { count, FRENCH } from "./texts.js";

export function buildFrame(screen, view) {
  const { host } = screen;
  const make = (tag, className, parent) => {
    const element = document.createElement(tag);
    element.className = className;
    parent.append(element);
    return element;
  };
  host.replaceChildren();
  host.classList.add("cpts-built");
  screen.heading = make("p", "cpts-title", host);
  screen.shortcuts = make("div", "cpts-shortcuts", host);
  screen.shortcuts.setAttribute("role", "group");
  screen.shortcuts.setAttribute("aria-label", FRENCH.goTo);
  screen.stage = make("div", "cpts-stage", host);
  screen.canvasPlace = make("div", "cpts-canvas", screen.stage);
  screen.nameBox = make("div", "cpts-names", screen.canvasPlace);
  screen.tip = make("div", "cpts-tip", screen.canvasPlace);
  screen.tip.hidden = true;
  screen.status = make("p", "cpts-status", screen.stage);
  screen.status.setAttribute("role", "status");
  if (view.fullscreen) addFullscreen(screen, make("button", "cpts-button cpts-fullscreen", screen.stage));
  screen.legend = make("div", "cpts-legend", host);
  screen.source = make("p", "cpts-source", host);
}

export function showMessage(screen, text) {
  const place = screen.canvasPlace ?? screen.host;
  const message = document.createElement("p");
  message.className = "cpts-message";
  message.setAttribute("role", "alert");
  message.textContent = text;
  place.querySelector(".cpts-message")?.remove();
  place.prepend(message);
  if (!screen.map) screen.host.classList.add("cpts-undrawn");
}

export function showLegend(screen, view) {
  screen.heading.textContent = view.title;
  screen.source.textContent = view.attribution;
  screen.host.dataset.mode = view.mode;
  showShortcuts(screen, view);
  const title = document.createElement("p");
  title.className = "cpts-legend-title";
  title.textContent = view.legendTitle || FRENCH.legend;
  const list = document.createElement("ul");
  const cells = view.square ? view.legend.slice(0, 9) : [];
  for (const [, label, colour, pattern, communes] of view.legend.slice(cells.length)) {
    list.append(entry(swatch(colour, pattern), label, count(communes, FRENCH.communes)));
  }
  for (const { shape, colour, label, proportional } of view.layers) {
    list.append(entry(markSwatch(proportional ? "circle" : shape, colour), label));
  }
  screen.legend.replaceChildren(title, ...(view.square ? [square(view.square, cells)] : []), list);
}

function entry(mark, label, note = "") {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = label;
  item.append(mark, words);
  if (note) {
    const small = document.createElement("small");
    small.textContent = note;
    item.append(small);
  }
  return item;
}

function showShortcuts(screen, view) {
  const key = JSON.stringify(view.shortcuts);
  if (screen.shortcutKey === key) return;
  screen.shortcutKey = key;
  screen.shortcuts.hidden = !view.shortcuts.length;
  screen.shortcuts.replaceChildren(
    ...view.shortcuts.map(([label, bounds]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cpts-button";
      button.textContent = label;
      button.addEventListener("click", () => screen.fit?.(bounds));
      return button;
    }),
  );
}

function addFullscreen(screen, button) {
  const { host } = screen;
  button.type = "button";
  const say = () => {
    const on = isOn();
    host.classList.toggle("cpts-full", on);
    button.textContent = on ? FRENCH.leaveFullscreen : FRENCH.fullscreen;
    screen.map?.resize();
  };
  const isOn = () => host.getRootNode().fullscreenElement === host || host.classList.contains("cpts-pinned");
  button.addEventListener("click", async () => {
    if (host.classList.contains("cpts-pinned")) host.classList.remove("cpts-pinned");
    else if (isOn()) await document.exitFullscreen();
    else if (host.requestFullscreen) await host.requestFullscreen().catch(() => host.classList.add("cpts-pinned"));
    else host.classList.add("cpts-pinned"); // telephones that have no full screen for a part of a page
    say();
  });
  host.addEventListener("fullscreenchange", say);
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && host.classList.contains("cpts-pinned")) {
      host.classList.remove("cpts-pinned");
      say();
    }
  });
  say();
}
