import {
  BED_CHANNELS, BLOCK_FRAMES, LANE_DIVERGENCE, LANE_EXTRA, LANE_TURN, LANES, OUTPUT_BED, OUTPUT_GAINS, OUTPUT_KEYS, REC_CHANNELS,
  REC_LANES, REC_MUTE_LANE, REC_OUTPUT, REC_PARAMS, REC_SENDS, REC_SENDS_AT, SEND_BYTES, SEND_DISTANCE, SEND_GAIN, SEND_LANE, SEND_PRE_FADER, SEND_ROW, SEND_SET_BYTES, SENDS_EARLY,
} from '../../contract';
import { copy } from '../fill';
import { aimBed, bedGains, bedPoint } from '../law/bed';
import { cos, dbToGain, pow, sin } from '../math/f64';
import { takeInput } from '../space/spaces';
import { addEdges, clearEdges, laneValue, nextEdge } from './lanes';
import { addLine, clearLines, mixLines } from './lines';
import { planes } from './clips';

/**
 * What strips send to spaces: every channel goes into the space's 7.1.2 input with the gains of its own place there, whatever the mix
 * is rendered to. An object is a point for its sends, and a send may grow with its distance, as the reverberant share of a
 * source's sound does in a room. Gains are taken at the ends of a block, and of a lane at its corners; between them they are lines.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const ROW_BYTES: usize = 4 * SEND_ROW;
const LFE: usize = 3;
/** Nearest a distance counts. */
const NEAREST: f64 = 0.125;
const PLACE_BYTES: usize = 8 * (LANES - 1);
/**
 * Behind the place of a set and the i32 that is 1 once it holds: f32 share of the distance DISTANT is for, −1 for none; f64 the moment the
 * set was last found good for; f64 what the distance makes of a send with that share.
 */
const SHARE: usize = PLACE_BYTES + 4;
const MOMENT: usize = PLACE_BYTES + 8;
const DISTANT: usize = PLACE_BYTES + 16;
const RADIANS: f64 = 0.017453292519943295;

const gains: usize = memory.data(96, 16);
const wanted: usize = memory.data(64, 16);

/** True if a record has sends; of those ahead of the fader, if `early`. */
// @ts-ignore: decorator
@inline
export function hasSends(record: usize, early: bool): bool {
  const sends = load<i32>(record, REC_SENDS);
  return early ? (sends & SENDS_EARLY) != 0 : sends != 0;
}

/** Evaluates the place of a record at a timeline sample into `wanted`. */
function evaluate(record: usize, time: f64): void {
  for (let i = 1; i < LANES; i++) {
    const lane = load<i32>(record + REC_LANES + 4 * <usize>i);
    const value = lane ? laneValue(record + <usize>lane, time) : load<f64>(record + REC_PARAMS + 8 * <usize>i);
    store<f64>(wanted + 8 * <usize>(i - 1), value);
  }
}

function holds(set: usize): bool {
  if (load<i32>(set, PLACE_BYTES) == 0) return false;
  for (let i: usize = 0; i < PLACE_BYTES; i += 8) if (load<f64>(set + i) != load<f64>(wanted + i)) return false;
  return true;
}

function compute(record: usize, set: usize): void {
  copy(set, wanted, PLACE_BYTES);
  store<i32>(set, 1, PLACE_BYTES);
  store<f32>(set, -1.0, SHARE);
  const channels = load<i32>(record, REC_CHANNELS);
  const bed = load<i32>(record, REC_OUTPUT) == OUTPUT_BED;
  const a = load<f64>(wanted);
  const b = load<f64>(wanted, 8);
  const c = load<f64>(wanted, 16);
  const spread = load<f64>(wanted, 8 * (LANE_EXTRA - 1));
  const turn = load<f64>(wanted, 8 * (LANE_TURN - 1));
  if (bed) aimBed(0.0, turn, load<f64>(wanted, 8 * (LANE_DIVERGENCE - 1)));
  for (let channel = 0; channel < channels; channel++) {
    if (bed) bedGains(record, channel, a, b, c, load<f64>(wanted, 24), gains);
    else {
      const side = channels == 1 ? 0.0 : channel == 0 ? -spread : spread;
      if (turn == 0.0) bedPoint(a + side, b, c, gains);
      else bedPoint(a + side * cos(turn * RADIANS), b + side * sin(turn * RADIANS), c, gains);
    }
    const row = set + SEND_SET_BYTES + ROW_BYTES * <usize>channel;
    for (let i: usize = 0; i < <usize>BED_CHANNELS; i++) store<f32>(row + 4 * i, <f32>load<f64>(gains + 8 * i));
    // A room has no place for an LFE.
    store<f32>(row, 0.0, 4 * LFE);
  }
}

/** The set of gains for a timeline sample, of two, leaving `other` alone (0: either may go). */
function gainsAt(record: usize, time: f64, first: usize, second: usize, other: usize): usize {
  if (load<i32>(first, PLACE_BYTES) != 0 && load<f64>(first, MOMENT) == time) return first;
  if (load<i32>(second, PLACE_BYTES) != 0 && load<f64>(second, MOMENT) == time) return second;
  evaluate(record, time);
  let set = holds(first) ? first : second;
  if (set == second && !holds(second)) {
    if (other != first) set = first;
    compute(record, set);
  }
  store<f64>(set, time, MOMENT);
  return set;
}

/** What an object's distance makes of a send; a bed strip has none. */
function distanceGain(record: usize, send: usize, set: usize): f64 {
  const share = load<f32>(send, SEND_DISTANCE);
  if (share == 0.0 || load<i32>(record, REC_OUTPUT) == OUTPUT_BED) return 1.0;
  if (load<f32>(set, SHARE) == share) return load<f64>(set, DISTANT);
  const x = load<f64>(set);
  const y = load<f64>(set, 8);
  const z = load<f64>(set, 16);
  const gain = pow(max(NEAREST, sqrt(x * x + y * y + z * z)), <f64>share);
  store<f32>(set, share, SHARE);
  store<f64>(set, gain, DISTANT);
  return gain;
}

function levelAt(record: usize, send: usize, mute: i32, time: f64): f64 {
  const lane = load<i32>(send, SEND_LANE);
  let level = load<f64>(send, SEND_GAIN);
  if (mute != 0) level *= laneValue(record + <usize>mute, time);
  if (lane == 0) return level;
  const db = laneValue(record + <usize>lane, time);
  return db <= -144.0 ? 0.0 : level * dbToGain(db);
}

/** Adds frames `from` … `to` of the channels to a space's planes, along lines from `before` to `after` at the frames `edge` and `next`. */
function mixStretch(channels: i32, near: usize, far: usize, into: usize, before: f64, after: f64, edge: i32, next: i32, from: i32, to: i32): void {
  const begin = <f64>edge / <f64>BLOCK_FRAMES;
  const finish = <f64>next / <f64>BLOCK_FRAMES;
  for (let channel = 0; channel < channels; channel++) {
    const nearRow = near + SEND_SET_BYTES + ROW_BYTES * <usize>channel;
    const farRow = far + SEND_SET_BYTES + ROW_BYTES * <usize>channel;
    clearLines();
    let any = false;
    for (let i: usize = 0; i < <usize>BED_CHANNELS; i++) {
      const n = <f64>load<f32>(nearRow + 4 * i);
      const f = <f64>load<f32>(farRow + 4 * i);
      if (n == 0.0 && f == 0.0) continue;
      const a = <f32>(before * (n + (f - n) * begin));
      const b = <f32>(after * (n + (f - n) * finish));
      addLine(into + BLOCK_BYTES * i + 4 * <usize>from, a, (b - a) / <f32>(next - edge));
      any = true;
    }
    if (any) mixLines(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>from, to - from, from - edge);
  }
}

/** Sends frames `first` … `end` of the channels in `planes` to their spaces: those taken ahead of the fader, or the others. Audio thread. */
export function sendStrip(record: usize, early: bool, block: f64, first: i32, end: i32): void {
  const output = load<i32>(record, REC_OUTPUT);
  if (output == OUTPUT_GAINS || output == OUTPUT_KEYS) return;
  const count = load<i32>(record, REC_SENDS) & (SENDS_EARLY - 1);
  const table = record + <usize>load<i32>(record, REC_SENDS_AT);
  const channels = load<i32>(record, REC_CHANNELS);
  const one = table + <usize>(SEND_BYTES * count);
  const two = one + SEND_SET_BYTES + ROW_BYTES * <usize>channels;
  // What goes ahead of the fader has not met the mute yet.
  const mute = early ? load<i32>(record, REC_MUTE_LANE) : 0;
  let near: usize = 0;
  let far: usize = 0;
  for (let i = 0; i < count; i++) {
    const send = table + <usize>(SEND_BYTES * i);
    if ((load<i32>(send, SEND_PRE_FADER) != 0) != early) continue;
    const lane = load<i32>(send, SEND_LANE);
    if (lane == 0 && load<f64>(send, SEND_GAIN) == 0.0) continue;
    const into = takeInput(load<i32>(send));
    if (into == 0) continue;
    if (near == 0) {
      near = gainsAt(record, block, one, two, 0);
      far = gainsAt(record, block + <f64>BLOCK_FRAMES, one, two, near);
    }
    clearEdges();
    if (lane != 0) addEdges(record + <usize>lane, block);
    if (mute != 0) addEdges(record + <usize>mute, block);
    const nearGain = distanceGain(record, send, near);
    const slope = (near == far ? 0.0 : distanceGain(record, send, far) - nearGain) / <f64>BLOCK_FRAMES;
    let edge = 0;
    let before = nearGain * levelAt(record, send, mute, block);
    while (edge < end) {
      const next = nextEdge(edge);
      const after = (nearGain + slope * <f64>next) * levelAt(record, send, mute, block + <f64>next);
      const from = max(edge, first);
      const to = min(next, end);
      if (from < to && (before != 0.0 || after != 0.0)) mixStretch(channels, near, far, into, before, after, edge, next, from, to);
      before = after;
      edge = next;
    }
  }
}
