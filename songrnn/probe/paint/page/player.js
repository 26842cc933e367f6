// Playing: an MP3 that the page carries, or its notes on a plucked string of two oscillators; the cursor goes along.

const AHEAD = 0.4, EVERY = 100; // seconds that notes are ordered in advance, and milliseconds between orders
const notes = data.notes.map(([start, seconds, pitch, symbol]) => ({ start, seconds, pitch, symbol }));
const player = { on: false, audio: null, context: null, began: 0, next: 0, out: null, timer: 0 };

function buildPlayer() {
  if (data.sound) player.audio = make('audio', { src: `data:audio/mpeg;base64,${data.sound}` });
  player.audio?.addEventListener('ended', stop);
  get('play').hidden = !notes.length && !player.audio;
  get('play').addEventListener('click', () => (player.on ? stop() : start()));
}

// From the first note at the chosen symbol or after it; from the beginning if there is none.
function start() {
  const next = notes.findIndex((note) => note.symbol >= chosen.at);
  player.next = Math.max(next, 0);
  const from = notes[player.next]?.start ?? 0;
  player.on = true;
  get('play').textContent = '⏸ Pause';
  get('details').setAttribute('aria-live', 'off'); // it would be read out at every note
  if (player.audio) playAudio(from);
  else playNotes(from);
  requestAnimationFrame(follow);
}

function playAudio(from) {
  player.audio.currentTime = from;
  player.audio.play().catch((error) => {
    stop();
    complain(`The sound cannot be played: ${error.message}`);
  });
}

function playNotes(from) {
  player.context ??= new AudioContext();
  player.context.resume();
  player.out = player.context.createGain();
  player.out.gain.value = 0.25;
  player.out.connect(player.context.destination);
  player.began = player.context.currentTime + 0.1 - from;
  order();
  player.timer = setInterval(order, EVERY);
}

const seconds = () => (player.audio ? player.audio.currentTime : player.context.currentTime - player.began);

function order() {
  while (player.next < notes.length && notes[player.next].start < seconds() + AHEAD) pluck(notes[player.next++]);
}

function pluck({ start, seconds: lasting, pitch }) {
  const { context, out } = player, at = Math.max(player.began + start, context.currentTime), end = at + Math.max(1.3 * lasting, 0.25);
  const loud = context.createGain();
  loud.gain.setValueAtTime(0, at);
  loud.gain.linearRampToValueAtTime(0.8, at + 0.006);
  loud.gain.exponentialRampToValueAtTime(0.001, end);
  loud.connect(out);
  for (const [type, octave] of [['triangle', 1], ['sine', 2]]) {
    const string = new OscillatorNode(context, { type, frequency: 440 * octave * 2 ** ((pitch - 69) / 12) });
    string.connect(loud);
    string.start(at);
    string.stop(end);
  }
}

function follow() {
  if (!player.on) return;
  const now = seconds();
  const sounding = notes.findLast((note) => note.start <= now);
  const last = notes.at(-1);
  if (!player.audio && now > last.start + last.seconds + 0.3) return rewind();
  if (sounding) choose({ at: sounding.symbol });
  requestAnimationFrame(follow);
}

function rewind() {
  stop();
  choose({ at: 0 });
}

function stop() {
  player.on = false;
  clearInterval(player.timer);
  player.audio?.pause();
  player.out?.disconnect();
  get('play').textContent = '▶ Play';
  get('details').setAttribute('aria-live', 'polite');
}
