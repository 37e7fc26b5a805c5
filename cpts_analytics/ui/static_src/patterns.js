// Images drawn on a canvas: hatching, crosses, and the marks of places. The legend uses the same.

const RATIO = 2; // pixels for each point of the screen

export function addPatterns(map) {
  for (const pattern of ["hatched", "crossed"]) {
    map.addImage(pattern, patternPixels(pattern), { pixelRatio: RATIO });
  }
}

export function addMark(map, shape, colour) {
  const name = `${shape}-${colour}`;
  if (!map.hasImage(name)) map.addImage(name, pixels(18, (pen) => drawMark(pen, shape, colour)), { pixelRatio: RATIO });
  return name;
}

export function patternPixels(pattern) {
  return pixels(pattern === "hatched" ? 6 : 10, (pen) => drawPattern(pen, pattern));
}

// A square of the legend, as an element.
export function swatch(colour, pattern) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 18 * RATIO;
  canvas.className = "cpts-swatch";
  canvas.setAttribute("aria-hidden", "true");
  const pen = canvas.getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(RATIO, RATIO);
  if (pattern === "hatched" || pattern === "crossed") {
    const step = pattern === "hatched" ? 6 : 10;
    for (let x = 0; x < 18; x += step) {
      for (let y = 0; y < 18; y += step) {
        pen.save();
        pen.translate(x, y);
        drawPattern(pen, pattern);
        pen.restore();
      }
    }
  }
  pen.strokeStyle = pattern === "dotted" ? "#52606d" : "rgba(31, 41, 51, 0.45)";
  pen.lineWidth = pattern === "dotted" ? 1.6 : 1;
  if (pattern === "dotted") {
    pen.lineCap = "round";
    pen.setLineDash([0.1, 3]);
  }
  pen.strokeRect(1, 1, 16, 16);
  return canvas;
}

export function markSwatch(shape, colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 18 * RATIO;
  canvas.className = "cpts-swatch";
  canvas.setAttribute("aria-hidden", "true");
  const pen = canvas.getContext("2d");
  pen.scale(RATIO, RATIO);
  drawMark(pen, shape, colour);
  return canvas;
}

function drawPattern(pen, pattern) {
  pen.strokeStyle = "#7b8794";
  pen.lineWidth = 1.1;
  pen.beginPath();
  if (pattern === "hatched") {
    // The same line, seen in this square and in its neighbours', so that it runs on without a gap.
    for (const shift of [-6, 0, 6]) {
      pen.moveTo(shift - 1, 7);
      pen.lineTo(shift + 7, -1);
    }
  } else {
    pen.moveTo(3, 3);
    pen.lineTo(7, 7);
    pen.moveTo(7, 3);
    pen.lineTo(3, 7);
  }
  pen.stroke();
}

const MARKS = {
  circle: (pen) => pen.arc(9, 9, 5.5, 0, 2 * Math.PI),
  square: (pen) => pen.rect(4, 4, 10, 10),
  diamond: (pen) => polygon(pen, [9, 2], [16, 9], [9, 16], [2, 9]),
  triangle: (pen) => polygon(pen, [9, 2.5], [15.5, 14.5], [2.5, 14.5]),
  cross: (pen) =>
    polygon(pen, [7, 3], [11, 3], [11, 7], [15, 7], [15, 11], [11, 11], [11, 15], [7, 15], [7, 11], [3, 11], [3, 7], [7, 7]),
};

function drawMark(pen, shape, colour) {
  pen.beginPath();
  MARKS[shape](pen);
  pen.closePath();
  pen.lineJoin = "round";
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 3;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
}

function polygon(pen, first, ...others) {
  pen.moveTo(...first);
  others.forEach((point) => pen.lineTo(...point));
}

function pixels(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext("2d");
  pen.scale(RATIO, RATIO);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
