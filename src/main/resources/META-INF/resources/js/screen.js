// A canvas that shows a frame and over it its score map. Up to half opacity the map shows where scores are high and leaves the rest
// of the picture clear; from there on the rest fills in, until the map alone is seen.
import { colourMap } from './colour-maps.js';
import { setting } from './settings.js';

const MOST_WIDTH = 1280;

export class Screen {
  constructor(canvas) {
    this.canvas = canvas;
    this.heat = document.createElement('canvas');
    this.picture = null;
    this.map = null;
  }

  // Resolves when the picture is drawn.
  async show({ header, file, map }) {
    const width = Math.min(MOST_WIDTH, Math.max(160, Math.round(this.canvas.clientWidth * devicePixelRatio) || 640));
    let picture = null;
    if (file.size > 0) {
      picture = await createImageBitmap(file, { resizeWidth: width, resizeQuality: 'medium' }).catch(() => null);
    }
    this.picture?.close();
    this.picture = picture;
    this.map = { samples: map, width: header.mapWidth, height: header.mapHeight };
    this.canvas.width = width;
    this.canvas.height = picture?.height ?? Math.round(width * header.mapHeight / header.mapWidth);
    this.redraw();
  }

  redraw() {
    if (!this.map) return;
    const context = this.canvas.getContext('2d');
    if (this.picture) {
      context.drawImage(this.picture, 0, 0);
    } else {
      context.fillStyle = '#000';
      context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
    this.colour();
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.heat, 0, 0, this.canvas.width, this.canvas.height);
  }

  colour() {
    const { samples, width, height } = this.map;
    this.heat.width = width;
    this.heat.height = height;
    const colours = colourMap(setting('colours'));
    const opacity = setting('opacity') / 100;
    const slope = Math.min(1, 2 * opacity);
    const floor = Math.max(0, 2 * opacity - 1);
    const context = this.heat.getContext('2d');
    const image = context.createImageData(width, height);
    const pixels = image.data;
    for (let i = 0; i < samples.length; i++) {
      const score = samples[i];
      pixels[4 * i] = colours[3 * score];
      pixels[4 * i + 1] = colours[3 * score + 1];
      pixels[4 * i + 2] = colours[3 * score + 2];
      pixels[4 * i + 3] = 255 * floor + slope * (1 - floor) * score * score / 255;
    }
    context.putImageData(image, 0, 0);
  }

  close() {
    this.picture?.close();
    this.picture = null;
    this.map = null;
    this.canvas.getContext('2d').clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
