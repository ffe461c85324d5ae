// Numbers and times as people read them.
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export const clock = (ms) => CLOCK.format(ms);
export const count = (number) => number.toLocaleString('en');
export const rate = (perSecond) => `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} fps`;
export const novelty = (value) => value.toFixed(2);
export const score = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

export function age(ms) {
  if (ms < 950) return `${Math.max(0, Math.round(ms / 10) * 10)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}

export function bytes(number) {
  if (number < 1000) return `${number} B`;
  return number < 1e6 ? `${(number / 1e3).toFixed(1)} kB` : `${(number / 1e6).toFixed(1)} MB`;
}
