import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestOf } from '../../../tests/support/share-manifest.ts';
import { type CreatedLink, type CreatedMix, type Manifest, SHARE_API } from '../../share/schema/index.ts';
import { createApp } from '../app.ts';
import { type OpenShare, openShare } from '../open-share.ts';
import { shareSettings } from '../settings.ts';
import { newId } from '../store/secrets.ts';
import { Observer } from './observe.ts';

const START = 1_750_000_000_000;
const DAY = 24 * 3_600_000;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const b64 = (text: string) => Buffer.from(text).toString('base64');

let folder = '';
let share: OpenShare;
let clock = START;
let faults: unknown[] = [];
const ask = (path: string, init: RequestInit = {}) =>
  createApp({ root: '.', share: share.routes }).request(`http://mix.test${path}`, init);
const api = (path: string, init?: RequestInit) => ask(`${SHARE_API}${path}`, init);
const open = async () => {
  const settings = shareSettings({ SCORESTAGE_DATA: folder, SCORESTAGE_MIX_GIB: '0.001' });
  if (!settings.ok) throw new Error(settings.message);
  share = await openShare(settings.value, { now: () => clock, onFault: (fault) => faults.push(fault) });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scorestage-share-'));
  clock = START;
  faults = [];
  await open();
});
afterEach(async () => {
  await share.close();
  rmSync(folder, { recursive: true });
  expect(faults).toEqual([]);
});

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** A composer with a mix. */
async function composer(title = 'The Lighthouse') {
  const { mixId, secret } = (await (await api('/mixes', json({ title }))).json()) as CreatedMix;
  const auth = { authorization: `Bearer ${secret}` };
  const tus = { ...auth, 'x-mix': mixId, 'tus-resumable': '1.0.0' };
  const own = (path: string, init: RequestInit = {}) =>
    api(`/mixes/${mixId}${path}`, { ...init, headers: { ...auth, ...init.headers } });
  const begin = async (sha256: string, bytes: number, type: string) =>
    api('/uploads', {
      method: 'POST',
      headers: {
        ...tus,
        'upload-length': `${bytes}`,
        'upload-metadata': `sha256 ${b64(sha256)},type ${b64(type)}`,
      },
    });
  const patch = (url: string, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
    ask(url, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
      body: bytes,
    });
  const upload = async (bytes: Uint8Array<ArrayBuffer>, type = 'audio/flac') => {
    const begun = await begin(hashOf(bytes), bytes.length, type);
    expect(begun.status).toBe(201);
    const sent = await patch(begun.headers.get('location') ?? '', 0, bytes);
    expect(sent.status).toBe(204);
    return { sha256: hashOf(bytes), bytes: bytes.length, type };
  };
  return { mixId, secret, auth, tus, own, begin, patch, upload };
}
type Composer = Awaited<ReturnType<typeof composer>>;

const bytesOf = (text: string) => new TextEncoder().encode(text);

const factsOf = (text: string) => ({ sha256: hashOf(bytesOf(text)), bytes: bytesOf(text).length });
const manifestOfTexts = (proxy: string, stem: string | null) =>
  manifestOf(factsOf(proxy), stem === null ? [] : [factsOf(stem)]);

const publish = async (who: Composer, proxy = 'proxy', stem: string | null = 'stem') => {
  await who.upload(bytesOf(proxy), 'audio/ogg');
  if (stem !== null) await who.upload(bytesOf(stem), 'audio/flac');
  const answer = await who.own('/versions', json({ manifest: manifestOfTexts(proxy, stem) }));
  expect(answer.status).toBe(201);
};

const WISH = {
  recipient: 'Director',
  role: 'approve',
  versions: null,
  expiresAt: null,
  password: null,
  downloads: false,
  stems: true,
};

/** Someone with a link. */
async function reviewer(who: Composer, wish: object = {}) {
  const made = (await (await who.own('/links', json({ ...WISH, ...wish }))).json()) as CreatedLink;
  const opened = await api('/links/open', json({ token: made.token, ...password(wish) }));
  expect(opened.status).toBe(200);
  const cookie = opened.headers.get('set-cookie') ?? '';
  const [pair = ''] = cookie.split(';');
  const get = (path: string, init: RequestInit = {}) =>
    api(`/r/${made.linkId}${path}`, { ...init, headers: { cookie: pair, ...init.headers } });
  return { ...made, cookie, pair, get, opened };
}
const password = (wish: object) =>
  'password' in wish && typeof wish.password === 'string' ? { password: wish.password } : {};

const comment = (wish: object = {}) => ({
  id: newId(),
  version: 1,
  author: 'Ada',
  body: 'The cello is late.',
  at: 48_000,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
  ...wish,
});

describe('publishing', () => {
  it('takes blobs by resumable upload, then a version of them', async () => {
    const ada = await composer();
    const stem = randomBytes(300_000);
    const begun = await ada.begin(hashOf(stem), stem.length, 'audio/flac');
    const url = begun.headers.get('location') ?? '';
    expect(url).toMatch(/^\/api\/share\/v1\/uploads\/[\w-]{22}$/);
    expect((await ada.patch(url, 0, stem.subarray(0, 100_000))).headers.get('upload-offset')).toBe('100000');
    const head = await ask(url, { method: 'HEAD', headers: ada.tus });
    expect(head.headers.get('upload-offset')).toBe('100000');
    const have = async (hashes: string[]) => (await ada.own('/have', json({ hashes }))).json();
    expect(await have([hashOf(stem)])).toEqual({ missing: [hashOf(stem)] });
    expect((await ada.patch(url, 100_000, stem.subarray(100_000))).status).toBe(204);
    expect(await have([hashOf(stem)])).toEqual({ missing: [] });
    expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  });

  it('goes on with an upload after the server was started anew, and finishes one that was complete', async () => {
    const ada = await composer();
    const [one, two] = [randomBytes(50_000), randomBytes(60_000)];
    const url = (await ada.begin(hashOf(one), one.length, 'audio/flac')).headers.get('location') ?? '';
    await ada.patch(url, 0, one.subarray(0, 20_000));
    const full = (await ada.begin(hashOf(two), two.length, 'audio/flac')).headers.get('location') ?? '';
    await share.close();
    // What a process leaves that ends between the last byte and its answer.
    writeFileSync(join(folder, 'uploads', full.split('/').at(-1) ?? ''), two);
    await open();
    const missing = async () => (await ada.own('/have', json({ hashes: [hashOf(one), hashOf(two)] }))).json();
    expect(await missing()).toEqual({ missing: [hashOf(one)] });
    expect((await ada.patch(url, 20_000, one.subarray(20_000))).status).toBe(204);
    expect(await missing()).toEqual({ missing: [] });
  });

  it('refuses bytes that are not what was announced, and keeps none of them', async () => {
    const ada = await composer();
    const bytes = randomBytes(1_000);
    const begun = await ada.begin('f'.repeat(64), bytes.length, 'audio/flac');
    const sent = await ada.patch(begun.headers.get('location') ?? '', 0, bytes);
    expect(sent.status).toBe(460);
    expect(await sent.text()).toBe('What came is not what was announced.');
    expect(readdirSync(join(folder, 'blobs'))).toEqual([]);
    expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  });

  it('refuses more than a mix may hold', async () => {
    const ada = await composer();
    expect((await ada.begin('f'.repeat(64), 2 ** 21, 'audio/flac')).status).toBe(507);
    expect((await ada.begin('e'.repeat(64), 2 ** 20 - 10, 'audio/flac')).status).toBe(201);
    expect((await ada.begin('d'.repeat(64), 2 ** 20 - 10, 'audio/flac')).status).toBe(507);
  });

  it.each([
    ['a length of 0', '0', `sha256 ${b64('f'.repeat(64))},type ${b64('audio/flac')}`],
    ['no length', undefined, `sha256 ${b64('f'.repeat(64))},type ${b64('audio/flac')}`],
    ['a hash that is none', '10', `sha256 ${b64('../../etc/passwd')},type ${b64('audio/flac')}`],
    ['a type that could run', '10', `sha256 ${b64('f'.repeat(64))},type ${b64('text/html')}`],
    ['no metadata', '10', undefined],
  ])('refuses an upload with %s', async (_, length, metadata) => {
    const { tus } = await composer();
    const headers = {
      ...tus,
      ...(length === undefined ? {} : { 'upload-length': length }),
      ...(metadata === undefined ? {} : { 'upload-metadata': metadata }),
    };
    expect((await api('/uploads', { method: 'POST', headers })).status).toBe(400);
  });

  it('asks for the owner at every verb of an upload', async () => {
    const ada = await composer();
    const eve = await composer('Another');
    const bytes = randomBytes(100);
    const url = (await ada.begin(hashOf(bytes), bytes.length, 'audio/flac')).headers.get('location') ?? '';
    const verbs = { HEAD: {}, PATCH: { body: bytes }, DELETE: {}, GET: {}, OPTIONS: {} };
    for (const [method, more] of Object.entries(verbs)) {
      for (const headers of [{ 'tus-resumable': '1.0.0' }, eve.tus, { ...eve.tus, 'x-mix': ada.mixId }]) {
        const sent = {
          ...headers,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        };
        const answer = await ask(url, { method, headers: sent, ...more });
        expect([404, 405], `${method}`).toContain(answer.status);
      }
    }
    expect((await ada.patch(url, 0, bytes)).status).toBe(204);
  });

  it('collects what no version needs after the grace, and nothing before', async () => {
    const ada = await composer();
    await publish(ada);
    await ada.upload(bytesOf('left lying'));
    await ada.begin('a'.repeat(64), 10, 'audio/flac');
    clock = START + 6 * DAY;
    expect(await share.collect()).toEqual({ blobs: 0, uploads: 0 });
    clock = START + 8 * DAY;
    expect(await share.collect()).toEqual({ blobs: 1, uploads: 1 });
    const left = readdirSync(join(folder, 'blobs')).flatMap((name) =>
      readdirSync(join(folder, 'blobs', name)),
    );
    expect(left.map((name) => name.slice(0, 64)).sort()).toEqual(
      [hashOf(bytesOf('proxy')), hashOf(bytesOf('stem'))].sort(),
    );
    const director = await reviewer(ada);
    expect((await director.get(`/blobs/${hashOf(bytesOf('stem'))}`)).status).toBe(200);
  });

  it('refuses a manifest that is damaged, with the place', async () => {
    const ada = await composer();
    const manifest = { ...manifestOfTexts('proxy', null), title: '\u202egnp.exe' };
    const answer = await ada.own('/versions', json({ manifest }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      message: 'The manifest: title: must not hold control characters.',
    });
  });
});

describe('a link', () => {
  it('opens for its token, and lets in by a cookie of its own path', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    expect(director.cookie).toMatch(
      new RegExp(
        `^scorestage-link=[\\w-]{43}; Path=/api/share/v1/r/${director.linkId}; Expires=.*; HttpOnly; SameSite=Strict$`,
      ),
    );
    expect(director.cookie).not.toContain(director.token);
    expect(await (await director.get('')).json()).toMatchObject({
      role: 'approve',
      title: 'The Lighthouse',
      versions: [{ n: 1 }],
    });
    const blob = await director.get(`/blobs/${hashOf(bytesOf('stem'))}`, { headers: { range: 'bytes=1-2' } });
    expect([blob.status, await blob.text(), blob.headers.get('content-range')]).toEqual([
      206,
      'te',
      'bytes 1-2/4',
    ]);
    expect(blob.headers.get('content-security-policy')).toContain('sandbox');
    expect(blob.headers.get('x-content-type-options')).toBe('nosniff');
    expect(blob.headers.get('content-type')).toBe('audio/flac');
  });

  it('looks the same to a stranger whether it is unknown, expired or revoked', async () => {
    const ada = await composer();
    await publish(ada);
    const expiring = await reviewer(ada, { expiresAt: START + 1_000 });
    const revoked = await reviewer(ada);
    await ada.own(`/links/${revoked.linkId}`, { method: 'DELETE' });
    clock = START + 1_000;
    const told = async (answer: Response) => [answer.status, await answer.text(), [...answer.headers]];
    const unknown = await told(await api('/links/open', json({ token: 'A'.repeat(43) })));
    expect(unknown[0]).toBe(404);
    for (const { token } of [expiring, revoked])
      expect(await told(await api('/links/open', json({ token })))).toEqual(unknown);
    for (const { get } of [expiring, revoked]) {
      expect((await get('')).status).toBe(404);
      expect((await get(`/blobs/${hashOf(bytesOf('proxy'))}`)).status).toBe(404);
      expect((await get('/comments', json(comment()))).status).toBe(404);
    }
  });

  it('shows its own mix and versions, and no other’s', async () => {
    const [ada, eve] = [await composer(), await composer('Another')];
    await publish(ada, 'proxy 1', 'stem 1');
    await publish(ada, 'proxy 2', 'stem 2');
    await publish(eve, 'foreign', 'foreign stem');
    const director = await reviewer(ada, { versions: [2] });
    const other = await reviewer(eve);
    expect((await director.get('/versions/2')).status).toBe(200);
    expect((await director.get('/versions/1')).status).toBe(404);
    expect((await director.get(`/blobs/${hashOf(bytesOf('stem 1'))}`)).status).toBe(404);
    expect((await director.get(`/blobs/${hashOf(bytesOf('stem 2'))}`)).status).toBe(200);
    expect((await director.get(`/blobs/${hashOf(bytesOf('foreign'))}`)).status).toBe(404);
    const crossed = await api(`/r/${director.linkId}`, { headers: { cookie: other.pair } });
    expect(crossed.status).toBe(404);
    const said = comment({ version: 2 });
    await director.get('/comments', json(said));
    const change = { ...json({ resolved: true }), method: 'PATCH' };
    expect((await other.get(`/comments/${said.id}`, change)).status).toBe(404);
    expect((await other.get('/comments', json(comment({ parent: said.id })))).status).toBe(409);
    expect((await director.get('/comments', json(comment({ version: 1 })))).status).toBe(404);
  });

  it('keeps stems and session back where it doesn’t include them', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada, { stems: false });
    const { manifest } = (await (await director.get('/versions/1')).json()) as { manifest: Manifest };
    expect([manifest.stems, manifest.session]).toEqual([[], null]);
    expect((await director.get(`/blobs/${hashOf(bytesOf('stem'))}`)).status).toBe(404);
    expect((await director.get(`/blobs/${hashOf(bytesOf('proxy'))}`)).status).toBe(200);
    expect((await director.get(`/blobs/${hashOf(bytesOf('proxy'))}?keep`)).status).toBe(403);
  });

  it('lets each role do what it may', async () => {
    const ada = await composer();
    await publish(ada);
    const [viewer, talker] = [
      await reviewer(ada, { role: 'view' }),
      await reviewer(ada, { role: 'comment' }),
    ];
    expect((await viewer.get('/comments', json(comment()))).status).toBe(403);
    expect((await talker.get('/comments', json(comment()))).status).toBe(201);
    const { versions } = (await (await talker.get('')).json()) as { versions: { manifestSha256: string }[] };
    const verdict = {
      id: newId(),
      version: 1,
      manifestSha256: versions[0]?.manifestSha256,
      author: 'Ada',
      verdict: 'approved',
      note: null,
      range: null,
    };
    expect((await talker.get('/approvals', json(verdict))).status).toBe(403);
    const director = await reviewer(ada);
    expect((await director.get('/approvals', json(verdict))).status).toBe(201);
    expect((await ada.own('/approvals', json(verdict))).status).toBe(403);
    expect(await (await viewer.get('/approvals')).json()).toMatchObject([{ recipient: 'Director' }]);
  });

  it('asks for its password, and for little of it at once', async () => {
    const ada = await composer();
    await publish(ada);
    const { token } = await reviewer(ada, { password: 'correct horse' });
    const attempt = (word?: string) =>
      api('/links/open', json({ token, ...(word ? { password: word } : {}) }));
    expect(await (await attempt()).json()).toMatchObject({ code: 'password-needed' });
    for (let n = 0; n < 4; n++)
      expect(await (await attempt('wrong horse')).json()).toMatchObject({ code: 'password-wrong' });
    const barred = await attempt('correct horse');
    expect([barred.status, barred.headers.get('retry-after')]).toEqual([429, '60']);
    clock += 60_000;
    expect((await attempt('correct horse')).status).toBe(200);
  });

  it('bars whoever tries tokens', async () => {
    const guess = (n: number) => api('/links/open', json({ token: `${n}`.padStart(43, 'A') }));
    const codes: number[] = [];
    for (let n = 0; n < 30; n++) codes.push((await guess(n)).status);
    expect(codes).toEqual([...Array(20).fill(404), ...Array(10).fill(429)]);
  });

  it('takes nothing from another site’s page', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const send = (headers: Record<string, string>) =>
      director.get('/comments', json(comment(), { cookie: director.pair, ...headers }));
    expect((await send({ origin: 'https://evil.test' })).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ origin: 'null' })).status).toBe(403);
    expect((await send({ origin: 'http://mix.test', 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it('says no word of tokens, passwords or cookies in its database', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada, { password: 'correct horse' });
    await share.close();
    const all = readdirSync(folder)
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');
    const [, secret = ''] = director.pair.split('=');
    for (const word of [ada.secret, director.token, secret, 'correct horse']) {
      expect(word.length).toBeGreaterThan(10);
      expect(all).not.toContain(word);
    }
    await open();
  });
});

/** Reads a live stream until it has so many events of the kinds given. */
async function events(answer: Response, wanted: number, kinds: readonly string[]) {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const got: { event: string; id: string; data: unknown }[] = [];
  let text = '';
  if (!reader) throw new Error('no body');
  while (got.length < wanted) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? '';
      if (kinds.includes(field('event')))
        got.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) });
    }
  }
  await reader.cancel();
  return got;
}

describe('the server’s own health', () => {
  it('counts by route, without ids, and shows it to holders of the key', async () => {
    const lines: string[] = [];
    const observer = new Observer((line) => lines.push(line));
    observer.gauge('live_streams', share.streams);
    const app = createApp({ root: '.', share: share.routes, observer, metricsKey: 'let me see' });
    const get = (path: string, headers: Record<string, string> = {}) =>
      app.request(`http://mix.test${path}`, { headers });
    const { mixId, secret } = await composer();
    await get(`${SHARE_API}/mixes/${mixId}`, { authorization: `Bearer ${secret}` });
    await get(`${SHARE_API}/r/${'A'.repeat(22)}/blobs/${'0'.repeat(64)}?keep=${secret}`);
    expect((await get('/metrics')).status).toBe(404);
    expect((await get('/metrics', { authorization: 'Bearer let me not see' })).status).toBe(404);
    const text = await (await get('/metrics', { authorization: 'Bearer let me see' })).text();
    expect(text).toContain('method="GET",route="/api/share/v1/mixes/:mix",status="200"} 1');
    expect(text).toContain('scorestage_live_streams 0');
    for (const told of [text, lines.join()])
      for (const word of [mixId, secret, 'A'.repeat(22), '0'.repeat(64)]) expect(told).not.toContain(word);
    expect(lines.map((line) => JSON.parse(line).status)).toEqual([200, 404, 404, 404, 200]);
  });

  it('is ill once it closes', async () => {
    const app = createApp({ root: '.', share: share.routes, healthy: share.healthy });
    expect((await app.request('/healthz')).status).toBe(200);
    share.endStreams();
    expect((await app.request('/healthz')).status).toBe(503);
  });
});

describe('live', () => {
  it('tells everyone what happens, and who comes back what he missed', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const stream = await director.get('/events');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const said = comment();
    const heard = events(stream, 1, ['comment']);
    await ada.own('/comments', json(said));
    expect(await heard).toMatchObject([{ id: '2', data: { comment: { id: said.id }, own: false } }]);
    await director.get('/comments', json(comment()));
    const missed = await director.get('/events', { headers: { 'last-event-id': '1' } });
    const again = await events(missed, 2, ['comment']);
    expect(again.map(({ id }) => id)).toEqual(['2', '3']);
    expect(again[1]).toMatchObject({ data: { own: true } });
    expect(JSON.stringify(again)).not.toContain(director.linkId);
  });

  it('tells a link nothing of versions it doesn’t show', async () => {
    const ada = await composer();
    await publish(ada, 'proxy 1');
    await publish(ada, 'proxy 2');
    const director = await reviewer(ada, { versions: [2] });
    await ada.own('/comments', json(comment({ version: 1 })));
    await ada.own('/comments', json(comment({ version: 2 })));
    const stream = await director.get('/events', { headers: { 'last-event-id': '0' } });
    const told = await events(stream, 2, ['version', 'comment']);
    expect(told.map(({ id }) => id)).toEqual(['2', '4']);
  });

  it('ends when its link is revoked', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const stream = await director.get('/events');
    const ended = events(stream, 1, ['ended']);
    await ada.own(`/links/${director.linkId}`, { method: 'DELETE' });
    expect(await ended).toMatchObject([{ event: 'ended' }]);
    expect((await director.get('/events')).status).toBe(404);
  });

  it('tells who is here', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const presence = events(await ada.own('/events'), 2, ['presence']);
    await director.get('/presence', json({ name: 'Ada', at: 5, playing: true }));
    expect((await presence).at(-1)).toMatchObject({ data: [{ name: 'Ada', at: 5, playing: true }] });
  });

  it('has places for so many streams of one link', async () => {
    const ada = await composer();
    await publish(ada);
    const director = await reviewer(ada);
    const streams: Response[] = [];
    for (let n = 0; n < 100; n++) streams.push(await director.get('/events'));
    expect((await director.get('/events')).status).toBe(503);
    await streams[0]?.body?.cancel();
    const [freed] = [await director.get('/events')];
    expect(freed.status).toBe(200);
    for (const { body } of [...streams.slice(1), freed]) await body?.cancel();
  });
});
