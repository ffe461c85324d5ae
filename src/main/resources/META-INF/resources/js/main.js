// Puts the parts of the page together.
import { announce } from './announce.js';
import { redrawCharts } from './charts.js';
import { NAMES, drawLegend } from './colour-maps.js';
import { Connection } from './connection.js';
import { DeadLetters } from './dead-letters.js';
import { byId, element, text } from './dom.js';
import { Enlarged } from './enlarged.js';
import { count, rate } from './format.js';
import { Gan } from './gan.js';
import { Moments } from './moments.js';
import { change, onChange, setting } from './settings.js';
import { Wall } from './wall.js';

const AGES_MS = 1_000;

let clockSkew = 0;
let cameras = [];
const now = () => Date.now() + clockSkew;
const novelty = new Map();

const wall = new Wall({ enlarge: (name) => enlarged.open(name), visibleChanged: () => watch() });
const enlarged = new Enlarged({
  beside: (name, places) => wall.beside(name, places),
  pictureOf: (name) => wall.cards.get(name)?.picture,
  closed: (name) => { wall.focus(name); watch(); },
  changed: () => { watch(); show(); },
});
const moments = new Moments((camera) => enlarged.open(camera));
const letters = new DeadLetters();
const gan = new Gan();
const connection = new Connection(new URL('api/live', location.href.replace(/^http/, 'ws')), { state, picture, status });

// Only what is seen is sent.
function watch() {
  const seen = enlarged.name ? [enlarged.name] : wall.visible();
  const wanted = document.hidden ? [] : seen;
  const key = JSON.stringify([wanted, setting('channel')]);
  if (key !== watch.last) {
    watch.last = key;
    connection.watch(wanted, setting('channel'));
  }
}

function state(message) {
  clockSkew = message.nowMs - Date.now();
  cameras = message.cameras;
  wall.update(cameras, now());
  for (const [camera, points] of Object.entries(message.novelty)) remember(camera, points);
  if (message.moments) moments.update(message.moments);
  if (message.letters) letters.update(message.letters, message.letterCount);
  if (message.gan) gan.update(message.gan);
  byId('trouble').hidden = !message.trouble;
  text(byId('trouble'), message.trouble ? `The service can't read from Kafka: ${message.trouble}. It tries again by itself.` : '');
  byId('empty').hidden = cameras.length > 0 || !message.ready || Boolean(message.trouble);
  channels();
  models(message.models);
  show();
}

function remember(camera, points) {
  wall.cards.get(camera)?.chart.add(points);
  const all = novelty.get(camera) ?? new Map();
  points.forEach(([second, value]) => all.set(second, value));
  if (all.size > 600) [...all.keys()].sort((a, b) => a - b).slice(0, all.size - 600).forEach((second) => all.delete(second));
  novelty.set(camera, all);
}

function show() {
  const at = now();
  wall.update(cameras, at);
  wall.cards.forEach((card) => card.drawChart(at, moments.of(card.name)));
  if (enlarged.name) {
    const camera = cameras.find((each) => each.camera === enlarged.name);
    enlarged.update(camera, at, [...(novelty.get(enlarged.name) ?? [])], moments.of(enlarged.name));
  }
  moments.empty(cameras.some((camera) => camera.novelty != null));
  const total = cameras.reduce((sum, camera) => sum + (wall.cards.get(camera.camera)?.node.classList.contains('stale') ? 0 : camera.rate), 0);
  text(byId('totals'), cameras.length ? `${count(cameras.length)} camera${cameras.length > 1 ? 's' : ''} · ${rate(total)}` : '');
}

async function picture(received) {
  await Promise.all([wall.cards.get(received.header.camera)?.show(received), enlarged.picture(received)]);
}

function status(what, { waitMs, reason }) {
  byId('status').dataset.state = what;
  byId('lost').hidden = what === 'open';
  document.body.classList.toggle('offline', what !== 'open');
  if (what === 'open') {
    text(byId('status-text'), 'Live');
    if (status.lost) announce('Connected again');
    status.lost = false;
  } else {
    status.lost = true;
    text(byId('status-text'), 'Offline');
    text(byId('lost-text'), `Connection lost${reason ? ` (${reason})` : ''}. Trying again in ${Math.max(1, Math.round(waitMs / 1000))} s.`);
  }
}

// Which model scored the newest frames, and where it ran.
function models(seen) {
  const chips = seen.map(({ model, provider }) => [`model ${model.slice(0, 12)}`, provider.toUpperCase()]);
  const key = JSON.stringify([chips, models.details?.digest]);
  if (key === models.last) return;
  models.last = key;
  const known = models.details;
  byId('model').replaceChildren(...chips.flatMap(([model, provider], i) => {
    const own = known && known.digest === seen[i].model;
    return [
      element('span', { className: 'chip', title: seen[i].model, textContent: own ? `${known.operator} · ${model.slice(6)}` : model }),
      element('span', { className: 'chip provider', title: 'execution provider', textContent: own ? `${provider} · ONNX Runtime ${known.onnxruntime}` : provider }),
    ];
  }));
  if (seen.length && known?.digest !== seen[0].model && models.asked !== seen[0].model) {
    models.asked = seen[0].model;
    details(seen);
  }
}

async function details(seen) {
  try {
    const answer = await fetch('api/model');
    if (answer.ok) models.details = await answer.json();
  } catch {
    return; // the digest alone says which
  }
  models(seen);
}

function channels() {
  const most = Math.max(1, ...cameras.map((camera) => camera.channels));
  const select = byId('channel');
  if (select.options.length !== most) {
    select.replaceChildren(...Array.from({ length: most }, (_, i) => element('option', { value: i, textContent: i })));
    select.value = Math.min(setting('channel'), most - 1);
    select.disabled = most === 1;
  }
}

function theme() {
  const chosen = setting('theme');
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  redrawCharts();
}

function redraw() {
  wall.cards.forEach((card) => card.screen.redraw());
  enlarged.redraw();
  drawLegend(byId('legend'), setting('colours'));
  text(byId('opacity-value'), `${setting('opacity')} %`);
}

function bind(id, name, parse = (value) => value) {
  const control = byId(id);
  control.value = setting(name);
  control.addEventListener('input', () => change(name, parse(control.value)));
}

byId('colours').append(...NAMES.map((name) => element('option', { value: name, textContent: name })));
bind('opacity', 'opacity', Number);
bind('colours', 'colours');
bind('channel', 'channel', Number);
bind('theme', 'theme');
bind('threshold', 'threshold', Number);
byId('filter').addEventListener('input', (event) => wall.find(event.target.value));
byId('retry').addEventListener('click', () => connection.retry());
onChange('opacity', redraw);
onChange('colours', redraw);
onChange('channel', watch);
onChange('theme', theme);
onChange('threshold', () => { moments.show(); show(); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawCharts);
document.addEventListener('visibilitychange', watch);
setInterval(show, AGES_MS);
theme();
redraw();
