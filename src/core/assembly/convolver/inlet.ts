import { clear } from '../fill';
import { addRamped, ramp } from '../strip/kernels';
import { clearCuts, cut, CUT_STATE_BYTES, CUTS_BYTES, cutting, designCuts, settleCuts } from '../space/cuts';
import { SPACE_CUTS, SPACE_PRE_DELAY } from '../space/parameters';
import { CHUNK, chunkSize } from '../space/planes';

/**
 * What a sound goes through ahead of a convolution: the cuts, then the pre-delay. Cuts move a share of their way in every chunk; the pre-delay
 * is a whole number of samples and fades over from the old one to the new in 85 ms. Both are taken as they are while nothing sounds. The rings
 * are not cleared: what lies from before the last reset is not read.
 */
/** i32: frames of the pre-delay, and of the one it fades to; chunks of that fade done, −1 when none runs. */
// @ts-ignore: decorator
@inline const DELAY: usize = 0;
// @ts-ignore: decorator
@inline const NEXT: usize = 4;
// @ts-ignore: decorator
@inline const FADE: usize = 8;
/** f64: cuts now, low and high. */
// @ts-ignore: decorator
@inline const LOW: usize = 16;
// @ts-ignore: decorator
@inline const HIGH: usize = 24;
// @ts-ignore: decorator
@inline const CUTS: usize = 32;
// @ts-ignore: decorator
@inline export const INLET_BYTES: usize = CUTS + CUTS_BYTES;
/** Of a lane: states of the cuts and of those before, then its ring. */
// @ts-ignore: decorator
@inline const RING: usize = 2 * CUT_STATE_BYTES;

/** Chunks a fade takes. */
const FADE_CHUNKS: i32 = 32;
/** Share of its way a cut goes in a chunk, and the rest of it that is taken in one step. */
const STEP: f64 = 0.2;
const NEAR: f64 = 1e-3;

const faded: usize = memory.data(512, 16);

let rate: f64 = 48000.0;
/** Frames of a ring: half a second and more. */
let frames: i32 = 32768;

/** Tells the sample rate. */
export function initInlets(sampleRate: f64): void {
  rate = sampleRate;
  frames = sampleRate > 64000.0 ? 65536 : 32768;
}

/** Bytes of a lane. */
export function inletLaneBytes(): usize {
  return RING + (<usize>frames << 2);
}

/** Forgets all sound. */
export function resetInlet(at: usize): void {
  store<i32>(at, -1, FADE);
  clearCuts(at + CUTS);
}

export function resetInletLane(lane: usize): void {
  clear(lane, RING);
}

function asked(parameters: usize): i32 {
  return min(<i32>Math.round(0.001 * rate * load<f64>(parameters + 8 * SPACE_PRE_DELAY)), frames - CHUNK);
}

/** Takes the parameters as they are: nothing sounds. @param parameters f64, SPACE_* */
export function takeInlet(at: usize, parameters: usize): void {
  const low = load<f64>(parameters + 8 * SPACE_CUTS);
  const high = load<f64>(parameters + 8 * (SPACE_CUTS + 1));
  store<i32>(at, asked(parameters), DELAY);
  store<i32>(at, -1, FADE);
  store<f64>(at, low, LOW);
  store<f64>(at, high, HIGH);
  clearCuts(at + CUTS);
  designCuts(at + CUTS, low, high, rate);
  settleCuts(at + CUTS);
}

function towards(at: usize, aim: f64): f64 {
  const now = load<f64>(at);
  const next = now + STEP * (aim - now);
  return abs(aim - next) <= NEAR * abs(aim) ? aim : next;
}

/** Brings the parameters on at the beginning of a chunk. @returns true while the pre-delay fades */
export function followInlet(at: usize, parameters: usize): bool {
  settleCuts(at + CUTS);
  const low = load<f64>(parameters + 8 * SPACE_CUTS);
  const high = load<f64>(parameters + 8 * (SPACE_CUTS + 1));
  if (low != load<f64>(at, LOW) || high != load<f64>(at, HIGH)) {
    store<f64>(at, towards(at + LOW, low), LOW);
    store<f64>(at, towards(at + HIGH, high), HIGH);
    designCuts(at + CUTS, load<f64>(at, LOW), load<f64>(at, HIGH), rate);
  }
  let fade = load<i32>(at, FADE);
  if (fade >= 0 && ++fade >= FADE_CHUNKS) {
    store<i32>(at, load<i32>(at, NEXT), DELAY);
    fade = -1;
  }
  if (fade < 0 && asked(parameters) != load<i32>(at, DELAY)) {
    store<i32>(at, asked(parameters), NEXT);
    fade = 0;
  }
  store<i32>(at, fade, FADE);
  return fade >= 0;
}

/** Chunks a sound may be held up. */
export function inletChunks(at: usize): i32 {
  return load<i32>(at, FADE) >= 0 ? frames / CHUNK : (load<i32>(at, DELAY) + CHUNK - 1) / CHUNK;
}

/** Sum of the sizes of what came into chunk `chunk` since the last reset, behind the cuts. */
export function inletSize(lane: usize, chunk: i32): f32 {
  return chunkSize(lane + RING + (<usize>((chunk * CHUNK) & (frames - 1)) << 2));
}

/** Reads what came in `delay` frames before frame `done` of chunk `chunk`; silence from before the last reset. */
function read(to: usize, lane: usize, chunk: i32, done: i32, count: i32, delay: i32): void {
  let from = chunk * CHUNK + done - delay;
  if (chunk <= frames / CHUNK && from < 0) {
    const silent = min(-from, count);
    memory.fill(to, 0, <usize>silent << 2);
    to += <usize>silent << 2;
    count -= silent;
    from += silent;
  }
  const place = from & (frames - 1);
  const first = min(count, frames - place);
  memory.copy(to, lane + RING + (<usize>place << 2), <usize>first << 2);
  if (first < count) memory.copy(to + (<usize>first << 2), lane + RING, <usize>(count - first) << 2);
}

/** Carries `count` frames at `plane` through, from frame `done` of chunk `chunk` since the last reset on. */
export function runInlet(at: usize, lane: usize, plane: usize, chunk: i32, done: i32, count: i32): void {
  if (cutting(at + CUTS)) cut(at + CUTS, plane, done, count, lane, lane + CUT_STATE_BYTES);
  const ring = lane + RING + (<usize>((chunk * CHUNK + done) & (frames - 1)) << 2);
  memory.copy(ring, plane, <usize>count << 2);
  const delay = load<i32>(at, DELAY);
  const fade = load<i32>(at, FADE);
  if (delay != 0) read(plane, lane, chunk, done, count, delay);
  if (fade < 0) return;
  const slope = <f32>1.0 / <f32>(FADE_CHUNKS * CHUNK);
  const index = fade * CHUNK + done;
  read(faded, lane, chunk, done, count, load<i32>(at, NEXT));
  ramp(plane, count, 1.0, -slope, index);
  addRamped(plane, faded, count, 0.0, slope, index);
}
