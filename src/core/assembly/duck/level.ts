import {
  BLOCK_FRAMES, DUCK_ATTACK, DUCK_BUS, DUCK_DELAY, DUCK_HOLD, DUCK_RANGE, DUCK_RELEASE, DUCK_THRESHOLD,
} from '../../contract';
import { exp } from '../math/f64';
import { exp2Quad, log2Quad } from '../math/quad';
import { keyPlane } from '../strip/keys';

/**
 * Ducking of a whole family: a gain that follows the level of a key bus. The level is the key's power over LEVEL_WINDOW; nothing is
 * turned down below the threshold, all of the range from FULL_DB above it. Attack and release are the times the way takes
 * through the whole range, as lines in dB, so a look-ahead as long as the attack has the dip done when the word begins; while
 * hold lasts nothing comes back.
 */
/** Seconds. */
const LEVEL_WINDOW: f64 = 0.01;
/** dB above the threshold from which all of the range is used. */
export const FULL_DB: f64 = 6.0;
/** dB of a doubling of power. */
const OCTAVE_POWER: f32 = 3.010299956639812;
const OCTAVE: f32 = 6.020599913279624;
const QUIETEST: f32 = 1e-18;

/** State: f64 power of the key, f64 reduction in dB, f64 steps of attack and release in dB a sample, i32 frames held. */
const POWER: usize = 0;
const REDUCTION: usize = 8;
const ATTACK_STEP: usize = 16;
const RELEASE_STEP: usize = 24;
const HELD: usize = 32;
export const LEVEL_STATE_BYTES: usize = 48;

let rate: f64 = 48000.0;
let windowStep: f64 = 0.0;
const levels: usize = memory.data(512, 16);

/** Tells the sample rate. */
export function initLevelDucks(sampleRate: f64): void {
  rate = sampleRate;
  windowStep = 1.0 - exp(-1.0 / (LEVEL_WINDOW * sampleRate));
}

/** Step in dB a sample that takes `seconds` through a range. */
export function stepThrough(range: f64, seconds: f64): f64 {
  return seconds > 0.0 ? range / (seconds * rate) : range;
}

/** Forgets what was heard. */
export function forgetLevelDuck(state: usize): void {
  store<f64>(state, 0.0, POWER);
  store<f64>(state, 0.0, REDUCTION);
  store<i32>(state, 0, HELD);
}

/** Reduction in dB after the last block, ≥ 0. */
export function levelReduction(state: usize): f64 {
  return load<f64>(state, REDUCTION);
}

/** Power of the key, sample by sample, into `levels`. @returns false if there is nothing to hear and nothing held */
function listen(state: usize, key: usize, first: i32, end: i32): bool {
  let power = load<f64>(state, POWER);
  let most: f64 = power;
  for (let frame = first; frame < end; frame++) {
    const at: usize = <usize>frame << 2;
    const x = <f64>load<f32>(key + at);
    power += windowStep * (x * x - power);
    store<f32>(levels + at, <f32>power);
    most = max(most, power);
  }
  store<f64>(state, power < 1e-30 ? 0.0 : power, POWER);
  return most >= 1e-30;
}

/**
 * Writes the gain of a duck for frames `first` … `end` into `to`.
 * @param settings of the duck; 0 lets what is turned down come back as fast as it last did
 * @returns false if the gain is 1 all along; `to` is then untouched. Audio thread
 */
export function duckLevel(state: usize, settings: usize, first: i32, end: i32, to: usize): bool {
  let reduction = load<f64>(state, REDUCTION);
  let heard = false;
  let range: f64 = 0.0;
  let holds = 0;
  if (settings != 0 && load<i32>(settings, DUCK_BUS) >= 0) {
    range = load<f64>(settings, DUCK_RANGE);
    store<f64>(state, stepThrough(range, load<f64>(settings, DUCK_ATTACK)), ATTACK_STEP);
    store<f64>(state, stepThrough(range, load<f64>(settings, DUCK_RELEASE)), RELEASE_STEP);
    holds = <i32>nearest(load<f64>(settings, DUCK_HOLD) * rate);
    heard = listen(state, keyPlane(load<i32>(settings, DUCK_BUS), load<i32>(settings, DUCK_DELAY)), first, end);
  }
  if (!heard && reduction == 0.0) return false;
  if (heard) {
    const threshold = f32x4.splat(<f32>load<f64>(settings, DUCK_THRESHOLD));
    const slope = f32x4.splat(<f32>(range / FULL_DB));
    const most = f32x4.splat(<f32>range);
    const none = f32x4.splat(0.0);
    for (let at: usize = 0; at < <usize>(4 * BLOCK_FRAMES); at += 16) {
      const level = f32x4.mul(log2Quad(f32x4.max(v128.load(levels + at), f32x4.splat(QUIETEST))), f32x4.splat(OCTAVE_POWER));
      v128.store(levels + at, f32x4.min(f32x4.max(f32x4.mul(f32x4.sub(level, threshold), slope), none), most));
    }
  }
  const attack = load<f64>(state, ATTACK_STEP);
  const release = load<f64>(state, RELEASE_STEP);
  let held = load<i32>(state, HELD);
  let turned = reduction > 0.0;
  for (let frame = first; frame < end; frame++) {
    const at: usize = <usize>frame << 2;
    const wanted = heard ? <f64>load<f32>(levels + at) : 0.0;
    if (wanted > 0.0 && wanted >= reduction) {
      reduction = min(wanted, reduction + attack);
      held = holds;
    } else if (held > 0) held--;
    else reduction = max(wanted, reduction - release);
    turned = turned || reduction > 0.0;
    store<f32>(levels + at, <f32>reduction);
  }
  store<f64>(state, reduction, REDUCTION);
  store<i32>(state, held, HELD);
  if (!turned) return false;
  for (let at: usize = 0; at < <usize>(4 * BLOCK_FRAMES); at += 16) {
    v128.store(to + at, exp2Quad(f32x4.mul(v128.load(levels + at), f32x4.splat(-1.0 / OCTAVE))));
  }
  return true;
}
