/**
 * The core's own transcendental functions in double precision, below 1e-14 relative error (the tests print how much).
 * Hosts differ in the last bit of theirs; these give equal bits everywhere.
 */
export { dbToGain, gainToDb } from './decibel';
export { exp, exp2, expm1 } from './exp';
export { cosh, sinh, tanh } from './hyperbolic';
export { acos, asin, atan, atan2 } from './inverse-trig';
export { log, log10, log1p, log2 } from './log';
export { pow } from './pow';
export { cos, sin, tan } from './trig';
