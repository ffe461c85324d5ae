// Asks for the newest frame of each camera twice a second, and loads a camera's pictures only when they changed and the
// last ones have arrived: a slow browser sees fewer frames.
const PERIOD_MS = 500;
const STALE_MS = 5000;
const cameras = new Map();
const byId = (id) => document.getElementById(id);

byId('opacity').addEventListener('input', (event) => {
  document.documentElement.style.setProperty('--heat', event.target.value / 100);
});

function card(name) {
  const figure = byId('camera').content.firstElementChild.cloneNode(true);
  figure.dataset.camera = name;
  figure.querySelector('.name').textContent = name;
  figure.querySelector('.frame').alt = `newest frame of ${name}`;
  figure.querySelector('.heat').alt = `heat map of ${name}`;
  byId('wall').append(figure);
  return { figure, frames: -1, at: 0, rate: 0, loading: false };
}

async function load(camera, state) {
  const query = `camera=${encodeURIComponent(camera.camera)}&t=${camera.frames}`;
  const load = (selector, path) => {
    const img = state.figure.querySelector(selector);
    img.src = `api/cameras/${path}?${query}`;
    return img.decode().catch(() => { img.hidden = selector === '.frame'; });
  };
  state.loading = true;
  await Promise.all([load('.frame', 'frame'), load('.heat', 'heat-map')]);
  state.loading = false;
}

function show(camera) {
  if (!cameras.has(camera.camera)) cameras.set(camera.camera, card(camera.camera));
  const state = cameras.get(camera.camera);
  const text = (selector, value) => { state.figure.querySelector(selector).textContent = value; };
  const age = Date.now() - camera.capturedAtMs;
  if (camera.frames !== state.frames && !state.loading) {
    if (state.frames >= 0 && camera.scoredAtMs > state.at) {
      const rate = (camera.frames - state.frames) * 1000 / (camera.scoredAtMs - state.at);
      state.rate = state.rate ? 0.8 * state.rate + 0.2 * rate : rate;
    }
    state.frames = camera.frames;
    state.at = camera.scoredAtMs;
    load(camera, state);
  }
  state.figure.classList.toggle('stale', age > STALE_MS);
  text('.rate', state.rate ? `${state.rate.toFixed(1)} frames/s` : '');
  text('.age', age < 1000 ? `${Math.max(0, Math.round(age))} ms ago` : `${(age / 1000).toFixed(1)} s ago`);
  text('.score', `mean ${camera.mean.toFixed(3)}, max ${camera.max.toFixed(3)}`);
}

async function refresh() {
  try {
    const answer = await fetch('api/cameras');
    if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
    const list = await answer.json();
    list.forEach(show);
    byId('empty').hidden = list.length > 0;
    byId('trouble').hidden = true;
  } catch (failure) {
    byId('trouble').textContent = `No answer from the service: ${failure.message}`;
    byId('trouble').hidden = false;
  }
  setTimeout(refresh, PERIOD_MS);
}

async function model() {
  const m = await (await fetch('api/model')).json();
  byId('model').textContent =
    `${m.operator}, ${m.inputChannels} → ${m.outputChannels} channels, ` +
    (m.trainableParameters ? `${m.trainableParameters} parameters, ` : '') +
    `model ${m.digest.slice(0, 12)}, ${m.provider} (ONNX Runtime ${m.onnxruntime})`;
}

// Again and again: another model may take over.
async function models() {
  await model().catch(() => {});
  setTimeout(models, STALE_MS);
}

models();
refresh();
