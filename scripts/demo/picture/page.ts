import { drawFrame, grainTile, VIDEO_HEIGHT, VIDEO_WIDTH } from './frame.ts';

declare global {
  interface Window {
    /** Draws frames [from, to) and returns them as JPEG data URLs; called by the renderer. */
    renderFrames: (from: number, to: number) => string[];
  }
}

const canvas = document.createElement('canvas');
canvas.width = VIDEO_WIDTH;
canvas.height = VIDEO_HEIGHT;
const brush = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
const tile = grainTile();

window.renderFrames = (from, to) => {
  if (!brush) throw new Error('this browser gave no 2D context');
  const images: string[] = [];
  for (let frame = from; frame < to; frame++) {
    drawFrame(brush, frame, tile);
    images.push(canvas.toDataURL('image/jpeg', 0.96));
  }
  return images;
};
