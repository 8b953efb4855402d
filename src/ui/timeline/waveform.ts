import type { PeakStrip } from '../state/workspace.ts';

/** One column of a waveform, −1…+1. */
export interface PeakColumn {
  low: number;
  high: number;
}

/**
 * Lowest and highest sample of [from, to) stem samples over several channels folded into one.
 * Allocates nothing: the result is written into `into`. Stretches without peaks read as silence.
 */
export function foldPeaks(strips: readonly PeakStrip[], from: number, to: number, into: PeakColumn): void {
  into.low = 0;
  into.high = 0;
  for (const { samplesPerBin, firstBin, values } of strips) {
    const bins = values.length / 2;
    const first = Math.max(0, Math.floor(from / samplesPerBin) - firstBin);
    const last = Math.min(bins, Math.max(first + 1, Math.ceil(to / samplesPerBin) - firstBin));
    for (let bin = first; bin < last; bin += 1) {
      const low = values[bin * 2] ?? 0;
      const high = values[bin * 2 + 1] ?? 0;
      if (low < into.low) into.low = low;
      if (high > into.high) into.high = high;
    }
  }
}

/** Power by which a waveform's height follows its amplitude. */
const HEIGHT_POWER = 0.5;

/**
 * Height of a linear amplitude in a waveform, 0…1. Bent upwards, because score is mixed far below full scale: −20 dBFS
 * stands a third high (a tenth if drawn straight), −40 dBFS is still seen. Full scale stays full height.
 */
export const waveHeight = (amplitude: number): number =>
  amplitude <= 0 ? 0 : Math.min(1, amplitude) ** HEIGHT_POWER;

/** Where a waveform is drawn: CSS pixels, and how pixels map to the stem. */
export interface WaveformBox {
  /** First and one past the last pixel column that shows. */
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  /** Half the height a full-scale sample takes. */
  readonly half: number;
  /** Stem sample at pixel 0. */
  readonly origin: number;
  readonly samplesPerPixel: number;
  /** Linear gain the clip plays with. */
  readonly gain: number;
}

/** Adds the outline of a waveform to the current path as one closed shape per call. */
export function traceWaveform(
  context: CanvasRenderingContext2D,
  strips: readonly PeakStrip[],
  box: WaveformBox,
): void {
  const { left, right, middle, half, origin, samplesPerPixel, gain } = box;
  const columns = Math.max(0, Math.ceil(right) - Math.floor(left));
  if (columns === 0) return;
  const start = Math.floor(left);
  const lows = new Float32Array(columns);
  const column: PeakColumn = { low: 0, high: 0 };
  for (let index = 0; index < columns; index += 1) {
    const from = origin + (start + index) * samplesPerPixel;
    foldPeaks(strips, from, from + samplesPerPixel, column);
    // A silent stretch keeps a hairline, so that a clip never looks empty.
    const up = Math.max(0.35, waveHeight(column.high * gain) * half);
    lows[index] = Math.max(0.35, waveHeight(-column.low * gain) * half);
    const x = Math.min(right, Math.max(left, start + index + 0.5));
    if (index === 0) context.moveTo(x, middle - up);
    else context.lineTo(x, middle - up);
  }
  for (let index = columns - 1; index >= 0; index -= 1) {
    context.lineTo(Math.min(right, Math.max(left, start + index + 0.5)), middle + (lows[index] ?? 0));
  }
  context.closePath();
}
