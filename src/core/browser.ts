import coreWasmUrl from './wasm/core.wasm?url';
import coreUnsharedWasmUrl from './wasm/core-unshared.wasm?url';
import feederWasmUrl from './wasm/feeder.wasm?url';

/**
 * Where the browser fetches the core from: the build for shared memory, the one for unshared, and what feeds a core in
 * shared memory from another thread.
 */
export { coreUnsharedWasmUrl, coreWasmUrl, feederWasmUrl };
