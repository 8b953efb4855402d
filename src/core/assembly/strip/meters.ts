import { BLOCK_FRAMES, MAX_STRIPS } from '../../contract';
import { reserve } from '../arena';
import { exp } from '../math/f64';

/**
 * Meters of the strips and outputs as plain f32 arrays: peaks that fall 20 dB in 1.5 s, mean squares over about 300 ms.
 * Both are those of a strip's loudest channel, behind the fader.
 */
export let stripPeaks: usize = 0;
/** Largest sample since `clearTops`. */
export let stripTops: usize = 0;
export let stripSquares: usize = 0;

let peakRate: f64 = 0.0;
let squareRate: f64 = 0.0;
let rateFrames: i32 = 0;
/** Fall of a peak and of a mean square over the block at hand. */
export let peakFall: f32 = 0.0;
export let squareFall: f32 = 0.0;

/** Takes memory; rates from the sample rate. */
export function initMeters(sampleRate: f64): void {
  stripPeaks = reserve(4 * MAX_STRIPS);
  stripSquares = reserve(4 * MAX_STRIPS);
  stripTops = reserve(4 * MAX_STRIPS);
  peakRate = -2.302585092994046 / (1.5 * sampleRate);
  squareRate = -1.0 / (0.3 * sampleRate);
  rateFrames = 0;
  prepareMeters(BLOCK_FRAMES);
}

/** Sets the falls for a block of this many frames. */
export function prepareMeters(frames: i32): void {
  if (frames == rateFrames) return;
  rateFrames = frames;
  peakFall = <f32>exp(peakRate * <f64>frames);
  squareFall = <f32>exp(squareRate * <f64>frames);
}

/** A value below −200 dB has died away: recursive state must not crawl through denormals. */
function settle(value: f32): f32 {
  return value < 1e-20 ? 0.0 : value;
}

/** Enters what a strip gave over a block: its largest sample and its largest sum of squares. */
export function blockMeter(slot: i32, peak: f32, energy: f32, frames: i32): void {
  const at: usize = 4 * <usize>slot;
  const fallen = settle(load<f32>(stripPeaks + at) * peakFall);
  store<f32>(stripPeaks + at, peak > fallen ? peak : fallen);
  if (peak > load<f32>(stripTops + at)) store<f32>(stripTops + at, peak);
  const mean = energy / <f32>frames;
  store<f32>(stripSquares + at, settle(mean + (load<f32>(stripSquares + at) - mean) * squareFall));
}

/** Starts the largest samples anew. */
export function clearTops(): void {
  memory.fill(stripTops, 0, 4 * MAX_STRIPS);
}

/** Lets a silent strip's meters fall. */
export function quietMeter(slot: i32, frames: i32): void {
  blockMeter(slot, 0.0, 0.0, frames);
}
