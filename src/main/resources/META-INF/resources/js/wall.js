// The cameras, in the natural order of their names. One of them is a tab stop, arrows go from one to the next.
import { Card } from './card.js';
import { byId } from './dom.js';

const MOST_VISIBLE = 64;

export class Wall {
  constructor({ enlarge, visibleChanged }) {
    this.node = byId('wall');
    this.cards = new Map();
    this.enlarge = enlarge;
    this.visibleChanged = visibleChanged;
    this.filter = '';
    this.observer = new IntersectionObserver((entries) => {
      entries.forEach((entry) => { this.cards.get(entry.target.dataset.camera).visible = entry.isIntersecting; });
      this.visibleChanged();
    }, { rootMargin: '100px' });
    this.node.addEventListener('click', (event) => {
      const view = event.target.closest('.view');
      if (view) this.enlarge(view.closest('.card').dataset.camera);
    });
    this.node.addEventListener('keydown', (event) => this.key(event));
    this.node.addEventListener('focusin', (event) => {
      const card = event.target.closest('.card');
      if (card) this.stop(this.cards.get(card.dataset.camera));
    });
  }

  update(cameras, nowMs) {
    const names = new Set(cameras.map((camera) => camera.camera));
    let changed = false;
    for (const [name, card] of this.cards) {
      if (!names.has(name)) {
        this.observer.unobserve(card.node);
        card.remove();
        this.cards.delete(name);
        changed = true;
      }
    }
    for (const camera of cameras) {
      if (!this.cards.has(camera.camera)) {
        this.cards.set(camera.camera, this.place(new Card(camera.camera)));
        changed = true;
      }
      this.cards.get(camera.camera).update(camera, nowMs);
    }
    if (changed) {
      this.show();
      this.visibleChanged();
    }
  }

  place(card) {
    const next = [...this.node.children].find((node) => order(card.name, node.dataset.camera) < 0);
    this.node.insertBefore(card.node, next ?? null);
    card.placed();
    this.observer.observe(card.node);
    return card;
  }

  find(words) {
    this.filter = words.trim().toLowerCase();
    this.show();
  }

  show() {
    this.cards.forEach((card) => { card.node.hidden = !card.name.toLowerCase().includes(this.filter); });
    const shown = this.shown();
    this.node.dataset.count = Math.min(shown.length, 5);
    byId('nothing-found').hidden = shown.length > 0 || this.cards.size === 0;
    if (!shown.some((card) => card.button.tabIndex === 0)) this.stop(shown[0]);
  }

  shown() {
    return [...this.node.children].filter((node) => !node.hidden).map((node) => this.cards.get(node.dataset.camera));
  }

  visible() {
    return this.shown().filter((card) => card.visible).slice(0, MOST_VISIBLE).map((card) => card.name);
  }

  stop(card) {
    this.cards.forEach((each) => { each.button.tabIndex = each === card ? 0 : -1; });
  }

  // The camera that many places on, round the wall.
  beside(name, places) {
    const names = this.shown().map((card) => card.name);
    return names[(names.indexOf(name) + places + names.length) % names.length];
  }

  key(event) {
    const cards = this.shown();
    const at = cards.findIndex((card) => card.button === event.target);
    if (at < 0) return;
    const columns = getComputedStyle(this.node).gridTemplateColumns.split(' ').length;
    const to = {
      ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: cards.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    cards[to]?.button.focus();
  }

  focus(name) {
    this.cards.get(name)?.button.focus();
  }
}

function order(one, other) {
  return one.localeCompare(other, 'en', { numeric: true }) || (one < other ? -1 : 1);
}
