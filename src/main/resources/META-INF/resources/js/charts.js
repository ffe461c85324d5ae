// Charts by uPlot, in the page's colours.
import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { colourOf } from './dom.js';
import { clock, novelty as noveltyText } from './format.js';

const FONT = '11px system-ui, sans-serif';
const charts = new Set();

// One observer for all charts: each is as wide as what holds it.
const widths = new ResizeObserver((entries) => entries.forEach(({ target, contentRect }) => {
  if (contentRect.width > 0) target.chart?.setSize({ width: contentRect.width, height: target.chart.height });
}));

function chart(holder, options, data) {
  const made = new uPlot({ width: holder.clientWidth || 300, legend: { show: false }, ...options }, data, holder);
  holder.chart = made;
  widths.observe(holder);
  charts.add(made);
  return made;
}

export function redrawCharts() {
  charts.forEach((each) => each.redraw());
}

export function dropChart(holder) {
  widths.unobserve(holder);
  charts.delete(holder.chart);
  holder.chart?.destroy();
}

const axis = (more) => ({
  stroke: () => colourOf('--muted'), font: FONT, gap: 3, size: 20,
  grid: { stroke: () => colourOf('--grid'), width: 1 }, ticks: { show: false }, ...more,
});

const clockTicks = (_, seconds) => seconds.map((second) => clock(second * 1000).slice(0, second % 60 ? 8 : 5));

// Novelty of one camera over time; moments: those of them that stood out, marked with their time.
export class NoveltyChart {
  constructor(holder, { seconds, height, interactive, threshold }) {
    this.span = seconds;
    this.points = new Map();
    this.moments = [];
    this.threshold = threshold;
    this.chart = chart(holder, {
      height,
      padding: [22, 26, 0, 6],
      cursor: interactive ? { y: false, points: { size: 6 } } : { show: false },
      scales: { x: { time: true, range: () => this.range() }, y: { range: [0, 1] } },
      axes: [
        axis({ values: clockTicks, space: 60, incrs: [60, 120, 300], size: interactive ? 22 : 16, grid: { show: false } }),
        axis({ show: interactive, size: 30, splits: () => [0, 0.25, 0.5, 0.75, 1], values: (_, values) => values.map(noveltyText) }),
      ],
      series: [{}, {
        stroke: () => colourOf('--accent'), width: 1.5, points: { show: false }, fill: () => colourOf('--accent-soft'),
        spanGaps: false, gaps: (u, series, from, to, gaps) => [...gaps, ...this.silences(u, from, to)],
      }],
      hooks: { draw: [(u) => this.mark(u)] },
    }, [[], []]);
    if (interactive) this.readout(holder);
  }

  range() {
    const newest = Math.max(this.now ?? Date.now() / 1000, 1);
    return [newest - this.span, newest];
  }

  // More than five seconds without a frame is a gap, not a line.
  silences(u, from, to) {
    const gaps = [];
    for (let i = from + 1; i <= to; i++) {
      if (u.data[0][i] - u.data[0][i - 1] > 5) gaps.push([u.data[0][i - 1], u.data[0][i]].map((x) => u.valToPos(x, 'x', true)));
    }
    return gaps;
  }

  mark(u) {
    const context = u.ctx;
    const pixels = devicePixelRatio;
    const y = u.valToPos(this.threshold(), 'y', true);
    context.save();
    context.strokeStyle = colourOf('--muted');
    context.globalAlpha = 0.6;
    context.lineWidth = pixels;
    context.setLineDash([3 * pixels, 3 * pixels]);
    context.beginPath();
    context.moveTo(u.bbox.left, y);
    context.lineTo(u.bbox.left + u.bbox.width, y);
    context.stroke();
    context.restore();
    context.save();
    context.font = `${10 * pixels}px system-ui, sans-serif`;
    context.textAlign = 'center';
    let labelled = Infinity;
    const [begin] = this.range();
    for (const moment of this.moments) { // newest first
      const second = moment.peakAtMs / 1000;
      if (second < begin || moment.novelty < this.threshold()) continue;
      const x = u.valToPos(second, 'x', true);
      const top = u.valToPos(moment.novelty, 'y', true);
      context.fillStyle = colourOf('--alert');
      context.beginPath();
      context.arc(x, top, 3.5 * pixels, 0, 2 * Math.PI);
      context.fill();
      const half = 24 * pixels;
      const at = Math.min(Math.max(x, u.bbox.left + half), u.bbox.left + u.bbox.width - half);
      if (labelled - at > 2 * half) {
        context.fillStyle = colourOf('--text');
        context.fillText(clock(moment.peakAtMs), at, top - 9 * pixels);
        labelled = at;
      }
    }
    context.restore();
  }

  readout(holder) {
    const label = document.createElement('p');
    label.className = 'readout';
    holder.append(label);
    this.chart.over.addEventListener('mousemove', () => {
      const at = this.chart.cursor.idx;
      label.textContent = at == null ? '' : `${clock(this.chart.data[0][at] * 1000)} · ${noveltyText(this.chart.data[1][at])}`;
    });
    this.chart.over.addEventListener('mouseleave', () => { label.textContent = ''; });
  }

  add(points) {
    points.forEach(([second, value]) => this.points.set(second, value));
  }

  draw(nowMs, moments) {
    this.now = nowMs / 1000;
    this.moments = moments;
    const begin = this.now - 600;
    const seconds = [...this.points.keys()].sort((a, b) => a - b);
    seconds.filter((second) => second < begin).forEach((second) => this.points.delete(second));
    const shown = seconds.filter((second) => second >= begin);
    this.chart.setData([shown, shown.map((second) => this.points.get(second))]);
  }
}

// Numbers over training steps.
export function stepChart(holder, { range, lines }) {
  return chart(holder, {
    height: 96,
    padding: [6, 6, 0, 0],
    cursor: { show: false },
    scales: { x: { time: false }, y: { range } },
    axes: [axis({ space: 60 }), axis({ size: 40, space: 24 })],
    series: [{}, ...lines.map(({ colour, dash }) => ({
      stroke: () => colourOf(colour), width: 1.5, dash, points: { show: false },
    }))],
  }, [[], ...lines.map(() => [])]);
}
