import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Makes the page cross-origin isolated, so that shared memory reaches the audio thread (docs/decisions/001). */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  plugins: [react()],
  worker: {
    format: 'es',
    // The Opus decoder can load a 4 MB speech model on request; nothing here requests it, so it is not shipped.
    rolldownOptions: { external: ['@wasm-audio-decoders/opus-ml'] },
  },
  // An inlined worklet or wasm would become a data: URL, which neither addModule nor a strict CSP takes.
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
  server: { headers: isolation, host: '127.0.0.1' },
  preview: { headers: isolation, host: '127.0.0.1' },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    // One file on each core; of itself Vitest leaves one core out, which is half of two.
    maxWorkers: '100%',
    // Files share a process and what they import: tests keep no state in modules and touch no globals.
    isolate: false,
  },
});
