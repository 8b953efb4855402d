/**
 * Entry of the kernels' test build: everything in math/, limiter/ and room/ that a test calls.
 */
import { expPair, logPair } from './math/pair';

export * from './math/f64';
export {
  dynamicsBytes,
  dynamicsGlide,
  dynamicsInit,
  dynamicsLatency,
  dynamicsProcess,
  dynamicsReduction,
  dynamicsReset,
  dynamicsSet,
} from './dynamics/dynamics';
export { runCascade } from './eq/cascade';
export {
  designBell,
  designHighPass,
  designHighPassOne,
  designHighShelf,
  designLowPass,
  designLowPassOne,
  designLowShelf,
  designNotch,
  designNothing,
  designTilt,
} from './eq/design';
export { addLine, clearLines, mixLines } from './strip/lines';
export {
  acos as acosF32,
  asin as asinF32,
  atan as atanF32,
  atan2 as atan2F32,
  cos as cosF32,
  cosh as coshF32,
  dbToGain as dbToGainF32,
  exp as expF32,
  exp2 as exp2F32,
  expm1 as expm1F32,
  gainToDb as gainToDbF32,
  log as logF32,
  log10 as log10F32,
  log1p as log1pF32,
  log2 as log2F32,
  pow as powF32,
  sin as sinF32,
  sinh as sinhF32,
  tan as tanF32,
  tanh as tanhF32,
} from './math/f32';

/** e^x and ln x as pairs work them out, for tests. */
export function pairExp(x: f64): f64 {
  return f64x2.extract_lane(expPair(f64x2(0.5, x)), 1);
}
export function pairLog(x: f64): f64 {
  return f64x2.extract_lane(logPair(f64x2(x, 3.0)), 0);
}

/** First byte behind the static data: tests place their buffers from here. */
export function heapBase(): usize {
  return __heap_base;
}
export {
  limiterBytes,
  limiterInit,
  limiterLatency,
  limiterProcess,
  limiterReductionDb,
  limiterReset,
  limiterSetThreshold,
} from './limiter/limiter';
export { roomBytes, roomInit, roomProcess, roomReset, roomSend } from './room/room';
export {
  truePeakBytes,
  truePeakFinish,
  truePeakInit,
  truePeakProcess,
  truePeakRead,
} from './limiter/true-peak';
