// Sources and layers. Colours, opacities and marks are read from each feature's state, so that another
// indicator changes states only: no layer is made again, no tile is read again.

import { fetchJson, tileTemplate } from "./library.js";

const INK = "#1f2933";
const BORDER = "rgba(31, 41, 51, 0.28)";
const HIDDEN = 0;
const state = (name, otherwise) => ["coalesce", ["feature-state", name], otherwise];

// One group of layers for each thing that has communes in it.
export const GROUPS = {
  territory: [{ key: "local", source: "local" }],
  france: [
    { key: "communes", source: "france", sourceLayer: "communes", borders: 7 },
    { key: "arrondissements", source: "france", sourceLayer: "arrondissements", borders: 9 },
  ],
};
export const SPECIALS = { hatched: "h", crossed: "x", dotted: "d" };

export function addBaseLayers(map) {
  map.addLayer({ id: "ground", type: "background", paint: { "background-color": "#ffffff" } });
  // Empty layers that say where the others go: fills below, outline and places above.
  for (const id of ["above-fills", "above-lines"]) {
    map.addLayer({ id, type: "background", layout: { visibility: "none" } });
  }
}

export async function showScope(screen, view, assets) {
  const { map } = screen;
  if (view.scope === "france") {
    addFrance(map, assets);
    screen.index ??= fetchJson(`${assets.tiles}/index.json`).then((index) => ({
      ...index,
      rowOf: new Map(index.codes.map((code, row) => [code, row])),
    }));
  } else {
    await showTerritory(screen, view, assets);
  }
  if (screen.scope === view.scope) return;
  for (const [scope, groups] of Object.entries(GROUPS)) {
    const visibility = scope === view.scope ? "visible" : "none";
    for (const layer of map.getStyle().layers) {
      const own = groups.some((group) => layer.metadata?.group === group.key);
      if (own || (scope === "france" && layer.id === "departements")) {
        map.setLayoutProperty(layer.id, "visibility", visibility);
      }
    }
  }
  screen.scope = view.scope;
}

function addFrance(map, assets) {
  if (map.getSource("france")) return;
  map.addSource("france", { type: "vector", tiles: [tileTemplate(assets.tiles)], minzoom: 3, maxzoom: 8 });
  GROUPS.france.forEach((group) => addGroup(map, group));
  map.addLayer({
    id: "departements", type: "line", source: "france", "source-layer": "departements",
    paint: {
      "line-color": "#52606d",
      "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 8, 1.4],
      "line-opacity": 0.8,
    },
  }, "above-lines");
}

async function showTerritory(screen, view, assets) {
  const { map } = screen;
  const key = Object.keys(assets.departements).join() + "|" + view.codes.join();
  if (screen.localKey === key) return;
  const collections = await Promise.all(Object.values(assets.departements).map(fetchJson));
  const rowOf = new Map(view.codes.map((code, row) => [code, row]));
  const features = collections.flatMap((collection) => collection.features)
    .filter((feature) => rowOf.has(feature.properties.code))
    .map((feature) => ({ ...feature, id: rowOf.get(feature.properties.code) }))
    .sort((one, other) => isPart(one) - isPart(other)); // arrondissements above their commune
  screen.local = features;
  screen.localNames = new Map(features.map((feature) => [feature.properties.code, feature.properties.name]));
  const data = { type: "FeatureCollection", features };
  if (map.getSource("local")) {
    map.removeFeatureState({ source: "local" });
    map.getSource("local").setData(data);
  } else {
    map.addSource("local", { type: "geojson", data, tolerance: 0.2, maxzoom: 12 });
    GROUPS.territory.forEach((group) => addGroup(map, group));
  }
  screen.localKey = key;
  screen.values.forget("local");
}

function isPart(feature) {
  return /^(751|6938|132)/.test(feature.properties.code) ? 1 : 0;
}

function addGroup(map, group) {
  const { key, source, sourceLayer, borders } = group;
  const base = { source, metadata: { group: key }, ...(sourceLayer && { "source-layer": sourceLayer }) };
  map.addLayer({
    ...base, id: key, type: "fill",
    paint: {
      "fill-color": ["to-color", state("k", "#ffffff")],
      "fill-opacity": state("o", HIDDEN),
      "fill-antialias": !borders,
    },
  }, "above-fills");
  map.addLayer({
    ...base, id: `${key}-borders`, type: "line", ...(borders && { minzoom: borders }),
    paint: {
      "line-color": BORDER,
      "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.4, 11, 1],
      // Not around what is not drawn, nor where a dotted outline takes its place.
      "line-opacity": ["case", ["all", [">", state("o", HIDDEN), 0], ["==", state("d", HIDDEN), 0]], 1, 0],
    },
  }, "above-lines");
}

// Marks of what is not a number, added the first time that one is needed.
export function needMark(map, group, pattern) {
  const { key, source, sourceLayer } = group;
  const id = `${key}-${pattern}`;
  if (map.getLayer(id)) return;
  const base = { id, source, metadata: { group: key }, ...(sourceLayer && { "source-layer": sourceLayer }) };
  if (pattern === "dotted") {
    map.addLayer({
      ...base, type: "line", ...(sourceLayer && { minzoom: 6 }),
      layout: { "line-cap": "round" },
      paint: {
        "line-color": "#52606d", "line-width": 1.8, "line-dasharray": [0.1, 2],
        "line-opacity": state("d", HIDDEN),
      },
    }, "above-lines");
    return;
  }
  map.addLayer({
    ...base, type: "fill",
    paint: { "fill-pattern": pattern, "fill-opacity": state(SPECIALS[pattern], HIDDEN), "fill-antialias": false },
  }, "above-fills");
}

export { INK };
