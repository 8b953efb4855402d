/** The composer's notes against the server itself: read, heard, answered, resolved, and not lost by a broken line. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { type OpenShare, openShare } from '../../src/server/open-share.ts';
import { shareSettings } from '../../src/server/settings.ts';
import {
  createLinkClient,
  createMix,
  createOwnerClient,
  type Fetch,
  type MixKey,
  openLink,
} from '../../src/share/index.ts';
import { NotesLive, newsOf } from '../../src/ui/notes/live.ts';
import { manifestOf } from '../support/share-manifest.ts';

let folder = '';
let share: OpenShare;
let send: Fetch;
let key: MixKey;
let live: NotesLive;
let seenAt = 0;
const seen = {
  read: () => seenAt,
  write: (at: number) => {
    seenAt = at;
  },
};

const value = <Value>(result: { ok: true; value: Value } | { ok: false; message: string }): Value => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scorestage-notes-'));
  const settings = shareSettings({ SCORESTAGE_DATA: folder });
  if (!settings.ok) throw new Error(settings.message);
  share = await openShare(settings.value);
  const app = createApp({ root: '.', share: share.routes });
  send = async (path, init) => app.request(`http://mix.test${path}`, init);
  key = value(await createMix(send, 'The Lighthouse', null));
  const owner = createOwnerClient(send, key);
  const proxy = new Uint8Array(300);
  const sha256 = createHash('sha256').update(proxy).digest('hex');
  value(await owner.upload(new Blob([proxy]), sha256, 'audio/ogg'));
  value(await owner.publish(manifestOf({ sha256, bytes: proxy.length }), null));
  seenAt = 0;
});
afterEach(async () => {
  live.stop();
  await share.close();
  rmSync(folder, { recursive: true });
});

/** A director with a link of his own. */
async function director() {
  const { token } = value(
    await createOwnerClient(send, key).link({
      recipient: 'Director',
      role: 'approve',
      versions: null,
      expiresAt: null,
      password: null,
      downloads: false,
      stems: true,
    }),
  );
  let cookie = '';
  const keeping: Fetch = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await send(path, { ...init, headers });
    cookie ||= answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return answer;
  };
  const { linkId, versions } = value(await openLink(keeping, token, null));
  return { link: createLinkClient(keeping, linkId), versions };
}
const said = (id: string) => ({
  id: id.padEnd(22, 'x'),
  version: 1,
  author: 'Ada',
  body: `about ${id}`,
  at: 48_000,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
});
const begin = (through: Fetch = send) => {
  live = new NotesLive({ key, send: through, seen, pause: () => new Promise((next) => setImmediate(next)) });
  live.start();
  return live.store;
};

describe('the composer’s notes', () => {
  it('have what was said before and hear what is said now; what was looked at is no news', async () => {
    const { link, versions } = await director();
    value(await link.comment(said('before')));
    const store = begin();
    await vi.waitFor(() => expect(store.getState().link).toBe('live'));
    expect(newsOf(store.getState())).toBe(1);
    live.look();
    expect(newsOf(store.getState())).toBe(0);
    value(await link.comment(said('now')));
    await vi.waitFor(() => expect(newsOf(store.getState())).toBe(1));
    expect(store.getState().comments.map(({ body }) => body)).toEqual(['about before', 'about now']);
    value(await link.remove('now'.padEnd(22, 'x')));
    value(
      await link.approve({
        id: 'judged'.padEnd(22, 'x'),
        version: 1,
        manifestSha256: versions[0]?.manifestSha256 ?? '',
        author: 'Ada',
        verdict: 'approved',
        note: null,
        range: null,
      }),
    );
    await vi.waitFor(() => expect(store.getState()).toMatchObject({ approvals: [{ verdict: 'approved' }] }));
    expect(store.getState().comments).toHaveLength(1);
    expect(newsOf(store.getState())).toBe(1);
  });

  it('answer and resolve for everyone', async () => {
    const { link } = await director();
    const asked = value(await link.comment(said('ask')));
    const store = begin();
    await vi.waitFor(() => expect(store.getState().comments).toHaveLength(1));
    value(await live.reply(asked, 'Composer', 'Done.'));
    value(await live.resolve(asked.id, true));
    expect(value(await link.comments())).toMatchObject([
      { id: asked.id, resolvedAt: expect.any(Number) },
      { parent: asked.id, author: 'Composer', body: 'Done.', recipient: null },
    ]);
    expect(await live.reply(asked, 'Composer', 'x'.repeat(4_001))).toMatchObject({ code: 'too-long' });
    expect(newsOf(store.getState())).toBe(1);
  });

  it('miss nothing that was said while the line was broken', async () => {
    const { link } = await director();
    let broken = false;
    let cut = new AbortController();
    const shaky: Fetch = async (path, init) => {
      if (broken) throw new TypeError('no line');
      const answer = await send(path, init);
      if (!path.endsWith('/events') || !answer.body) return answer;
      cut = new AbortController();
      return new Response(answer.body.pipeThrough(new TransformStream(), { signal: cut.signal }), answer);
    };
    const store = begin(shaky);
    await vi.waitFor(() => expect(store.getState().link).toBe('live'));
    broken = true;
    cut.abort();
    await vi.waitFor(() => expect(store.getState().link).toBe('offline'));
    value(await link.comment(said('meanwhile')));
    broken = false;
    await vi.waitFor(() => expect(store.getState().link).toBe('live'));
    expect(store.getState().comments.map(({ body }) => body)).toEqual(['about meanwhile']);
  });

  it('end where the mix is gone', async () => {
    value(await createOwnerClient(send, key).removeMix());
    const store = begin();
    await vi.waitFor(() => expect(store.getState().link).toBe('ended'));
  });
});
