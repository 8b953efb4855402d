import { BLOCK_FRAMES } from '../../contract';
import { clear, copy } from '../fill';
import { dbToGain } from '../math/f64';
import { addRamped, energy, sumScaled, weigh } from '../strip/kernels';
import { clearCuts, cut, CUT_STATE_BYTES, CUTS_BYTES, cutting, designCuts, settleCuts } from './cuts';
import { diffuserBytes, resetDiffuser, runDiffuser } from './diffuser';
import {
  designLines, emptyNetwork, moveTurns, networkBytes, planLines, resetNetwork, runNetwork, settleLines, tailPlane,
} from './network';
import {
  SPACE_CROSSOVERS, SPACE_CUTS, SPACE_DECAYS, SPACE_EARLY, SPACE_LATE, SPACE_MODULATION, SPACE_PARAMETERS, SPACE_PRE_DELAY, SPACE_RATE,
  SPACE_SIZE,
} from './parameters';
import { PATTERN_BYTES, planPattern, TAP_BYTES, TAPS } from './pattern';
import { CHUNK, CHUNK_BYTES, chunkSize, DIRECTIONS, mirrorRing, planeOf, ringBytes, ringRead } from './planes';

/**
 * An immersive reverb: what comes in from nine directions comes back from the same nine, as the reflections of a shoebox room and
 * as a tail those feed. A send of 0 dB gets early reflections of the energy of what was sent, and for a sound that lasts a tail of
 * the same, whatever the decay times: earlyDb and lateDb are direct-to-reverberant ratios.
 *
 * Sound is collected into chunks of 128 frames of the space's own, counted from the last reset; every delay is longer, so
 * that adds none and how calls cut the time makes no difference to a bit. Parameters move a share of their way in every chunk; length
 * of the room and pre-delay, which move delays, fade over from the old delays to the new in 85 ms. After the tail's last chunk, when nothing
 * is left in any ring, the reverb rests and gives true zeros.
 */
// @ts-ignore: decorator
@inline const DONE: usize = 0;
/** i32: chunks to go until every ring is empty, 0 at rest. */
// @ts-ignore: decorator
@inline const AWAKE: usize = 4;
/** i32: frame of the chunk to come, wrapping; a multiple of 128. */
// @ts-ignore: decorator
@inline const NOW: usize = 8;
/** i32: chunks of a fade of delays done, −1 when none runs. */
// @ts-ignore: decorator
@inline const FADE: usize = 12;
/** f32: levels of early reflections and tail at the end of the last chunk. */
// @ts-ignore: decorator
@inline const EARLY: usize = 20;
// @ts-ignore: decorator
@inline const LATE: usize = 24;
/** i32: 1 if the parameters must be taken as they are: nothing sounds yet. */
// @ts-ignore: decorator
@inline const FRESH: usize = 28;
/** f64: parameters now; then the level at which the tail has the energy of what feeds it. */
// @ts-ignore: decorator
@inline const VALUES: usize = 32;
// @ts-ignore: decorator
@inline const EVEN: usize = VALUES + 8 * <usize>SPACE_PARAMETERS;
// @ts-ignore: decorator
@inline const PATTERN: usize = EVEN + 16;
// @ts-ignore: decorator
@inline const NEXT_PATTERN: usize = PATTERN + PATTERN_BYTES;
// @ts-ignore: decorator
@inline const CUTS: usize = (NEXT_PATTERN + PATTERN_BYTES + 15) & ~15;
// @ts-ignore: decorator
@inline const CUT_STATES: usize = CUTS + CUTS_BYTES;
/** Planes of the directions: what comes back. */
// @ts-ignore: decorator
@inline const OUT: usize = CUT_STATES + CUT_STATE_BYTES * <usize>DIRECTIONS;
// @ts-ignore: decorator
@inline const RINGS: usize = OUT + CHUNK_BYTES * <usize>DIRECTIONS;

/** Chunks a fade of delays takes. */
const FADE_CHUNKS: i32 = 32;
/** Share of its way a parameter goes in a chunk, and the rest of it that is taken in one step. */
const STEP: f64 = 0.2;
const NEAR: f64 = 1e-3;

/** A chunk of reflections for each direction; one for all reverbs. */
const early: usize = memory.data(4608, 16);
const cutBefore: usize = memory.data(96, 16);
/** Where each direction's reflections come from, usize and f32 gain, and how many: all may go to one. */
const LIST_BYTES: usize = 8 * <usize>(TAPS * DIRECTIONS);
const lists: usize = memory.data(10368, 16);
const counts: usize = memory.data(48, 16);

let rate: f64 = 48000.0;
/** Frames of the rings of what comes in: half a second of pre-delay and 160 ms of reflections. */
let frames: i32 = 32768;

/** Tells the sample rate. */
export function initReverbs(sampleRate: f64): void {
  rate = sampleRate;
  frames = sampleRate > 64000.0 ? 65536 : 32768;
}

function diffuserAt(at: usize): usize {
  return at + RINGS + ringBytes(frames) * <usize>DIRECTIONS;
}

function networkAt(at: usize): usize {
  return diffuserAt(at) + diffuserBytes(rate);
}

/** Bytes of a reverb's state for `sampleRate`. */
export function reverbBytes(sampleRate: f64): usize {
  initReverbs(sampleRate);
  return networkAt(0) + networkBytes(sampleRate);
}

/** Forgets all sound. Audio thread; allocates nothing. */
export function resetReverb(at: usize): void {
  memory.fill(at + RINGS, 0, ringBytes(frames) * <usize>DIRECTIONS);
  emptyNetwork(networkAt(at), rate);
  rest(at);
}

/** Starts anew where all rings are empty. */
function rest(at: usize): void {
  clear(at, VALUES);
  store<i32>(at, -1, FADE);
  store<i32>(at, 1, FRESH);
  clearCuts(at + CUTS);
  clear(at + CUT_STATES, CUT_STATE_BYTES * <usize>DIRECTIONS);
  memory.fill(at + OUT, 0, CHUNK_BYTES * <usize>DIRECTIONS);
  resetDiffuser(diffuserAt(at), rate);
  resetNetwork(networkAt(at));
}

/** True if anything has come in since the last reset. */
export function reverbUsed(at: usize): bool {
  return load<i32>(at, AWAKE) != 0 || load<i32>(at, DONE) != 0;
}

function value(at: usize, index: usize): f64 {
  return load<f64>(at + VALUES + 8 * index);
}

/** Moves parameters `first` … `last` towards what is asked for. @returns true if any moved */
function move(at: usize, asked: usize, first: usize, last: usize): bool {
  let moved = false;
  for (let i = first; i <= last; i++) {
    const place = at + VALUES + 8 * i;
    const now = load<f64>(place);
    const aim = load<f64>(asked + 8 * i);
    if (now == aim) continue;
    moved = true;
    const next = now + STEP * (aim - now);
    store<f64>(place, abs(aim - next) <= NEAR * abs(aim) ? aim : next);
  }
  return moved;
}

function plan(at: usize): void {
  planPattern(at + NEXT_PATTERN, value(at, SPACE_SIZE), 0.001 * value(at, SPACE_PRE_DELAY), rate);
  planLines(networkAt(at), value(at, SPACE_SIZE), rate);
}

function settlePlan(at: usize): void {
  memory.copy(at + PATTERN, at + NEXT_PATTERN, PATTERN_BYTES);
  settleLines(networkAt(at));
  store<i32>(at, -1, FADE);
}

function design(at: usize): void {
  store<f64>(
    at,
    designLines(
      networkAt(at), value(at, SPACE_DECAYS), value(at, SPACE_DECAYS + 1), value(at, SPACE_DECAYS + 2), value(at, SPACE_CROSSOVERS),
      value(at, SPACE_CROSSOVERS + 1), rate,
    ),
    EVEN,
  );
}

function moveCuts(at: usize): void {
  designCuts(at + CUTS, value(at, SPACE_CUTS), value(at, SPACE_CUTS + 1), rate);
}

/** Takes the parameters as they are. */
function take(at: usize, asked: usize): void {
  copy(at + VALUES, asked, 8 * <usize>SPACE_PARAMETERS);
  plan(at);
  settlePlan(at);
  design(at);
  moveCuts(at);
  settleCuts(at + CUTS);
  store<f32>(at, <f32>dbToGain(value(at, SPACE_EARLY)), EARLY);
  store<f32>(at, <f32>(dbToGain(value(at, SPACE_LATE)) * load<f64>(at, EVEN)), LATE);
  store<i32>(at, 0, FRESH);
}

/** Brings the parameters on by a chunk. @returns true if the filters of the tail were designed anew */
function follow(at: usize, asked: usize): bool {
  let moved = false;
  if (load<i32>(at, FADE) >= FADE_CHUNKS) settlePlan(at);
  if (load<i32>(at, FADE) < 0) {
    const size = load<f64>(asked + 8 * SPACE_SIZE);
    const preDelay = load<f64>(asked + 8 * SPACE_PRE_DELAY);
    if (size != value(at, SPACE_SIZE) || preDelay != value(at, SPACE_PRE_DELAY)) {
      store<f64>(at + VALUES + 8 * SPACE_SIZE, size);
      store<f64>(at + VALUES + 8 * SPACE_PRE_DELAY, preDelay);
      plan(at);
      moved = true;
      store<i32>(at, 0, FADE);
    }
  }
  if (move(at, asked, SPACE_DECAYS, SPACE_CROSSOVERS + 1)) moved = true;
  if (moved) design(at);
  if (move(at, asked, SPACE_CUTS, SPACE_CUTS + 1)) moveCuts(at);
  move(at, asked, SPACE_EARLY, SPACE_RATE);
  return moved;
}

/** Reflections of every direction, listed by where they go, then summed there. */
function reflect(at: usize, now: i32): void {
  clear(counts, 48);
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    const ring = at + RINGS + ringBytes(frames) * <usize>direction;
    const taps = at + PATTERN + TAP_BYTES * <usize>(TAPS * direction);
    for (let tap = taps; tap < taps + TAP_BYTES * <usize>TAPS; tap += TAP_BYTES) {
      const to = <usize>load<i32>(tap, 4);
      const count = load<i32>(counts + 4 * to);
      const entry = lists + LIST_BYTES * to + 8 * <usize>count;
      store<usize>(entry, ringRead(ring, frames, now, load<i32>(tap)));
      store<f32>(entry, load<f32>(tap, 8), 4);
      store<i32>(counts + 4 * to, count + 1);
    }
  }
  for (let to: usize = 0; to < <usize>DIRECTIONS; to++) {
    sumScaled(early + CHUNK_BYTES * to, lists + LIST_BYTES * to, load<i32>(counts + 4 * to), CHUNK);
  }
}

/** As `reflect`, of one direction, while delays fade: what the old taps give goes down, what the new ones give comes up. */
function reflectFading(at: usize, now: i32, direction: i32, way: f32, slope: f32): void {
  const ring = at + RINGS + ringBytes(frames) * <usize>direction;
  for (let i: usize = 0; i < <usize>TAPS; i++) {
    const tap = at + PATTERN + TAP_BYTES * (<usize>(TAPS * direction) + i);
    const next = at + NEXT_PATTERN + TAP_BYTES * (<usize>(TAPS * direction) + i);
    const old = load<f32>(tap, 8);
    const gain = load<f32>(next, 8);
    addRamped(early + CHUNK_BYTES * <usize>load<i32>(tap, 4), ringRead(ring, frames, now, load<i32>(tap)), CHUNK, old * (<f32>1.0 - way), -old * slope, 0);
    addRamped(early + CHUNK_BYTES * <usize>load<i32>(next, 4), ringRead(ring, frames, now, load<i32>(next)), CHUNK, gain * way, gain * slope, 0);
  }
}

/** Turns the chunk collected into the next one that comes back. @param asked f64 parameters, SPACE_* */
function advance(at: usize, asked: usize): void {
  const now = load<i32>(at, NOW) + CHUNK;
  let heard: f32 = 0.0;
  for (let d: usize = 0; d < <usize>DIRECTIONS; d++) {
    const ring = at + RINGS + ringBytes(frames) * d;
    const written = (now - CHUNK) & (frames - 1);
    heard += chunkSize(ring + (<usize>written << 2));
    mirrorRing(ring, frames, written);
  }
  store<i32>(at, now & 0x3fffffff, NOW);
  if (load<i32>(at, AWAKE) == 0 && heard == 0.0) {
    store<i32>(at, 1, FRESH);
    return;
  }
  let moved = false;
  if (load<i32>(at, FRESH)) take(at, asked);
  else moved = follow(at, asked);
  const fade = load<i32>(at, FADE);
  const way = <f32>max(fade, 0) / <f32>FADE_CHUNKS;
  const slope = <f32>1.0 / <f32>(FADE_CHUNKS * CHUNK);
  if (fade < 0) reflect(at, now);
  else {
    memory.fill(early, 0, CHUNK_BYTES * <usize>DIRECTIONS);
    for (let d = 0; d < DIRECTIONS; d++) reflectFading(at, now, d, way, slope);
  }
  const before = load<f32>(at, EARLY);
  const lateBefore = load<f32>(at, LATE);
  const level = <f32>dbToGain(value(at, SPACE_EARLY));
  const lateLevel = <f32>(dbToGain(value(at, SPACE_LATE)) * load<f64>(at, EVEN));
  store<f32>(at, level, EARLY);
  store<f32>(at, lateLevel, LATE);
  const out = at + OUT;
  memory.fill(out, 0, CHUNK_BYTES * <usize>DIRECTIONS);
  for (let d: usize = 0; d < <usize>DIRECTIONS; d++) {
    addRamped(out + CHUNK_BYTES * d, early + CHUNK_BYTES * d, CHUNK, before, (level - before) / <f32>CHUNK, 0);
  }
  runDiffuser(diffuserAt(at), early, now, rate);
  const network = networkAt(at);
  moveTurns(network, value(at, SPACE_MODULATION), value(at, SPACE_RATE), rate);
  const left = runNetwork(network, now, early, fade >= 0, way, slope, moved, rate);
  for (let d = 0; d < DIRECTIONS; d++) {
    addRamped(out + CHUNK_BYTES * <usize>d, tailPlane(d), CHUNK, lateBefore, (lateLevel - lateBefore) / <f32>CHUNK, 0);
  }
  if (fade >= 0) store<i32>(at, fade + 1, FADE);
  if (cutting(at + CUTS)) {
    for (let d: usize = 0; d < <usize>DIRECTIONS; d++) cut(at + CUTS, out + CHUNK_BYTES * d, 0, CHUNK, at + CUT_STATES + CUT_STATE_BYTES * d, cutBefore);
    settleCuts(at + CUTS);
  }
  if (heard != 0.0 || left != 0.0) store<i32>(at, frames / CHUNK + 2, AWAKE);
  else {
    store<i32>(at, load<i32>(at, AWAKE) - 1, AWAKE);
    if (load<i32>(at, AWAKE) <= 0) rest(at);
  }
}

/**
 * Carries frames `first` … `end` of a block through a reverb: `input` are the planes of a bed, to which it writes what comes back,
 * silence where there is none. @param asked f64 parameters, SPACE_*. Audio thread; allocates nothing. @returns false if something was not a number
 */
export function runReverb(at: usize, asked: usize, input: usize, first: i32, end: i32): bool {
  let sound = true;
  while (first < end) {
    const done = load<i32>(at, DONE);
    const count = min(end - first, CHUNK - done);
    const written = (load<i32>(at, NOW) + done) & (frames - 1);
    for (let d = 0; d < DIRECTIONS; d++) {
      const plane = input + 4 * (<usize>BLOCK_FRAMES * planeOf(d) + <usize>first);
      weigh(plane, count);
      const ring = at + RINGS + ringBytes(frames) * <usize>d + (<usize>written << 2);
      if (energy < Infinity) memory.copy(ring, plane, <usize>count << 2);
      else {
        memory.fill(ring, 0, <usize>count << 2);
        sound = false;
      }
      memory.copy(plane, at + OUT + CHUNK_BYTES * <usize>d + (<usize>done << 2), <usize>count << 2);
    }
    first += count;
    store<i32>(at, done + count, DONE);
    if (done + count < CHUNK) continue;
    store<i32>(at, 0, DONE);
    advance(at, asked);
  }
  return sound;
}
