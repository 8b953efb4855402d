import { BLOCK_FRAMES, DYNAMICS_STATE_BYTES } from '../../contract';
import { clear, copy } from '../fill';
import { exp } from '../math/f64';
import { exp2Quad, log2Quad } from '../math/quad';

/**
 * A compressor or downward expander. The level of a key, which may be another signal, is taken sample by sample; a curve in dB
 * says how much to turn down; attack, hold and release smooth that in dB, so that a time is the same wherever the level starts
 * (D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design", JAES 60 no. 6, 2012: log domain, smooth
 * branching). All channels get the same gain, so an image stays where it is. With a look-ahead the signal is that late.
 *
 *   curve      over = level − threshold; a compressor turns down by (1 − 1/ratio)·over, an expander by (ratio − 1)·(−over), no more
 *              than its range; within half the knee of the threshold the two straight lines are joined by a parabola
 *   attack     seconds in which a compressor's reduction, or an expander's opening, comes within 1/e (37 %) of where it goes
 *   release    the same on the way back
 *   hold       seconds nothing moves before the release
 */
/** Settings, f64 each. */
const THRESHOLD: usize = 0;
const RATIO: usize = 8;
const KNEE: usize = 16;
const ATTACK: usize = 24;
const HOLD: usize = 32;
const RELEASE: usize = 40;
const MAKE_UP: usize = 48;
const MIX: usize = 56;
const RANGE: usize = 64;
const WINDOW: usize = 72;

/** State: what the settings come to, then what sounds. */
const EXPANDS: usize = 0;
const AHEAD: usize = 4;
const ATTACK_STEP: usize = 8;
const RELEASE_STEP: usize = 16;
const WINDOW_STEP: usize = 24;
const HOLD_FRAMES: usize = 32;
const CHANNELS: usize = 36;
const CURVE: usize = 48;
/** Vectors of the curve: threshold, half the knee, 1/(2·knee) or 0, slope, range; then make-up and mix. */
const CURVE_VALUES: usize = 7;
const CURVE_BYTES: usize = 16 * CURVE_VALUES;
const POWER: usize = CURVE + CURVE_BYTES;
const REDUCTION: usize = POWER + 8;
const HELD: usize = REDUCTION + 8;
/** i32: 1 while the curve moves; by how much with each frame, vectors as in CURVE. */
const GLIDES: usize = HELD + 4;
const SLOPES: usize = HELD + 16;
const LINES: usize = DYNAMICS_STATE_BYTES;
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** dB of a doubling of amplitude. */
const OCTAVE: f32 = 6.020599913279624;
const QUIETEST: f32 = 1e-9;

/** Vectors: 4; the least half knee; ¼; 0 … 3. */
const FOUR: usize = memory.data<f32>([4.0, 4.0, 4.0, 4.0, 1e-9, 1e-9, 1e-9, 1e-9, 0.25, 0.25, 0.25, 0.25, 0.0, 1.0, 2.0, 3.0], 16);
const key: usize = memory.data(512, 16);
const turned: usize = memory.data(512, 16);

function lineBytes(ahead: i32): usize {
  return (4 * <usize>ahead + BLOCK_BYTES + 15) & ~15;
}

/** Bytes of a processor's state. @param ahead look-ahead in frames */
export function dynamicsBytes(channels: i32, ahead: i32): usize {
  return LINES + lineBytes(ahead) * <usize>channels;
}

/** Frames the output is late. */
export function dynamicsLatency(state: usize): i32 {
  return load<i32>(state, AHEAD);
}

/** Share of the way to go that is gone with each sample, for a time constant in seconds; all of it for 0. */
function stepOf(seconds: f64, sampleRate: f64): f64 {
  return seconds > 0.0 ? 1.0 - exp(-1.0 / (seconds * sampleRate)) : 1.0;
}

function splat(at: usize, value: f64): void {
  v128.store(at, f32x4.splat(<f32>value));
}

/** Takes the settings; what sounds goes on. */
export function dynamicsSet(state: usize, settings: usize, expands: i32, sampleRate: f64): void {
  store<i32>(state, expands, EXPANDS);
  store<i32>(state, 0, GLIDES);
  for (let i: usize = 0; i < CURVE_VALUES; i++) splat(state + CURVE + 16 * i, curveValue(settings, expands, i));
  store<f64>(state, stepOf(load<f64>(settings, ATTACK), sampleRate), ATTACK_STEP);
  store<f64>(state, stepOf(load<f64>(settings, RELEASE), sampleRate), RELEASE_STEP);
  store<f64>(state, load<f64>(settings, WINDOW) > 0.0 ? stepOf(load<f64>(settings, WINDOW), sampleRate) : 0.0, WINDOW_STEP);
  store<i32>(state, <i32>nearest(load<f64>(settings, HOLD) * sampleRate), HOLD_FRAMES);
}

/** What the settings come to, by its place in CURVE. */
function curveValue(settings: usize, expands: i32, index: usize): f64 {
  const knee = max(load<f64>(settings, KNEE), 0.0);
  const ratio = max(load<f64>(settings, RATIO), 1.0);
  if (index == 0) return load<f64>(settings, THRESHOLD);
  if (index == 1) return 0.5 * knee;
  if (index == 2) return knee > 0.0 ? 0.5 / knee : 0.0;
  if (index == 3) return expands ? ratio - 1.0 : 1.0 - 1.0 / ratio;
  if (index == 4) return expands ? load<f64>(settings, RANGE) : 1000.0;
  return index == 5 ? load<f64>(settings, MAKE_UP) : load<f64>(settings, MIX);
}

/**
 * Moves from one group of settings, taken by `dynamicsSet`, to another: the curve, the make-up and the mix are at `way` of it
 * (0 … 1) at frame 0 of the block, and `step` further with each frame; times stay those of the first.
 */
export function dynamicsGlide(state: usize, from: usize, to: usize, way: f64, step: f64): void {
  const expands = load<i32>(state, EXPANDS);
  store<i32>(state, 1, GLIDES);
  for (let i: usize = 0; i < CURVE_VALUES; i++) {
    const start = curveValue(from, expands, i);
    const change = curveValue(to, expands, i) - start;
    splat(state + CURVE + 16 * i, start + change * way);
    splat(state + SLOPES + 16 * i, change * step);
  }
}

/** Makes a state ready. @param ahead look-ahead in frames, 0 … */
export function dynamicsInit(state: usize, channels: i32, ahead: i32): void {
  store<i32>(state, ahead, AHEAD);
  store<i32>(state, channels, CHANNELS);
  dynamicsReset(state);
}

/** Forgets what sounded. */
export function dynamicsReset(state: usize): void {
  store<f64>(state, 0.0, POWER);
  store<f64>(state, 0.0, REDUCTION);
  store<i32>(state, 0, HELD);
  clear(state + LINES, lineBytes(load<i32>(state, AHEAD)) * <usize>load<i32>(state, CHANNELS));
}

/** Level of the key as amplitude (peak) or power (RMS): the loudest channel's. */
function listen(state: usize, planes: usize, channels: i32, frames: i32): void {
  for (let at: usize = 0; at < 4 * <usize>frames; at += 16) {
    let most = f32x4.abs(v128.load(planes + at));
    for (let channel = 1; channel < channels; channel++) {
      most = f32x4.pmax(most, f32x4.abs(v128.load(planes + BLOCK_BYTES * <usize>channel + at)));
    }
    v128.store(key + at, most);
  }
  const step = load<f64>(state, WINDOW_STEP);
  if (step == 0.0) return;
  let power = load<f64>(state, POWER);
  for (let i = 0; i < frames; i++) {
    const at = key + (<usize>i << 2);
    const x = <f64>load<f32>(at);
    power += step * (x * x - power);
    store<f32>(at, <f32>sqrt(power));
  }
  store<f64>(state, power < 1e-30 ? 0.0 : power, POWER);
}

/** Turns the levels in `key` into the reductions in dB the curve asks for. */
function bend(state: usize, frames: i32): void {
  const curve = state + CURVE;
  const expands = load<i32>(state, EXPANDS) != 0;
  for (let at: usize = 0; at < 4 * <usize>frames; at += 16) {
    const level = f32x4.mul(log2Quad(f32x4.max(v128.load(key + at), f32x4.splat(QUIETEST))), f32x4.splat(OCTAVE));
    const over = expands ? f32x4.sub(v128.load(curve), level) : f32x4.sub(level, v128.load(curve));
    const half = v128.load(curve, 16);
    // The parabola (over + half)²/(2·knee) up to the end of the knee, then the line.
    const inKnee = f32x4.max(f32x4.min(f32x4.add(over, half), f32x4.add(half, half)), f32x4.splat(0.0));
    const bent = f32x4.mul(f32x4.mul(inKnee, inKnee), v128.load(curve, 32));
    const straight = f32x4.max(f32x4.sub(over, half), f32x4.splat(0.0));
    const wanted = f32x4.mul(v128.load(curve, 48), f32x4.add(bent, straight));
    v128.store(key + at, f32x4.min(wanted, v128.load(curve, 64)));
  }
}

/** A value of a moving curve at four frames. */
// @ts-ignore: decorator
@inline
function gliding(state: usize, at: usize, frames: v128): v128 {
  return f32x4.add(v128.load(state + CURVE + at), f32x4.mul(v128.load(state + SLOPES + at), frames));
}

/** As `bend`, along a curve that moves; `first` is the frame of the block the levels begin with. */
function bendGliding(state: usize, first: i32, frames: i32): void {
  const expands = load<i32>(state, EXPANDS) != 0;
  const four = v128.load(FOUR);
  const least = v128.load(FOUR, 16);
  const quarter = v128.load(FOUR, 32);
  let frame = f32x4.add(f32x4.splat(<f32>first), v128.load(FOUR, 48));
  for (let at: usize = 0; at < 4 * <usize>frames; at += 16) {
    const level = f32x4.mul(log2Quad(f32x4.max(v128.load(key + at), f32x4.splat(QUIETEST))), f32x4.splat(OCTAVE));
    const threshold = gliding(state, 0, frame);
    const over = expands ? f32x4.sub(threshold, level) : f32x4.sub(level, threshold);
    const half = gliding(state, 16, frame);
    const inKnee = f32x4.max(f32x4.min(f32x4.add(over, half), f32x4.add(half, half)), f32x4.splat(0.0));
    const bent = f32x4.mul(f32x4.mul(inKnee, inKnee), f32x4.div(quarter, f32x4.max(half, least)));
    const straight = f32x4.max(f32x4.sub(over, half), f32x4.splat(0.0));
    const wanted = f32x4.mul(gliding(state, 48, frame), f32x4.add(bent, straight));
    v128.store(key + at, f32x4.min(wanted, gliding(state, 64, frame)));
    frame = f32x4.add(frame, four);
  }
}

/** Turns the reductions in `turned` into gains, make-up and mix included. */
function gainsOf(state: usize, frames: i32): void {
  const curve = state + CURVE;
  for (let at: usize = 0; at < 4 * <usize>frames; at += 16) {
    const gain = exp2Quad(f32x4.mul(f32x4.sub(v128.load(curve, 80), v128.load(turned + at)), f32x4.splat(1.0 / OCTAVE)));
    const mix = v128.load(curve, 96);
    v128.store(turned + at, f32x4.add(f32x4.sub(f32x4.splat(1.0), mix), f32x4.mul(mix, gain)));
  }
}

function gainsGliding(state: usize, first: i32, frames: i32): void {
  const four = v128.load(FOUR);
  let frame = f32x4.add(f32x4.splat(<f32>first), v128.load(FOUR, 48));
  for (let at: usize = 0; at < 4 * <usize>frames; at += 16) {
    const gain = exp2Quad(f32x4.mul(f32x4.sub(gliding(state, 80, frame), v128.load(turned + at)), f32x4.splat(1.0 / OCTAVE)));
    const mix = gliding(state, 96, frame);
    v128.store(turned + at, f32x4.add(f32x4.sub(f32x4.splat(1.0), mix), f32x4.mul(mix, gain)));
    frame = f32x4.add(frame, four);
  }
}

/** Smooths the reductions in `key` into `turned`. */
function follow(state: usize, frames: i32): void {
  const attack = load<f64>(state, ATTACK_STEP);
  const release = load<f64>(state, RELEASE_STEP);
  const holds = load<i32>(state, HOLD_FRAMES);
  let reduction = load<f64>(state, REDUCTION);
  let held = load<i32>(state, HELD);
  // A compressor attacks by turning down, an expander by letting through.
  const sign: f64 = load<i32>(state, EXPANDS) ? -1.0 : 1.0;
  for (let i = 0; i < frames; i++) {
    const at: usize = <usize>i << 2;
    const wanted = <f64>load<f32>(key + at);
    if (sign * (wanted - reduction) >= 0.0) {
      reduction += attack * (wanted - reduction);
      held = holds;
    } else if (held > 0) held--;
    else reduction += release * (wanted - reduction);
    store<f32>(turned + at, <f32>reduction);
  }
  store<f64>(state, reduction < 1e-9 ? 0.0 : reduction, REDUCTION);
  store<i32>(state, held, HELD);
}

/** Reduction in dB after the last block, for meters. */
export function dynamicsReduction(state: usize): f64 {
  return load<f64>(state, REDUCTION);
}

/** Lets the delay lines of the look-ahead hear frames of the planes, without turning anything down. */
export function dynamicsFill(state: usize, planes: usize, frames: i32): void {
  const ahead = <usize>load<i32>(state, AHEAD);
  const bytes = lineBytes(<i32>ahead);
  for (let channel = 0; channel < load<i32>(state, CHANNELS); channel++) {
    const line = state + LINES + bytes * <usize>channel;
    copy(line + 4 * ahead, planes + BLOCK_BYTES * <usize>channel, BLOCK_BYTES);
    for (let i: usize = 0; i < 4 * ahead; i += 4) store<f32>(line + i, load<f32>(line + i + 4 * <usize>frames));
  }
}

/** Takes over from a state of the same kind how far it has turned down. */
export function dynamicsInherit(state: usize, before: usize): void {
  store<f64>(state, load<f64>(before, POWER), POWER);
  store<f64>(state, load<f64>(before, REDUCTION), REDUCTION);
  store<i32>(state, load<i32>(before, HELD), HELD);
}

/**
 * Processes frames 0 … `frames` of the planes (BLOCK_FRAMES f32 each) in place; they are frames `first` … of a block. Audio thread.
 * @param keys planes of the key, which may be those processed
 */
export function dynamicsProcess(state: usize, planes: usize, keys: usize, keyChannels: i32, first: i32, frames: i32): void {
  const glides = load<i32>(state, GLIDES) != 0;
  listen(state, keys, keyChannels, frames);
  if (glides) bendGliding(state, first, frames);
  else bend(state, frames);
  follow(state, frames);
  if (glides) gainsGliding(state, first, frames);
  else gainsOf(state, frames);
  const ahead = load<i32>(state, AHEAD);
  const bytes = lineBytes(ahead);
  for (let channel = 0; channel < load<i32>(state, CHANNELS); channel++) {
    const plane = planes + BLOCK_BYTES * <usize>channel;
    let source = plane;
    const line = state + LINES + bytes * <usize>channel;
    if (ahead > 0) {
      copy(line + 4 * <usize>ahead, plane, BLOCK_BYTES);
      source = line;
    }
    for (let i = 0; i < frames; i++) {
      const at: usize = <usize>i << 2;
      store<f32>(plane + at, load<f32>(source + at) * load<f32>(turned + at));
    }
    if (ahead > 0) for (let i: usize = 0; i < 4 * <usize>ahead; i += 4) store<f32>(line + i, load<f32>(line + i + 4 * <usize>frames));
  }
}
