// Puts the classes of communes on the map: one state for each, and only for those that changed.

import { GROUPS, needMark, SPECIALS } from "./layers.js";

const NOT_DRAWN = ".";
const FAINT = 0.35;

export function createValues(screen) {
  const shown = new Map(); // source → { row → text of the state that it has }

  function show(view) {
    const groups = GROUPS[view.scope];
    const looks = lookOfLetters(view);
    for (const pattern of patternsIn(view, looks)) groups.forEach((group) => needMark(screen.map, group, pattern));
    const source = groups[0].source;
    const before = shown.get(source) ?? [];
    const now = new Array(view.classes.length);
    for (let row = 0; row < view.classes.length; row++) {
      const letter = view.classes[row];
      const faint = view.inside?.[row] === "0";
      now[row] = letter + (faint ? "-" : "+") + (looks[letter]?.text ?? "");
      if (before[row] === now[row] || (before[row] === undefined && letter === NOT_DRAWN)) continue;
      const state = looks[letter] ? stateOf(looks[letter], faint) : { o: 0, h: 0, x: 0, d: 0 };
      for (const { sourceLayer } of groups) screen.map.setFeatureState({ source, sourceLayer, id: row }, state);
    }
    shown.set(source, now);
  }

  return { show, forget: (source) => shown.delete(source) };
}

function lookOfLetters(view) {
  const looks = {};
  for (const [letter, [colour, pattern]] of Object.entries(view.styles)) {
    looks[letter] = { colour, pattern, text: colour + pattern };
  }
  return looks;
}

function stateOf({ colour, pattern }, faint) {
  const opacity = faint ? FAINT : 1;
  const state = { k: colour, o: opacity, h: 0, x: 0, d: 0 };
  if (SPECIALS[pattern]) state[SPECIALS[pattern]] = opacity;
  return state;
}

function patternsIn(view, looks) {
  const letters = new Set(view.classes);
  const found = new Set();
  for (const letter of letters) {
    const pattern = looks[letter]?.pattern;
    if (pattern in SPECIALS) found.add(pattern);
  }
  return found;
}
