import { SIGNAL_OFF, SIGNAL_PINK, SIGNAL_SWEEP } from '../../contract';
import { cos, exp, sin } from '../math/f64';

/**
 * Test signals, at −20 dB RMS re full scale, free-running from the moment they are switched on.
 * Pink noise is white noise from a seeded generator through ten pole-zero pairs an octave apart (−3 dB per octave from
 * 20 Hz up, within 0.1 dB); the sweep rises from 20 Hz to 20 kHz in ten seconds; the walk sends pink noise to one
 * channel after another, a second each.
 */
const PAIRS: usize = 10;
const SWEEP_SECONDS: f64 = 10.0;
const SWEEP_FROM: f64 = 20.0;
/** ln(20 kHz / 20 Hz) */
const SWEEP_SPAN: f64 = 6.907755278982137;
const TWO_PI: f64 = 6.283185307179586;
const RMS: f64 = 0.1;
const SEED: u64 = 0x9e3779b97f4a7c15;

const poles: usize = memory.data(80, 16);
const zeros: usize = memory.data(80, 16);
const inputs: usize = memory.data(80, 16);
const outputs: usize = memory.data(80, 16);

let kind: i32 = SIGNAL_OFF;
let rate: f64 = 48000.0;
let seed: u64 = SEED;
let level: f64 = 0.0;
let frame: f64 = 0.0;
let phase: f64 = 0.0;

/** Places the filter for a sample rate and finds the level that gives the stated RMS. */
export function initSignals(sampleRate: f64): void {
  rate = sampleRate;
  kind = SIGNAL_OFF;
  let corner: f64 = 20.0;
  for (let i: usize = 0; i < PAIRS; i++) {
    store<f64>(poles + 8 * i, exp((-TWO_PI * corner) / rate));
    store<f64>(zeros + 8 * i, exp((-TWO_PI * corner * 1.4142135623730951) / rate));
    corner *= 2.0;
  }
  // Power of the filter: the mean of |H|² over the unit circle, sampled finely because of the 20 Hz pole.
  const steps = 8192;
  let power: f64 = 0.0;
  for (let i = 0; i < steps; i++) {
    const angle = (3.141592653589793 * (<f64>i + 0.5)) / <f64>steps;
    const c = 2.0 * cos(angle);
    let response: f64 = 1.0;
    for (let k: usize = 0; k < PAIRS; k++) {
      const p = load<f64>(poles + 8 * k);
      const z = load<f64>(zeros + 8 * k);
      response *= (1.0 - z * c + z * z) / (1.0 - p * c + p * p);
    }
    power += response;
  }
  // White noise in −1 … 1 has a mean square of a third.
  level = RMS / sqrt(power / <f64>steps / 3.0);
}

/** Switches to a signal and starts it over. */
export function startSignal(which: i32): void {
  kind = which;
  seed = SEED;
  frame = 0.0;
  phase = 0.0;
  memory.fill(inputs, 0, 80);
  memory.fill(outputs, 0, 80);
}

/** True while a signal sounds instead of the mix. */
export function signalOn(): bool {
  return kind != SIGNAL_OFF;
}

/** xorshift64, the top 53 bits as −1 … 1. */
function white(): f64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return <f64>(seed >> 11) * 2.220446049250313e-16 - 1.0;
}

function pink(): f64 {
  let x = white();
  for (let i: usize = 0; i < PAIRS; i++) {
    const y = x - load<f64>(zeros + 8 * i) * load<f64>(inputs + 8 * i) + load<f64>(poles + 8 * i) * load<f64>(outputs + 8 * i);
    store<f64>(inputs + 8 * i, x);
    store<f64>(outputs + 8 * i, y);
    x = y;
  }
  return x * level;
}

function sweep(): f64 {
  const way = (frame % (SWEEP_SECONDS * rate)) / (SWEEP_SECONDS * rate);
  phase += (SWEEP_FROM * exp(SWEEP_SPAN * way)) / rate;
  phase -= floor(phase);
  return sin(TWO_PI * phase) * (RMS * 1.4142135623730951);
}

/** Writes frames `first` … `end` of the block into `count` planes `stride` bytes apart, which hold silence. */
export function renderSignal(planes: usize, stride: usize, count: i32, first: i32, end: i32): void {
  for (let i = first; i < end; i++) {
    const value = <f32>(kind == SIGNAL_SWEEP ? sweep() : pink());
    const at = planes + 4 * <usize>i;
    if (kind == SIGNAL_PINK || kind == SIGNAL_SWEEP) {
      for (let channel = 0; channel < count; channel++) store<f32>(at + stride * <usize>channel, value);
    } else {
      const channel = <i32>(floor(frame / rate) % <f64>count);
      store<f32>(at + stride * <usize>channel, value);
    }
    frame += 1.0;
  }
}
