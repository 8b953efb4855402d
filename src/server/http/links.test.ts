import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  api,
  bytesOf,
  comment,
  composer,
  hashOf,
  json,
  publish,
  reviewer,
  START,
  withServer,
  world,
} from '../../../tests/support/share-world.ts';
import type { Manifest } from '../../share/schema/index.ts';
import { newId } from '../store/secrets.ts';

withServer();

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
    world.clock = START + 1_000;
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
    world.clock += 60_000;
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
    await world.running.close();
    const all = readdirSync(world.folder)
      .filter((name) => statSync(join(world.folder, name)).isFile())
      .map((name) => readFileSync(join(world.folder, name), 'latin1'))
      .join('');
    const [, secret = ''] = director.pair.split('=');
    for (const word of [ada.secret, director.token, secret, 'correct horse']) {
      expect(word.length).toBeGreaterThan(10);
      expect(all).not.toContain(word);
    }
    await world.open();
  });
});
