import { BLOCK_FRAMES } from '../../contract';
import { copy } from '../fill';
import { forwardLevel, inverseLevel, loadReal } from './long-fft';
import { multiplySpectra } from './products';

/**
 * The partitions of one of the longer lengths N, for every lane. A block of N frames is transformed, multiplied and transformed back while the
 * next one comes in, in small steps of even cost spread over its chunks, and heard from the block after that on. Silent blocks cost nothing.
 */
/** Of a level: i32 frames N, levels of the transform, partitions, lanes; steps done; which of two outputs is heard. */
// @ts-ignore: decorator
@inline const LENGTH: usize = 0;
// @ts-ignore: decorator
@inline const LEVELS: usize = 4;
// @ts-ignore: decorator
@inline const PARTS: usize = 8;
// @ts-ignore: decorator
@inline const LANES: usize = 12;
// @ts-ignore: decorator
@inline const STEPS: usize = 16;
// @ts-ignore: decorator
@inline const WHICH: usize = 20;
/** i32: 1 once something lies in the sum of products. */
// @ts-ignore: decorator
@inline const SUMMED: usize = 24;
/** The sum of products; behind it the lanes. */
// @ts-ignore: decorator
@inline const SUM: usize = 32;

/** Of a lane: i32 1 if there is sound in each of the two outputs, and in what overlaps into the next; then 1 a block of the past that is not silent. */
// @ts-ignore: decorator
@inline const HEARD: usize = 0;
// @ts-ignore: decorator
@inline const OVERLAPS: usize = 8;
// @ts-ignore: decorator
@inline const SOUNDS: usize = 16;

/** Sum of sizes of a block under which it is silence (−300 dB). */
const SILENCE: f32 = 1e-15;

// @ts-ignore: decorator
@inline
function outputsAt(parts: i32): usize {
  return SOUNDS + ((<usize>parts * 4 + 15) & ~15);
}

function laneBytes(length: i32, parts: i32): usize {
  return outputsAt(parts) + 12 * <usize>length + 8 * <usize>length * <usize>parts;
}

/** Bytes of a level. */
export function levelBytes(length: i32, parts: i32, lanes: i32): usize {
  return parts == 0 ? 0 : SUM + 8 * <usize>length + laneBytes(length, parts) * <usize>lanes;
}

// @ts-ignore: decorator
@inline
function laneAt(at: usize, lane: i32): usize {
  const length = load<i32>(at, LENGTH);
  return at + SUM + 8 * <usize>length + laneBytes(length, load<i32>(at, PARTS)) * <usize>lane;
}

/** Begins anew. */
export function resetLevel(at: usize, length: i32, levels: i32, parts: i32, lanes: i32): void {
  if (parts == 0) return;
  store<i32>(at, length, LENGTH);
  store<i32>(at, levels, LEVELS);
  store<i32>(at, parts, PARTS);
  store<i32>(at, lanes, LANES);
  store<i32>(at, 0, STEPS);
  store<i32>(at, 0, WHICH);
  store<i32>(at, 0, SUMMED);
  for (let lane = 0; lane < lanes; lane++) memory.fill(laneAt(at, lane), 0, outputsAt(parts));
}

function sounds(from: usize, frames: i32): bool {
  let sum = f32x4.splat(0.0);
  for (const end = from + (<usize>frames << 2); from < end; from += 16) sum = f32x4.add(sum, f32x4.abs(v128.load(from)));
  const size = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
  return size > SILENCE;
}

/** Ends a lane's turn: the first half of the sum and what overlapped into it is heard next. */
function emit(at: usize, lane: usize): void {
  const length = load<i32>(at, LENGTH);
  const next = 1 - load<i32>(at, WHICH);
  const outputs = lane + outputsAt(load<i32>(at, PARTS));
  let to = outputs + 4 * <usize>length * <usize>next;
  let overlap = outputs + 8 * <usize>length;
  const overlaps = load<i32>(lane, OVERLAPS) != 0;
  const summed = load<i32>(at, SUMMED) != 0;
  store<i32>(lane + 4 * <usize>next, <i32>(overlaps || summed), HEARD);
  store<i32>(lane, <i32>summed, OVERLAPS);
  store<i32>(at, 0, SUMMED);
  if (!summed) {
    if (overlaps) copy(to, overlap, 4 * <usize>length);
    return;
  }
  let from = at + SUM;
  for (const end = to + 4 * <usize>length; to < end; to += 16, overlap += 16, from += 32) {
    const first = v128.load(from);
    v128.store(to, overlaps ? f32x4.add(first, v128.load(overlap)) : first);
    v128.store(overlap, v128.load(from, 16));
  }
}

/** One step of a lane on the way of block `index`. */
function step(at: usize, index: i32, lane: i32, which: i32, input: usize, response: usize, table: usize): void {
  const length = load<i32>(at, LENGTH);
  const levels = load<i32>(at, LEVELS);
  const parts = load<i32>(at, PARTS);
  const own = laneAt(at, lane);
  const bytes: usize = 8 * <usize>length;
  const history = own + outputsAt(parts) + 12 * <usize>length;
  if (which < levels) {
    const slot = index % parts;
    const sound = own + 4 * <usize>slot;
    const spectrum = history + bytes * <usize>slot;
    if (which == 0) {
      store<i32>(sound, <i32>sounds(input, length), SOUNDS);
      if (load<i32>(sound, SOUNDS)) loadReal(spectrum, input, length);
    }
    if (load<i32>(sound, SOUNDS)) forwardLevel(spectrum, which, levels, table);
    return;
  }
  const part = which - levels;
  if (part < parts) {
    if (index < part) return;
    const slot = (index - part) % parts;
    if (load<i32>(own + 4 * <usize>slot, SOUNDS) == 0) return;
    multiplySpectra(at + SUM, history + bytes * <usize>slot, response + bytes * <usize>part, bytes, load<i32>(at, SUMMED) != 0);
    store<i32>(at, 1, SUMMED);
    return;
  }
  const level = levels - 1 - (part - parts);
  if (load<i32>(at, SUMMED)) inverseLevel(at + SUM, level, levels, table);
  if (level == 0) emit(at, own);
}

/**
 * Goes on when `chunks` chunks are complete, each in the lanes' rings of `ringFrames` at `rings` + lane · `ringApart`. `responses`: spectra of the first lane's
 * partitions; those of the next lie `apart` behind (0: the same for all). Audio thread; allocates nothing.
 */
export function advanceLevel(
  at: usize, chunks: i32, rings: usize, ringApart: usize, ringFrames: i32, responses: usize, apart: usize, table: usize,
): void {
  const length = load<i32>(at, LENGTH);
  const spread = length / BLOCK_FRAMES;
  if (chunks < spread) return;
  const lanes = load<i32>(at, LANES);
  const each = 2 * load<i32>(at, LEVELS) + load<i32>(at, PARTS);
  const phase = chunks % spread;
  const index = chunks / spread - 1;
  if (phase == 0) {
    if (index > 0) store<i32>(at, 1 - load<i32>(at, WHICH), WHICH);
    store<i32>(at, 0, STEPS);
  }
  const input = <usize>((index * length) & (ringFrames - 1)) << 2;
  const until = (lanes * each * (phase + 1)) / spread;
  for (let done = load<i32>(at, STEPS); done < until; done++) {
    const lane = done / each;
    step(at, index, lane, done % each, rings + ringApart * <usize>lane + input, responses + apart * <usize>lane, table);
  }
  store<i32>(at, until, STEPS);
}

/** Where a lane's chunk number `chunk` lies, the one after the last `advanceLevel` was told of; 0 for silence. */
export function levelOutput(at: usize, chunk: i32, lane: i32): usize {
  const own = laneAt(at, lane);
  const which = <usize>load<i32>(at, WHICH);
  if (load<i32>(own + 4 * which, HEARD) == 0) return 0;
  const length = load<i32>(at, LENGTH);
  const chunks = length / BLOCK_FRAMES;
  return own + outputsAt(load<i32>(at, PARTS)) + 4 * <usize>length * which + 4 * <usize>(BLOCK_FRAMES * (chunk % chunks));
}
