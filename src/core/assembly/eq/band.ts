import {
  BAND_BELL, BAND_HIGH_PASS, BAND_HIGH_SHELF, BAND_LOW_PASS, BAND_LOW_SHELF, BAND_NOTCH, SECTION_BYTES,
} from '../../contract';
import { cos, dbToGain } from '../math/f64';
import {
  designBell, designHighPass, designHighPassOne, designHighShelf, designLowPass, designLowPassOne, designLowShelf, designNotch, designTilt,
} from './design';

/** From the settings of a band to its sections. */
const PI: f64 = 3.141592653589793;

/** Writes the sections of a Butterworth filter of order 1 … 8. @returns the address behind them */
function designPass(to: usize, low: bool, order: i32, omega: f64): usize {
  if (order & 1) {
    if (low) designLowPassOne(to, omega);
    else designHighPassOne(to, omega);
    to += <usize>SECTION_BYTES;
  }
  for (let i = 0; i < order >> 1; i++) {
    const q = 0.5 / cos((PI * <f64>(order - 1 - 2 * i)) / <f64>(2 * order));
    if (low) designLowPass(to, omega, q);
    else designHighPass(to, omega, q);
    to += <usize>SECTION_BYTES;
  }
  return to;
}

/** Writes the sections of a band (BAND_BYTES at `band`). @returns the address behind them */
export function designBand(band: usize, to: usize, rate: f64): usize {
  const kind = load<i32>(band);
  const omega = (2.0 * PI * load<f64>(band, 8)) / rate;
  const gain = dbToGain(load<f64>(band, 16));
  const q = load<f64>(band, 24);
  if (kind == BAND_LOW_PASS || kind == BAND_HIGH_PASS) return designPass(to, kind == BAND_LOW_PASS, load<i32>(band, 4), omega);
  if (kind == BAND_BELL) designBell(to, omega, gain, q);
  else if (kind == BAND_LOW_SHELF) designLowShelf(to, omega, gain, q);
  else if (kind == BAND_HIGH_SHELF) designHighShelf(to, omega, gain, q);
  else if (kind == BAND_NOTCH) designNotch(to, omega, q);
  else designTilt(to, omega, gain);
  return to + <usize>SECTION_BYTES;
}
