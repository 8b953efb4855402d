import { cos, sin } from '../math/f64';

/** Fourth-order Butterworth low-pass at 120 Hz, the corner of the LFE: two sections of b0, b1, b2, a1, a2, then two states. */
const CORNER: f64 = 120.0;
const SECTION_BYTES: usize = 56;
const STATES: usize = 40;
export const LOW_PASS_BYTES: usize = 2 * SECTION_BYTES;

function section(at: usize, quality: f64, sampleRate: f64): void {
  const turn = (6.283185307179586 * CORNER) / sampleRate;
  const c = cos(turn);
  const alpha = sin(turn) / (2.0 * quality);
  const scale = 1.0 / (1.0 + alpha);
  store<f64>(at, 0.5 * (1.0 - c) * scale);
  store<f64>(at, (1.0 - c) * scale, 8);
  store<f64>(at, 0.5 * (1.0 - c) * scale, 16);
  store<f64>(at, -2.0 * c * scale, 24);
  store<f64>(at, (1.0 - alpha) * scale, 32);
}

/** Places a filter at rest. */
export function initLowPass(at: usize, sampleRate: f64): void {
  section(at, 0.541196100146197, sampleRate);
  section(at + SECTION_BYTES, 1.3065629648763766, sampleRate);
  restLowPass(at);
}

/** Lets a filter forget what it heard. */
export function restLowPass(at: usize): void {
  memory.fill(at + STATES, 0, 16);
  memory.fill(at + SECTION_BYTES + STATES, 0, 16);
}

function pass(at: usize, x: f64): f64 {
  const y = load<f64>(at) * x + load<f64>(at, STATES);
  store<f64>(at, load<f64>(at, 8) * x - load<f64>(at, 24) * y + load<f64>(at, STATES + 8), STATES);
  store<f64>(at, load<f64>(at, 16) * x - load<f64>(at, 32) * y, STATES + 8);
  return y;
}

/** One sample; what is not finite counts as silence. */
export function lowPass(at: usize, x: f64): f64 {
  return pass(at + SECTION_BYTES, pass(at, x < Infinity && x > -Infinity ? x : 0.0));
}
