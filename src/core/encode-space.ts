import {
  MAX_SPACES,
  SEND_BYTES,
  SEND_DISTANCE,
  SEND_GAIN,
  SEND_LANE,
  SEND_PRE_FADER,
  SEND_ROW,
  SEND_SET_BYTES,
  SENDS_EARLY,
  SPACE_BYTES,
  SPACE_CONVOLUTION,
  SPACE_FAMILY,
  SPACE_GAIN,
  SPACE_LANES,
  SPACE_REVERB,
  SPACE_VALUES,
} from './contract.ts';
import { clampedLane, continuousLane, type EncodedPoint, laneBytes, writeLane } from './encode-lane.ts';
import type { LaneProgram } from './program.ts';
import type { SendProgram, SpaceLane, SpaceProgram } from './space-program.ts';

/** Parameters in the order of the record, with their ranges. */
const PARAMETERS = [
  ['returnDb', -144, 24],
  ['preDelayMs', 0, 500],
  ['sizeM', 2, 80],
  ['lowDecay', 0.1, 30],
  ['midDecay', 0.1, 30],
  ['highDecay', 0.1, 30],
  ['lowCrossover', 50, 1000],
  ['highCrossover', 1000, 12_000],
  ['earlyDb', -144, 24],
  ['lateDb', -144, 24],
  ['modulation', 0, 1],
  ['modulationHz', 0.05, 5],
  ['lowCut', 10, 20_000],
  ['highCut', 10, 20_000],
] as const;

/** Those a convolution has. */
const CONVOLUTION: ReadonlySet<string> = new Set(['returnDb', 'preDelayMs', 'lowCut', 'highCut']);

const MOVABLE: ReadonlySet<string> = new Set<SpaceLane>([
  'returnDb',
  'preDelayMs',
  'lowDecay',
  'midDecay',
  'highDecay',
  'earlyDb',
  'lateDb',
]);

const LONGEST_SEND = SENDS_EARLY - 1;

/**
 * Writes a space program as the core reads it, without the state it runs on. May run on any thread, and the block may be posted.
 * @throws RangeError for a parameter outside its range
 */
export function encodeSpace(program: SpaceProgram): ArrayBuffer {
  const convolves = program.kind === 'convolution';
  const values: Partial<Record<(typeof PARAMETERS)[number][0], number>> = program;
  const moves: Readonly<Partial<Record<string, LaneProgram>>> = program.lanes ?? {};
  if (!(program.gain >= 0 && program.gain < Number.POSITIVE_INFINITY))
    throw new RangeError(`space ${program.id} needs a finite gain of 0 or more, not ${program.gain}`);
  const has = (name: string): boolean => !convolves || CONVOLUTION.has(name);
  const lanes = PARAMETERS.map(([name, least, most]) => {
    const lane = has(name) && MOVABLE.has(name) ? moves[name] : undefined;
    return lane ? continuousLane(clampedLane(lane, least, most)) : [];
  });
  const bytes = lanes.reduce((sum, lane) => sum + (lane.length > 0 ? laneBytes(lane) : 0), SPACE_BYTES);
  const view = new DataView(new ArrayBuffer(bytes));
  view.setInt32(0, convolves ? SPACE_CONVOLUTION : SPACE_REVERB, true);
  view.setInt32(SPACE_FAMILY, program.family ?? 0, true);
  view.setFloat64(SPACE_GAIN, program.gain, true);
  let at = SPACE_BYTES;
  PARAMETERS.forEach(([name, least, most], index) => {
    if (!has(name)) return;
    const value = name === 'returnDb' ? Math.max(program.returnDb, least) : (values[name] ?? Number.NaN);
    if (!(value >= least && value <= most))
      throw new RangeError(
        `space ${program.id}: ${name} lies between ${least} and ${most}, got ${values[name]}`,
      );
    view.setFloat64(SPACE_VALUES + index * 8, value, true);
    const lane = lanes[index] ?? [];
    if (lane.length === 0) return;
    view.setInt32(SPACE_LANES + index * 4, at, true);
    writeLane(view, at, lane);
    at += laneBytes(lane);
  });
  return view.buffer;
}

/** Bytes sends take in a record, a multiple of 16, without their lanes. */
export function sendsBytes(sends: readonly SendProgram[], channels: number): number {
  if (sends.length === 0) return 0;
  return sends.length * SEND_BYTES + 2 * (SEND_SET_BYTES + channels * SEND_ROW * 4);
}

/** Lanes of sends, as the core takes them. */
export const sendLanes = (sends: readonly SendProgram[]): readonly EncodedPoint[][] =>
  sends.map(({ lane }) => (lane ? continuousLane(lane) : []));

/** @throws RangeError if a send goes to no space or by no gain */
export function checkSends(id: string, sends: readonly SendProgram[]): void {
  if (sends.length > LONGEST_SEND) throw new RangeError(`strip ${id} has ${sends.length} sends`);
  for (const { space, gain, distance = 0 } of sends) {
    if (!(Number.isInteger(space) && space >= 0 && space < MAX_SPACES))
      throw new RangeError(`strip ${id}: there are ${MAX_SPACES} spaces, none is ${space}`);
    if (!(Number.isFinite(gain) && distance >= 0 && distance <= 1))
      throw new RangeError(`strip ${id}: a send has a finite gain and a distance of 0 to 1`);
  }
}

/** Writes sends at a byte offset of a record, their lanes from `lanesAt` on. @returns what the record says of their number */
export function writeSends(
  view: DataView,
  at: number,
  sends: readonly SendProgram[],
  lanes: readonly (readonly EncodedPoint[])[],
  lanesAt: number,
): number {
  let laneAt = lanesAt;
  sends.forEach((send, index) => {
    const to = at + index * SEND_BYTES;
    view.setInt32(to, send.space, true);
    view.setInt32(to + SEND_PRE_FADER, send.preFader ? 1 : 0, true);
    view.setFloat64(to + SEND_GAIN, send.gain, true);
    view.setFloat32(to + SEND_DISTANCE, send.distance ?? 0, true);
    const lane = lanes[index] ?? [];
    if (lane.length === 0) return;
    view.setInt32(to + SEND_LANE, laneAt, true);
    writeLane(view, laneAt, lane);
    laneAt += laneBytes(lane);
  });
  return sends.length + (sends.some(({ preFader }) => preFader) ? SENDS_EARLY : 0);
}
