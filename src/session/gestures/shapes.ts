/** Shapes of the gestures score mixers make around dialogue and picture. All relative, in dB, ready for a ride lane. */
import { samples } from '../../units/index.ts';
import type { LaneCurve, LanePoint } from '../types.ts';

/** How a way of a gesture runs. */
export interface Way {
  readonly curve: LaneCurve;
  /** −1 … 1, of an exponential way. */
  readonly bend?: number;
}

/** Relative level that silences whatever it rides on: the bottom of a ride lane. */
export const SILENT_DB = -144;
/** A fall to silence in dB sounds even when it begins slowly; its return mirrors it. */
const TO_SILENCE: Way = { curve: 'exponential', bend: 0.7 };
const FROM_SILENCE: Way = { curve: 'exponential', bend: -0.7 };

const point = (time: number, value: number, { curve, bend }: Way = { curve: 'linear' }): LanePoint => ({
  time: samples(Math.max(0, Math.round(time))),
  value: value + 0,
  curve,
  ...(curve === 'exponential' && { bend: bend ?? 0 }),
});

/** Points whose times would fall back are pushed on to the one before. */
function inOrder(points: readonly LanePoint[]): readonly LanePoint[] {
  let earliest = 0;
  return points.map((next) => {
    earliest = Math.max(earliest, next.time);
    return next.time === earliest ? next : { ...next, time: samples(earliest) };
  });
}

/** A swell into a silence of the dialogue. Times in samples. */
export interface Swell {
  readonly start: number;
  readonly end: number;
  /** How much louder at its height, dB; negative sinks. */
  readonly riseDb: number;
  /** Time from the start to the height, and from the height to the end; together no longer than the silence, else both shrink. */
  readonly attack: number;
  readonly release: number;
  readonly way: Way;
}

/** Up into the silence, there, and back when it ends. */
export function swellShape({ start, end, riseDb, attack, release, way }: Swell): readonly LanePoint[] {
  const room = Math.max(0, end - start);
  const shrink = Math.min(1, room / Math.max(1, attack + release));
  const back: Way = way.curve === 'exponential' ? { ...way, bend: -(way.bend ?? 0) } : way;
  return inOrder([
    point(start, 0, way),
    point(start + attack * shrink, riseDb),
    point(end - release * shrink, riseDb, back),
    point(end, 0),
  ]);
}

/** A pull-back before a hit. Times in samples. */
export interface PullBack {
  /** Where the hit falls. */
  readonly hit: number;
  /** How far down, dB, as an amount: 12 is 12 dB down; 144 and more, ∞ as well, is silence. */
  readonly depthDb: number;
  /** How long before the hit the music is down. */
  readonly before: number;
  /** How long it takes to go down, ahead of that, and to come back after the hit. */
  readonly fall: number;
  readonly back: number;
}

/** Down to a depth some frames before a hit point, back after it. */
export function pullBackShape({ hit, depthDb, before, fall, back }: PullBack): readonly LanePoint[] {
  const depth = Math.max(SILENT_DB, -Math.abs(depthDb));
  const silent = depth === SILENT_DB;
  const down = hit - before;
  return inOrder([
    point(down - fall, 0, silent ? TO_SILENCE : { curve: 's-curve' }),
    point(down, depth),
    point(hit, depth, silent ? FROM_SILENCE : { curve: 's-curve' }),
    point(hit + back, 0),
  ]);
}

/** A silence that breathes. Times in samples; the fades lie inside it. */
export interface Breath {
  readonly start: number;
  readonly end: number;
  readonly fade: number;
}

/** Out, silent, in again. */
export function breathShape({ start, end, fade }: Breath): readonly LanePoint[] {
  const way = Math.min(fade, Math.max(0, end - start) / 2);
  return inOrder([
    point(start, 0, TO_SILENCE),
    point(start + way, SILENT_DB),
    point(end - way, SILENT_DB, FROM_SILENCE),
    point(end, 0),
  ]);
}
