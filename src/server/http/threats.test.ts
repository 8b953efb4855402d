/** Threats that concern every route alike: the routes are asked for by name, so that a new one is met by them too. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import {
  api,
  bytesOf,
  type Composer,
  comment,
  composer,
  hashOf,
  json,
  manifestOfTexts,
  publish,
  reviewer,
  START,
  withServer,
  world,
} from '../../../tests/support/share-world.ts';
import { SHARE_LIMITS } from '../../share/schema/index.ts';
import { newId } from '../store/secrets.ts';
import { senderOf } from './holders.ts';
import { Streams } from './live.ts';

withServer();

/** Every route, without what only stands before others. */
const routes = () =>
  [
    ...new Set(
      world.running.routes.routes
        .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ].map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path };
  });

/** A path with its names put in. */
const filled = (path: string, names: Readonly<Record<string, string>>) =>
  path.replace(/:(\w+)/g, (_, name: string) => names[name] ?? 'A'.repeat(22));

/** What every answer says: nobody keeps it, lists it, guesses what it is or learns where it was asked from. */
const TOLD_TO_ALL = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

const asked = (method: string, headers: Record<string, string>): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json', 'tus-resumable': '1.0.0', ...headers },
  ...(method === 'GET' ? {} : { body: '{}' }),
});

describe('every route', () => {
  it('takes nothing from another site’s page, whatever it would let in', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const writing = routes().filter(({ method }) => method !== 'GET');
    expect(writing.length).toBeGreaterThan(15);
    for (const { method, path } of writing) {
      const names = { mix: ada.mixId, link: director.linkId };
      const known = { ...ada.auth, cookie: director.pair, 'x-mix': ada.mixId };
      for (const foreign of [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
        const answer = await api(filled(path, names), asked(method, { ...known, ...foreign }));
        expect([answer.status, method, path]).toEqual([403, method, path]);
        expect(await answer.json()).toMatchObject({ code: 'other-origin' });
      }
    }
  });

  it('is not there for strangers, for owners of other mixes, nor for cookies of other links', async () => {
    const [ada, eve] = [await composer(), await composer('Another')];
    await publish(ada);
    await publish(eve, 'foreign', 'foreign stem');
    const [director, producer] = [await reviewer(ada), await reviewer(ada)];
    const said = comment();
    await director.get('/comments', json(said));
    const names = {
      mix: ada.mixId,
      link: director.linkId,
      id: said.id,
      n: '1',
      sha256: hashOf(bytesOf('proxy')),
    };
    const others: Record<string, string>[] = [
      {},
      { ...eve.auth, 'x-mix': ada.mixId },
      { authorization: `Bearer ${'A'.repeat(43)}`, 'x-mix': ada.mixId },
      { cookie: producer.pair },
      { cookie: (await reviewer(eve)).pair },
      { authorization: `Bearer ${director.pair.split('=')[1]}`, 'x-mix': ada.mixId },
    ];
    // Whoever has a link's token opens it, and anyone may begin a mix of his own where no key is asked for.
    const closed = routes().filter(({ path }) => path !== '/mixes' && path !== '/links/open');
    expect(closed.length).toBeGreaterThan(25);
    for (const { method, path } of closed)
      for (const headers of others) {
        const answer = await api(filled(path, names), asked(method, headers));
        expect([answer.status, method, path]).toEqual([404, method, path]);
        expect(Object.fromEntries(answer.headers)).toMatchObject(TOLD_TO_ALL);
      }
    for (const foreign of ['foreign', 'foreign stem'])
      expect((await director.get(`/blobs/${hashOf(bytesOf(foreign))}`)).status).toBe(404);
    expect((await director.get(`/blobs/${hashOf(bytesOf('stem'))}`)).status).toBe(200);
    expect((await director.get(`/comments/${said.id}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('finds nothing by names that are paths, and does not stumble over them', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const hostile = [
      '../../../../etc/passwd',
      '..\\..\\share.sqlite',
      '%2e%2e%2fshare.sqlite',
      'C:\\share.sqlite',
      '\0',
      '__proto__',
      'constructor',
      'a'.repeat(300),
      'ﬁ\u0301',
      "' OR 1=1 --",
    ];
    const known = { ...ada.auth, cookie: director.pair, 'x-mix': ada.mixId };
    for (const { method, path } of routes())
      for (const [, name = ''] of path.matchAll(/:(\w+)/g))
        for (const word of hostile) {
          const names = { mix: ada.mixId, link: director.linkId, [name]: encodeURIComponent(word) };
          const answer = await api(filled(path, names), asked(method, known));
          expect([400, 404], `${method} ${path} ${word}`).toContain(answer.status);
        }
    for (const word of hostile) {
      const answer = await api('/uploads/x', {
        method: 'HEAD',
        headers: { ...ada.tus, 'x-mix': encodeURIComponent(word) },
      });
      expect(answer.status).toBe(404);
    }
  });
});

/** The words of a stream that runs, until something is in them. */
async function wordsUntil(answer: Response, wanted: string): Promise<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no body');
  let words = '';
  while (!words.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) break;
    words += value;
  }
  await reader.cancel();
  return words;
}

describe('live streams', () => {
  it('tell a mix nothing of another: neither its events nor who is there', async () => {
    const [ada, eve] = [await composer(), await composer('Another')];
    await publish(ada);
    await publish(eve);
    const [director, other] = [await reviewer(ada), await reviewer(eve)];
    const heard = wordsUntil(await other.get('/events'), '"name":"Eve"');
    await director.get('/presence', json({ name: 'Ada', at: 5, playing: true }));
    await director.get('/comments', json(comment({ body: 'not for Eve' })));
    await other.get('/comments', json(comment({ body: 'for Eve' })));
    await other.get('/presence', json({ name: 'Eve', at: 5, playing: true }));
    const words = await heard;
    expect(words).toContain('"for Eve"');
    expect(words).not.toContain('"name":"Ada"');
    expect(words).not.toContain('not for Eve');
  });

  it('are cut within 5 s of their link’s end though no bell rings', async () => {
    const ada = await composer();
    await publish(ada);
    const [revoked, expiring] = [await reviewer(ada), await reviewer(ada, { expiresAt: START + 1_000 })];
    const streams = await Promise.all([revoked.get('/events'), expiring.get('/events')]);
    const begun = performance.now();
    const ended = Promise.all(streams.map((stream) => wordsUntil(stream, 'event: ended')));
    // As another process would have written it, whose ring was lost.
    const { db } = world.running.database;
    await db.updateTable('link').set({ revoked_at: START }).where('id', '=', revoked.linkId).execute();
    world.clock = START + 1_000;
    for (const words of await ended) expect(words).toContain('event: ended');
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('have places for so many in all', () => {
    const streams = new Streams();
    const limits = { mixBytes: 1, streamsPerLink: 2, streams: 3 };
    const leave = streams.enter('one', limits);
    streams.enter('one', limits);
    expect(streams.enter('one', limits)).toBeNull();
    streams.enter('two', limits);
    expect(streams.enter('three', limits)).toBeNull();
    leave?.();
    leave?.();
    expect(streams.enter('three', limits)).not.toBeNull();
    expect(streams.enter('four', limits)).toBeNull();
  });
});

describe('guessing', () => {
  it('a thousand tokens gets twenty answers', async () => {
    const ada = await composer();
    await publish(ada);
    const codes = new Map<number, number>();
    for (let n = 0; n < 1_000; n++) {
      const { status } = await api('/links/open', json({ token: `${n}`.padStart(43, 'A') }));
      codes.set(status, (codes.get(status) ?? 0) + 1);
    }
    expect([...codes]).toEqual([
      [404, 20],
      [429, 980],
    ]);
  });
});

describe('senders', () => {
  it('are told apart by the proxy’s word where there is one, and by nobody’s own', async () => {
    const app = new Hono()
      .get('/proxied', (context) => context.text(senderOf(context, true)))
      .get('/direct', (context) => context.text(senderOf(context, false)));
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' };
    expect(await (await app.request('/proxied', { headers })).text()).toBe('203.0.113.9');
    expect(await (await app.request('/direct', { headers })).text()).toBe('unknown');
  });

  it('open a link two hundred times, then once a second: each is a session and a line of the log', async () => {
    const ada = await composer();
    await publish(ada);
    const { token } = await reviewer(ada);
    const codes: number[] = [];
    for (let n = 0; n < 201; n++) codes.push((await api('/links/open', json({ token }))).status);
    expect(codes.indexOf(429)).toBe(199);
    world.clock += 1_000;
    expect((await api('/links/open', json({ token }))).status).toBe(200);
  });
});

describe('a hostile manifest', () => {
  const sent = (ada: Composer, manifest: string) =>
    ada.own('/versions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"manifest":${manifest}}`,
    });
  const good = manifestOfTexts('proxy', null);
  const changed = (change: object) => JSON.stringify({ ...good, ...change });
  const stem = manifestOfTexts('proxy', 'stem').stems[0];
  const span = { name: 'Cue', start: 0, end: 1 };

  const bad: readonly (readonly [string, string])[] = [
    ['deep', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['deep where it may not be', changed({ stems: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) })],
    ['with a key that is every object’s', `{"__proto__":{"stolen":1},${JSON.stringify(good).slice(1)}`],
    ['with a constructor', changed({ constructor: { prototype: { stolen: 1 } } })],
    ['with too many stems', changed({ stems: Array(SHARE_LIMITS.stems + 1).fill(stem) })],
    ['with too many parts', changed({ stems: [{ ...stem, parts: Array(17).fill(stem?.parts[0]) }] })],
    [
      'with too many cues',
      changed({ cues: Array.from({ length: SHARE_LIMITS.spans + 1 }, () => ({ ...span })) }),
    ],
    ['with a length that is none', changed({ length: -1 })],
    ['with a length beyond all', JSON.stringify(good).replace('"length":480000', '"length":1e999')],
    ['with a title that goes on', changed({ title: 'a'.repeat(121) })],
    ['with an address', changed({ proxies: [{ ...good.proxies[0], url: 'http://169.254.169.254/' }] })],
    ['that is none', 'null'],
    ['that is no JSON', '{'],
  ];

  it('is refused, whatever is wrong with it, and changes nothing', async () => {
    const ada = await composer();
    await ada.upload(bytesOf('proxy'), 'audio/ogg');
    for (const [what, manifest] of bad) {
      expect((await sent(ada, manifest)).status, what).toBe(400);
      expect(({} as { stolen?: number }).stolen, what).toBeUndefined();
    }
    const frame = '{"manifest":""}'.length;
    const most = SHARE_LIMITS.manifestBytes - frame;
    expect((await sent(ada, `"${'a'.repeat(most)}"`)).status).toBe(400);
    expect((await sent(ada, `"${'a'.repeat(most + 1)}"`)).status).toBe(413);
    expect(await (await ada.own('')).json()).toMatchObject({ versions: [] });
    expect((await sent(ada, JSON.stringify(good))).status).toBe(201);
  });
});

describe('filling the disk', () => {
  const left = () => [
    ...readdirSync(join(world.folder, 'uploads')),
    ...readdirSync(join(world.folder, 'blobs')),
  ];

  it('a refused upload leaves neither bytes nor a row', async () => {
    const ada = await composer();
    expect((await ada.begin('f'.repeat(64), 2 ** 21, 'audio/flac')).status).toBe(507);
    expect((await ada.begin('f'.repeat(64), 2 ** 50, 'audio/flac')).status).toBe(400);
    expect(left()).toEqual([]);
    expect(await (await ada.own('')).json()).toMatchObject({ bytes: 0 });
  });

  it('uploads that begin at the same moment share what a mix may hold', async () => {
    const ada = await composer();
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, n) => ada.begin(`${n}`.repeat(64), 600_000, 'audio/flac')),
    );
    expect(begun.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(507)]);
  });

  it('no more than 64 uploads are open at once', async () => {
    const ada = await composer();
    const codes: number[] = [];
    for (let n = 0; n < 66; n++)
      codes.push((await ada.begin(hashOf(bytesOf(`${n}`)), 10, 'audio/flac')).status);
    expect(codes).toEqual([...Array(64).fill(201), 507, 507]);
  });

  it('an upload never grows beyond what it announced', async () => {
    const ada = await composer();
    const url = (await ada.begin('f'.repeat(64), 100, 'audio/flac')).headers.get('location') ?? '';
    expect((await ada.patch(url, 0, new Uint8Array(100_000))).ok).toBe(false);
    const [name = ''] = readdirSync(join(world.folder, 'uploads'));
    const kept = name === '' ? 0 : readFileSync(join(world.folder, 'uploads', name)).length;
    expect(kept).toBeLessThanOrEqual(100);
    expect((await ada.own(`/../../uploads/${newId()}`, { method: 'HEAD' })).status).toBe(404);
  });

  it('a request of JSON is cut off, whether it says how long it is or not', async () => {
    const ada = await composer();
    await publish(ada);
    const body = JSON.stringify(comment({ body: 'a'.repeat(SHARE_LIMITS.requestBytes) }));
    expect((await ada.own('/comments', { method: 'POST', body })).status).toBe(413);
    const stream = new Blob([body]).stream();
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
    expect((await ada.own('/comments', init)).status).toBe(413);
  });
});

it('nothing here fetches anything but the store of objects', () => {
  const folder = resolve(import.meta.dirname, '..');
  const asking = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return /\bfetch\(|node:https?'|node:net'|undici|node:dgram/.test(text);
    });
  // The server listens by node:http; it is of the type Server alone that run-server.ts speaks.
  expect(asking.sort()).toEqual(['blobs/s3.ts', 'run-server.ts']);
});
