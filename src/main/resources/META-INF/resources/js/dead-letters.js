// Frames that could not be scored, newest first, with the reason.
import { byId, element, text } from './dom.js';
import { bytes, clock, count } from './format.js';

function row(letter) {
  const picture = letter.thumbnail
    ? element('img', { src: `api/cameras/dead-letter?position=${encodeURIComponent(letter.position)}`, alt: `What ${letter.camera} sent`, loading: 'lazy', className: 'thumbnail' })
    : element('span', { className: 'thumbnail none', title: 'can not be shown' }, '✕');
  if (!letter.thumbnail) picture.setAttribute('aria-hidden', 'true');
  return element('li', { className: 'letter' }, picture, element('div', {},
    element('div', { className: 'letter-head' },
      element('strong', { textContent: letter.reason }),
      element('time', { dateTime: new Date(letter.rejectedAtMs).toISOString(), textContent: clock(letter.rejectedAtMs) })),
    element('p', { className: 'detail', textContent: letter.detail, title: letter.detail }),
    element('p', { className: 'quiet', textContent: `${letter.camera} · ${bytes(letter.bytes)} · ${letter.position}` })));
}

export class DeadLetters {
  constructor() {
    this.rows = new Map();
  }

  update(letters, seen) {
    const rows = new Map(letters.map((letter) => [letter.position, this.rows.get(letter.position) ?? row(letter)]));
    byId('letters').replaceChildren(...rows.values());
    this.rows = rows;
    byId('letters-empty').hidden = letters.length > 0;
    text(byId('letters-count'), seen > letters.length ? `last ${letters.length} of ${count(seen)}` : letters.length ? count(seen) : '');
  }
}
