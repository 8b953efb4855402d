/** What both kinds of stores must do alike: the same suite on disk and on a store that speaks the S3 API. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSwift } from '../../../tests/support/swift.ts';
import { type BlobStore, blobPlace } from '../blobs/blob-store.ts';
import { DiskBlobs } from '../blobs/disk-blobs.ts';
import { S3 } from '../blobs/s3.ts';
import { blobKey, S3Blobs } from '../blobs/s3-blobs.ts';
import { type Database, openDatabase } from '../db/open-database.ts';
import { missingBlobs } from '../store/blobs.ts';
import { collect } from '../store/collect.ts';
import { createMix } from '../store/mixes.ts';
import { beginUpload } from '../store/uploads.ts';
import { DiskStaging } from './disk-staging.ts';
import { S3Staging } from './s3-staging.ts';
import type { Staging } from './staging.ts';
import { Uploads } from './uploads.ts';

const NOW = 1_750_000_000_000;
/** Bytes of one request: the least the S3 API takes as a part that is not the last. */
const PART = 5 * 2 ** 20;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const folder = mkdtempSync(join(tmpdir(), 'scorestage-uploads-'));
/** null where no such store can be had: its half of the suite is skipped and counted as such. */
const swift = await startSwift();
const s3 = swift && new S3(await swift.settings('blobs'));

afterAll(async () => {
  await swift?.stop();
  rmSync(folder, { recursive: true });
});

suite('disk', async (database) => {
  const blobs = new DiskBlobs(join(folder, 'blobs'));
  return { blobs, staging: await DiskStaging.open(join(folder, 'uploads'), blobs, database) };
});
describe.skipIf(s3 === null)('with a store of objects', () => {
  suite('s3', async (database) => {
    if (!s3) throw new TypeError('skipped without a store');
    return { blobs: new S3Blobs(s3, true), staging: new S3Staging(s3, database) };
  });

  it('hands out addresses that serve one blob, as what it is, and refuse whoever changes them', async () => {
    if (!s3 || !swift) throw new TypeError('skipped without a store');
    const place = blobPlace('a'.repeat(64), 'B'.repeat(22));
    const id = await s3.beginParts(blobKey(place));
    await s3.sendPart(blobKey(place), id, 1, new Uint8Array([1, 2, 3]));
    await s3.completeParts(blobKey(place), id, (await s3.parts(blobKey(place), id)) ?? []);
    const url = await new S3Blobs(s3, true).urlOf(place, 'audio/flac', null);
    const answer = await fetch(url ?? '', { headers: { range: 'bytes=1-1' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'audio/flac']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([2]));
    const other = new URL(url ?? '');
    other.searchParams.set('response-content-type', 'text/html');
    expect((await fetch(other)).status).toBe(403);
    const { endpoint, bucket } = await swift.settings('blobs');
    expect((await fetch(`${endpoint}/${bucket}/${blobKey(place)}`)).ok).toBe(false);
    expect(await new S3Blobs(s3, false).urlOf(place, 'audio/flac', null)).toBeNull();
    await s3.remove(blobKey(place));
  });
});

type Opening = (database: Database) => Promise<{ readonly blobs: BlobStore; readonly staging: Staging }>;

function suite(kind: string, open: Opening) {
  describe(`uploads and blobs on ${kind}`, () => {
    let database: Database;
    let blobs: BlobStore;
    let uploads: Uploads;
    let mixId = '';
    /** As after a start of the server. */
    const start = async () => {
      const opened = await open(database);
      blobs = opened.blobs;
      uploads = new Uploads({ database, ...opened, path: '/uploads', maxBytes: 2 ** 30, now: () => NOW });
      await uploads.recover((fault) => {
        throw fault;
      });
    };
    beforeAll(async () => {
      database = await openDatabase(':memory:');
      await start();
      ({ mixId } = await createMix(database, 'The Lighthouse', NOW));
    });
    afterAll(() => database.close());

    const ask = (
      method: string,
      id: string,
      headers: Record<string, string>,
      body?: Uint8Array<ArrayBuffer>,
    ) =>
      uploads.handle(
        new Request(`http://mix.test/uploads/${id}`, {
          method,
          headers: { 'tus-resumable': '1.0.0', ...headers },
          ...(body ? { body } : {}),
        }),
      );
    const begin = async (sha256: string, bytes: number) => {
      const facts = { sha256, bytes, type: 'audio/flac' };
      const id = (await beginUpload(database, mixId, facts, 2 ** 40, NOW)) ?? '';
      expect((await ask('POST', '', { 'x-upload-id': id, 'upload-length': `${bytes}` })).status).toBe(201);
      return id;
    };
    const patch = (id: string, offset: number, body: Uint8Array<ArrayBuffer>) =>
      ask(
        'PATCH',
        id,
        { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
        body,
      );
    const head = async (id: string) =>
      Number((await ask('HEAD', id, {})).headers.get('upload-offset') ?? Number.NaN);
    const placeOf = async (sha256: string) => {
      const row = await database.db
        .selectFrom('blob')
        .select('place')
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      return row?.place ?? '';
    };
    const bytesAt = async (place: string, range?: { first: number; last: number }) =>
      new Uint8Array(await new Response(await blobs.read(place, range)).arrayBuffer());

    it('brings bytes in requests, over starts of the server, and reads them whole and in stretches', async () => {
      const bytes = randomBytes(2 * PART + 1_000);
      const hash = hashOf(bytes);
      const id = await begin(hash, bytes.length);
      expect((await patch(id, 0, bytes.subarray(0, PART))).status).toBe(204);
      await start();
      expect(await head(id)).toBe(PART);
      expect((await patch(id, 5, bytes.subarray(5, 10))).status).toBe(409);
      expect((await patch(id, PART, bytes.subarray(PART, 2 * PART))).status).toBe(204);
      expect(await missingBlobs(database, mixId, [hash], NOW)).toEqual([hash]);
      expect((await patch(id, 2 * PART, bytes.subarray(2 * PART))).status).toBe(204);
      expect(await missingBlobs(database, mixId, [hash], NOW)).toEqual([]);
      const place = await placeOf(hash);
      expect(await blobs.length(place)).toBe(bytes.length);
      expect(hashOf(await bytesAt(place))).toBe(hash);
      expect(await bytesAt(place, { first: PART - 1, last: PART + 1 })).toEqual(
        new Uint8Array(bytes.subarray(PART - 1, PART + 2)),
      );
      expect(await head(id)).toBeNaN();
    });

    it('refuses bytes that are not what was announced, and keeps none', async () => {
      const id = await begin('f'.repeat(64), 1_000);
      expect((await patch(id, 0, randomBytes(1_000))).status).toBe(460);
      expect(await blobs.length(blobPlace('f'.repeat(64), id))).toBeNull();
      expect(await missingBlobs(database, mixId, ['f'.repeat(64)], NOW)).toEqual(['f'.repeat(64)]);
    });

    it('takes no more than was announced', async () => {
      const id = await begin('e'.repeat(64), 100);
      expect((await patch(id, 0, randomBytes(101))).ok).toBe(false);
      expect(await blobs.length(blobPlace('e'.repeat(64), id))).toBeNull();
    });

    it('keeps bytes that came twice at one place, and takes away what was given up', async () => {
      const bytes = randomBytes(2_000);
      const hash = hashOf(bytes);
      const [one, two] = [await begin(hash, bytes.length), await begin(hash, bytes.length)];
      await patch(two, 0, bytes);
      await patch(one, 0, bytes);
      expect(await placeOf(hash)).toBe(blobPlace(hash, two));
      expect(await blobs.length(blobPlace(hash, one))).toBeNull();
      const given = await begin('d'.repeat(64), 10);
      expect((await ask('DELETE', given, {})).status).toBe(204);
    });

    it('collects what has no version and what has no row', async () => {
      const bytes = randomBytes(3_000);
      const id = await begin(hashOf(bytes), bytes.length);
      await patch(id, 0, bytes);
      const place = await placeOf(hashOf(bytes));
      const lost = randomBytes(10);
      const other = await begin(hashOf(lost), lost.length);
      await patch(other, 0, lost);
      await database.db.deleteFrom('blob').where('sha256', '=', hashOf(lost)).execute();
      expect(await collect({ database, blobs, uploads }, 0, NOW)).toMatchObject({ blobs: 0, uploads: 0 });
      expect(await blobs.length(place)).toBe(bytes.length);
      const { blobs: count, bytes: sum } = await collect(
        { database, blobs, uploads },
        Date.now() + 60_000,
        NOW,
      );
      // Those of the tests before as well.
      expect([count, sum]).toEqual([4, 2 * PART + 1_000 + 2_000 + 3_000 + 10]);
      expect(await blobs.length(place)).toBeNull();
      expect(await blobs.length(blobPlace(hashOf(lost), other))).toBeNull();
    });
  });
}
