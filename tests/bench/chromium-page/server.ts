import { createServer, type Server } from 'node:http';
import { extname, resolve } from 'node:path';
import { build, type Rollup } from 'vite';
import type { LoadJson } from './protocol.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** A loopback server of the bench page. Owner calls `close`. */
export interface BenchServer {
  readonly url: string;
  close(): Promise<void>;
}

async function bundle(root: string): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: { write: false, target: 'es2022', assetsInlineLimit: 0, modulePreload: false },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as Rollup.RollupOutput[];
  const files = new Map<string, string | Uint8Array>();
  for (const { output } of outputs)
    for (const file of output)
      files.set(`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source);
  return files;
}

function listen(server: Server): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') done(address.port);
      else failed(new Error('the bench server has no port'));
    });
  });
}

/** Builds the page in memory and serves it cross-origin isolated on a free port of the loopback device. */
export async function serveBenchPage(load: LoadJson): Promise<BenchServer> {
  const files = new Map(await bundle(resolve(import.meta.dirname)));
  files.set('/load.json', JSON.stringify(load));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const name = path === '/' ? '/index.html' : path;
    const content = files.get(name);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' })
      .end(content);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
