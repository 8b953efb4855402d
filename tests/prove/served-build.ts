import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { build } from 'vite';
import { createApp } from '../../src/server/app.ts';

/** The page as it ships, served by its own server. Owner calls `close`. */
export interface ServedBuild {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Builds core and page into a folder of its own, so that no proof is about an older build, and serves it on a free port
 * of the loopback device.
 */
export async function serveFreshBuild(root: string, outDir: string): Promise<ServedBuild> {
  await promisify(execFile)(process.execPath, ['scripts/build-core.mjs'], { cwd: root });
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const { fetch } = createApp({ root: relative(process.cwd(), outDir) || '.' });
  return new Promise((done) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      done({
        url: `http://127.0.0.1:${port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
  });
}
