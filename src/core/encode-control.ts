import {
  CONTROL_BANDS,
  CONTROL_BYTES,
  CONTROL_GAIN,
  CONTROL_LEVEL,
  CONTROL_MUTED,
  CONTROL_PARENT,
  CONTROL_PRINTED,
  CONTROL_RIDE,
  CONTROL_SPECTRAL,
  DUCK_ATTACK,
  DUCK_BUS,
  DUCK_DELAY,
  DUCK_HOLD,
  DUCK_RANGE,
  DUCK_RELEASE,
  DUCK_THRESHOLD,
  MAX_CONTROLS,
} from './contract.ts';
import { continuousLane, laneBytes, muteLane, writeLane } from './encode-lane.ts';
import type { ControlLanes, ControlProgram, DuckProgram } from './program.ts';

/** Where the offset of each lane lies. */
const LANES: readonly (readonly [keyof ControlLanes, number])[] = [
  ['rideDb', CONTROL_RIDE],
  ['muted', CONTROL_MUTED],
  ['levelDb', CONTROL_PRINTED],
  ['band1', CONTROL_BANDS],
  ['band2', CONTROL_BANDS + 4],
  ['band3', CONTROL_BANDS + 8],
  ['band4', CONTROL_BANDS + 12],
  ['band5', CONTROL_BANDS + 16],
  ['band6', CONTROL_BANDS + 20],
];

function checkDuck(id: string, { key, thresholdDb, rangeDb, attack, hold, release }: DuckProgram): void {
  const times = [attack, hold, release].every((seconds) => seconds >= 0 && seconds <= 100);
  const levels = thresholdDb >= -150 && thresholdDb <= 60 && rangeDb >= 0 && rangeDb <= 100;
  if (!(times && levels && Number.isInteger(key.bus) && Number.isInteger(key.delay) && key.delay >= 0))
    throw new RangeError(`control ${id}: a duck needs levels, times and a key within their ranges`);
}

function writeDuck(view: DataView, at: number, duck: DuckProgram | undefined): void {
  view.setInt32(at + DUCK_BUS, duck?.key.bus ?? -1, true);
  if (!duck) return;
  view.setInt32(at + DUCK_DELAY, duck.key.delay, true);
  view.setFloat64(at + DUCK_THRESHOLD, duck.thresholdDb, true);
  view.setFloat64(at + DUCK_RANGE, duck.rangeDb, true);
  view.setFloat64(at + DUCK_ATTACK, duck.attack, true);
  view.setFloat64(at + DUCK_HOLD, duck.hold, true);
  view.setFloat64(at + DUCK_RELEASE, duck.release, true);
}

/**
 * Writes a control as the core reads it: one relocatable block, to be made on any thread.
 * @throws RangeError for a gain that is not finite, a parent that is no control, or a duck outside its ranges
 */
export function encodeControl(program: ControlProgram): ArrayBuffer {
  const { id, gain, parent = -1, lanes, level, spectral } = program;
  if (!Number.isFinite(gain)) throw new RangeError(`control ${id} needs a finite gain`);
  if (!(Number.isInteger(parent) && parent >= -1 && parent < MAX_CONTROLS))
    throw new RangeError(`control ${id}: there are ${MAX_CONTROLS} controls, none is ${parent}`);
  for (const duck of [level, spectral]) if (duck) checkDuck(id, duck);
  const points = LANES.flatMap(([name, field]) => {
    const lane = lanes[name];
    const encoded = lane ? continuousLane(name === 'muted' ? muteLane(lane) : lane) : [];
    return encoded.length > 0 ? [{ field, encoded }] : [];
  });
  const bytes = points.reduce((sum, { encoded }) => sum + laneBytes(encoded), CONTROL_BYTES);
  const view = new DataView(new ArrayBuffer(bytes));
  view.setFloat64(CONTROL_GAIN, gain, true);
  view.setInt32(CONTROL_PARENT, parent, true);
  let at = CONTROL_BYTES;
  for (const { field, encoded } of points) {
    view.setInt32(field, at, true);
    writeLane(view, at, encoded);
    at += laneBytes(encoded);
  }
  writeDuck(view, CONTROL_LEVEL, level);
  writeDuck(view, CONTROL_SPECTRAL, spectral);
  return view.buffer as ArrayBuffer;
}
