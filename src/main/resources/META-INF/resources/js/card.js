// One camera on the wall.
import { NoveltyChart, dropChart } from './charts.js';
import { byId, text } from './dom.js';
import { age, novelty, rate } from './format.js';
import { Screen } from './screen.js';
import { setting } from './settings.js';

const LATE_MS = 5_000;

// A camera is stale when no frame of it was scored for longer than its own rate lets expect, and than five seconds. It is behind
// when frames are scored, but were captured longer ago than that.
export function lateness(camera, nowMs) {
  const patience = Math.max(LATE_MS, camera.rate > 0 ? 3_000 / camera.rate : 0);
  if (nowMs - camera.scoredAtMs > patience) return 'Stale';
  return nowMs - camera.capturedAtMs > patience ? 'Behind' : '';
}

export class Card {
  constructor(name) {
    this.name = name;
    this.node = byId('card').content.firstElementChild.cloneNode(true);
    this.node.dataset.camera = name;
    this.button = this.node.querySelector('.view');
    this.button.setAttribute('aria-label', `Enlarge ${name}`);
    this.node.querySelector('.name').textContent = name;
    this.node.querySelector('.name').title = name;
    this.screen = new Screen(this.node.querySelector('canvas'));
    this.visible = false;
  }

  // Charts need a place in the document.
  placed() {
    this.chart = new NoveltyChart(this.node.querySelector('.spark'), {
      seconds: 180, height: 76, interactive: false, threshold: () => setting('threshold'),
    });
  }

  show(picture) {
    this.picture = picture;
    return this.screen.show(picture);
  }

  update(camera, nowMs) {
    this.camera = camera;
    const ageMs = nowMs - camera.capturedAtMs;
    const late = lateness(camera, nowMs);
    const stale = late === 'Stale';
    const find = (selector) => this.node.querySelector(selector);
    text(find('.rate'), stale ? '0 fps' : rate(camera.rate));
    text(find('.age'), `${age(ageMs)} ago`);
    text(find('.now'), camera.novelty == null ? '–' : novelty(camera.novelty));
    find('.novelty').classList.toggle('high', camera.novelty >= setting('threshold'));
    const badge = find('.badge');
    badge.hidden = !late;
    text(badge, late);
    this.node.classList.toggle('stale', stale);
    this.node.classList.toggle('late', late !== '');
  }

  drawChart(nowMs, moments) {
    if (this.visible) this.chart.draw(nowMs, moments);
  }

  remove() {
    dropChart(this.node.querySelector('.spark'));
    this.screen.close();
    this.node.remove();
  }
}
