// The text, one element a symbol, in the tune's own lines; and what is known of the symbol that is pointed at.

const LONG = 130; // characters: a longer line breaks where there is room, as in pieces of words that have no lines
const symbols = []; // the element of each symbol

function buildText() {
  data.texts.forEach((text, t) => (symbols[t] = symbolElement(text, t)));
  get('text').append(...data.rows.map(rowElement));
  addEventListener('resize', enlarge);
  enlarge();
}

const SIZES = [26, 22, 18, 15]; // pixels: the first in which the whole text is seen, else the last
const CELL = 0.61, LINE = 1.4; // of the size, a little more than a cell is wide and a line high

const cellsOf = (row) => row.reduce((sum, at) => sum + (at < 0 ? -at : Math.max(data.texts[at].length, 1)), 0);

function enlarge() {
  const wide = get('reading').clientWidth - 16, high = innerHeight * 0.55, rows = data.rows.map(cellsOf);
  const believing = get('text').classList.contains('believing');
  const linesOf = (cells, size) => (breaks(cells) ? Math.ceil((CELL * size * cells) / wide) : 1);
  const fits = (size) => rows.every((cells) => breaks(cells) || CELL * size * cells <= wide) && LINE * size * rows.reduce((sum, cells) => sum + linesOf(cells, size), 0) <= high;
  get('text').style.fontSize = `${(!believing && SIZES.find(fits)) || SIZES.at(-1)}px`;
}

// A row as Python laid it out: symbols, and negative numbers of blank cells that put bar lines into columns.
function rowElement(row) {
  if (breaks(cellsOf(row))) return make('div', { className: 'line long' }, ...row.flatMap(wordElements));
  return make('div', { className: 'line' }, ...row.map((at) => (at < 0 ? blank(-at) : symbols[at])));
}

const breaks = (cells) => cells > LONG || data.rows.length === 1;

// Where a line breaks, nothing is in columns, and the space before a word is not coloured: it vanishes at a break.
function wordElements(at) {
  if (at < 0) return [blank(-at)];
  symbols[at].style.removeProperty('--n');
  if (!/^ \S/.test(data.texts[at])) return [symbols[at]];
  symbols[at].textContent = symbols[at].textContent.slice(1);
  return [' ', symbols[at]];
}

function blank(cells) {
  const element = make('span', { className: 'gap' });
  element.style.setProperty('--n', cells);
  return element;
}

function symbolElement(text, t) {
  const label = text === '' ? '·' : text.replaceAll('\n', '⏎').replaceAll('\t', '⇥');
  const element = make('span', { className: text.trim() === '' ? 's mark' : 's', textContent: label });
  element.dataset.t = t;
  if ([...label].length > 1) element.style.setProperty('--n', [...label].length);
  return element;
}

function colourText() {
  const row = kept(chosen.signal, chosen.unit);
  const { css, ink } = colours[theme()];
  for (let t = 0; t < length; t++) {
    const step = row ? shade(row.steps[t], row.scale / row.full) : STEPS;
    symbols[t].style.background = css[step];
    symbols[t].style.color = ink[step];
  }
}

// Guesses and surprise beneath every symbol: built when first asked for, one element a symbol.
function showBeliefs(wanted) {
  const box = get('text');
  if (wanted && !box.querySelector('.b')) symbols.forEach((element, t) => element.append(beliefElement(t)));
  box.classList.toggle('believing', wanted);
  enlarge();
  box.querySelectorAll('.b').forEach((element) => (element.hidden = !wanted));
  get('beneath').hidden = !wanted;
}

// Six rows, each shaded on a gradient with hard stops: surprise as its logarithm, guesses as their probability.
function beliefElement(t) {
  const bits = surprise(t), guesses = guessesAfter(t), room = symbols[t].closest('.long') ? 10 : 4; // characters
  while (guesses.length < GUESSES) guesses.push({ text: ' ', chance: 0 });
  const first = Number.isNaN(bits) ? ' ' : bits.toFixed(bits < 9.95 ? 1 : 0);
  const rows = [first, ...guesses.map(({ text, chance }) => (chance ? [...shown(text)].slice(0, room).join('') : ' '))];
  const depths = [Number.isNaN(bits) ? 0 : Math.min(Math.log2(1 + bits) / 4, 1), ...guesses.map(({ chance }) => chance)];
  const share = (row) => `${((100 * row) / rows.length).toFixed(1)}%`;
  const stops = depths.map((depth, row) => `rgba(var(${row ? '--warm' : '--cool'}),${(0.9 * depth).toFixed(2)}) ${share(row)} ${share(row + 1)}`);
  const element = make('span', { className: 'b', textContent: rows.join('\n') });
  element.style.backgroundImage = `linear-gradient(${stops.join(',')})`;
  return element;
}

function guessesAfter(t) {
  if (!beliefs.known) return [];
  const found = [];
  for (let i = t * GUESSES; i < (t + 1) * GUESSES; i++) {
    if (beliefs.chances[i]) found.push({ text: beliefs.table[beliefs.indices[i]], chance: beliefs.chances[i] / 65535 });
  }
  return found;
}

const surprise = (t) => beliefs.surprises[t] / Math.LN2;

function markText() {
  const [from, to] = chosen.passage ?? [-1, -1];
  symbols.forEach((element, t) => element.classList.toggle('in', from <= t && t < to));
}

let marked = null;
function moveCursor() {
  marked?.classList.remove('at');
  marked = symbols[chosen.at];
  marked?.classList.add('at');
  if (marked?.isConnected && chosen.hovered === null) reveal(get('text'), marked);
}

// Scroll a box, and nothing around it, so that an element is seen.
function reveal(box, element) {
  const inner = element.getBoundingClientRect(), outer = box.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
  if (inner.left < outer.left || inner.right > outer.right) box.scrollLeft += inner.left - outer.left - outer.width / 3;
}

function listenToText() {
  const box = get('text');
  let anchor = null;
  const under = (event) => {
    const element = document.elementFromPoint(event.clientX, event.clientY)?.closest?.('.s');
    return element ? Number(element.dataset.t) : null;
  };
  box.addEventListener('pointerdown', (event) => {
    const t = under(event);
    if (t === null) return;
    if (event.shiftKey) return choose({ passage: between(chosen.at, t) });
    if (event.pointerType === 'mouse') anchor = t; // a finger scrolls
    choose({ at: t, passage: null });
  });
  box.addEventListener('pointermove', (event) => {
    const t = under(event);
    if (t !== null) choose(anchor !== null && anchor !== t ? { hovered: t, passage: between(anchor, t) } : { hovered: t });
  });
  box.addEventListener('pointerleave', () => choose({ hovered: null }));
  addEventListener('pointerup', () => (anchor = null));
  box.addEventListener('keydown', moveByKey);
}

const between = (one, other) => [Math.min(one, other), Math.max(one, other) + 1];

let held = null; // where a selection by keys began
function moveByKey(event) {
  const at = step(event.key);
  if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  held = event.shiftKey ? held ?? chosen.at : null;
  choose({ at, hovered: null, passage: event.shiftKey ? between(held, at) : chosen.passage });
}

function step(key) {
  const last = length - 1;
  const moves = { ArrowLeft: chosen.at - 1, ArrowRight: chosen.at + 1, ArrowUp: lineAway(-1), ArrowDown: lineAway(1), Home: 0, End: last };
  return key in moves ? Math.max(0, Math.min(last, moves[key])) : null;
}

// The symbol of the next line, up or down, that stands nearest below or above.
function lineAway(direction) {
  const line = symbols[chosen.at]?.closest('.line');
  const next = direction < 0 ? line?.previousElementSibling : line?.nextElementSibling;
  if (!next) return chosen.at;
  const left = symbols[chosen.at].offsetLeft;
  const distance = (element) => Math.abs(element.offsetLeft - left);
  const nearest = [...next.querySelectorAll('.s')].reduce((best, one) => (distance(one) < distance(best) ? one : best));
  return Number(nearest.dataset.t);
}

function describe() {
  const t = chosen.hovered ?? chosen.at;
  if (!length) return;
  const rows = [['place', placeOf(t)], ...layerNow().names.map((name) => [`${name}, ${data.meanings[name] ?? ''}`, numberOf(name, t)])];
  if (!Number.isNaN(surprise(t))) rows.push(['surprise', `${surprise(t).toFixed(2)} bits (it had ${percent(Math.exp(-beliefs.surprises[t]))})`]);
  get('details').replaceChildren(
    make('p', {}, make('span', { className: 'sign', textContent: data.texts[t] === '' ? '·' : shown(data.texts[t]) }), ` symbol ${t} of ${length}, unit ${unitName(chosen.unit)}`),
    table(rows),
    ...guessTable(t),
  );
}

function placeOf(t) {
  const bar = places.bars[t], beat = places.beats[t];
  if (bar < 0) return 'no bar';
  const name = bar === 0 ? 'pick-up' : `bar ${bar}`;
  return Number.isNaN(beat) ? name : `${name}, beat ${Number(beat.toFixed(3))}`;
}

function numberOf(signal, t) {
  const row = kept(signal, chosen.unit);
  return row ? valueAt(row, t).toFixed(2) : 'not in this page';
}

const percent = (share) => (share >= 0.0995 ? `${(100 * share).toFixed(0)} %` : `${(100 * share).toPrecision(2)} %`);

function table(rows) {
  return make('table', {}, ...rows.map(([name, value]) => make('tr', {}, make('th', { scope: 'row', textContent: name }), make('td', {}, value))));
}

function guessTable(t) {
  const guesses = guessesAfter(t);
  if (!guesses.length) return [];
  const came = t + 1 < length ? data.texts[t + 1] : null;
  const rows = guesses.map(({ text, chance }) => {
    const bar = make('meter', { value: chance, max: 1 });
    bar.setAttribute('aria-hidden', 'true');
    const row = make('tr', { className: text === came ? 'right' : '' }, make('td', { className: 'mono', textContent: shown(text) }), make('td', {}, bar), make('td', { textContent: percent(chance) }));
    return row;
  });
  return [make('h3', { textContent: 'Likeliest next (bold: it came)' }), make('table', {}, ...rows)];
}
