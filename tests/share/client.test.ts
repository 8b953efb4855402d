/** The client of mix links against the server itself. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { type OpenShare, openShare } from '../../src/server/open-share.ts';
import { shareSettings } from '../../src/server/settings.ts';
import {
  type Comment,
  createLinkClient,
  createMix,
  createOwnerClient,
  type Fetch,
  listen,
  messagesOf,
  openLink,
  type UploadMemory,
} from '../../src/share/index.ts';
import { manifestOf } from '../support/share-manifest.ts';

let folder = '';
let share: OpenShare;
let send: Fetch;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scorestage-client-'));
  const settings = shareSettings({ SCORESTAGE_DATA: folder });
  if (!settings.ok) throw new Error(settings.message);
  share = await openShare(settings.value);
  const app = createApp({ root: '.', share: share.routes });
  send = async (path, init) => app.request(`http://mix.test${path}`, init);
});
afterEach(async () => {
  await share.close();
  rmSync(folder, { recursive: true });
});

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const value = <Value>(result: { ok: true; value: Value } | { ok: false; message: string }): Value => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};
const owner = async (through: Fetch = send) =>
  createOwnerClient(through, value(await createMix(send, 'The Lighthouse', null)));

const proxy = new Uint8Array(3_000).map((_, n) => n % 251);
const manifest = (bytes: Uint8Array) => manifestOf({ sha256: hashOf(bytes), bytes: bytes.length });
const published = async () => {
  const ada = await owner();
  value(await ada.upload(new Blob([proxy]), hashOf(proxy), 'audio/ogg'));
  value(await ada.publish(manifest(proxy), 'first'));
  return ada;
};
const wish = {
  recipient: 'Director',
  role: 'approve',
  versions: null,
  expiresAt: null,
  password: null,
  downloads: false,
  stems: true,
} as const;
const said = (id: string) => ({
  id: id.padEnd(22, 'x'),
  version: 1,
  author: 'Ada',
  body: 'The cello is late.',
  at: 48_000,
  end: null,
  target: null,
  place: { x: -0.5, y: 0, z: 1 },
  drawing: null,
  parent: null,
});
function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
const atOnce = async (attempt: number) => {
  if (attempt > 5) throw new Error('no answer');
};

describe('publishing from a page', () => {
  it('goes through to what a reviewer fetches', async () => {
    const ada = await published();
    expect(value(await ada.missing([hashOf(proxy), 'f'.repeat(64)]))).toEqual(['f'.repeat(64)]);
    const { token } = value(await ada.link(wish));
    const facts = value(await openLink(send, token, null));
    expect(facts).toMatchObject({ title: 'The Lighthouse', versions: [{ n: 1, note: 'first' }] });
    expect(value(await ada.facts())).toMatchObject({
      bytes: 3_000,
      links: [{ recipient: 'Director', hasPassword: false }],
      log: expect.arrayContaining([expect.objectContaining({ action: 'opened' })]),
    });
  });

  it('tells a refusal in the server’s words', async () => {
    const ada = await owner();
    expect(await ada.publish(manifest(proxy), null)).toMatchObject({ ok: false, code: 'blob-missing' });
    expect(await openLink(send, 'A'.repeat(43), null)).toMatchObject({ code: 'not-found' });
    const cut: Fetch = async () => {
      throw new TypeError('no network');
    };
    expect(await openLink(cut, 'A'.repeat(43), null)).toMatchObject({ code: 'offline' });
    const garbled: Fetch = async () => Response.json({ linkId: 'nonsense' });
    expect(await openLink(garbled, 'A'.repeat(43), null)).toMatchObject({ code: 'server-answer' });
  });

  it('sends every byte whatever breaks: requests lost before or after the server got them', async () => {
    const big = new Uint8Array(20_000_000).map((_, n) => (n * 2_654_435_761) >>> 24);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('ok', 'lost', 'deaf', 'busy'), { maxLength: 12 }),
        async (faults) => {
          const plan = [...faults];
          const shaky: Fetch = async (path, init) => {
            const fault = path.includes('/uploads') ? plan.shift() : undefined;
            if (fault === 'lost') throw new TypeError('lost on the way there');
            if (fault === 'busy') return new Response('', { status: 503 });
            const answer = await send(path, init);
            if (fault === 'deaf') throw new TypeError('lost on the way back');
            return answer;
          };
          const ada = await owner(shaky);
          const hash = hashOf(big);
          const progress: number[] = [];
          value(
            await ada.upload(new Blob([big]), hash, 'audio/flac', {
              pause: async () => undefined,
              onProgress: (bytes) => progress.push(bytes),
            }),
          );
          expect(progress.at(-1)).toBe(big.length);
          expect(value(await ada.missing([hash]))).toEqual([]);
        },
      ),
      { numRuns: 8, seed: 5 },
    );
  });

  it('goes on in another page where the first one stopped', async () => {
    const notes = new Map<string, string>();
    const memory: UploadMemory = {
      read: (key) => notes.get(key) ?? null,
      write: (key, url) => void (url === null ? notes.delete(key) : notes.set(key, url)),
    };
    const big = new Uint8Array(20_000_000).fill(7);
    const stop = new AbortController();
    const key = value(await createMix(send, 'The Lighthouse', null));
    let sent = 0;
    const counted: Fetch = async (path, init) => {
      if (init?.body instanceof Blob) sent += init.body.size;
      return send(path, init);
    };
    const first = createOwnerClient(counted, key);
    const cancelled = await first.upload(new Blob([big]), hashOf(big), 'audio/flac', {
      memory,
      signal: stop.signal,
      onProgress: (bytes) => {
        if (bytes > 0) stop.abort();
      },
      pause: atOnce,
    });
    expect(cancelled).toMatchObject({ ok: false, code: 'cancelled' });
    expect(notes.size).toBe(1);
    const second = createOwnerClient(counted, key);
    value(await second.upload(new Blob([big]), hashOf(big), 'audio/flac', { memory, pause: atOnce }));
    // What the first page had sent was not sent again: one chunk of 8 MiB may have been on its way when it stopped.
    expect(sent).toBeLessThanOrEqual(big.length + 8 * 2 ** 20);
    expect(notes.size).toBe(0);
  });

  it('gives up where bytes never get through', async () => {
    let tries = 0;
    const ada = await owner(async (path, init) => {
      if (init?.method !== 'PATCH') return send(path, init);
      tries++;
      return new Response('', { status: 503 });
    });
    const answer = await ada.upload(new Blob([proxy]), hashOf(proxy), 'audio/ogg', { pause: atOnce });
    expect(answer).toMatchObject({ code: 'offline' });
    expect(tries).toBe(6);
  });

  it('gives up where nobody answers', async () => {
    const ada = await owner(async (path, init) => {
      if (path.includes('/uploads')) throw new TypeError('no network');
      return send(path, init);
    });
    const answer = await ada.upload(new Blob([proxy]), hashOf(proxy), 'audio/ogg', { pause: atOnce });
    expect(answer).toMatchObject({ code: 'offline' });
  });
});

describe('talking', () => {
  it('hears what others say, and after a break what was said meanwhile', async () => {
    const ada = await published();
    const { linkId, token } = value(await ada.link(wish));
    let cookie = '';
    const director: Fetch = async (path, init) => {
      const headers = new Headers(init?.headers);
      if (cookie) headers.set('cookie', cookie);
      const answer = await send(path, { ...init, headers });
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return answer;
    };
    value(await openLink(director, token, null));
    const client = createLinkClient(director, linkId);
    const heard: Comment[] = [];
    const ended = deferred();
    const arrived = [deferred(), deferred()];
    let breaks = 0;
    const breaking: Fetch = async (path, init) => {
      const answer = await director(path, init);
      if (breaks++ > 0 || !answer.body) return answer;
      // The first stream ends after its greeting.
      const reader = answer.body.getReader();
      const { value: greeting } = await reader.read();
      await reader.cancel();
      return new Response(greeting ?? null, answer);
    };
    const listening = listen(
      breaking,
      client.base,
      {
        comment: (comment) => {
          heard.push(comment);
          arrived[heard.length - 1]?.resolve();
        },
        ended: () => ended.resolve(),
      },
      new AbortController().signal,
      {
        // Said while nobody listens.
        pause: async () => void value(await ada.comment(said('one'))),
      },
    );
    await arrived[0]?.promise;
    value(await client.comment(said('two')));
    await arrived[1]?.promise;
    expect(heard.map(({ id, own }) => [id.slice(0, 3), own])).toEqual([
      ['one', false],
      ['two', true],
    ]);
    const [, two] = value(await client.comments());
    expect(two).toEqual(heard[1]);
    value(await ada.revoke(linkId));
    await ended.promise;
    await listening;
    expect(await client.facts()).toMatchObject({ code: 'not-found' });
  });

  it('reads messages however the stream is cut', async () => {
    const text = ':\n\nevent: a\nid: 1\ndata: {"x":\ndata: "ä"}\n\nid: 2\ndata:y\n\n';
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 10 }),
        async (cuts) => {
          const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
          const parts = ends.map((end, n) => bytes.slice(ends[n - 1] ?? 0, end));
          const body = new ReadableStream<Uint8Array>({
            start(controller) {
              for (const part of parts) controller.enqueue(part);
              controller.close();
            },
          });
          const got: unknown[] = [];
          for await (const message of messagesOf(body)) got.push(message);
          expect(got).toEqual([
            { event: 'a', id: '1', data: '{"x":\n"ä"}' },
            { event: 'message', id: '2', data: 'y' },
          ]);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  it('does not follow an upload to another address', async () => {
    const seen: string[] = [];
    const ada = await owner(async (path, init) => {
      seen.push(path);
      if (init?.method === 'POST')
        return new Response('', { status: 201, headers: { location: 'https://evil.test/uploads/1' } });
      return send(path, init);
    });
    const answer = await ada.upload(new Blob([proxy]), hashOf(proxy), 'audio/ogg', { pause: atOnce });
    expect(answer).toMatchObject({ code: 'server-answer' });
    expect(seen.some((path) => path.includes('evil'))).toBe(false);
  });
});
