// The page as a whole: the choices above, what is drawn when they change, and what the page says of itself.

function complain(sentence) {
  get('trouble').textContent = sentence;
  get('trouble').hidden = false;
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  get('theme').textContent = name === 'dark' ? 'Light' : 'Dark';
}

function switchTheme(name) {
  setTheme(name);
  drawLegend();
  colourText();
  redraw();
}

function buildControls() {
  get('layer').append(...layers.map((layer, at) => make('option', { value: at, textContent: layer.name })));
  get('layer').addEventListener('change', () => chooseLayer(Number(get('layer').value)));
  get('signal').addEventListener('change', () => choose({ signal: get('signal').value }));
  get('unit').addEventListener('change', () => wishUnit(Number(get('unit').value || NaN)));
  get('guesses').addEventListener('change', () => showBeliefs(get('guesses').checked));
  get('guesses').disabled = !beliefs.known && !beliefs.surprises.some(Number.isFinite);
  get('theme').addEventListener('click', () => switchTheme(theme() === 'dark' ? 'light' : 'dark'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => switchTheme(event.matches ? 'dark' : 'light'));
}

// A unit that the page lacks is said to be lacking; the field goes back to the one that is shown.
function wishUnit(unit) {
  get('trouble').hidden = mainNow().has(unit);
  if (mainNow().has(unit)) return choose({ unit });
  const { width } = layerNow(), there = Number.isInteger(unit) && unit >= 0 && unit < width;
  complain(there ? `Unit ${unitName(unit)} is not in this page, which has room for ${mainNow().size} of ${width}.` : `Give a unit from 0 to ${width - 1}.`);
  get('unit').value = chosen.unit;
}

// The same unit and signal in another layer if it has them, else what it begins with.
function chooseLayer(layer) {
  const { signals, main } = layers[layer];
  const signal = chosen.signal in signals ? chosen.signal : main;
  const unit = signals[main].has(chosen.unit) ? chosen.unit : firstUnit(layer);
  choose({ layer, signal, unit });
}

// The one asked for, else the one that was packed first: it varies most.
function firstUnit(layer) {
  const asked = data.units.find(([number]) => number === layer + 1);
  const packed = layers[layer].signals[layers[layer].main];
  return asked && packed.has(asked[1]) ? asked[1] : packed.keys().next().value ?? 0;
}

function fillControls() {
  get('layer').value = chosen.layer;
  get('unit').max = layerNow().width - 1;
  get('unit').value = chosen.unit;
  get('signal').replaceChildren(...layerNow().names.map((name) => make('option', { value: name, textContent: `${name}, ${data.meanings[name] ?? ''}` })));
  get('signal').value = chosen.signal;
}

function drawLegend() {
  const gate = data.gates.includes(chosen.signal), { full = 1, scale = 1 } = kept(chosen.signal, chosen.unit) ?? {};
  const end = Number(full.toPrecision(3)), [less, more] = scale > full ? ['≤ ', '≥ '] : ['', ''];
  get('low').textContent = gate ? '0' : `${less}−${end}`;
  get('high').textContent = gate ? `${end}` : `${more}+${end}`;
  const { pixels } = colours[theme()], image = new ImageData(pixels.length, 1), row = new Uint32Array(image.data.buffer);
  for (let x = 0; x < pixels.length; x++) row[x] = pixels[gate ? STEPS + (x >> 1) : x];
  get('ramp').width = pixels.length;
  get('ramp').getContext('2d').putImageData(image, 0, 0);
  get('legend').setAttribute('aria-label', `Colours from ${get('low').textContent} to ${get('high').textContent}`);
}

// What the colours of the text mean, in a sentence for whoever sees such a picture for the first time.
function sayMeaning() {
  const { signal, unit } = chosen, { name, width } = layerNow();
  const warm = make('b', { className: 'warm', textContent: 'orange' }), cool = make('b', { className: 'cool', textContent: 'blue' });
  const colours = data.gates.includes(signal) ? [` the stronger, the nearer to ${get('high').textContent}; none at 0.`] : [' above 0, ', cool, ' below, the stronger, the further from 0.'];
  get('lede').replaceChildren(`The model read this text symbol by symbol. The colours show one of its neurons, unit ${unitName(unit)} (of ${width} in ${name}): its ${data.meanings[signal] ?? 'signal'} (${signal}) right after each symbol, `, warm, ...colours);
}

function sayWhatIsHere() {
  const sentences = [...data.remarks, `${length} symbols. Hold Ctrl and turn the wheel to widen the picture of all units.`];
  layers.forEach((layer) => sentences.push(packing(layer)));
  if (data.others.length) sentences.push(`${data.others.length} other pieces to look for the same in, where a unit counts as on from ±${data.threshold}.`);
  get('remarks').replaceChildren(...sentences.map((sentence) => make('li', { textContent: sentence })));
}

// Which signals of a layer the page has, of how many units, and how finely.
function packing({ name, names, signals, width, blocks }) {
  const sizes = [...new Set(names.map((signal) => signals[signal].size))];
  const counts = sizes.map((size) => `${names.filter((signal) => signals[signal].size === size).join(', ')} of ${size === width ? 'all' : size}`);
  const partly = sizes.some((size) => size < width) ? ' (those whose output varies most: there is no room for more)' : '';
  const finest = names.map((signal) => [signal, Math.min(...blocks.filter((block) => block.signal === signal).map((block) => block.steps))]);
  const rounded = finest.filter(([, steps]) => Number.isFinite(steps)).map(([signal, steps]) => `${signal} 1/${steps}`);
  return `${name}: ${counts.join('; ')} of its ${width} units${partly}. Rounded, as shares of the full scale, to: ${rounded.join(', ')}.`;
}

const touches = (changed, ...names) => names.some((name) => changed.has(name));

function update(changed) {
  if (touches(changed, 'layer', 'unit', 'signal')) {
    fillControls();
    drawLegend();
    sayMeaning();
    colourText();
  }
  if (touches(changed, 'layer', 'signal') || (changed.has('unit') && get('sort').value === 'correlation')) arrange();
  if (changed.has('layer')) {
    drawGates();
    get('found').replaceChildren();
  } else if (changed.has('unit')) markGates();
  if (changed.has('passage')) {
    markText();
    quotePassage();
  }
  if (touches(changed, 'at')) moveCursor();
  describe();
  redraw();
}

async function begin() {
  if (!('DecompressionStream' in window)) {
    return complain('This browser cannot unpack the data of this page; open it in one of 2023 or later.');
  }
  setTheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  await decode();
  await decodeOthers();
  buildControls();
  buildText();
  buildPlayer();
  listenToText();
  listenToMatrix();
  listenToMatching();
  const layer = (data.units[0]?.[0] ?? 1) - 1;
  Object.assign(chosen, { layer, unit: firstUnit(layer), signal: data.signal in layers[layer].signals ? data.signal : layers[layer].main });
  update(new Set(Object.keys(chosen)));
  fit();
  sayWhatIsHere();
  listeners.push(update);
}

const ready = begin().catch((error) => {
  complain(`The page cannot be shown: ${error.message}`);
  throw error;
});
