import type { Clip, LanePoint, Session, Track, TrackId } from '../../session/index.ts';
import { dbToFader, dbToGain } from '../../units/index.ts';
import { FONT, PALETTE, trackColour } from '../kit/theme.ts';
import type { PeakStrip } from '../state/workspace.ts';
import { pointsInView, traceLane } from './lanes/lane-curve.ts';
import { type LaneRow, ROW_HEIGHT, type TimelineRow, type TrackRow } from './rows.ts';
import { sampleToX, type TimeScale } from './time-scale.ts';
import { traceWaveform } from './waveform.ts';

/** What the lanes show in one drawing. */
export interface LaneScene {
  readonly scale: TimeScale;
  readonly width: number;
  /** The stretch of the rows that is drawn, CSS pixels; what lies beside it may be left out. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly top: number;
  trackOf(id: TrackId): Track | undefined;
  clipsOf(track: TrackId): readonly Clip[];
  peaks(clip: Clip, channel: number): PeakStrip | null;
  readonly selected: ReadonlySet<string>;
  readonly selectedTracks: ReadonlySet<string>;
  readonly loop: Session['loop'];
  paintLane(row: LaneRow, part: Pick<LaneScene, 'left' | 'right'>): void;
}

const RIDE_COLOUR = '#efe2c6';
/** Of the points of a ride in a cell of so many CSS pixels only the first is drawn. */
const POINT_CELL = 6;
/** How far a point, a curve's joint or a waveform's column reaches beside its place, CSS pixels. */
const REACH = 8;

/** Channels of a clip that are folded into its waveform. */
const WAVEFORM_CHANNELS = 4;

/** Clears the canvas of lanes. */
export function clearLanes(context: CanvasRenderingContext2D, scene: LaneScene): void {
  context.clearRect(0, 0, scene.width, scene.height);
  paintLoop(context, scene, 0, scene.height);
}

/**
 * Draws a row over whatever stood there; nothing outside it is touched. `span` (whole CSS pixels) draws just a stretch of it, so
 * that it fits to what stands beside it.
 */
export function paintLanesRow(
  context: CanvasRenderingContext2D,
  scene: LaneScene,
  row: TimelineRow,
  span: readonly [from: number, to: number] | null,
): void {
  const y = row.top - scene.top;
  const [from, to] = span ?? [0, scene.width];
  const part = span ? { ...scene, left: from - REACH, right: to + REACH } : scene;
  context.save();
  context.beginPath();
  context.rect(from, y, to - from, row.height);
  context.clip();
  context.clearRect(from, y, to - from, row.height);
  if (row.kind === 'lane') scene.paintLane(row, part);
  else {
    paintLoop(context, scene, y, row.height);
    paintTrackRow(context, part, row, y);
  }
  context.restore();
}

/** Tints the loop's part of a band. */
function paintLoop(
  context: CanvasRenderingContext2D,
  { scale, loop }: LaneScene,
  y: number,
  height: number,
): void {
  if (!loop.enabled || loop.end <= loop.start) return;
  const left = sampleToX(scale, loop.start);
  context.fillStyle = 'rgba(224, 164, 88, 0.05)';
  context.fillRect(left, y, sampleToX(scale, loop.end) - left, height);
}

/** Draws the clips of a track and its ride. */
function paintTrackRow(
  context: CanvasRenderingContext2D,
  scene: LaneScene,
  { id }: TrackRow,
  y: number,
): void {
  const { width } = scene;
  const track = scene.trackOf(id);
  if (!track) return;
  if (scene.selectedTracks.has(id)) {
    context.fillStyle = '#1b1916';
    context.fillRect(0, y, width, ROW_HEIGHT);
  }
  context.fillStyle = PALETTE.lineSoft;
  context.fillRect(0, y + ROW_HEIGHT - 1, width, 1);
  const clips = scene.clipsOf(id);
  for (const clip of clips) paintClip(context, scene, track, clip, y);
  const ride = track.lanes.rideDb;
  if (!ride || ride.length === 0) return;
  const selected = scene.selectedTracks.has(id) || clips.some((clip) => scene.selected.has(clip.id));
  paintRide(context, scene, ride, y, selected);
}

function paintClip(
  context: CanvasRenderingContext2D,
  scene: LaneScene,
  track: Track,
  clip: Clip,
  y: number,
): void {
  const { scale, width } = scene;
  const left = sampleToX(scale, clip.start);
  const right = sampleToX(scale, clip.start + clip.length);
  if (right < scene.left || left > scene.right) return;
  const colour = trackColour(track);
  const selected = scene.selected.has(clip.id);
  const [x, end] = [Math.max(-4, left), Math.min(width + 4, right)];
  const [clipTop, clipHeight] = [y + 3, ROW_HEIGHT - 7];

  context.globalAlpha = clip.muted ? 0.07 : selected ? 0.3 : 0.16;
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, clipTop, Math.max(1, end - x), clipHeight, 2);
  context.fill();

  const strips = clip.channels
    .slice(0, WAVEFORM_CHANNELS)
    .flatMap((channel) => scene.peaks(clip, channel) ?? []);
  if (strips.length > 0) {
    context.save();
    context.beginPath();
    context.rect(x, clipTop, end - x, clipHeight);
    context.clip();
    context.globalAlpha = clip.muted ? 0.25 : 0.8;
    context.beginPath();
    traceWaveform(context, strips, {
      left: Math.max(scene.left, left),
      right: Math.min(scene.right, right),
      middle: clipTop + clipHeight / 2,
      half: clipHeight / 2 - 1,
      origin: clip.sourceOffset - left * scale.samplesPerPixel,
      samplesPerPixel: scale.samplesPerPixel,
      gain: dbToGain(clip.gainDb),
    });
    context.fill();
    context.restore();
  }
  paintFades(context, clip, scale, clipTop, clipHeight);
  if (selected) {
    context.globalAlpha = 1;
    context.strokeStyle = PALETTE.accent;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x + 0.5, clipTop + 0.5, Math.max(1, end - x - 1), clipHeight - 1, 2);
    context.stroke();
    paintHandles(context, clip, scale, clipTop);
  }
  if (end - x > 64 && (selected || clip.muted)) {
    context.globalAlpha = 1;
    context.font = `10px ${FONT.text}`;
    context.textBaseline = 'top';
    context.textAlign = 'left';
    const text = clip.muted ? `${clip.name} · muted` : clip.name;
    context.fillStyle = 'rgba(15, 16, 17, 0.72)';
    const room = Math.min(end - x - 8, context.measureText(text).width + 6);
    context.fillRect(Math.max(x, 0) + 2, clipTop + 1, room, 12);
    context.fillStyle = PALETTE.ink;
    context.fillText(text, Math.max(x, 0) + 5, clipTop + 2, Math.max(1, end - x - 12));
  }
  context.globalAlpha = 1;
}

/** Dims what a fade takes away, above its curve. */
function paintFades(
  context: CanvasRenderingContext2D,
  clip: Clip,
  scale: TimeScale,
  top: number,
  height: number,
): void {
  const shape = (way: number, kind: Clip['fadeIn']['shape']): number => {
    if (kind === 'equal-power') return Math.sin((way * Math.PI) / 2);
    return kind === 's-curve' ? way * way * (3 - 2 * way) : way;
  };
  context.globalAlpha = 0.55;
  context.fillStyle = PALETTE.bg1;
  for (const [fade, from, direction] of [
    [clip.fadeIn, clip.start, 1],
    [clip.fadeOut, clip.start + clip.length, -1],
  ] as const) {
    const pixels = fade.length / scale.samplesPerPixel;
    if (pixels < 1) continue;
    const origin = sampleToX(scale, from);
    context.beginPath();
    context.moveTo(origin, top + height);
    for (let step = 0; step <= 16; step += 1) {
      const way = step / 16;
      context.lineTo(origin + direction * way * pixels, top + height * (1 - shape(way, fade.shape)));
    }
    context.lineTo(origin, top);
    context.closePath();
    context.fill();
  }
}

function paintHandles(context: CanvasRenderingContext2D, clip: Clip, scale: TimeScale, top: number): void {
  context.fillStyle = PALETTE.inkBright;
  for (const sample of [clip.start + clip.fadeIn.length, clip.start + clip.length - clip.fadeOut.length]) {
    const left = sampleToX(scale, clip.start) + 4;
    const right = sampleToX(scale, clip.start + clip.length) - 4;
    const x = Math.min(right, Math.max(left, sampleToX(scale, sample)));
    context.fillRect(x - 2.5, top - 0.5, 5, 5);
  }
}

/**
 * A ride is drawn on the fader's own scale: 0 dB at three quarters of the row. Rides of unselected tracks stand back
 * behind the waveforms, without points; a dark line under it keeps a ride legible over loud clips.
 */
function paintRide(
  context: CanvasRenderingContext2D,
  { scale, left, right }: LaneScene,
  ride: readonly LanePoint[],
  y: number,
  selected: boolean,
): void {
  const level = (db: number): number => y + ROW_HEIGHT - 4 - dbToFader(db) * (ROW_HEIGHT - 8);
  const frame = { scale, left, width: right, yOf: level, base: 0 };
  context.beginPath();
  let pen = false;
  traceLane(ride, frame, (x, at) => {
    if (pen) context.lineTo(x, at);
    else context.moveTo(x, at);
    pen = true;
  });
  context.lineJoin = 'round';
  context.strokeStyle = PALETTE.bg0;
  context.globalAlpha = selected ? 0.8 : 0.5;
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = RIDE_COLOUR;
  context.globalAlpha = selected ? 1 : 0.5;
  context.lineWidth = selected ? 1.25 : 1;
  context.stroke();
  context.globalAlpha = 1;
  if (!selected) return;
  context.fillStyle = RIDE_COLOUR;
  const cell = POINT_CELL * scale.samplesPerPixel;
  const [first, end] = pointsInView(ride, frame);
  for (let index = first; index < end; index += 1) {
    const [point, before] = [ride[index], ride[index - 1]];
    if (!point || (before && Math.floor(before.time / cell) === Math.floor(point.time / cell))) continue;
    context.beginPath();
    context.arc(sampleToX(scale, point.time), level(point.value), 2, 0, Math.PI * 2);
    context.fill();
  }
}
