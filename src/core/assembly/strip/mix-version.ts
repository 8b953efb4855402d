import {
  BINAURAL_OFF, BLOCK_FRAMES, LANE_DIFFUSE, LANE_EXTRA, LANE_SIZE, LANES, OUTPUT_BED, OUTPUT_GAINS, OUTPUT_OBJECT, REC_BINAURAL, REC_CHANNELS,
  REC_DIFFUSE_AT, REC_GAINS_AT, REC_LANES, REC_OUTPUT, REC_PARAMS, REC_SNAP,
} from '../../contract';
import { bedOf, hearStrip, roomBed, roomPlanes, sendOf } from '../ears/mix';
import { diffuseEars, diffusePlanes } from '../output/diffuse';
import { planes } from './clips';
import { mixSequences } from './gains';
import { ramp } from './kernels';
import { addEdges, clearEdges, laneRestsUntil, laneValue, nextEdge } from './lanes';
import { addLine, clearLines, mixLines } from './lines';
import { gainMask, gainRow, panAt, panBefore, panMoves, panNear, setDiffuse } from './pan';
import {
  VERSION_DIFFUSE, VERSION_PAN_A, VERSION_PAN_B, VERSION_REFUSED, VERSION_REST, VERSION_REST_END, whichOf,
} from './versions';

/**
 * Where a version of a strip goes: its channels in `planes` are added to the bed, to the speakers, to the decorrelators and to
 * the rooms of the distance modes, along gains that are lines between the moments they are taken at.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Farthest a point goes along an axis in 8 ms while its gains are a line, in room units: 2.5 a second. */
const POINT_STEP: f64 = 0.02;

/** Frames between the moments at which gains of slow objects with a size are taken: 8 ms. */
let controlFrames: i32 = 384;

/** Tells the frames between the moments at which the gains of slow objects are taken. */
export function initMixing(frames: i32): void {
  controlFrames = frames;
}

/** Found by `movesSlowly`: the gains at the ends of the line. */
let lineFrom: usize = 0;
let lineTo: usize = 0;

/** Which share of an object is mixed; the diffuse one goes to `besides` as well if that is not 0. */
const WHOLE: i32 = 0;
const DIRECT: i32 = 1;
const DIFFUSE: i32 = 2;
let share: i32 = WHOLE;
let besides: usize = 0;

/** How loud a share of a set's object is. */
function shareOf(set: usize, which: i32): f32 {
  return <f32>sqrt(which == DIRECT ? 1.0 - setDiffuse(set) : setDiffuse(set));
}

/** Adds the channels of `planes` to their destinations between two sets of gains. */
// @ts-ignore: decorator
@inline
function mixStretch(channels: i32, near: usize, far: usize, to: usize, scale: f32, edge: i32, next: i32, first: i32, end: i32): void {
  if (share == WHOLE) mixTo(channels, near, far, to, scale, scale, edge, next, first, end);
  else mixTo(channels, near, far, to, shareOf(near, share), shareOf(far, share), edge, next, first, end);
  if (besides) mixTo(channels, near, far, besides, shareOf(near, DIFFUSE), shareOf(far, DIFFUSE), edge, next, first, end);
}

function mixTo(channels: i32, near: usize, far: usize, to: usize, scale: f32, then: f32, edge: i32, next: i32, first: i32, end: i32): void {
  if (scale == 0.0 && then == 0.0) return;
  const from = max(edge, first);
  const stop = min(next, end);
  if (from >= stop) return;
  const length: f32 = 1.0 / <f32>(next - edge);
  for (let channel = 0; channel < channels; channel++) {
    const nearRow = gainRow(near, channel);
    const farRow = gainRow(far, channel);
    let mask = gainMask(near, channel) | gainMask(far, channel);
    clearLines();
    while (mask != 0) {
      const destination = <usize>ctz(mask);
      mask &= mask - 1;
      const a = scale * load<f32>(nearRow + 4 * destination);
      const b = then * load<f32>(farRow + 4 * destination);
      addLine(to + BLOCK_BYTES * destination + 4 * <usize>from, a, (b - a) * length);
    }
    mixLines(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>from, stop - from, from - edge);
  }
}

/** True if no lane of the place turns a corner between two timeline samples. */
function rests(at: usize, record: usize, from: f64, to: f64): bool {
  if (from >= load<f64>(at, VERSION_REST) && to <= load<f64>(at, VERSION_REST_END)) return true;
  let until: f64 = Infinity;
  for (let i = 1; i < LANES; i++) {
    const lane = load<i32>(record + REC_LANES + 4 * <usize>i);
    if (lane) until = min(until, laneRestsUntil(record + <usize>lane, from));
  }
  store<f64>(at, from, VERSION_REST);
  store<f64>(at, until, VERSION_REST_END);
  return to <= until;
}

/** True if a lane moves something else than place and size. */
function movesRarely(record: usize): bool {
  for (let i = LANE_EXTRA; i < LANES; i++) if (load<i32>(record + REC_LANES + 4 * <usize>i)) return true;
  return false;
}

/**
 * True if an object's gains may run as lines from one multiple of `controlFrames` (8 ms) on the timeline to the next: no lane
 * turns a corner between them, nothing but its place and size moves, and it is no locked object, which jumps. Of a point the ends must also lie close together and
 * reach the same speakers; the law bends by less than 5·10⁻⁴ between them then. Gains of a size change more gently.
 */
function movesSlowly(at: usize, record: usize, cell: f64): bool {
  if (load<i32>(record, REC_OUTPUT) != OUTPUT_OBJECT || load<i32>(record, REC_SNAP) || movesRarely(record)) return false;
  if (load<f64>(at, VERSION_REFUSED) == cell || !rests(at, record, cell, cell + <f64>controlFrames)) return false;
  const a = at + VERSION_PAN_A;
  const b = at + VERSION_PAN_B;
  lineFrom = panAt(record, cell, a, b);
  lineTo = panAt(record, cell + <f64>controlFrames, lineFrom, lineFrom == a ? b : a);
  if (load<i32>(record, REC_LANES + 4 * LANE_SIZE) || load<f64>(record, REC_PARAMS + 8 * LANE_SIZE) > 0.0) return true;
  if (panNear(lineFrom, lineTo, load<i32>(record, REC_CHANNELS), POINT_STEP)) return true;
  store<f64>(at, cell, VERSION_REFUSED);
  return false;
}

/** Finds the frames of a block at which gains turn. A locked object jumps from speaker to speaker, so its turn over whole blocks. */
function findEdges(at: usize, record: usize, block: f64): void {
  clearEdges();
  if (load<i32>(record, REC_SNAP) || rests(at, record, block, block + <f64>BLOCK_FRAMES)) return;
  for (let i = 1; i < LANES; i++) {
    const lane = load<i32>(record + REC_LANES + 4 * <usize>i);
    if (lane) addEdges(record + <usize>lane, block);
  }
}

/** Adds a strip's channels to the planes at `to`, `scale` times as loud. */
function mix(at: usize, record: usize, block: f64, first: i32, end: i32, to: usize, scale: f32): void {
  const channels = load<i32>(record, REC_CHANNELS);
  const a = at + VERSION_PAN_A;
  const b = at + VERSION_PAN_B;
  const before = panBefore(record, block, a, b);
  if (!panMoves(record)) {
    const from = before != 0 ? before : panAt(record, block, a, b);
    const still = before != 0 ? panAt(record, block, from, from == a ? b : a) : from;
    mixStretch(channels, from, still, to, scale, 0, BLOCK_FRAMES, first, end);
    return;
  }
  if (before == 0) {
    const cell = floor(block / <f64>controlFrames) * <f64>controlFrames;
    if (movesSlowly(at, record, cell)) {
      const edge = <i32>(cell - block);
      mixStretch(channels, lineFrom, lineTo, to, scale, edge, edge + controlFrames, first, end);
      return;
    }
  }
  findEdges(at, record, block);
  let near = before != 0 ? before : panAt(record, block, a, b);
  let edge = 0;
  while (edge < end) {
    const next = nextEdge(edge);
    const far = panAt(record, block + <f64>next, near, near == a ? b : a);
    mixStretch(channels, near, far, to, scale, edge, next, first, end);
    near = far;
    edge = next;
  }
}

/** How loud the direct share of an object is at a timeline sample. */
function directAt(record: usize, time: f64): f32 {
  const lane = load<i32>(record, REC_LANES + 4 * LANE_DIFFUSE);
  return <f32>sqrt(1.0 - (lane ? laneValue(record + <usize>lane, time) : load<f64>(record, REC_PARAMS + 8 * LANE_DIFFUSE)));
}

/** Mixes an object whose power is split between the layout's speakers and their decorrelators. */
function mixDiffuse(slot: i32, at: usize, record: usize, block: f64, first: i32, end: i32, speakers: usize): void {
  if (!diffuseEars) {
    share = DIRECT;
    besides = diffusePlanes;
    mix(at, record, block, first, end, speakers, 1.0);
    share = WHOLE;
    besides = 0;
    return;
  }
  // The virtual speakers have the diffuse share, whatever becomes of the direct one.
  share = DIFFUSE;
  mix(at, record, block, first, end, diffusePlanes, 1.0);
  share = WHOLE;
  const near = directAt(record, block);
  const far = directAt(record, block + <f64>BLOCK_FRAMES);
  if (near == 0.0 && far == 0.0) return;
  for (let channel = 0; channel < load<i32>(record, REC_CHANNELS); channel++) {
    const plane = planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first;
    ramp(plane, end - first, near, (far - near) / <f32>BLOCK_FRAMES, first);
  }
  if (hearStrip(slot, whichOf(slot, at), record, block, first, end, planes)) mix(at, record, block, first, end, speakers, 1.0);
}

/** Adds frames `first` … `end` of a version's channels in `planes`, which it may scale, to wherever they go. Audio thread. */
export function mixVersion(slot: i32, at: usize, record: usize, block: f64, first: i32, end: i32, bed: usize, speakers: usize): void {
  const channels = load<i32>(record, REC_CHANNELS);
  const send = sendOf(record);
  if (load<i32>(record, REC_OUTPUT) == OUTPUT_GAINS) {
    const direct = record + <usize>load<i32>(record, REC_GAINS_AT);
    mixSequences(record, direct, planes, block, first, end, speakers);
    const diffuse = <usize>load<i32>(record, REC_DIFFUSE_AT);
    if (diffuse != 0) mixSequences(record, record + diffuse, planes, block, first, end, diffusePlanes);
    if (send == 0.0) return;
    for (let channel = 0; channel < channels; channel++) {
      ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first, send, 0.0, 0);
    }
    mixSequences(record, direct, planes, block, first, end, roomPlanes);
    return;
  }
  if (load<i32>(at, VERSION_DIFFUSE) && !(diffuseEars && load<i32>(record, REC_BINAURAL) == BINAURAL_OFF)) {
    mixDiffuse(slot, at, record, block, first, end, speakers);
    return;
  }
  const toBed = load<i32>(record, REC_OUTPUT) == OUTPUT_BED;
  if (send > 0.0) mix(at, record, block, first, end, roomBed, send);
  if (hearStrip(slot, whichOf(slot, at), record, block, first, end, planes)) mix(at, record, block, first, end, toBed ? bedOf(record, bed) : speakers, 1.0);
}
