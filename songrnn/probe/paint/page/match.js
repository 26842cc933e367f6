// Which units are on throughout a passage and off around it, and where else they do the same; as songrnn.probe.match.
// A unit is on if it is at least the threshold away from 0, on one side throughout; off is not on on that side.
// After: Strobelt and others 2018, LSTMVis.

const LONGER = 2; // times as long, or as short, as the passage that a place may be
const MOST_SHOWN = 20, CONTEXT = 24; // units or places listed, and symbols shown on each side of a place
const otherPieces = []; // {name, texts, layers: [Int8Array of signs, unit after unit]}

// Those that mark [from, to), the least on elsewhere first.
function matches(rows, [from, to], threshold) {
  const found = [];
  for (const [unit, { steps, scale }] of rows) {
    const side = Math.sign(steps[from]), least = (threshold / scale) * STEPS;
    const on = (t) => side * steps[t] >= least;
    if (!side || on(from - 1) || on(to) || !every(from, to, on)) continue; // before and after the piece: NaN, not on
    let rest = 0, level = 0;
    for (let t = 0; t < steps.length; t++) on(t) && (t < from || t >= to) ? rest++ : t >= from && t < to && (level += steps[t]);
    found.push({ unit, side, rest: rest / Math.max(steps.length - (to - from), 1), level: ((level / (to - from)) * scale) / STEPS });
  }
  return found.sort((a, b) => a.rest - b.rest || Math.abs(b.level) - Math.abs(a.level) || a.unit - b.unit);
}

function every(from, to, test) {
  for (let t = from; t < to; t++) if (!test(t)) return false;
  return true;
}

// Where more than half of some units are on together: how many at each symbol, then the runs of suitable length.
function runs(together, most, size) {
  const places = [], taken = new Uint8Array(together.length);
  for (let needed = most; needed > Math.floor(most / 2); needed--) {
    for (let start = 0, end; start < together.length; start = end + 1) {
      while (start < together.length && together[start] < needed) start++;
      for (end = start; end < together.length && together[end] >= needed; ) end++;
      const fits = end - start >= size / LONGER && end - start <= size * LONGER;
      if (!fits || taken.subarray(start, end).includes(1)) continue;
      taken.fill(1, start, end);
      places.push({ start, end, units: needed });
    }
  }
  return places;
}

function togetherHere(found, threshold) {
  return counted(length, found, ({ unit, side }) => {
    const { steps, scale } = mainNow().get(unit);
    return (t) => side * steps[t] >= (threshold / scale) * STEPS;
  });
}

function togetherThere(found, piece) {
  const signs = piece.layers[chosen.layer], size = piece.texts.length;
  return counted(size, found, ({ unit, side }) => (t) => signs[unit * size + t] === side);
}

function counted(size, found, tester) {
  const together = new Uint8Array(size);
  for (const one of found) {
    const on = tester(one);
    for (let t = 0; t < size; t++) together[t] += on(t);
  }
  return together;
}

function elsewhere(found, passage, threshold) {
  const size = passage[1] - passage[0];
  const here = runs(togetherHere(found, threshold), found.length, size)
    .filter(({ start, end }) => end <= passage[0] || start >= passage[1])
    .map((place) => ({ ...place, name: 'this piece', texts: data.texts, here: true }));
  const there = otherPieces.flatMap((piece) => runs(togetherThere(found, piece), found.length, size).map((place) => ({ ...place, name: piece.name, texts: piece.texts })));
  const unlike = ({ start, end }) => Math.abs(Math.log((end - start) / size));
  return [...here, ...there].sort((a, b) => b.units - a.units || unlike(a) - unlike(b)); // sort keeps the order of equals
}

function showMatches() {
  if (!chosen.passage) return get('found').replaceChildren('Select a passage of the text first.');
  const threshold = Number(get('threshold').value);
  const found = matches(mainNow(), chosen.passage, threshold);
  if (!found.length) return get('found').replaceChildren('No unit of this layer is on in all of the passage and off around it. Take a shorter passage, or change from where a unit is on.');
  const top = found.slice(0, Math.max(1, Number(get('together').value) || 1));
  get('found').replaceChildren(...unitList(found, threshold), ...placeList(top, elsewhere(top, chosen.passage, threshold)));
}

// Values are rounded so that none crosses the threshold that the page begins with; another one may lie inside a step.
function doubt(found, threshold) {
  const half = Math.max(...found.map(({ unit }) => mainNow().get(unit)).map(({ scale, rounding }) => scale / rounding / 2));
  return threshold === data.threshold ? [] : [make('p', { className: 'help', textContent: `The values of this page are rounded: those within ${half.toPrecision(2)} of ±${threshold} may count as on or off wrongly.` })];
}

function unitList(found, threshold) {
  const items = found.slice(0, MOST_SHOWN).map(({ unit, rest, level }) => {
    const button = make('button', { type: 'button', className: 'link', textContent: unitName(unit), onclick: () => choose({ unit, signal: layerNow().main }) });
    return make('li', {}, button, ` ${level.toFixed(2)} on average here; on at ${percent(rest)} of the other symbols`);
  });
  const { name, main } = layerNow();
  const title = `${found.length} unit${found.length === 1 ? '' : 's'} of ${name} by ${main}, ${data.meanings[main]}: the most exclusive first${found.length > MOST_SHOWN ? ` (${MOST_SHOWN} shown)` : ''}`;
  return [make('h3', { textContent: title }), ...doubt(found, threshold), make('ol', {}, ...items)];
}

function placeList(top, all) {
  const names = top.map(({ unit }) => unitName(unit)).join(', ');
  const searched = otherPieces.length ? `this piece and ${otherPieces.length} others (there with ±${data.threshold})` : 'this piece';
  const title = `${all.length} other place${all.length === 1 ? '' : 's'} in ${searched} where more than half of ${names} are on together`;
  return [make('h3', { textContent: title + (all.length > MOST_SHOWN ? `; the first ${MOST_SHOWN}` : '') }), make('ol', {}, ...all.slice(0, MOST_SHOWN).map((place) => placeItem(place, top.length)))];
}

function placeItem({ name, texts, start, end, units, here }, most) {
  const said = (from, to) => texts.slice(Math.max(0, from), to).join('').replaceAll('\n', '⏎');
  const context = make('span', { className: 'context' }, said(start - CONTEXT, start), make('mark', { textContent: said(start, end) }), said(end, end + CONTEXT));
  const where = make('span', { className: 'where', textContent: ` ${name}, ${start} to ${end}, ${units} of ${most} units ` });
  const show = make('button', { type: 'button', className: 'link', textContent: 'show', onclick: () => choose({ at: start, hovered: null, passage: [start, end] }) });
  return make('li', {}, context, where, ...(here ? [show] : []));
}

function quotePassage() {
  const passage = chosen.passage;
  get('from').value = passage?.[0] ?? '';
  get('to').value = passage?.[1] ?? '';
  get('quoted').textContent = passage ? `“${data.texts.slice(...passage).join('').replaceAll('\n', '⏎')}”` : '';
  get('match').disabled = !passage;
}

function listenToMatching() {
  for (const id of ['from', 'to']) get(id).addEventListener('change', choosePassage);
  get('threshold').value = data.threshold;
  get('together').value = data.together;
  const sayThreshold = () => (get('threshold-shown').value = Number(get('threshold').value).toFixed(2));
  sayThreshold();
  get('threshold').addEventListener('input', sayThreshold);
  for (const id of ['threshold', 'together']) get(id).addEventListener('change', () => get('found').hasChildNodes() && showMatches());
  get('match').addEventListener('click', showMatches);
  quotePassage();
}

function choosePassage() {
  const from = Math.trunc(Number(get('from').value)), to = Math.trunc(Number(get('to').value || from + 1));
  const good = 0 <= from && from < to && to <= length;
  if (good) choose({ passage: [from, to], at: from, hovered: null });
}

async function decodeOthers() {
  for (const { name, texts, signs } of data.others) {
    otherPieces.push({ name, texts, layers: await Promise.all(signs.map((one) => unpack(one, Int8Array))) });
  }
}
