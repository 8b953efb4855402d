/** Connections that are slow, silent or too many, over real sockets. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONNECTION_BOUNDS } from '../../src/server/run-server.ts';
import { createMix, createOwnerClient, SHARE_API, SHARE_UPLOADS } from '../../src/share/index.ts';
import { type Browser, browserOf, hashOf, seededBytes, sendTo, value } from '../prove/share/people.ts';
import { until } from '../support/servers.ts';
import { manifestOf } from '../support/share-manifest.ts';
import { type ShareProcess, startShare } from '../support/share-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorestage-slow-'));
let server: ShareProcess;
const send = sendTo(() => server.url);
/** More than the buffers of a connection hold. */
const large = seededBytes(6, 30_000_000);
const small = seededBytes(5, 100_000);
let reader: Browser;
let upload: { readonly url: string; readonly headers: Record<string, string> };

beforeAll(async () => {
  // What there is to be slow about comes over a server with bounds as usual.
  server = await startShare({ folder });
  const key = value(await createMix(send, 'The Lighthouse', null));
  const ada = createOwnerClient(send, key);
  value(await ada.upload(new Blob([large]), hashOf(large), 'audio/ogg'));
  value(await ada.publish(manifestOf({ sha256: hashOf(large), bytes: large.length }), null));
  reader = await browserOf(ada, send);
  const headers = {
    authorization: `Bearer ${key.secret}`,
    'x-mix': key.mixId,
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
  };
  const metadata = [`sha256 ${btoa(hashOf(small))}`, `type ${btoa('audio/flac')}`].join();
  const { 'content-type': _, ...creating } = headers;
  const begun = await send(SHARE_UPLOADS, {
    method: 'POST',
    headers: { ...creating, 'upload-length': `${small.length}`, 'upload-metadata': metadata },
  });
  upload = { url: begun.headers.get('location') ?? '', headers };
  await server.stop();
  const bounds = {
    headersMs: 500,
    requestMs: 1_500,
    idleMs: 1_500,
    lookMs: 50,
    keptMs: 300,
    connections: 12,
  };
  server = await startShare({ folder, bounds });
}, 60_000);
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** A connection of one's own. */
function dial(): Socket & { readonly heard: string[] } {
  const { hostname, port } = new URL(server.url);
  const heard: string[] = [];
  const socket = Object.assign(connect(Number(port), hostname), { heard });
  socket.on('data', (chunk: Buffer) => heard.push(chunk.toString('latin1')));
  // The other end hangs up, which is what is waited for.
  socket.on('error', () => undefined);
  return socket;
}
const closed = (socket: Socket) => new Promise<void>((done) => socket.once('close', () => done()));
/** Whether the server has a blob open (proc(5), fd). */
const sendingBlobs = () =>
  readdirSync(`/proc/${server.pid}/fd`).some((name) => {
    try {
      return readlinkSync(`/proc/${server.pid}/fd/${name}`).startsWith(join(folder, 'blobs'));
    } catch {
      // Closed since it was listed.
      return false;
    }
  });

it('ends who never ends his headers, though he goes on sending them', async () => {
  const socket = dial();
  socket.write(`POST ${SHARE_API}/links/open HTTP/1.1\r\nHost: mix.test\r\n`);
  const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 40);
  await closed(socket);
  clearInterval(drip);
  expect(socket.heard.join('')).toMatch(/^(HTTP\/1\.1 408|$)/);
}, 20_000);

it('ends who never ends his upload, though he goes on sending it; what came is kept, and it goes on', async () => {
  const { url, headers } = upload;
  const socket = dial();
  const lines = [
    `PATCH ${url} HTTP/1.1`,
    'Host: mix.test',
    ...Object.entries(headers).map(([name, text]) => `${name}: ${text}`),
    'Upload-Offset: 0',
    `Content-Length: ${small.length}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let at = 0;
  const drip = setInterval(() => {
    socket.write(small.subarray(at, at + 100));
    at += 100;
  }, 40);
  await closed(socket);
  clearInterval(drip);
  expect(at).toBeLessThan(small.length);
  const head = await send(url, { method: 'HEAD', headers });
  const from = Number(head.headers.get('upload-offset'));
  expect(from).toBeLessThanOrEqual(at);
  const rest = await send(url, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': `${from}` },
    body: small.subarray(from),
  });
  expect(rest.status).toBe(204);
}, 20_000);

it('ends who does not read what he asked for', async () => {
  const { linkId, cookie } = reader;
  const socket = dial();
  socket.pause();
  socket.write(
    `GET ${SHARE_API}/r/${linkId}/blobs/${hashOf(large)} HTTP/1.1\r\nHost: mix.test\r\nCookie: ${cookie}\r\n\r\n`,
  );
  await until(sendingBlobs);
  await until(() => !sendingBlobs());
  socket.resume();
  await closed(socket);
  const got = socket.heard.reduce((sum, { length }) => sum + length, 0);
  expect(got).toBeLessThan(large.length);
}, 20_000);

it('closes connections beyond those it has places for', async () => {
  const sockets = Array.from({ length: 40 }, () => dial());
  for (const socket of sockets) socket.write('GET /healthz HTTP/1.1\r\nHost: mix.test\r\n\r\n');
  await Promise.all(sockets.map(closed));
  const answered = sockets.filter(({ heard }) => heard.join('').startsWith('HTTP/1.1 200'));
  expect(answered.length).toBeGreaterThan(0);
  expect(answered.length).toBeLessThanOrEqual(12);
}, 20_000);

it('has bounds that leave time for what is honest', () => {
  const { headersMs, requestMs, idleMs, lookMs, keptMs } = CONNECTION_BOUNDS;
  expect(headersMs).toBeLessThanOrEqual(30_000);
  expect(requestMs).toBeLessThanOrEqual(300_000);
  // A request of 8 MiB, as the client sends, at half a megabit a second.
  expect(requestMs).toBeGreaterThan((8 * 2 ** 20 * 8) / 500_000);
  expect(idleMs).toBeLessThanOrEqual(120_000);
  expect(lookMs).toBeLessThanOrEqual(headersMs);
  expect(keptMs).toBeGreaterThan(60_000);
});
