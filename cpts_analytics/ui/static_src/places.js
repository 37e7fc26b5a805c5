// Layers of places: small marks of a shape and a colour, or circles whose area is a count.

import { fetchJson } from "./library.js";
import { addMark } from "./patterns.js";

const LARGEST_RADIUS = 22;

export async function showPlaces(screen, view) {
  const { map } = screen;
  const before = screen.placeKeys ?? new Map();
  const now = new Map(view.layers.map((layer) => [`places-${layer.key}`, JSON.stringify(layer)]));
  for (const [id, text] of before) {
    if (now.get(id) === text) continue;
    map.removeLayer(id);
    map.removeSource(id);
  }
  for (const layer of view.layers) {
    const id = `places-${layer.key}`;
    if (before.get(id) === now.get(id)) continue;
    const places = layer.url ? await fetchJson(layer.url) : layer.places;
    map.addSource(id, { type: "geojson", data: { type: "FeatureCollection", features: places.map(feature) } });
    map.addLayer({ id, source: id, metadata: { layer: layer.key }, ...look(map, layer) });
  }
  screen.placeKeys = now;
}

export function placeAt(screen, point) {
  const layers = [...(screen.placeKeys?.keys() ?? [])];
  if (!layers.length) return null;
  const around = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
  const [found] = screen.map.queryRenderedFeatures(around, { layers });
  if (!found) return null;
  const { name, detail } = found.properties;
  return { name, text: detail, layer: found.layer.metadata.layer, point: found.id };
}

function feature([lon, lat, name, detail, value], row) {
  return {
    type: "Feature", id: row, properties: { name, detail, value },
    geometry: { type: "Point", coordinates: [lon, lat] },
  };
}

function look(map, layer) {
  if (layer.proportional) {
    const share = ["/", ["get", "value"], layer.largest || 1];
    const radius = (largest) => ["case", [">", ["get", "value"], 0], ["max", largest / 7, ["*", largest, ["sqrt", share]]], 0];
    return {
      type: "circle",
      layout: { "circle-sort-key": ["-", ["get", "value"]] }, // small ones above large ones
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, radius(LARGEST_RADIUS / 5), 9, radius(LARGEST_RADIUS)],
        "circle-color": layer.colour,
        "circle-opacity": 0.55,
        "circle-stroke-color": layer.colour,
        "circle-stroke-width": ["case", [">", ["get", "value"], 0], 1.5, 0],
      },
    };
  }
  return {
    type: "symbol",
    layout: {
      "icon-image": addMark(map, layer.shape, layer.colour),
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 5, 0.45, 9, 0.9, 12, 1.1],
    },
  };
}
