import { initLowPass, lowPass, restLowPass } from '../output/low-pass';

/**
 * The LFE at the ears: left out, or low-passed to both at +5.5 dB (a fourth-order Butterworth at 120 Hz; a switch is turned
 * over within a block). The filter always runs, so that it has no start to be heard.
 */
/** 10^(5.5 / 20) */
const LEVEL: f64 = 1.8836490894898006;
const filter: usize = memory.data(112, 16);
let wanted: f64 = 0.0;
let level: f64 = 0.0;
let rings: bool = false;

/** Places the filter. */
export function initLfe(sampleRate: f64): void {
  initLowPass(filter, sampleRate);
  wanted = level = 0.0;
  rings = false;
}

/** Chooses whether the ears get it. */
export function chooseLfe(heard: bool): void {
  wanted = heard ? LEVEL : 0.0;
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
    const y = lowPass(filter, x);
    most = max(most, max(abs(x), abs(y)));
    const gain = from + ((wanted - from) * <f64>(frame - first)) / <f64>(end - first);
    store<f32>(left + at, <f32>(<f64>load<f32>(left + at) + gain * y));
    store<f32>(right + at, <f32>(<f64>load<f32>(right + at) + gain * y));
  }
  rings = most > 1e-9;
  // What is left is far below hearing; without it silence would be denormal numbers for ever.
  if (!rings) restLowPass(filter);
}
