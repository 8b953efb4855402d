import { createHash } from 'node:crypto';
import { type BlobUse, type Manifest, manifestBlobs, type VersionFacts } from '../../share/schema/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Database } from '../db/open-database.ts';
import { addEvent } from './events.ts';
import { capabilityHash, newCapability, newId, sameHash } from './secrets.ts';

/** A new mix; the secret is told this once. */
export async function createMix(
  { db }: Database,
  title: string,
  now: number,
): Promise<{ readonly mixId: string; readonly secret: string }> {
  const [mixId, secret] = [newId(), newCapability()];
  const row = { id: mixId, title, owner_hash: capabilityHash(secret), event_seq: 0, created_at: now };
  await db.insertInto('mix').values(row).execute();
  return { mixId, secret };
}

/** The title of a mix if the capability is its owner's; null for a wrong one and for no such mix alike. */
export async function ownedMix(
  { db }: Database,
  mixId: string,
  secret: string,
): Promise<{ readonly title: string } | null> {
  const row = await db
    .selectFrom('mix')
    .select(['title', 'owner_hash'])
    .where('id', '=', mixId)
    .executeTakeFirst();
  return row && sameHash(row.owner_hash, capabilityHash(secret)) ? { title: row.title } : null;
}

/** Title of a mix; null where there is none. */
export async function titleOf({ db }: Database, mixId: string): Promise<string | null> {
  const row = await db.selectFrom('mix').select('title').where('id', '=', mixId).executeTakeFirst();
  return row?.title ?? null;
}

/** Takes a mix away with everything said about it; its blobs go with the next collection. */
export async function removeMix({ db }: Database, mixId: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('comment').where('mix_id', '=', mixId).execute();
    await transaction.deleteFrom('mix').where('id', '=', mixId).execute();
  });
}

/** A published version. */
export interface StoredVersion extends VersionFacts {
  readonly id: string;
  readonly manifest: Manifest;
}

interface VersionRow {
  readonly n: number;
  readonly manifest_sha256: string;
  readonly note: string | null;
  readonly created_at: number;
}

const facts = (row: VersionRow): VersionFacts => ({
  n: row.n,
  manifestSha256: row.manifest_sha256,
  note: row.note,
  createdAt: row.created_at,
});

/** Why a version is not published. */
export type PublishFault = 'blob-missing' | 'blob-differs';

/**
 * Publishes a version: every blob it names must have been sent for this mix, with the same length and type. All or
 * nothing, numbered without gaps.
 */
export async function publishVersion(
  { db }: Database,
  mixId: string,
  manifest: Manifest,
  note: string | null,
  now: number,
): Promise<Result<VersionFacts, PublishFault>> {
  const text = JSON.stringify(manifest);
  const manifest_sha256 = createHash('sha256').update(text).digest('hex');
  const wanted = manifestBlobs(manifest);
  return db.transaction().execute(async (transaction) => {
    // The row is locked until the end: two publishers of one mix wait for one another, so numbers have no gaps.
    await transaction
      .updateTable('mix')
      .set((eb) => ({ event_seq: eb('event_seq', '+', 0) }))
      .where('id', '=', mixId)
      .execute();
    const last = await transaction
      .selectFrom('version')
      .select((eb) => eb.fn.max('n').as('n'))
      .where('mix_id', '=', mixId)
      .executeTakeFirst();
    const present = await transaction
      .selectFrom('mix_blob')
      .select(['sha256', 'bytes', 'type'])
      .where('mix_id', '=', mixId)
      .execute();
    const sent = new Map(present.map((row) => [row.sha256, row]));
    for (const blob of wanted) {
      const row = sent.get(blob.sha256);
      if (!row)
        return fail('blob-missing', `Blob ${blob.sha256} has not been sent.`, 'Send it, then publish.');
      if (row.bytes !== blob.bytes || row.type !== blob.type) {
        return fail(
          'blob-differs',
          `Blob ${blob.sha256} is ${row.bytes} bytes of ${row.type}, not ${blob.bytes} of ${blob.type}.`,
          'Name it as it was sent.',
        );
      }
    }
    const [id, n] = [newId(), (last?.n ?? 0) + 1];
    const row = { id, mix_id: mixId, n, manifest: text, manifest_sha256, note, created_at: now };
    await transaction.insertInto('version').values(row).execute();
    for (const { sha256, type, use } of wanted)
      await transaction.insertInto('version_blob').values({ version_id: id, sha256, type, use }).execute();
    await addEvent(transaction, mixId, n, { kind: 'version', version: n }, now);
    return ok(facts(row));
  });
}

/** Versions of a mix, newest first. */
export async function listVersions({ db }: Database, mixId: string): Promise<readonly VersionFacts[]> {
  const rows = await db
    .selectFrom('version')
    .select(['n', 'manifest_sha256', 'note', 'created_at'])
    .where('mix_id', '=', mixId)
    .orderBy('n', 'desc')
    .execute();
  return rows.map(facts);
}

/** Whether a mix has a version. */
export async function hasVersion({ db }: Database, mixId: string, n: number): Promise<boolean> {
  const row = await db
    .selectFrom('version')
    .select('n')
    .where('mix_id', '=', mixId)
    .where('n', '=', n)
    .executeTakeFirst();
  return row !== undefined;
}

/** One version; null where there is none. */
export async function readVersion({ db }: Database, mixId: string, n: number): Promise<StoredVersion | null> {
  const row = await db
    .selectFrom('version')
    .selectAll()
    .where('mix_id', '=', mixId)
    .where('n', '=', n)
    .executeTakeFirst();
  // Written by publishVersion alone.
  return row ? { ...facts(row), id: row.id, manifest: JSON.parse(row.manifest) as Manifest } : null;
}

/** What blob a reader may fetch: its type, if one of the versions he may see refers to it for one of the uses. */
export async function readableBlob(
  { db }: Database,
  mixId: string,
  sha256: string,
  uses: readonly BlobUse[],
  versions: readonly number[] | null,
): Promise<{ readonly type: string; readonly bytes: number; readonly place: string } | null> {
  let query = db
    .selectFrom('version_blob')
    .innerJoin('version', 'version.id', 'version_blob.version_id')
    .innerJoin('blob', 'blob.sha256', 'version_blob.sha256')
    .select(['version_blob.type', 'blob.bytes', 'blob.place'])
    .where('version.mix_id', '=', mixId)
    .where('version_blob.sha256', '=', sha256)
    .where('version_blob.use', 'in', [...uses]);
  if (versions) query = query.where('version.n', 'in', [...versions]);
  return (await query.limit(1).executeTakeFirst()) ?? null;
}
