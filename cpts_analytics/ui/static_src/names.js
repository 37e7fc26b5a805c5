// Names of the territory's largest communes, as text above the map: never one over another.

const MOST = 14;

export function addNames(screen) {
  const { map } = screen;
  let labels = [];

  function show(view) {
    const wanted = view.names && view.scope === "territory" ? members(screen, view) : [];
    const key = wanted.map((label) => label.name).join("|");
    if (screen.names?.key === key) return;
    screen.names.key = key;
    labels.forEach((label) => label.element.remove());
    labels = wanted.map((label) => {
      const element = document.createElement("span");
      element.className = "cpts-name";
      element.textContent = label.name;
      element.setAttribute("aria-hidden", "true");
      screen.nameBox.append(element);
      return { ...label, element, width: element.offsetWidth, height: element.offsetHeight };
    });
    place();
  }

  function place() {
    const taken = [];
    for (const label of labels) {
      const { x, y } = map.project(label.at);
      const box = [x - label.width / 2 - 2, y - label.height / 2, x + label.width / 2 + 2, y + label.height / 2];
      const free = taken.length < MOST && !taken.some((other) => overlap(box, other));
      label.element.hidden = !free;
      if (!free) continue;
      taken.push(box);
      label.element.style.transform = `translate(${Math.round(x - label.width / 2)}px, ${Math.round(y - label.height / 2)}px)`;
    }
  }

  map.on("move", place);
  map.on("resize", place);
  return { show, key: "" };
}

// Larger communes on the ground first: their names have room.
function members(screen, view) {
  const anyOutside = view.inside.includes("0");
  return screen.local
    .filter((feature) => view.classes[feature.id] !== "." && (!anyOutside || view.inside[feature.id] === "1"))
    .map((feature) => ({ name: feature.properties.name, ...middle(feature.geometry) }))
    .sort((one, other) => other.area - one.area);
}

// The middle of the largest ring's box, and twice its area.
function middle(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let best = { area: -1, at: [0, 0] };
  for (const [ring] of polygons) {
    let area = 0;
    let x = 0;
    let y = 0;
    for (let i = 1; i < ring.length; i++) {
      const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
      area += cross;
      x += (ring[i - 1][0] + ring[i][0]) * cross;
      y += (ring[i - 1][1] + ring[i][1]) * cross;
    }
    if (Math.abs(area) > best.area) best = { area: Math.abs(area), at: [x / (3 * area), y / (3 * area)] };
  }
  return best;
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
