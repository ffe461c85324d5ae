// Says something to screen readers, at most every ten seconds: the newest of what there is to say.
import { byId } from './dom.js';

const PAUSE_MS = 10_000;
let last = -PAUSE_MS;
let waiting;
let message;

export function announce(words) {
  message = words;
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = undefined;
    last = performance.now();
    byId('announce').textContent = message;
  }, Math.max(0, last + PAUSE_MS - performance.now()));
}
