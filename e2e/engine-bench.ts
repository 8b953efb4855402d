/** A page with the project's modules and a browser that keeps its storage: for specs that look inside the engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { chromiumArgs, chromiumPath } from '../scripts/chromium.mjs';

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** A running bench. Owner calls `close`. */
export interface EngineBench {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * Serves the sources and opens an empty page of their origin. `isolated` false takes the headers away, as on a host that
 * does not send them.
 */
export async function openEngineBench({ isolated = true } = {}): Promise<EngineBench> {
  const server = await createServer({
    root: resolve(import.meta.dirname, '..'),
    server: { port: 0, host: '127.0.0.1', hmr: false, ...(isolated ? {} : { headers: {} }) },
    logLevel: 'error',
    // What is found late would reload the page in the middle of a test.
    optimizeDeps: { include: ['hash-wasm', 'mutative', 'tone', 'valibot'] },
    plugins: [emptyPage(isolated)],
  });
  await server.listen();
  const profile = await mkdtemp(join(tmpdir(), 'scorestage-e2e-'));
  const executablePath = chromiumPath();
  const context = await chromium.launchPersistentContext(profile, {
    args: chromiumArgs,
    headless: true,
    ...(executablePath ? { executablePath } : {}),
  });
  const page = await context.newPage();
  await page.goto(`${originOf(server)}/bench.html`);
  return { page, close: () => closeAll(server, context, profile) };
}

const originOf = (server: ViteDevServer): string => {
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new TypeError('the bench server has no address');
  return url.replace(/\/$/, '');
};

function emptyPage(isolated: boolean) {
  return {
    name: 'bench-page',
    configureServer(server: ViteDevServer) {
      server.middlewares.use((request, response, next) => {
        if (!isolated) {
          const set = response.setHeader.bind(response);
          // Vite's own configuration asks for isolation; here the page must do without.
          response.setHeader = (name, value) => (/^cross-origin-/i.test(name) ? response : set(name, value));
        }
        if (request.url !== '/bench.html') {
          next();
          return;
        }
        if (isolated) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
        response.setHeader('Content-Type', 'text/html');
        response.end('<!doctype html><title>Bench</title><main>bench</main>');
      });
    },
  };
}

async function closeAll(server: ViteDevServer, context: BrowserContext, profile: string): Promise<void> {
  await context.close();
  await server.close();
  await rm(profile, { recursive: true, force: true });
}
