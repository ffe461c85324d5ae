// What this browser remembers of how its user likes the page.
const KEY = 'saccade';
const DEFAULTS = { opacity: 50, colours: 'cividis', channel: 0, theme: 'system', threshold: 0.5 };

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // no storage, or not ours
  }
}

const values = { ...DEFAULTS, ...stored() };
const listeners = new Map();

export function setting(name) {
  return values[name];
}

export function change(name, value) {
  values[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(values));
  } catch {
    // holds until the page is closed
  }
  (listeners.get(name) ?? []).forEach((listener) => listener(value));
}

export function onChange(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}
