import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page of reviewers, beside the app (see vite.config.ts). */
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  worker: { format: 'es', rolldownOptions: { external: ['@wasm-audio-decoders/opus-ml'] } },
  build: {
    target: 'es2022',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input: ['review.html'] },
  },
});
