// Units by symbols. A canvas as large as the window on it stays put while the box scrolls; only what is seen is drawn.

const GUTTER = 52, AXIS = 20; // pixels for the units' names and for the bars above
const WIDTHS = [1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16]; // pixels a symbol; below 1 the strongest shows
const HEIGHTS = [1, 2, 3, 4, 6, 8, 12, 16]; // pixels a unit
const matrix = { rows: [], gains: [], wide: 1, high: 1, waiting: false, small: document.createElement('canvas') };
const single = data.texts.every((text) => [...text].length <= 1); // of longer ones there is no room
const box = get('matrix'), canvas = box.querySelector('canvas'), sizer = get('sizer');

// Which units are shown, in which order, and what colours them.
function arrange() {
  const signal = layerNow().signals[chosen.signal] ?? new Map();
  matrix.units = sorted([...signal.keys()].filter(wanted(get('filter').value)));
  matrix.place = new Map(matrix.units.map((unit, row) => [unit, row]));
  matrix.rows = matrix.units.map((unit) => signal.get(unit));
  const most = layerNow().fulls[chosen.signal] ?? 1;
  matrix.gains = matrix.rows.map((row) => row.scale / most); // one scale for all, so that rows compare
  const sign = data.gates.includes(chosen.signal) ? '' : '±';
  const full = most === 1 ? '' : `, full colour at ${sign}${Number(most.toPrecision(3))} and beyond, for all of them`;
  const none = get('filter').value.trim() && !matrix.units.length;
  get('rows').value = none ? `no such unit of ${layerNow().name} in this page` : `${matrix.units.length} of ${layerNow().width} units${full}`;
  resize();
}

// "2:37", "37", "40-60", and several with commas or spaces between; an empty field means all, other words none.
function wanted(query) {
  const ranges = [...query.matchAll(/(?:(\d+):)?(\d+)(?:-(\d+))?/g)].map(([, layer, from, to]) => ({ layer, from: Number(from), to: Number(to ?? from) }));
  if (!query.trim()) return () => true;
  return (unit) => ranges.some(({ layer, from, to }) => from <= unit && unit <= to && (!layer || Number(layer) === chosen.layer + 1));
}

function sorted(units) {
  const by = get('sort').value;
  if (by === 'index') return units.sort((a, b) => a - b);
  if (by === 'cluster') {
    const ranks = new Map(layerNow().order.map((unit, rank) => [unit, rank]));
    return units.sort((a, b) => ranks.get(a) - ranks.get(b));
  }
  const keys = new Map(units.map((unit) => [unit, measure(by, unit)]));
  return units.sort((a, b) => keys.get(b) - keys.get(a) || a - b);
}

function measure(by, unit) {
  const row = kept(chosen.signal, unit);
  if (by === 'correlation') return correlation(row.steps, kept(chosen.signal, chosen.unit)?.steps ?? row.steps);
  const mean = average(row.steps);
  if (by === 'mean') return mean * row.scale;
  return covariance(row.steps, row.steps, mean, mean) * row.scale ** 2;
}

function average(steps) {
  let sum = 0;
  for (let t = 0; t < steps.length; t++) sum += steps[t];
  return sum / steps.length;
}

function covariance(one, other, mean, otherMean) {
  let sum = 0;
  for (let t = 0; t < one.length; t++) sum += (one[t] - mean) * (other[t] - otherMean);
  return sum / one.length;
}

function correlation(one, other) {
  const mean = average(one), otherMean = average(other);
  const spread = Math.sqrt(covariance(one, one, mean, mean) * covariance(other, other, otherMean, otherMean));
  return spread ? covariance(one, other, mean, otherMean) / spread : -2; // a constant unit is last
}

// As wide and high as the box allows, whole; the box no higher than it needs to be.
function fit() {
  const widths = WIDTHS.filter((wide) => wide * length <= box.clientWidth - GUTTER);
  const heights = HEIGHTS.filter((high) => high * matrix.units.length <= box.clientHeight - AXIS);
  get('wide').value = Math.max(widths.length - 1, 0);
  get('high-rows').value = Math.max(heights.length - 1, 0);
  const needed = AXIS + (heights.at(-1) ?? 1) * matrix.units.length + box.offsetHeight - box.clientHeight;
  box.style.height = `${Math.min(box.offsetHeight, needed)}px`;
  zoom();
}

function zoom(focusX = 0) {
  const t = (box.scrollLeft + focusX) / matrix.wide;
  matrix.wide = WIDTHS[get('wide').value];
  matrix.high = HEIGHTS[get('high-rows').value];
  resize();
  box.scrollLeft = t * matrix.wide - focusX; // what was under the pointer stays there
}

function resize() {
  sizer.style.width = `${GUTTER + Math.ceil(length * matrix.wide)}px`;
  sizer.style.height = `${AXIS + matrix.rows.length * matrix.high}px`;
  const dense = devicePixelRatio || 1;
  const size = [box.clientWidth, box.clientHeight];
  [canvas.width, canvas.height] = size.map((pixels) => Math.max(1, Math.round(pixels * dense)));
  [canvas.style.width, canvas.style.height] = size.map((pixels) => `${pixels}px`);
  redraw();
}

// However often it is asked for, it is drawn once a frame.
function redraw() {
  if (matrix.waiting) return;
  matrix.waiting = true;
  requestAnimationFrame(() => {
    matrix.waiting = false;
    draw();
  });
}

// The window on the matrix: first column and row, how many, and by how many pixels the first ones begin outside.
function windowNow() {
  const pooled = Math.max(1, Math.round(1 / matrix.wide)); // symbols a column
  const wide = Math.max(matrix.wide, 1), columns = Math.ceil(length / pooled);
  const column = Math.floor(box.scrollLeft / wide), row = Math.floor(box.scrollTop / matrix.high);
  return {
    pooled, wide, column, row, left: GUTTER - (box.scrollLeft - column * wide), top: AXIS - (box.scrollTop - row * matrix.high),
    across: Math.max(0, Math.min(columns - column, Math.ceil((box.clientWidth - GUTTER) / wide) + 1)),
    down: Math.max(0, Math.min(matrix.rows.length - row, Math.ceil((box.clientHeight - AXIS) / matrix.high) + 1)),
  };
}

function draw() {
  const pen = canvas.getContext('2d', { alpha: false }), seen = windowNow();
  const style = getComputedStyle(document.documentElement);
  const [paper, ink, faint, mark] = ['--paper', '--ink', '--faint', '--chosen'].map((name) => style.getPropertyValue(name));
  pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, box.clientWidth, box.clientHeight);
  drawCells(pen, seen);
  drawMarks(pen, seen, { paper, ink, mark });
  drawNames(pen, seen, { paper, ink, faint, mark });
  drawBars(pen, seen, { paper, faint, ink });
}

// One pixel a cell on a small canvas, enlarged in one go: half a million cells take a few milliseconds.
function drawCells(pen, { pooled, wide, column, row, left, top, across, down }) {
  if (!across || !down) return;
  const { small, rows, gains } = matrix;
  [small.width, small.height] = [across, down];
  const image = new ImageData(across, down), pixels = new Uint32Array(image.data.buffer);
  for (let y = 0; y < down; y++) {
    const steps = columnsOf(rows[row + y], pooled).subarray(column, column + across);
    fill(pixels.subarray(y * across), steps, gains[row + y]);
  }
  small.getContext('2d').putImageData(image, 0, 0);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(small, 0, 0, across, down, left, top, across * wide, down * matrix.high);
}

function fill(pixels, steps, gain) {
  const palette = colours[theme()].pixels;
  for (let x = 0; x < steps.length; x++) pixels[x] = palette[shade(steps[x], gain)];
}

// A row's steps, of several symbols the strongest; the last pooling is kept for the next frames.
function columnsOf(row, pooled) {
  if (pooled === 1) return row.steps;
  if (row.pooled?.by !== pooled) {
    const steps = Int8Array.from({ length: Math.ceil(length / pooled) }, (_, x) => strongest(row.steps, x * pooled, pooled));
    row.pooled = { by: pooled, steps };
  }
  return row.pooled.steps;
}

// The value furthest from 0 among some symbols: maxima are never averaged away.
function strongest(steps, from, count) {
  let best = 0;
  for (let t = from, end = Math.min(from + count, steps.length); t < end; t++) {
    if (Math.abs(steps[t]) > Math.abs(best)) best = steps[t];
  }
  return best;
}

const xOf = (t) => GUTTER + t * matrix.wide - box.scrollLeft;

function drawMarks(pen, seen, { ink, mark }) {
  const row = matrix.place.get(chosen.unit);
  const height = box.clientHeight, t = chosen.hovered ?? chosen.at;
  if (chosen.passage) {
    pen.strokeStyle = mark;
    pen.lineWidth = 2;
    chosen.passage.forEach((edge) => line(pen, xOf(edge), AXIS, xOf(edge), height));
  }
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  line(pen, xOf(t + 0.5), AXIS, xOf(t + 0.5), height);
  if (row === undefined || matrix.high < 4) return; // a frame would hide a low row: its name in the margin must do
  pen.strokeStyle = mark;
  pen.strokeRect(seen.left, AXIS + row * matrix.high - box.scrollTop, seen.across * seen.wide, matrix.high);
}

function line(pen, x1, y1, x2, y2) {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

function drawNames(pen, { row, down }, { paper, ink, faint, mark }) {
  pen.fillStyle = paper;
  pen.fillRect(0, 0, GUTTER, box.clientHeight);
  pen.font = '10px system-ui, sans-serif';
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  const every = Math.ceil(11 / matrix.high), chosenRow = matrix.place.get(chosen.unit);
  for (let at = Math.ceil(row / every) * every; at < row + down; at += every) {
    if (Math.abs(at - chosenRow) * matrix.high < 11 || (at + 0.5) * matrix.high < box.scrollTop + 5) continue;
    pen.fillStyle = every === 1 ? ink : faint;
    name(matrix.units[at], at);
  }
  pen.fillStyle = mark;
  if (chosenRow !== undefined) name(`▸${chosen.unit}`, chosenRow);

  function name(text, at) {
    pen.fillText(text, GUTTER - 4, AXIS + (at + 0.5) * matrix.high - box.scrollTop);
  }
}

function drawBars(pen, seen, { paper, faint, ink }) {
  pen.fillStyle = paper;
  pen.fillRect(0, 0, box.clientWidth, AXIS);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = faint;
  pen.strokeStyle = faint;
  const from = seen.column * seen.pooled, to = Math.min(length, from + seen.across * seen.pooled);
  if (matrix.wide >= 8 && single) return drawSymbols(pen, from, to, ink);
  let free = -Infinity; // the next place for a number
  for (let t = from; t < to; t++) {
    if (places.bars[t] < 0 || places.bars[t] === places.bars[t - 1]) continue;
    line(pen, xOf(t), AXIS - 5, xOf(t), AXIS);
    if (xOf(t) < Math.max(free, GUTTER)) continue;
    pen.fillText(places.bars[t], xOf(t) + 2, 8);
    free = xOf(t) + 26;
  }
  pen.fillStyle = paper;
  pen.fillRect(0, 0, GUTTER - 1, AXIS);
}

function drawSymbols(pen, from, to, ink) {
  pen.font = '11px ui-monospace, "DejaVu Sans Mono", monospace';
  pen.fillStyle = ink;
  for (let t = from; t < to; t++) if (xOf(t) >= GUTTER) pen.fillText(shown(data.texts[t]), xOf(t) + 1, AXIS / 2);
}

// The cell under the pointer.
function cellAt(event) {
  const area = canvas.getBoundingClientRect();
  const t = Math.floor((event.clientX - area.left - GUTTER + box.scrollLeft) / matrix.wide);
  const row = Math.floor((event.clientY - area.top - AXIS + box.scrollTop) / matrix.high);
  return t >= 0 && t < length && row >= 0 && row < matrix.units.length ? { t, unit: matrix.units[row] } : null;
}

function listenToMatrix() {
  box.addEventListener('scroll', redraw, { passive: true });
  new ResizeObserver(resize).observe(box);
  for (const id of ['wide', 'high-rows']) get(id).addEventListener('input', () => zoom());
  get('wide').max = WIDTHS.length - 1;
  get('high-rows').max = HEIGHTS.length - 1;
  get('sort').addEventListener('change', arrange);
  get('filter').addEventListener('input', arrange);
  canvas.addEventListener('pointermove', (event) => {
    const cell = cellAt(event);
    choose({ hovered: cell?.t ?? null });
    canvas.title = cell ? unitName(cell.unit) : '';
  });
  canvas.addEventListener('pointerleave', () => choose({ hovered: null }));
  canvas.addEventListener('click', (event) => {
    const cell = cellAt(event);
    if (cell) choose({ unit: cell.unit, at: cell.t });
  });
  canvas.addEventListener('keydown', stepThroughMatrix);
  box.addEventListener('wheel', zoomByWheel, { passive: false });
}

function stepThroughMatrix(event) {
  const down = { ArrowUp: -1, ArrowDown: 1 }[event.key], right = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!down && !right) return;
  event.preventDefault();
  if (right) choose({ at: Math.max(0, Math.min(length - 1, chosen.at + right)), hovered: null });
  else choose({ unit: matrix.units[(matrix.place.get(chosen.unit) ?? 0) + down] ?? chosen.unit });
  revealCell();
}

function revealCell() {
  const x = chosen.at * matrix.wide, y = (matrix.place.get(chosen.unit) ?? 0) * matrix.high;
  const wide = box.clientWidth - GUTTER, high = box.clientHeight - AXIS;
  if (x < box.scrollLeft || x + matrix.wide > box.scrollLeft + wide) box.scrollLeft = x - wide / 3;
  if (y < box.scrollTop || y + matrix.high > box.scrollTop + high) box.scrollTop = y - high / 2;
}

function zoomByWheel(event) {
  if (!event.ctrlKey) return; // a plain wheel scrolls
  event.preventDefault();
  get('wide').value = Number(get('wide').value) + (event.deltaY < 0 ? 1 : -1);
  zoom(event.clientX - box.getBoundingClientRect().left - GUTTER);
}
