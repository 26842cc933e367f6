// How often each unit's gates stand nearly shut or wide open: one plot a gate, one point a unit.

const SIDE = 200; // of a plot, in its own units
const SVG = 'http://www.w3.org/2000/svg';

function svg(name, attributes, text = '') {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function drawGates() {
  const { gates } = layerNow();
  get('saturation').hidden = !gates.length;
  get('plots').replaceChildren(...gates.map(plot));
  markGates();
}

function plot(gate) {
  const picture = svg('svg', { viewBox: `-22 -6 ${SIDE + 30} ${SIDE + 28}`, role: 'img', 'aria-label': `${gate.name}, ${gate.left.length} units` });
  picture.append(svg('rect', { class: 'frame', x: 0, y: 0, width: SIDE, height: SIDE }), ...axes());
  gate.left.forEach((share, unit) => picture.append(svg('circle', { cx: share * SIDE, cy: (1 - gate.right[unit]) * SIDE, 'data-unit': unit })));
  picture.addEventListener('pointermove', (event) => {
    const unit = nearestUnit(picture, event, gate);
    if (unit !== null) get('pointed').value = said(gate, unit);
  });
  picture.addEventListener('pointerleave', markGates);
  picture.addEventListener('click', (event) => {
    const unit = nearestUnit(picture, event, gate);
    if (unit !== null) wishUnit(unit);
  });
  return make('figure', {}, picture, make('figcaption', { textContent: gate.name }));
}

function axes() {
  return [
    svg('text', { x: 0, y: SIDE + 12 }, '0'), svg('text', { x: SIDE, y: SIDE + 12, 'text-anchor': 'end' }, '1'),
    svg('text', { x: SIDE / 2, y: SIDE + 14, 'text-anchor': 'middle' }, 'nearly shut'),
    svg('text', { x: -4, y: SIDE, 'text-anchor': 'end' }, '0'), svg('text', { x: -4, y: 8, 'text-anchor': 'end' }, '1'),
    svg('text', { x: -8, y: SIDE / 2, 'text-anchor': 'middle', transform: `rotate(-90 -8 ${SIDE / 2})` }, 'nearly open'),
  ];
}

// The unit whose point is nearest, if it is near.
function nearestUnit(picture, event, { left, right }) {
  const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  let best = null, distance = 15;
  left.forEach((share, unit) => {
    const away = Math.hypot(share * SIDE - spot.x, (1 - right[unit]) * SIDE - spot.y);
    if (away < distance) [best, distance] = [unit, away];
  });
  return best;
}

const said = ({ name, left, right }, unit) => `${unitName(unit)}, ${name}: nearly shut at ${percent(left[unit])}, nearly open at ${percent(right[unit])} of the symbols`;

function markGates() {
  get('plots').querySelectorAll('circle').forEach((circle) => {
    const own = Number(circle.dataset.unit) === chosen.unit;
    circle.classList.toggle('chosen', own);
    circle.setAttribute('r', own ? 5 : 2.5);
  });
  get('pointed').value = layerNow().gates.map((gate) => said(gate, chosen.unit)).join('\n');
}
