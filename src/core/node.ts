import { readFile } from 'node:fs/promises';

/** Reads and compiles the core. Node only. @throws if the core has not been built (`npm run core`) */
export async function loadCoreModule(
  build: 'shared' | 'unshared' | 'debug' | 'feeder',
): Promise<WebAssembly.Module> {
  const name = {
    shared: 'core.wasm',
    unshared: 'core-unshared.wasm',
    debug: 'core.debug.wasm',
    feeder: 'feeder.wasm',
  }[build];
  return WebAssembly.compile(await readFile(new URL(`./wasm/${name}`, import.meta.url)));
}
