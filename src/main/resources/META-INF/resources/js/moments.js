// The moments that stood out, newest first.
import { announce } from './announce.js';
import { byId, element } from './dom.js';
import { clock, novelty } from './format.js';
import { setting } from './settings.js';

// A row with time, camera and value; a button where it leads somewhere.
export function momentRow(moment, jump) {
  const bar = element('meter', { min: 0, max: 1, value: moment.novelty });
  bar.setAttribute('aria-hidden', 'true');
  const inner = [
    element('time', { dateTime: new Date(moment.peakAtMs).toISOString(), textContent: clock(moment.peakAtMs) }),
    ...(jump ? [element('span', { className: 'camera', textContent: moment.camera })] : []),
    bar,
    element('strong', { textContent: novelty(moment.novelty) }),
  ];
  const row = jump
    ? element('button', { type: 'button', className: 'row', onclick: () => jump(moment.camera) }, ...inner)
    : element('div', { className: 'row' }, ...inner);
  return element('li', {}, row);
}

export class Moments {
  constructor(jump) {
    this.all = [];
    this.rows = new Map();
    this.jump = jump;
  }

  update(moments) {
    const known = Math.max(0, ...this.all.map((moment) => moment.id));
    this.all = moments;
    const [newest] = this.shown();
    if (known > 0 && newest && newest.id > known) announce(`${newest.camera} stands out, novelty ${novelty(newest.novelty)}`);
    this.show();
  }

  shown() {
    return this.all.filter((moment) => moment.novelty >= setting('threshold'));
  }

  of(camera) {
    return this.all.filter((moment) => moment.camera === camera);
  }

  // Rows that did not change stay as they are, and with them the focus.
  show() {
    const rows = new Map();
    for (const moment of this.shown()) {
      const key = `${moment.id}:${moment.novelty}`;
      rows.set(key, this.rows.get(key) ?? momentRow(moment, this.jump));
    }
    this.rows.forEach((row, key) => { if (!rows.has(key)) row.remove(); });
    let before = null;
    for (const row of rows.values()) {
      const place = before ? before.nextSibling : byId('moments').firstChild;
      if (place !== row) byId('moments').insertBefore(row, place);
      before = row;
    }
    this.rows = rows;
  }

  empty(hasNovelty) {
    byId('moments-empty').hidden = this.rows.size > 0;
    byId('moments-empty').textContent = hasNovelty ? 'Nothing has, of late.' : 'No novelty yet: it comes with a trainer.';
  }
}
