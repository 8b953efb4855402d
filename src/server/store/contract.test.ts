/** What both databases must do alike: the same suite on SQLite and on a real Postgres. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../../tests/support/postgres.ts';
import { manifestOf } from '../../../tests/support/share-manifest.ts';
import type { CommentRequest } from '../../share/schema/index.ts';
import { type Database, openDatabase } from '../db/open-database.ts';
import { addApproval, approvalsOf } from './approvals.ts';
import { AUDIT_LINES, audit, auditOf, thinAudit } from './audit.ts';
import { bytesOfMix, forgetUnused, missingBlobs, noteBlob, notedPlaces } from './blobs.ts';
import { addComment, changeComment, commentsOf, MOST_COMMENTS, removeComment } from './comments.ts';
import { eventsAfter, newestEvent } from './events.ts';
import { createLink, isOpen, linkOfId, linkOfToken, linksOfMix, revokeLink, showsVersion } from './links.ts';
import { createMix, listVersions, ownedMix, publishVersion, readableBlob, readVersion } from './mixes.ts';
import { capabilityHash, newId, passwordMatches } from './secrets.ts';
import {
  createSession,
  dropEndedSessions,
  notePresence,
  presentIn,
  SESSIONS_PER_LINK,
  sessionRuns,
} from './sessions.ts';

const NOW = 1_750_000_000_000;
const sha = (n: number) => n.toString(16).padStart(64, '0');
const place = (n: number) => `${sha(n)}-${'A'.repeat(22)}`;

const manifest = (...stems: number[]) =>
  manifestOf(
    { sha256: sha(100), bytes: 10 },
    stems.map((n) => ({ sha256: sha(n), bytes: 20 })),
  );

const comment = (wish: Partial<CommentRequest> = {}): CommentRequest => ({
  id: newId(),
  version: 1,
  author: 'Ada',
  body: 'The cello is late.',
  at: 48_000,
  end: null,
  target: { kind: 'track', id: 'cello', name: 'Solo Cello' },
  place: { x: -0.14, y: 0.95, z: 0.1 },
  drawing: null,
  parent: null,
  ...wish,
});

const wish = {
  recipient: 'Director',
  role: 'comment',
  versions: null,
  expiresAt: null,
  password: null,
  downloads: false,
  stems: true,
} as const;

const folder = mkdtempSync(join(tmpdir(), 'scorestage-contract-'));
/** null where no Postgres can be had: its half of the suite is skipped and counted as such. */
const postgres = await startPostgres();
const urls = { sqlite: join(folder, 'share.sqlite'), postgres: postgres?.url ?? '' };
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

for (const kind of ['sqlite', 'postgres'] as const) suite(kind, urls[kind]);

function suite(kind: 'sqlite' | 'postgres', url: string) {
  describe.skipIf(url === '')(`metadata on ${kind}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await openDatabase(url);
    });
    afterAll(() => database.close());

    const send = async (mixId: string, ...hashes: number[]) => {
      await noteBlob(database, mixId, { sha256: sha(100), bytes: 10, type: 'audio/ogg' }, place(100), NOW);
      for (const n of hashes)
        await noteBlob(database, mixId, { sha256: sha(n), bytes: 20, type: 'audio/flac' }, place(n), NOW);
    };
    const published = async (...stems: number[]) => {
      const mix = await createMix(database, 'The Lighthouse', NOW);
      await send(mix.mixId, ...stems);
      await publishVersion(database, mix.mixId, manifest(...stems), null, NOW);
      return mix;
    };

    it('opens twice: steps that have run are left alone', async () => {
      const again = await openDatabase(url);
      const { mixId } = await createMix(again, 'Seen by both', NOW);
      await again.close();
      expect(await newestEvent(database, mixId)).toBe(0);
    });

    it('knows an owner by his capability alone', async () => {
      const { mixId, secret } = await createMix(database, 'The Lighthouse', NOW);
      const other = await createMix(database, 'Another', NOW);
      expect(await ownedMix(database, mixId, secret)).toEqual({ title: 'The Lighthouse' });
      expect(await ownedMix(database, mixId, other.secret)).toBeNull();
      expect(await ownedMix(database, newId(), secret)).toBeNull();
    });

    it('publishes when every blob has been sent for this mix, and not before', async () => {
      const { mixId } = await createMix(database, 'The Lighthouse', NOW);
      const foreign = await createMix(database, 'Another', NOW);
      await send(foreign.mixId, 7);
      await send(mixId, 6);
      const refused = await publishVersion(database, mixId, manifest(6, 7), null, NOW);
      expect(refused).toMatchObject({ ok: false, code: 'blob-missing' });
      expect(await listVersions(database, mixId)).toEqual([]);
      await send(mixId, 7);
      expect(await publishVersion(database, mixId, manifest(6, 7), 'first', NOW)).toMatchObject({
        ok: true,
        value: { n: 1, note: 'first', createdAt: NOW },
      });
      expect((await readVersion(database, mixId, 1))?.manifest).toEqual(manifest(6, 7));
      expect(await readVersion(database, mixId, 2)).toBeNull();
    });

    it('refuses a blob named with another length or type than it was sent with', async () => {
      const { mixId } = await createMix(database, 'The Lighthouse', NOW);
      await send(mixId, 6);
      await noteBlob(database, mixId, { sha256: sha(6), bytes: 21, type: 'audio/flac' }, place(6), NOW + 1);
      await noteBlob(database, mixId, { sha256: sha(8), bytes: 20, type: 'audio/ogg' }, place(8), NOW);
      expect(await publishVersion(database, mixId, manifest(8), null, NOW)).toMatchObject({
        ok: false,
        code: 'blob-differs',
      });
    });

    it('numbers versions without gaps, also when several are published at once', async () => {
      const { mixId } = await createMix(database, 'The Lighthouse', NOW);
      await send(mixId);
      const all = await Promise.all(
        Array.from({ length: 6 }, () => publishVersion(database, mixId, manifest(), null, NOW)),
      );
      expect(all.map((one) => (one.ok ? one.value.n : 0)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
      expect((await listVersions(database, mixId)).map(({ n }) => n)).toEqual([6, 5, 4, 3, 2, 1]);
    });

    it('tells what must still be sent from the mix’s own blobs only', async () => {
      const { mixId } = await published(11, 12);
      const other = await createMix(database, 'Another', NOW);
      expect(await missingBlobs(database, mixId, [sha(11), sha(13), sha(12)], NOW)).toEqual([sha(13)]);
      expect(await missingBlobs(database, other.mixId, [sha(11)], NOW)).toEqual([sha(11)]);
      expect(await missingBlobs(database, mixId, [], NOW)).toEqual([]);
      expect(await bytesOfMix(database, mixId)).toBe(50);
      expect(await bytesOfMix(database, other.mixId)).toBe(0);
    });

    it('lets a blob be read through a version and use that may be seen, and through none else', async () => {
      const { mixId } = await published(21);
      await send(mixId, 22);
      await publishVersion(database, mixId, manifest(22), null, NOW);
      const other = await published();
      const read = (mix: string, n: number, uses: readonly ('stem' | 'proxy')[], versions: number[] | null) =>
        readableBlob(database, mix, sha(n), uses, versions);
      expect(await read(mixId, 21, ['stem'], null)).toEqual({
        type: 'audio/flac',
        bytes: 20,
        place: place(21),
      });
      expect(await read(mixId, 21, ['proxy'], null)).toBeNull();
      expect(await read(mixId, 22, ['stem'], [1])).toBeNull();
      expect(await read(mixId, 22, ['stem'], [1, 2])).not.toBeNull();
      expect(await read(other.mixId, 21, ['stem'], null)).toBeNull();
    });

    it('keeps bytes that came twice at the place they came to first', async () => {
      const { mixId } = await published();
      const facts = { sha256: sha(41), bytes: 5, type: 'audio/flac' };
      expect(await noteBlob(database, mixId, facts, place(41), NOW)).toBe(place(41));
      const second = `${sha(41)}-${'B'.repeat(22)}`;
      expect(await noteBlob(database, mixId, facts, second, NOW)).toBe(place(41));
    });

    it('forgets blobs without a version after the grace, and none that a version needs', async () => {
      const { mixId } = await published(31);
      const old = { sha256: sha(32), bytes: 5, type: 'audio/flac' };
      await noteBlob(database, mixId, old, place(32), NOW - 1_000);
      await noteBlob(database, mixId, { ...old, sha256: sha(33) }, place(33), NOW + 1_000);
      const forgotten = (await forgetUnused(database, NOW)).map((each) => each.place);
      expect(forgotten).toContain(place(32));
      expect(forgotten).not.toContain(place(31));
      const all = [31, 32, 33].map(place);
      expect(await notedPlaces(database, all)).toEqual(new Set([place(31), place(33)]));
      expect(await missingBlobs(database, mixId, [sha(31), sha(32)], NOW)).toEqual([sha(32)]);
      expect(await forgetUnused(database, NOW)).toEqual([]);
    });

    it('keeps links by the hash of their token, with everything they allow', async () => {
      const { mixId } = await published();
      const { linkId, token } = await createLink(
        database,
        mixId,
        { ...wish, versions: [1, 3], password: 'correct horse', expiresAt: NOW + 5 },
        NOW,
      );
      const link = await linkOfToken(database, token);
      expect(link).toMatchObject({ id: linkId, mixId, role: 'comment', versions: [1, 3], stems: true });
      expect(link).toEqual(await linkOfId(database, linkId));
      expect(JSON.stringify(await database.db.selectFrom('link').selectAll().execute())).not.toContain(token);
      expect(await passwordMatches('correct horse', link?.passwordHash ?? '')).toBe(true);
      expect(await passwordMatches('correct horsf', link?.passwordHash ?? '')).toBe(false);
      if (!link) throw new Error('no link');
      expect([isOpen(link, NOW + 4), isOpen(link, NOW + 5)]).toEqual([true, false]);
      expect([showsVersion(link, 3), showsVersion(link, 2)]).toEqual([true, false]);
      expect(await linkOfToken(database, newId())).toBeNull();
    });

    it('ends a link with all its sessions, for its own mix only', async () => {
      const { mixId } = await published();
      const other = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const { secret } = await createSession(database, linkId, null, NOW);
      expect(await sessionRuns(database, linkId, secret, NOW)).toBe(true);
      expect(await revokeLink(database, other.mixId, linkId, NOW)).toBe(false);
      expect(await sessionRuns(database, linkId, secret, NOW)).toBe(true);
      expect(await revokeLink(database, mixId, linkId, NOW + 1)).toBe(true);
      expect(await revokeLink(database, mixId, linkId, NOW + 9)).toBe(true);
      expect(await sessionRuns(database, linkId, secret, NOW)).toBe(false);
      expect((await linksOfMix(database, mixId)).map(({ revokedAt }) => revokedAt)).toEqual([NOW + 1]);
    });

    it('runs sessions until the link ends, of their own link only, and not without number', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const second = await createLink(database, mixId, wish, NOW);
      const first = await createSession(database, linkId, NOW + 100, NOW);
      expect(first.expiresAt).toBe(NOW + 100);
      expect(await sessionRuns(database, linkId, first.secret, NOW + 99)).toBe(true);
      expect(await sessionRuns(database, linkId, first.secret, NOW + 100)).toBe(false);
      expect(await sessionRuns(database, second.linkId, first.secret, NOW)).toBe(false);
      for (let n = 0; n < SESSIONS_PER_LINK; n++) await createSession(database, linkId, null, NOW + 1 + n);
      expect(await sessionRuns(database, linkId, first.secret, NOW)).toBe(false);
      const rows = await database.db
        .selectFrom('session')
        .selectAll()
        .where('link_id', '=', linkId)
        .execute();
      expect(rows).toHaveLength(SESSIONS_PER_LINK);
    });

    it('keeps the newest thousand lines of a log, and sessions that run', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      for (let n = 0; n < AUDIT_LINES + 20; n++) await audit(database, mixId, linkId, 'opened', NOW + n);
      const ending = await createSession(database, linkId, NOW + 5, NOW);
      const staying = await createSession(database, linkId, NOW + 6, NOW);
      expect(await thinAudit(database)).toBe(20);
      expect(await thinAudit(database)).toBe(0);
      const lines = await auditOf(database, mixId, 2_000);
      expect([lines.length, lines.at(-1)?.at]).toEqual([AUDIT_LINES, NOW + 20]);
      await dropEndedSessions(database, NOW + 5);
      const rows = database.db.selectFrom('session').select('id_hash').where('link_id', '=', linkId);
      expect((await rows.execute()).map(({ id_hash }) => id_hash)).toEqual([capabilityHash(staying.secret)]);
      expect(await sessionRuns(database, linkId, ending.secret, NOW + 5)).toBe(false);
    });

    it('tells who is here', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const [ada, , bob] = [
        await createSession(database, linkId, null, NOW),
        await createSession(database, linkId, null, NOW),
        await createSession(database, linkId, null, NOW),
      ];
      await notePresence(
        database,
        [{ session: ada.secret, who: { name: 'Ada', at: 5, playing: true } }],
        NOW + 10,
      );
      await notePresence(
        database,
        [{ session: bob.secret, who: { name: 'Bob', at: 6, playing: false } }],
        NOW + 20,
      );
      expect(await presentIn(database, mixId, NOW + 5)).toEqual([
        { name: 'Ada', at: 5, playing: true },
        { name: 'Bob', at: 6, playing: false },
      ]);
      expect(await presentIn(database, mixId, NOW + 15)).toEqual([{ name: 'Bob', at: 6, playing: false }]);
    });

    it('takes a comment once, however often it is sent, and from its writer alone', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const other = await createLink(database, mixId, wish, NOW);
      const said = comment({ drawing: { over: 'picture', strokes: [[{ x: 0, y: 1 }]] }, end: 96_000 });
      const first = await addComment(database, mixId, linkId, said, NOW);
      const again = await addComment(database, mixId, linkId, said, NOW + 50);
      expect(again).toEqual(first);
      expect(first).toMatchObject({ ok: true, value: { ...said, recipient: 'Director', createdAt: NOW } });
      expect(await addComment(database, mixId, other.linkId, said, NOW)).toMatchObject({
        code: 'comment-id-taken',
      });
      const elsewhere = await published();
      expect(await addComment(database, elsewhere.mixId, null, said, NOW)).toMatchObject({
        code: 'comment-id-taken',
      });
      expect(await commentsOf(database, mixId, null)).toHaveLength(1);
      expect((await eventsAfter(database, mixId, 1, 10)).map(({ event }) => event.kind)).toEqual(['comment']);
    });

    it('takes so many comments of one link, and no more', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const first = comment();
      expect(await addComment(database, mixId, linkId, first, NOW)).toMatchObject({ ok: true });
      for (let left = MOST_COMMENTS - 1; left > 0; left -= 500)
        await database.db
          .insertInto('comment')
          .values(
            Array.from({ length: Math.min(500, left) }, () => ({
              id: newId(),
              mix_id: mixId,
              version: 1,
              link_id: linkId,
              author: 'Ada',
              body: 'More.',
              at: 0,
              end_at: null,
              pin: '{"target":null,"place":null,"drawing":null}',
              parent_id: null,
              created_at: NOW,
              edited_at: null,
              resolved_at: null,
              removed_at: null,
            })),
          )
          .execute();
      expect(await addComment(database, mixId, linkId, comment(), NOW)).toMatchObject({
        code: 'comments-full',
      });
      expect(await addComment(database, mixId, linkId, first, NOW)).toMatchObject({ ok: true });
      expect(await addComment(database, mixId, null, comment(), NOW)).toMatchObject({ ok: true });
    });

    it('lets words be changed and taken back by their writer, and anyone mark them as done', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const said = comment();
      await addComment(database, mixId, linkId, said, NOW);
      const answer = comment({ parent: said.id, author: 'Composer' });
      expect(await addComment(database, mixId, null, answer, NOW + 1)).toMatchObject({ ok: true });
      const change = (link: string | null, what: object) =>
        changeComment(database, mixId, link, said.id, what, NOW + 2);
      expect(await change(null, { body: 'no' })).toMatchObject({ code: 'comment-not-yours' });
      expect(await change(linkId, { body: 'A frame late.' })).toMatchObject({ value: { editedAt: NOW + 2 } });
      expect(await change(null, { resolved: true })).toMatchObject({
        value: { body: 'A frame late.', resolvedAt: NOW + 2 },
      });
      expect(await change(linkId, { resolved: false })).toMatchObject({ value: { resolvedAt: null } });
      expect(await removeComment(database, mixId, linkId, answer.id, NOW)).toMatchObject({
        code: 'comment-not-yours',
      });
      expect(await removeComment(database, mixId, null, said.id, NOW)).toMatchObject({ ok: true });
      expect((await commentsOf(database, mixId, null)).map(({ id }) => id)).toEqual([answer.id]);
      expect(await change(linkId, { resolved: true })).toMatchObject({ code: 'comment-missing' });
    });

    it('keeps comments of one mix from another, also as parents', async () => {
      const [one, two] = [await published(), await published()];
      const said = comment();
      await addComment(database, one.mixId, null, said, NOW);
      const answer = comment({ parent: said.id });
      expect(await addComment(database, two.mixId, null, answer, NOW)).toMatchObject({
        code: 'comment-parent-missing',
      });
      expect(await changeComment(database, two.mixId, null, said.id, { resolved: true }, NOW)).toMatchObject({
        code: 'comment-missing',
      });
      expect(await commentsOf(database, two.mixId, null)).toEqual([]);
      expect(await commentsOf(database, one.mixId, [2])).toEqual([]);
    });

    it('judges what a version holds, once', async () => {
      const { mixId } = await published();
      const { linkId } = await createLink(database, mixId, wish, NOW);
      const [version] = await listVersions(database, mixId);
      const said = {
        id: newId(),
        version: 1,
        manifestSha256: version?.manifestSha256 ?? '',
        author: 'Ada',
        verdict: 'approved-with-notes',
        note: 'Less pulse.',
        range: { name: '1m4', start: 0, end: 48_000 },
      } as const;
      expect(
        await addApproval(database, mixId, linkId, { ...said, manifestSha256: sha(9) }, NOW),
      ).toMatchObject({ code: 'approval-other-version' });
      const first = await addApproval(database, mixId, linkId, said, NOW);
      expect(await addApproval(database, mixId, linkId, said, NOW + 5)).toEqual(first);
      expect(await approvalsOf(database, mixId, null)).toEqual([
        { ...said, recipient: 'Director', createdAt: NOW },
      ]);
      expect(await approvalsOf(database, mixId, [])).toEqual([]);
    });

    it('numbers events of a mix in the order they become visible, under many writers', async () => {
      const { mixId } = await published();
      const seen: number[] = [];
      const written = new AbortController();
      const reader = (async () => {
        while (!written.signal.aborted) {
          for (const { seq } of await eventsAfter(database, mixId, seen.at(-1) ?? 0, 7)) seen.push(seq);
          await new Promise((next) => setImmediate(next));
        }
      })();
      await Promise.all(
        Array.from({ length: 40 }, (_, n) => addComment(database, mixId, null, comment({ at: n }), NOW + n)),
      );
      while ((seen.at(-1) ?? 0) < (await newestEvent(database, mixId)))
        await new Promise((next) => setImmediate(next));
      written.abort();
      await reader;
      expect(seen).toEqual(Array.from({ length: 41 }, (_, n) => n + 1));
    });
  });
}
