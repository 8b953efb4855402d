/** People around a share server, for tests: a composer, a reviewer, and the server itself. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { type OpenShare, openShare } from '../../src/server/open-share.ts';
import { shareSettings } from '../../src/server/settings.ts';
import { newId } from '../../src/server/store/secrets.ts';
import { type CreatedLink, type CreatedMix, SHARE_API } from '../../src/share/schema/index.ts';
import { manifestOf } from './share-manifest.ts';

/** When every test begins, ms. */
export const START = 1_750_000_000_000;
export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const b64 = (text: string) => Buffer.from(text).toString('base64');

/** The server of a test, its folder and its clock. */
export const world = {
  folder: '',
  share: null as OpenShare | null,
  clock: START,
  faults: [] as unknown[],
  /** Quota of a mix, GiB. */
  mixGib: '0.001',
  /** Starts the server, anew if it was closed. */
  async open(): Promise<void> {
    const settings = shareSettings({ SCORESTAGE_DATA: world.folder, SCORESTAGE_MIX_GIB: world.mixGib });
    if (!settings.ok) throw new Error(settings.message);
    world.share = await openShare(settings.value, {
      now: () => world.clock,
      onFault: (fault) => world.faults.push(fault),
    });
  },
  /** The server that runs. */
  get running(): OpenShare {
    if (!world.share) throw new Error('no server runs');
    return world.share;
  },
};

/** A server of its own for each test of a file, which must end without a fault. @param mixGib quota of a mix */
export function withServer(mixGib = '0.001'): void {
  beforeEach(async () => {
    world.mixGib = mixGib;
    world.folder = mkdtempSync(join(tmpdir(), 'scorestage-share-'));
    world.clock = START;
    world.faults = [];
    await world.open();
  });
  afterEach(async () => {
    await world.running.close();
    rmSync(world.folder, { recursive: true });
    expect(world.faults).toEqual([]);
  });
}

export const ask = (path: string, init: RequestInit = {}) =>
  createApp({ root: '.', share: world.running.routes }).request(`http://mix.test${path}`, init);
export const api = (path: string, init?: RequestInit) => ask(`${SHARE_API}${path}`, init);

export const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** A composer with a mix. */
export async function composer(title = 'The Lighthouse') {
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
export type Composer = Awaited<ReturnType<typeof composer>>;

export const bytesOf = (text: string) => new TextEncoder().encode(text);

const factsOf = (text: string) => ({ sha256: hashOf(bytesOf(text)), bytes: bytesOf(text).length });
export const manifestOfTexts = (proxy: string, stem: string | null) =>
  manifestOf(factsOf(proxy), stem === null ? [] : [factsOf(stem)]);

export const publish = async (who: Composer, proxy = 'proxy', stem: string | null = 'stem') => {
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
export async function reviewer(who: Composer, wish: object = {}) {
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

export const comment = (wish: object = {}) => ({
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
