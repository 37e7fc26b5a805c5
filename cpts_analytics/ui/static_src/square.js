// The legend of a map of two indicators: a table of three by three, both axes named, the limits written.

import { count, FRENCH } from "./texts.js";

export function square(about, cells) {
  const table = document.createElement("table");
  table.className = "cpts-square";
  const caption = table.createCaption();
  caption.textContent = `${about.up} ↑`;
  for (const row of [2, 1, 0]) {
    const line = table.insertRow();
    line.append(heading(about.rows[row], "row"));
    for (const column of [0, 1, 2]) {
      const [, label, colour, , communes] = cells[3 * row + column];
      const cell = line.insertCell();
      cell.style.background = colour;
      cell.style.color = isDark(colour) ? "#fff" : "#1f2933";
      cell.textContent = communes;
      cell.title = `${label} (${count(communes, FRENCH.communes)})`;
      if (3 * row + column === about.marked) cell.className = "cpts-marked";
    }
  }
  const feet = table.insertRow();
  feet.append(document.createElement("td"));
  for (const column of [0, 1, 2]) feet.append(heading(about.columns[column], "col"));
  const name = table.insertRow();
  name.append(document.createElement("td"));
  const across = name.insertCell();
  across.colSpan = 3;
  across.className = "cpts-across";
  across.textContent = `${about.across} →`;
  return table;
}

function heading(text, scope) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 < 0.22; // where white and ink read equally well
}
