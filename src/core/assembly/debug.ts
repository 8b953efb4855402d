/** Entry of the test build: the host's calls, compiled with assertions and a source map. */
export * from './index';
export { keyPlane } from './strip/keys';
