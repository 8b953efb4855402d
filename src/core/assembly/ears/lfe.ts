import { cos, sin } from '../math/f64';

/**
 * The LFE at the ears: left out, or low-passed to both at +5.5 dB (a fourth-order Butterworth at 120 Hz; a switch is turned
 * over within a block). The filter always runs, so that it has no start to be heard.
 */
const CORNER: f64 = 120.0;
/** 10^(5.5 / 20) */
const LEVEL: f64 = 1.8836490894898006;
/** Two sections: b0, b1, b2, a1, a2 each, then their two states. */
const SECTION_BYTES: usize = 56;
const sections: usize = memory.data(112, 16);
let wanted: f64 = 0.0;
let level: f64 = 0.0;
let rings: bool = false;

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
  store<f64>(at, 0.0, 40);
  store<f64>(at, 0.0, 48);
}

/** Places the filter. */
export function initLfe(sampleRate: f64): void {
  section(sections, 0.541196100146197, sampleRate);
  section(sections + SECTION_BYTES, 1.3065629648763766, sampleRate);
  wanted = level = 0.0;
  rings = false;
}

/** Chooses whether the ears get it. */
export function chooseLfe(heard: bool): void {
  wanted = heard ? LEVEL : 0.0;
}

function pass(at: usize, x: f64): f64 {
  const y = load<f64>(at) * x + load<f64>(at, 40);
  store<f64>(at, load<f64>(at, 8) * x - load<f64>(at, 24) * y + load<f64>(at, 48), 40);
  store<f64>(at, load<f64>(at, 16) * x - load<f64>(at, 32) * y, 48);
  return y;
}

/** Adds frames `first` … `end` of two planes' LFE to both ears. */
export function addLfe(one: usize, two: usize, first: i32, end: i32, left: usize, right: usize): void {
  const from = level;
  level = wanted;
  if (from == 0.0 && wanted == 0.0 && !rings) return;
  let most: f64 = 0.0;
  for (let frame = first; frame < end; frame++) {
    const at = <usize>frame << 2;
    const x = <f64>load<f32>(one + at) + <f64>load<f32>(two + at);
    const y = pass(sections + SECTION_BYTES, pass(sections, x < Infinity && x > -Infinity ? x : 0.0));
    most = max(most, max(abs(x), abs(y)));
    const gain = from + ((wanted - from) * <f64>(frame - first)) / <f64>(end - first);
    store<f32>(left + at, <f32>(<f64>load<f32>(left + at) + gain * y));
    store<f32>(right + at, <f32>(<f64>load<f32>(right + at) + gain * y));
  }
  rings = most > 1e-9;
  // What is left is far below hearing; without it silence would be denormal numbers for ever.
  if (!rings) for (let i: usize = 0; i < 2; i++) memory.fill(sections + SECTION_BYTES * i + 40, 0, 16);
}
