import { laneValueAt, type Track } from '../../session/index.ts';
import type { FrameKey } from '../kit/frame-key.ts';
import { NO_OFFSET, pairOffsets } from '../kit/pair-offsets.ts';
import { PALETTE, trackColour } from '../kit/theme.ts';
import type { Box } from './strip-geometry.ts';

const PLACE_LANES = [
  'x',
  'y',
  'size',
  'spread',
  'pairTurnDeg',
  'pan',
  'width',
  'frontBack',
  'height',
] as const satisfies readonly (keyof Track['lanes'])[];

/** Names everything {@link paintPan} would show. */
export function addPan(key: FrameKey, track: Track, position: number): void {
  key.add(track.output);
  key.add(track.format);
  key.add(trackColour(track));
  for (const target of PLACE_LANES) key.add(laneValueAt(track.lanes[target], position, Number.NaN));
}

/**
 * Paints a strip's place in the room seen from above, front at the top: a bed as a bar as wide as its reach, an
 * object as a dot with its size as a ring. Lanes are read at `position`, so the view moves with the mix.
 * Main thread, once a frame; positions are session samples.
 */
export function paintPan(
  context: CanvasRenderingContext2D,
  track: Track,
  x: number,
  y: number,
  box: Box,
  position: number,
): void {
  const { output, lanes } = track;
  const { width, height } = box;
  context.strokeStyle = PALETTE.line;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  context.fillStyle = trackColour(track);
  const inset = 5;
  const atX = (roomX: number) => x + inset + ((roomX + 1) / 2) * (width - 2 * inset);
  const atY = (roomY: number) => y + inset + ((1 - roomY) / 2) * (height - 2 * inset);
  if (output.kind === 'object') {
    const roomX = laneValueAt(lanes.x, position, output.position.x);
    const roomY = laneValueAt(lanes.y, position, output.position.y);
    const size = laneValueAt(lanes.size, position, output.size);
    const inRoom = (value: number) => Math.min(1, Math.max(-1, value));
    const pair =
      track.format === 'stereo'
        ? pairOffsets(
            laneValueAt(lanes.spread, position, output.spread),
            laneValueAt(lanes.pairTurnDeg, position, output.pairTurnDeg),
          )
        : [NO_OFFSET];
    for (const offset of pair) {
      const centreX = atX(inRoom(roomX + offset.x));
      const centreY = atY(inRoom(roomY + offset.y));
      if (size > 0) {
        context.globalAlpha = 0.25;
        context.beginPath();
        context.arc(centreX, centreY, 3 + size * 9, 0, 2 * Math.PI);
        context.fill();
        context.globalAlpha = 1;
      }
      context.beginPath();
      context.arc(centreX, centreY, 3, 0, 2 * Math.PI);
      context.fill();
    }
    return;
  }
  const pan = laneValueAt(lanes.pan, position, output.pan);
  const reach = track.format === 'mono' ? 0 : laneValueAt(lanes.width, position, output.width) / 2;
  const front = laneValueAt(lanes.frontBack, position, output.frontBack);
  const height0 = laneValueAt(lanes.height, position, output.height);
  const left = atX(Math.max(-1, pan - reach));
  const right = atX(Math.min(1, pan + reach));
  const centreY = atY(front);
  context.globalAlpha = 0.75;
  context.fillRect(Math.min(left, atX(pan) - 2), centreY - 2.5, Math.max(4, right - left), 5);
  context.globalAlpha = 1;
  if (height0 > 0.01) {
    // A triangle says "some of it is above", its size how much: shape, not hue.
    const size = 2 + 3 * height0;
    context.beginPath();
    context.moveTo(atX(pan), centreY - 3 - 2 * size);
    context.lineTo(atX(pan) + size, centreY - 4);
    context.lineTo(atX(pan) - size, centreY - 4);
    context.fill();
  }
}
