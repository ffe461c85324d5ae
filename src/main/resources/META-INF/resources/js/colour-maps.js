// Colour maps as tables of 256 colours: ten samples of matplotlib's tables (CC0), linear between them. Lightness rises evenly in
// all of them, so that they read the same in grey; cividis looks the same to people with and without colour vision deficiency
// (Nuñez, Anderton and Renslow, 2018).
const SAMPLES = {
  cividis: '00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838',
  viridis: '440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725',
  inferno: '000004 1b0c41 4a0c6b 781c6d a52c60 cf4446 ed6925 fb9b06 f7d13d fcffa4',
  grey: '000000 ffffff',
};

export const NAMES = Object.keys(SAMPLES);
const tables = new Map();

function table(name) {
  const colours = (SAMPLES[name] ?? SAMPLES.cividis).split(' ')
    .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const bytes = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = i / 255 * (colours.length - 1);
    const low = Math.min(Math.floor(at), colours.length - 2);
    for (let c = 0; c < 3; c++) bytes[3 * i + c] = Math.round(colours[low][c] + (at - low) * (colours[low + 1][c] - colours[low][c]));
  }
  return bytes;
}

// 256 · 3 bytes, red, green and blue of each.
export function colourMap(name) {
  if (!tables.has(name)) tables.set(name, table(name));
  return tables.get(name);
}

export function drawLegend(canvas, name) {
  const colours = colourMap(name);
  const context = canvas.getContext('2d');
  const row = context.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    const at = 3 * Math.round((i % canvas.width) / (canvas.width - 1) * 255);
    row.data.set([colours[at], colours[at + 1], colours[at + 2], 255], 4 * i);
  }
  context.putImageData(row, 0, 0);
}
