import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { oneFile, partExpression } from './scripts/package/one-file.ts';

/** The player that is saved with a mix as one file: the app fetches it and writes the mix into it (docs/decisions/023). */
export default defineConfig({
  plugins: [react(), oneFile('player.html', 'A mix · Scorestage', /\/feeder-[^/]*\.wasm$/)],
  publicDir: false,
  worker: {
    // Classic scripts: a page opened from disk may not start modules from blobs.
    format: 'iife',
    // Stems travel as what the pinned decoders read; the browser's codecs are not for them.
    rolldownOptions: {
      external: ['@wasm-audio-decoders/opus-ml', 'mediabunny'],
      output: { codeSplitting: false },
    },
  },
  experimental: { renderBuiltUrl: (fileName) => ({ runtime: partExpression(fileName) }) },
  build: {
    outDir: 'dist/package',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { input: ['src/ui/package/main.tsx'], output: { codeSplitting: false } },
  },
});
