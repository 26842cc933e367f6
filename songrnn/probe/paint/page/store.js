// The data of the page: what Python wrote, decoded once; and what is chosen, told to whoever draws it.

const data = JSON.parse(document.getElementById('data').textContent);
const length = data.texts.length;
const STEPS = data.steps; // signals are kept as steps from -STEPS to STEPS of their scale, however coarsely they were rounded

const get = (id) => document.getElementById(id);

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

async function unpack(letters, type) {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new type(await new Response(stream).arrayBuffer());
}

// layers[l].signals[name] is a Map from a unit's index to {steps, scale, full, rounding}: steps[t] / STEPS * scale is its
// value, known to half of scale / rounding; full is the value of the full colour.
const layers = [];
const beliefs = { known: data.beliefs.known, table: data.beliefs.table };
const places = {};
const colours = {};
const GUESSES = 5;

async function decode() {
  for (const layer of data.layers) {
    const signals = Object.fromEntries(layer.signals.map((name) => [name, new Map()]));
    layers.push({ ...layer, signals, names: layer.signals });
  }
  await Promise.all(data.layers.flatMap((layer) => layer.blocks.map(keepBlock)));
  beliefs.surprises = await unpack(data.beliefs.surprises, Float32Array);
  beliefs.indices = await unpack(data.beliefs.indices, Uint16Array);
  beliefs.chances = await unpack(data.beliefs.chances, Uint16Array);
  places.bars = await unpack(data.bars, Int32Array);
  places.beats = await unpack(data.beats, Float32Array);
  for (const theme of ['light', 'dark']) colours[theme] = painted(await unpack(data.colours[theme], Uint8Array));
}

async function keepBlock(block) {
  const rounded = await unpack(block.data, Int8Array);
  const each = STEPS / block.steps; // a whole number
  if (each > 1) for (let i = 0; i < rounded.length; i++) rounded[i] *= each;
  const kept = layers[block.layer - 1].signals[block.signal];
  block.units.forEach((unit, row) => {
    const steps = rounded.subarray(row * length, (row + 1) * length);
    kept.set(unit, { steps, scale: block.scales[row], full: block.fulls[row], rounding: block.steps });
  });
}

// For each step a colour for style sheets, one for pixels (little-endian), and the ink that reads best on it.
function painted(bytes) {
  const css = [], ink = [], pixels = new Uint32Array(2 * STEPS + 1);
  for (let i = 0; i <= 2 * STEPS; i++) {
    const [r, g, b] = bytes.subarray(3 * i, 3 * i + 3);
    css.push(`rgb(${r},${g},${b})`);
    ink.push(luminance(r, g, b) < 0.179 ? '#fff' : '#000'); // there black and white have the same contrast (WCAG 2.1)
    pixels[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return { css, ink, pixels };
}

function luminance(...channels) {
  const linear = channels.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

const theme = () => document.documentElement.dataset.theme;

// What is chosen. `hovered` is the symbol under the pointer, `at` the one of the keyboard and of the playing cursor.
const chosen = { layer: 0, unit: 0, signal: 'h', at: 0, hovered: null, passage: null };
const listeners = [];

// Choose something; everybody who draws hears the names of what changed.
function choose(wish) {
  const changed = Object.keys(wish).filter((name) => chosen[name] !== wish[name]);
  Object.assign(chosen, wish);
  if (changed.length) listeners.forEach((listener) => listener(new Set(changed)));
}

const layerNow = () => layers[chosen.layer];
const mainNow = () => layerNow().signals[layerNow().main];
const kept = (signal, unit) => layerNow().signals[signal]?.get(unit);
const unitName = (unit, layer = chosen.layer) => `${layer + 1}:${unit}`;
const valueAt = (row, t) => (row.steps[t] / STEPS) * row.scale;

// The step of the colours for a value of so many steps; gain is the row's scale as a share of the value of the full colour.
const shade = (step, gain) => Math.max(0, Math.min(2 * STEPS, Math.round(step * gain) + STEPS));

// A text as it is shown where a line must not break.
function shown(text) {
  if (text === '') return '∎'; // the end of the piece, as a guess
  return text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll(' ', '␣');
}
