import { MOMENTS, timecode } from '../plan.ts';
import { face, window as shutter } from './darkness.ts';
import { cliffPath, dawn, dusk, storm, sweep } from './exteriors.ts';
import { lampRoom, stair, table } from './interiors.ts';
import { type Brush, H, hash, W } from './paint.ts';

/** Size of the video: 16:9 with the 2.39:1 picture letterboxed in it. */
export const VIDEO_WIDTH = 854;
export const VIDEO_HEIGHT = 480;
const TOP = (VIDEO_HEIGHT - H) / 2;

interface Shot {
  readonly name: string;
  readonly from: number;
  readonly draw: (brush: Brush, frame: number) => void;
}

const black = (brush: Brush): void => {
  brush.fillStyle = '#000';
  brush.fillRect(0, 0, W, H);
};

const SHOTS: readonly Shot[] = [
  { name: 'EXT COAST · DUSK', from: 0, draw: dusk },
  { name: 'EXT PATH', from: MOMENTS.path, draw: cliffPath },
  { name: 'INT KITCHEN', from: MOMENTS.table, draw: table },
  { name: 'INT STAIR', from: MOMENTS.stair, draw: (brush, frame) => stair(brush, frame, false) },
  { name: 'EXT STORM', from: MOMENTS.storm, draw: storm },
  { name: 'INT LAMP ROOM', from: MOMENTS.lensRoom, draw: lampRoom },
  { name: 'BLACK', from: MOMENTS.lampDies, draw: black },
  { name: 'CU MARA', from: MOMENTS.faceAppears, draw: face },
  { name: 'INT SHUTTER', from: MOMENTS.window, draw: shutter },
  { name: 'INT STAIR · DARK', from: MOMENTS.darkReturn, draw: (brush, frame) => stair(brush, frame, true) },
  { name: 'INT LAMP ROOM · DARK', from: MOMENTS.lampRoomDark, draw: lampRoom },
  { name: 'INT LAMP ROOM · LIT', from: MOMENTS.relit, draw: lampRoom },
  { name: 'EXT SEA · NIGHT', from: MOMENTS.sweep, draw: sweep },
  { name: 'EXT COAST · DAWN', from: MOMENTS.dawn, draw: dawn },
];

/** Film grain on the picture only; a fresh offset each frame, which also hides banding in the dark. */
function grain(brush: Brush, frame: number, tile: HTMLCanvasElement): void {
  brush.save();
  brush.globalCompositeOperation = 'overlay';
  brush.globalAlpha = 0.05;
  const x = -Math.floor(hash(frame * 2) * 256);
  const y = -Math.floor(hash(frame * 2 + 1) * 256);
  for (let column = x; column < W; column += 256)
    for (let row = y; row < H; row += 256) brush.drawImage(tile, column, row);
  brush.restore();
}

/** A 256-pixel tile of grey noise. Made once by the page. */
export function grainTile(): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = 256;
  tile.height = 256;
  const brush = tile.getContext('2d');
  if (brush) {
    const image = brush.createImageData(256, 256);
    for (let pixel = 0; pixel < 256 * 256; pixel++) {
      const value = Math.floor(hash(pixel * 13) * 256);
      image.data.set([value, value, value, 255], pixel * 4);
    }
    brush.putImageData(image, 0, 0);
  }
  return tile;
}

/** Draws one frame of the animatic with its burnt-in timecode. */
export function drawFrame(brush: Brush, frame: number, tile: HTMLCanvasElement): void {
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.globalAlpha = 1;
  brush.globalCompositeOperation = 'source-over';
  brush.fillStyle = '#000';
  brush.fillRect(0, 0, VIDEO_WIDTH, VIDEO_HEIGHT);
  const number = SHOTS.findLastIndex((shot) => shot.from <= frame);
  const shot = SHOTS[number];
  if (!shot) throw new RangeError(`no shot at frame ${frame}`);
  brush.save();
  brush.translate(0, TOP);
  brush.beginPath();
  brush.rect(0, 0, W, H);
  brush.clip();
  shot.draw(brush, frame);
  if (shot.draw !== black) grain(brush, frame, tile);
  brush.restore();
  brush.textBaseline = 'middle';
  brush.font = '15px "DejaVu Sans Mono", monospace';
  brush.fillStyle = '#b9c0c9';
  brush.textAlign = 'center';
  brush.fillText(timecode(frame), VIDEO_WIDTH / 2, VIDEO_HEIGHT - 30);
  brush.font = '10px "DejaVu Sans Mono", monospace';
  brush.fillStyle = '#6d7580';
  brush.textAlign = 'left';
  brush.fillText('THE LIGHTHOUSE   R1   ANIMATIC', 22, VIDEO_HEIGHT - 30);
  brush.textAlign = 'right';
  brush.fillText(`${String(number + 1).padStart(2, '0')}  ${shot.name}`, VIDEO_WIDTH - 22, VIDEO_HEIGHT - 30);
}
