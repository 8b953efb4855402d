import { exp } from './exp';
import { log10 } from './log';

/** Linear gain of a level in dB; −Infinity gives 0. CONTRACT: bit-identical to src/core/dmath.ts `dbToGain`. */
export function dbToGain(db: f64): f64 {
  return exp(db * 0.11512925464970228);
}

/** Level in dB of a linear gain ≥ 0; 0 gives −Infinity. CONTRACT: bit-identical to src/core/dmath.ts `gainToDb`. */
export function gainToDb(gain: f64): f64 {
  return 20.0 * log10(gain);
}
