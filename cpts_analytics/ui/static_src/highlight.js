// The outline of the territory, the commune under the pointer and the chosen one.

import { INK } from "./layers.js";

const EMPTY = { type: "FeatureCollection", features: [] };

export function createHighlights(screen) {
  const { map } = screen;
  let outlineText = "";
  let chosen = "";
  let chosenState = "";
  let hovered = "";

  for (const source of ["outline", "hover", "chosen"]) map.addSource(source, { type: "geojson", data: EMPTY });
  line("outline", "outline", INK, 2);
  line("hover-halo", "hover", "#ffffff", 5);
  line("hover", "hover", INK, 2);
  line("chosen-halo", "chosen", "#ffffff", 7);
  line("chosen", "chosen", INK, 3.5);

  function line(id, source, colour, width) {
    map.addLayer({
      id, type: "line", source,
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": colour, "line-width": width },
    });
  }

  function showOutline(lines) {
    const text = JSON.stringify(lines);
    if (text === outlineText) return;
    outlineText = text;
    map.getSource("outline").setData({
      type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines.map(walk) },
    });
  }

  function hover(feature) {
    const key = feature ? `${feature.source}/${feature.id}` : "";
    if (key === hovered) return;
    hovered = key;
    map.getSource("hover").setData(feature ? shapesOf(feature) : EMPTY);
  }

  async function choose(code) {
    const state = `${screen.view.scope}|${screen.localKey}|${code}`;
    if (state === chosenState) return;
    chosenState = state;
    chosen = code;
    if (!code) {
      map.getSource("chosen").setData(EMPTY);
      return;
    }
    if (screen.view.scope === "territory") {
      const feature = screen.local.find((one) => one.properties.code === code);
      map.getSource("chosen").setData(feature ?? EMPTY);
      return;
    }
    const row = (await screen.index).rowOf.get(code);
    const draw = () => {
      if (chosen !== code || screen.view?.scope !== "france") return;
      map.getSource("chosen").setData(row === undefined ? EMPTY : shapesOf({ source: "france", id: row }));
    };
    draw();
    map.once("idle", draw); // when its tiles have come
  }

  // Other tiles hold finer shapes of the chosen commune.
  map.on("zoomend", () => {
    if (screen.view?.scope !== "france" || !chosen) return;
    chosenState = "";
    choose(chosen);
  });

  function shapesOf({ source, id }) {
    if (source === "local") return screen.local.find((feature) => feature.id === id) ?? EMPTY;
    const features = ["arrondissements", "communes"].flatMap((sourceLayer) =>
      map.querySourceFeatures("france", { sourceLayer, filter: ["==", ["id"], id] }));
    const plain = features.map((feature) => ({ type: "Feature", properties: {}, geometry: feature.geometry }));
    return { type: "FeatureCollection", features: plain };
  }

  return { showOutline, hover, choose };
}

// First point, then steps, in whole numbers of 1e-5 degree.
function walk(steps) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([x / 1e5, y / 1e5]);
  }
  return points;
}
