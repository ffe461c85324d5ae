// One camera, large. Arrows go to the next, Escape goes back to the wall.
import { lateness } from './card.js';
import { NoveltyChart } from './charts.js';
import { drawLegend } from './colour-maps.js';
import { byId, facts, text } from './dom.js';
import { age, count, novelty, rate, score } from './format.js';
import { momentRow } from './moments.js';
import { Screen } from './screen.js';
import { setting } from './settings.js';

export class Enlarged {
  constructor({ beside, pictureOf, closed, changed }) {
    this.dialog = byId('enlarged');
    this.screen = new Screen(byId('enlarged-canvas'));
    this.name = null;
    this.changed = changed;
    this.pictureOf = pictureOf;
    const go = (places) => this.open(beside(this.name, places));
    byId('previous').addEventListener('click', () => go(-1));
    byId('next').addEventListener('click', () => go(1));
    byId('close').addEventListener('click', () => this.dialog.close());
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowLeft') go(-1);
      if (event.key === 'ArrowRight') go(1);
    });
    this.dialog.addEventListener('click', (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener('close', () => {
      const name = this.name;
      this.name = null;
      this.screen.close();
      closed(name);
    });
  }

  open(name) {
    this.name = name;
    text(byId('enlarged-name'), name);
    byId('enlarged-canvas').setAttribute('aria-label', `Newest frame of ${name} with its heat map`);
    if (!this.dialog.open) this.dialog.showModal();
    this.chart ??= new NoveltyChart(byId('enlarged-chart'), {
      seconds: 600, height: 150, interactive: true, threshold: () => setting('threshold'),
    });
    this.chart.points.clear();
    drawLegend(byId('scale'), setting('colours'));
    // What the wall shows already, until something newer comes.
    const known = this.pictureOf(name);
    if (known) this.picture(known);
    else this.screen.close();
    this.changed();
  }

  async picture(picture) {
    if (picture.header.camera !== this.name) return;
    text(byId('scale-min'), score(picture.header.min));
    text(byId('scale-max'), score(picture.header.max));
    await this.screen.show(picture);
  }

  update(camera, nowMs, points, moments) {
    if (!camera || camera.camera !== this.name) return;
    const ageMs = nowMs - camera.capturedAtMs;
    const late = lateness(camera, nowMs);
    byId('enlarged-badge').hidden = !late;
    text(byId('enlarged-badge'), late);
    facts(byId('enlarged-facts'), [
      ['Frame rate', late === 'Stale' ? '0 fps' : rate(camera.rate)],
      ['Newest frame', `${age(ageMs)} ago`],
      ['Latency', `${Math.round(camera.latencyMs)} ms`],
      ['Novelty', camera.novelty == null ? '–' : novelty(camera.novelty)],
      ['Mean score', score(camera.mean)],
      ['Highest score', score(camera.max)],
      ['Map', `${camera.width} × ${camera.height} × ${camera.channels}`],
      ['Frames', count(camera.frames) + (camera.superseded ? `, ${count(camera.superseded)} superseded` : '')],
    ]);
    this.chart.add(points);
    this.chart.draw(nowMs, moments);
    const shown = moments.filter((moment) => moment.novelty >= setting('threshold')).slice(0, 20);
    byId('enlarged-moments-empty').hidden = shown.length > 0;
    const key = shown.map((moment) => `${moment.id}:${moment.novelty}`).join();
    if (key !== this.listed) {
      this.listed = key;
      byId('enlarged-moments').replaceChildren(...shown.map((moment) => momentRow(moment)));
    }
  }

  redraw() {
    this.screen.redraw();
    drawLegend(byId('scale'), setting('colours'));
  }
}
