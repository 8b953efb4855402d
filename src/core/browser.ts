import coreWasmUrl from './wasm/core.wasm?url';
import coreUnsharedWasmUrl from './wasm/core-unshared.wasm?url';

/** Where the browser fetches the core from: the build for shared memory, and the one for unshared. */
export { coreUnsharedWasmUrl, coreWasmUrl };
