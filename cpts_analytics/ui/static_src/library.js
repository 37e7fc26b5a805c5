// MapLibre's script and the styles, loaded once a page; and the tiles, asked for only where they exist.

let script = null;
const lists = new Map(); // folder of tiles → promise of the set of "z/x/y"
const styles = new Map(); // address → promise of a style sheet's text
const KEEP = { cache: "force-cache" };

export function loadMapLibre(address, tiles) {
  script ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = () => {
      window.maplibregl.addProtocol("cpts", loadTile);
      resolve();
    };
    element.onerror = () => {
      script = null;
      reject(new Error("the map's script cannot be loaded"));
    };
    document.head.append(element);
  });
  return Promise.all([script, tileList(tiles)]);
}

// Into the component's own root: the page's styles stay out of it, and these out of the page.
export async function loadStyles(root, addresses) {
  if (root.querySelector("style[data-cpts]")) return;
  for (const address of addresses) {
    if (!styles.has(address)) styles.set(address, fetchOnce(address).then((answer) => answer.text()));
    const element = document.createElement("style");
    element.dataset.cpts = address;
    element.textContent = await styles.get(address);
    root.append(element);
  }
}

export async function fetchJson(address) {
  return (await fetchOnce(address)).json();
}

export function tileTemplate(folder) {
  return `cpts://${folder}/{z}/{x}/{y}`;
}

function tileList(folder) {
  if (!lists.has(folder)) {
    lists.set(folder, fetchJson(`${folder}/tiles.json`).then((list) => new Set(list.tiles)));
  }
  return lists.get(folder);
}

async function loadTile(parameters, abort) {
  const path = parameters.url.slice("cpts://".length);
  const [, folder, tile] = path.match(/^(.*)\/(\d+\/\d+\/\d+)$/);
  if (!(await tileList(folder)).has(tile)) return { data: new ArrayBuffer(0) };
  const answer = await fetchOnce(`${folder}/${tile}.pbf`, { signal: abort.signal });
  return { data: await answer.arrayBuffer() };
}

async function fetchOnce(address, options = {}) {
  const answer = await fetch(address, { ...KEEP, ...options });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}
