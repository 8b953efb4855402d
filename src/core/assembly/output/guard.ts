import { BED_CHANNELS, BLOCK_FRAMES, MAX_SPEAKERS } from '../../contract';
import { energy, measure, overs, peak } from '../strip/kernels';
import { peakFall, squareFall } from '../strip/meters';

/** Peaks of the output's channels, f32 with the meter's fall; samples over full scale; blocks muted on a bus. */
export const outputPeaks: usize = memory.data(96, 16);
/** Peaks of the bed's channels, f32 with the meter's fall, before they join the layout. */
export const bedPeaks: usize = memory.data(40, 16);
/** Their mean squares over about 300 ms, f32. */
export const bedSquares: usize = memory.data(40, 16);
export let clipCount: f64 = 0.0;
export let busFaults: i32 = 0;

/** Starts the meters and counts anew. */
export function clearOutputMeters(): void {
  memory.fill(outputPeaks, 0, 4 * MAX_SPEAKERS);
  memory.fill(bedPeaks, 0, 4 * BED_CHANNELS);
  memory.fill(bedSquares, 0, 4 * BED_CHANNELS);
  clipCount = 0.0;
  busFaults = 0;
}

/** Starts the count of clipped samples anew. */
export function clearClips(): void {
  clipCount = 0.0;
}

/**
 * Mutes a plane with a sample that is not a number for the block and counts it: run on what feeds the ears, whose filters
 * would ring with it.
 */
export function guardInner(planes: usize, count: i32, first: i32, end: i32): void {
  for (let i = 0; i < count; i++) {
    const at = planes + 4 * <usize>(i * BLOCK_FRAMES + first);
    measure(at, end - first);
    if (energy < Infinity) continue;
    memory.fill(at, 0, 4 * <usize>(end - first));
    busFaults++;
  }
}

/** Measures the output planes; a channel with a sample that is not a number is muted for the block and counted. */
export function guardOutput(planes: usize, channels: i32, first: i32, end: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    const at = planes + 4 * <usize>(channel * BLOCK_FRAMES + first);
    measure(at, end - first);
    let top = peak;
    if (!(energy < Infinity)) {
      memory.fill(at, 0, 4 * <usize>(end - first));
      busFaults++;
      top = 0.0;
    } else clipCount += <f64>overs;
    enterPeak(outputPeaks + 4 * <usize>channel, top);
  }
}

/** Measures the bed's planes. */
export function measureBed(planes: usize, first: i32, end: i32): void {
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    measure(planes + 4 * <usize>(channel * BLOCK_FRAMES + first), end - first);
    const sound = energy < Infinity;
    enterPeak(bedPeaks + 4 * <usize>channel, sound ? peak : 0.0);
    const square = bedSquares + 4 * <usize>channel;
    const mean = sound ? energy / <f32>(end - first) : <f32>0.0;
    const now = mean + (load<f32>(square) - mean) * squareFall;
    store<f32>(square, now < 1e-20 ? 0.0 : now);
  }
}

function enterPeak(meter: usize, top: f32): void {
  const fallen = load<f32>(meter) * peakFall;
  store<f32>(meter, top > fallen ? top : fallen < 1e-20 ? 0.0 : fallen);
}
