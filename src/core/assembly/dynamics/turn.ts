import { exp2Quad, log2Quad } from '../math/quad';
import {
  ATTACK_STEP, CURVE, EXPANDS, HELD, HOLD_FRAMES, POWER, REDUCTION, RELEASE_STEP, SINCE, SLOPES, WINDOW_STEP,
} from './state';

/** The inner loop of the dynamics: from the levels of a key to gains. */
/** Vectors, loaded since engines make a splat anew in every turn of a loop. */
const CONSTANTS: usize = memory.data<f32>([
  1e-9, 1e-9, 1e-9, 1e-9, // the least level, and dB of a doubling of it
  6.020599913279624, 6.020599913279624, 6.020599913279624, 6.020599913279624,
  1e-18, 1e-18, 1e-18, 1e-18, // the same of a level that is a power
  3.010299956639812, 3.010299956639812, 3.010299956639812, 3.010299956639812,
  0.16609640474436813, 0.16609640474436813, 0.16609640474436813, 0.16609640474436813, // doublings in a dB
  1e-9, 1e-9, 1e-9, 1e-9, // the least half knee
  0.25, 0.25, 0.25, 0.25,
  4.0, 4.0, 4.0, 4.0,
  0.0, 1.0, 2.0, 3.0,
  1.0, 1.0, 1.0, 1.0, // the sign of a compressor
  -1.0, -1.0, -1.0, -1.0, // and of an expander
  8.0, 8.0, 8.0, 8.0,
], 16);
const OF_POWER: usize = 32;
const PER_DB: usize = 64;
const LEAST_KNEE: usize = 80;
const QUARTER: usize = 96;
const FOUR: usize = 112;
const COUNTING: usize = 128;
const UNIT: usize = 144;
const EIGHT: usize = 176;
const SIGNS: usize = CONSTANTS + 144;
/** What the curve asks for, and the reductions that come of it (both negative for an expander). */
const levels: usize = memory.data(512, 16);
const asked: usize = memory.data(512, 16);
const smooth: usize = memory.data(512, 16);
/** The gains of a block. */
export const turned: usize = memory.data(512, 16);
/** f64: share of the window, the attack and the release that goes with a sample, and what is left of each. */
const steps: usize = memory.data(48, 16);
/** Frames to be held, from and for `followFew`. */
let heldNow: i32 = 0;

/** A value of the curve at four frames. */
// @ts-ignore: decorator
@inline
function curveAt(state: usize, at: usize, frames: v128, glides: bool): v128 {
  const start = v128.load(state + CURVE + at);
  return glides ? f32x4.add(start, f32x4.mul(v128.load(state + SLOPES + at), frames)) : start;
}

/** The reductions in dB the curve asks for at four levels in dB. @param sign −1 for an expander, which turns down what is below */
// @ts-ignore: decorator
@inline
function bend(state: usize, level: v128, sign: v128, frame: v128, glides: bool): v128 {
  const over = f32x4.mul(sign, f32x4.sub(level, curveAt(state, 0, frame, glides)));
  const half = curveAt(state, 16, frame, glides);
  // The parabola (over + half)²/(2·knee) up to the end of the knee, then the line.
  const within = f32x4.pmax(f32x4.splat(0.0), f32x4.pmin(f32x4.add(over, half), f32x4.add(half, half)));
  const share = glides ? f32x4.div(v128.load(CONSTANTS, QUARTER), f32x4.pmax(v128.load(CONSTANTS, LEAST_KNEE), half)) : v128.load(state, CURVE + 32);
  const straight = f32x4.pmax(f32x4.splat(0.0), f32x4.sub(over, half));
  const wanted = f32x4.mul(curveAt(state, 48, frame, glides), f32x4.add(f32x4.mul(f32x4.mul(within, within), share), straight));
  return f32x4.pmin(curveAt(state, 64, frame, glides), wanted);
}

/** A smoothed value a sample on, towards `aim`; `at` has the share that goes and the share that is left. */
// @ts-ignore: decorator
@inline
function towards(at: usize, value: f64, aim: f64): f64 {
  return load<f64>(at, 8) * value + load<f64>(at) * aim;
}

/** Power with the sample at `at`. */
// @ts-ignore: decorator
@inline
function withSample(power: f64, at: usize): f64 {
  const x = <f64>load<f32>(at);
  return towards(steps, power, x * x);
}

/** Reductions of fewer than four frames. */
function followFew(few: i32, from: usize, to: usize, reduction: f64, holds: i32): f64 {
  for (let i = 0; i < few; i++) {
    const aim = <f64>load<f32>(from + (<usize>i << 2));
    if (aim >= reduction) {
      reduction = towards(steps + 16, reduction, aim);
      heldNow = holds;
    } else if (heldNow > 0) heldNow--;
    else reduction = towards(steps + 32, reduction, aim);
    store<f32>(to + (<usize>i << 2), <f32>reduction);
  }
  return reduction;
}

/**
 * From the key at `from` to the gains in `turned`, make-up and mix included. Four frames make a group. Power and reduction wait for their own last
 * values, and a logarithm and an exponential take as long as those: so one turn of the loop takes the power of a group, bends the
 * one before, smooths the one before that and makes gains of the last. Where the frames are cut changes no bit.
 */
// @ts-ignore: decorator
@inline
function turn(state: usize, from: usize, first: i32, frames: i32, glides: bool): void {
  store<f64>(steps, load<f64>(state, WINDOW_STEP));
  store<f64>(steps, 1.0 - load<f64>(state, WINDOW_STEP), 8);
  store<f64>(steps, load<f64>(state, ATTACK_STEP), 16);
  store<f64>(steps, 1.0 - load<f64>(state, ATTACK_STEP), 24);
  store<f64>(steps, load<f64>(state, RELEASE_STEP), 32);
  store<f64>(steps, 1.0 - load<f64>(state, RELEASE_STEP), 40);
  const powers = load<f64>(state, WINDOW_STEP) > 0.0;
  const scale = powers ? CONSTANTS + OF_POWER : CONSTANTS;
  // A compressor attacks by turning down, an expander by letting through: for that its reductions are negative in here.
  const signs = load<i32>(state, EXPANDS) ? SIGNS + 16 : SIGNS;
  const holds = load<i32>(state, HOLD_FRAMES);
  let power = load<f64>(state, POWER);
  let reduction = <f64>load<f32>(signs) * load<f64>(state, REDUCTION);
  let held = load<i32>(state, HELD);
  let frame = f32x4.add(f32x4.splat(<f32>(load<i32>(state, SINCE) + first - 4)), v128.load(CONSTANTS, COUNTING));
  const few = frames & 3;
  const whole: usize = 4 * <usize>(frames - few);
  const bytes: usize = (4 * <usize>frames + 15) & ~15;
  for (let at: usize = 0; at < bytes + 48; at += 16) {
    if (at < bytes) {
      let level = f32x4.abs(v128.load(from + at));
      if (powers) {
        if (at < whole) {
          power = withSample(power, from + at);
          level = f32x4.splat(<f32>power);
          power = withSample(power, from + at + 4);
          level = f32x4.replace_lane(level, 1, <f32>power);
          power = withSample(power, from + at + 8);
          level = f32x4.replace_lane(level, 2, <f32>power);
          power = withSample(power, from + at + 12);
          level = f32x4.replace_lane(level, 3, <f32>power);
        } else {
          for (let i: usize = 0; i < <usize>few; i++) {
            power = withSample(power, from + at + 4 * i);
            store<f32>(levels + at + 4 * i, <f32>power);
          }
          level = v128.load(levels + at);
        }
      }
      v128.store(levels + at, level);
    }
    const bends = at - 16;
    if (bends < bytes) {
      const level = f32x4.pmax(v128.load(scale), v128.load(levels + bends));
      const sign = v128.load(signs);
      v128.store(asked + bends, f32x4.mul(sign, bend(state, f32x4.mul(log2Quad(level), v128.load(scale, 16)), sign, frame, glides)));
    }
    const follows = at - 32;
    if (follows < whole) {
      let now = f32x4.splat(<f32>reduction);
      let waits = false;
      if (held >= 4) waits = !v128.any_true(f32x4.ge(v128.load(asked + follows), now));
      if (waits) held -= 4;
      else {
        let aim = <f64>load<f32>(asked + follows);
        if (aim >= reduction) {
          reduction = towards(steps + 16, reduction, aim);
          held = holds;
        } else if (held > 0) held--;
        else reduction = towards(steps + 32, reduction, aim);
        now = f32x4.splat(<f32>reduction);
        aim = <f64>load<f32>(asked + follows, 4);
        if (aim >= reduction) {
          reduction = towards(steps + 16, reduction, aim);
          held = holds;
        } else if (held > 0) held--;
        else reduction = towards(steps + 32, reduction, aim);
        now = f32x4.replace_lane(now, 1, <f32>reduction);
        aim = <f64>load<f32>(asked + follows, 8);
        if (aim >= reduction) {
          reduction = towards(steps + 16, reduction, aim);
          held = holds;
        } else if (held > 0) held--;
        else reduction = towards(steps + 32, reduction, aim);
        now = f32x4.replace_lane(now, 2, <f32>reduction);
        aim = <f64>load<f32>(asked + follows, 12);
        if (aim >= reduction) {
          reduction = towards(steps + 16, reduction, aim);
          held = holds;
        } else if (held > 0) held--;
        else reduction = towards(steps + 32, reduction, aim);
        now = f32x4.replace_lane(now, 3, <f32>reduction);
      }
      v128.store(smooth + follows, now);
    } else if (follows < bytes) {
      heldNow = held;
      reduction = followFew(few, asked + follows, smooth + follows, reduction, holds);
      held = heldNow;
    }
    const ends = at - 48;
    if (ends < bytes) {
      const then = f32x4.sub(frame, v128.load(CONSTANTS, EIGHT));
      const level = f32x4.sub(curveAt(state, 80, then, glides), f32x4.mul(v128.load(signs), v128.load(smooth + ends)));
      const gain = exp2Quad(f32x4.mul(level, v128.load(CONSTANTS, PER_DB)));
      const mix = curveAt(state, 96, then, glides);
      v128.store(turned + ends, f32x4.add(f32x4.sub(v128.load(CONSTANTS, UNIT), mix), f32x4.mul(mix, gain)));
    }
    if (glides) frame = f32x4.add(frame, v128.load(CONSTANTS, FOUR));
  }
  reduction *= <f64>load<f32>(signs);
  store<f64>(state, power < 1e-30 ? 0.0 : power, POWER);
  store<f64>(state, reduction < 1e-9 ? 0.0 : reduction, REDUCTION);
  store<i32>(state, held, HELD);
}

/** Makes the gains of `frames` frames from the key at `from`, along a curve that stands. */
export function turnStanding(state: usize, from: usize, frames: i32): void {
  turn(state, from, 0, frames, false);
}

/** As `turnStanding`, along a curve that moves; the frames are those of a block from `first` on. */
export function turnGliding(state: usize, from: usize, first: i32, frames: i32): void {
  turn(state, from, first, frames, true);
}
