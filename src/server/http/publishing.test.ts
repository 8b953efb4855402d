import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  api,
  ask,
  bytesOf,
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

withServer();

const DAY = 24 * 3_600_000;
const b64 = (text: string) => Buffer.from(text).toString('base64');

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
    expect(readdirSync(join(world.folder, 'uploads'))).toEqual([]);
  });

  it('goes on with an upload after the server was started anew, and finishes one that was complete', async () => {
    const ada = await composer();
    const [one, two] = [randomBytes(50_000), randomBytes(60_000)];
    const url = (await ada.begin(hashOf(one), one.length, 'audio/flac')).headers.get('location') ?? '';
    await ada.patch(url, 0, one.subarray(0, 20_000));
    const full = (await ada.begin(hashOf(two), two.length, 'audio/flac')).headers.get('location') ?? '';
    await world.running.close();
    // What a process leaves that ends between the last byte and its answer.
    writeFileSync(join(world.folder, 'uploads', full.split('/').at(-1) ?? ''), two);
    await world.open();
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
    expect(readdirSync(join(world.folder, 'blobs'))).toEqual([]);
    expect(readdirSync(join(world.folder, 'uploads'))).toEqual([]);
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
    world.clock = START + 6 * DAY;
    expect(await world.running.collect()).toMatchObject({ blobs: 0, uploads: 0 });
    world.clock = START + 8 * DAY;
    expect(await world.running.collect()).toMatchObject({ blobs: 1, bytes: 10, uploads: 1 });
    const left = readdirSync(join(world.folder, 'blobs')).flatMap((name) =>
      readdirSync(join(world.folder, 'blobs', name)),
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
