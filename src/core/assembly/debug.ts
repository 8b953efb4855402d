/** Entry of the test build: the host's calls and the inner parts that tests look at. */
export * from './index';
export { halfSine } from './law/half-sine';
export { addRamped, addScaled, ramp } from './strip/kernels';
export { laneValue } from './strip/lanes';
