/** How two stretches lie to each other. */
export interface Alignment {
  /** Samples by which `heard` is late. */
  readonly lag: number;
  /** Energy of the difference at that lag against that of what is wanted, dB. */
  readonly residualDb: number;
}

/**
 * Finds the lag at which `heard` from `at` on is most like `wanted` from `place` on, over `frames` samples.
 * @param most lags looked at, either way
 */
export function align(
  heard: Float32Array,
  at: number,
  frames: number,
  wanted: Float32Array,
  place: number,
  most: number,
): Alignment {
  let best = { lag: 0, sum: Number.NEGATIVE_INFINITY };
  for (let lag = -most; lag <= most; lag++) {
    let sum = 0;
    for (let n = 0; n < frames; n++) sum += (heard[at + n + lag] ?? 0) * (wanted[place + n] ?? 0);
    if (sum > best.sum) best = { lag, sum };
  }
  let error = 0;
  let energy = 0;
  for (let n = 0; n < frames; n++) {
    const want = wanted[place + n] ?? 0;
    error += ((heard[at + n + best.lag] ?? 0) - want) ** 2;
    energy += want ** 2;
  }
  return { lag: best.lag, residualDb: 10 * Math.log10((error + 1e-20) / (energy + 1e-20)) };
}
