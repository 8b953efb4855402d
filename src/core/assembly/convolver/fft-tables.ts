/**
 * What both directions of the 256-point transform share: see fft.ts.
 */
import { cos, sin } from '../math/f64';

/** Bytes of a spectrum. */
export const SPECTRUM_BYTES: usize = 1024;
/** Bytes of the tables `fftTables` fills: space to work in, then factors. */
export const FFT_TABLE_BYTES: usize = SPECTRUM_BYTES + 832;

/** Offsets of the factors: r, r², r³ of the first level and of four blocks of the second; then of 4 × 4 blocks, r, r², r³ and two of the last level. */
// @ts-ignore: decorator
@inline export const FIRST: usize = SPECTRUM_BYTES;
// @ts-ignore: decorator
@inline export const SECOND: usize = FIRST + 32;
// @ts-ignore: decorator
@inline export const REST: usize = SECOND + 128;
// @ts-ignore: decorator
@inline export const REST_BYTES: usize = 160;

// @ts-ignore: decorator
@inline const PI: f64 = 3.141592653589793;

function fillFactor(at: usize, apart: usize, angle: f64): void {
  store<f32>(at, f32(cos(angle)));
  store<f32>(at + apart, f32(sin(angle)));
}

/** Fills FFT_TABLE_BYTES at `tables` (16-byte aligned). */
export function fftTables(tables: usize): void {
  for (let power = 1; power <= 3; power++) {
    const to = usize(power - 1) << 3;
    fillFactor(tables + FIRST + to, 4, f64(power) * (PI / 8.0));
    for (let block = 0; block < 4; block++) {
      const angle = (PI / 8.0 + 0.5 * PI * f64(block)) / 4.0;
      fillFactor(tables + SECOND + (usize(block) << 5) + to, 4, f64(power) * angle);
      for (let lane = 0; lane < 4; lane++) {
        const inner = (angle + 0.5 * PI * f64(lane)) / 4.0;
        const rest = tables + REST + REST_BYTES * usize(block) + (usize(lane) << 2);
        fillFactor(rest + (usize(power - 1) << 5), 16, f64(power) * inner);
        if (power < 3) fillFactor(rest + 96 + (usize(power - 1) << 5), 16, 0.5 * inner + 0.25 * PI * f64(power - 1));
      }
    }
  }
}
