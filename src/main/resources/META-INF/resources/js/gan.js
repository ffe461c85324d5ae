// How training goes.
import { stepChart } from './charts.js';
import { byId, facts, text } from './dom.js';
import { count } from './format.js';

const MOST_STEPS = 600;
const number = (value) => (value == null ? '–' : value.toFixed(3));

export class Gan {
  constructor() {
    this.steps = [];
  }

  update(gan) {
    if (gan.all) this.steps = [];
    this.steps.push(...gan.steps);
    this.steps.splice(0, this.steps.length - MOST_STEPS);
    if (this.steps.length === 0) return;
    byId('gan-empty').hidden = true;
    byId('gan-body').hidden = false;
    const [step, likelihood, real, generated] = this.steps.at(-1);
    text(byId('gan-step'), `step ${count(step)}`);
    if (gan.samples != null) {
      facts(byId('gan-facts'), [
        ['Likelihood', number(likelihood)], ['D, real', number(real)], ['D, generated', number(generated)],
        ['Samples', count(gan.samples)], ['Objective', gan.objective], ['Checkpoint', gan.checkpoint],
      ]);
    }
    this.draw();
    if (gan.samplesStep != null && gan.samplesStep >= 0) this.picture(gan.samplesStep);
  }

  draw() {
    this.likelihood ??= stepChart(byId('gan-likelihood'), { lines: [{ colour: '--line-c' }] });
    this.means ??= stepChart(byId('gan-means'), {
      range: [0, 1], lines: [{ colour: '--line-a' }, { colour: '--line-b', dash: [5, 3] }],
    });
    const column = (i) => this.steps.map((step) => step[i]);
    this.likelihood.setData([column(0), column(1)]);
    this.means.setData([column(0), column(2), column(3)]);
  }

  picture(step) {
    const image = byId('gan-samples');
    image.hidden = false;
    image.src = `api/cameras/gan-samples?step=${step}`;
    image.alt = `Pictures that the generator made at step ${step}`;
    text(byId('gan-samples-title'), `Samples, step ${count(step)}`);
  }
}
