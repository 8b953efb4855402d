import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Makes the page cross-origin isolated, so that shared memory reaches the audio thread (docs/decisions/001). */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Serves the pages of mixes in links at `/play` and of reviewers below `/r/`, as the server of the built pages does. */
const linkPages: Plugin = {
  name: 'link-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (request.url === '/play') request.url = '/play.html';
      if (request.url?.startsWith('/r/')) request.url = '/review.html';
      next();
    });
  },
};

/**
 * Builds the other pages once the app is written. Each has a build of its own: chunks shared with the app would cut the app's
 * first load into pieces that compress by 5 % worse.
 */
const otherPages: Plugin = {
  name: 'other-pages',
  apply: 'build',
  async closeBundle() {
    const others = ['vite.links.config.ts', 'vite.package.config.ts', 'vite.review.config.ts'];
    for (const configFile of others) await build({ configFile });
  },
};

export default defineConfig({
  plugins: [react(), linkPages, otherPages],
  worker: {
    format: 'es',
    // The Opus decoder can load a 4 MB speech model on request; nothing here requests it, so it is not shipped.
    rolldownOptions: { external: ['@wasm-audio-decoders/opus-ml'] },
  },
  // An inlined worklet or wasm would become a data: URL, which neither addModule nor a strict CSP takes.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
  },
  // Mix links are the share server's: `npm start` beside `npm run dev` answers for them.
  server: { headers: isolation, host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:4173' } },
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
