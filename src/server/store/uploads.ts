import type { Database } from '../db/open-database.ts';
import type { UploadTable } from '../db/tables.ts';
import { type BlobFacts, bytesOfMix } from './blobs.ts';
import { newId } from './secrets.ts';

/** An upload that has begun. */
export interface StoredUpload extends BlobFacts {
  readonly id: string;
  readonly mixId: string;
  /** What the store of the bytes needs to go on, e.g. the id of a multipart upload. */
  readonly state: string | null;
}

const uploadFrom = (row: UploadTable): StoredUpload => ({
  id: row.id,
  mixId: row.mix_id,
  sha256: row.sha256,
  bytes: row.bytes,
  type: row.type,
  state: row.state,
});

/** Uploads a mix may have open at once. */
const OPEN_UPLOADS = 64;

/** Notes an upload before its first byte. @returns its id, or null where the mix would hold more than `quota` bytes */
export async function beginUpload(
  database: Database,
  mixId: string,
  { sha256, bytes, type }: BlobFacts,
  quota: number,
  now: number,
): Promise<string | null> {
  return database.db.transaction().execute(async (db) => {
    // The mix's row is locked until the end: uploads that begin at once see one another.
    await db
      .updateTable('mix')
      .set((eb) => ({ event_seq: eb('event_seq', '+', 0) }))
      .where('id', '=', mixId)
      .execute();
    const open = await db
      .selectFrom('upload')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('mix_id', '=', mixId)
      .executeTakeFirst();
    if (Number(open?.count ?? 0) >= OPEN_UPLOADS) return null;
    if ((await bytesOfMix({ db }, mixId)) + bytes > quota) return null;
    const id = newId();
    const row = { id, mix_id: mixId, sha256, bytes, type, state: null, created_at: now, touched_at: now };
    await db.insertInto('upload').values(row).execute();
    return id;
  });
}

/** An upload; null where there is none. */
export async function uploadOf({ db }: Database, id: string): Promise<StoredUpload | null> {
  const row = await db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? uploadFrom(row) : null;
}

/** Marks an upload as gone on with. */
export async function touchUpload({ db }: Database, id: string, now: number): Promise<void> {
  await db.updateTable('upload').set({ touched_at: now }).where('id', '=', id).execute();
}

/** Every upload that has begun. */
export async function unfinishedUploads({ db }: Database): Promise<readonly StoredUpload[]> {
  return (await db.selectFrom('upload').selectAll().execute()).map(uploadFrom);
}

/** Uploads that nobody has gone on with since `before`. */
export async function staleUploads({ db }: Database, before: number): Promise<readonly StoredUpload[]> {
  const rows = await db.selectFrom('upload').selectAll().where('touched_at', '<', before).execute();
  return rows.map(uploadFrom);
}

/** Keeps what the store of the bytes needs to go on. */
export async function setUploadState({ db }: Database, id: string, state: string): Promise<void> {
  await db.updateTable('upload').set({ state }).where('id', '=', id).execute();
}

/** Forgets an upload. */
export async function dropUpload({ db }: Database, id: string): Promise<void> {
  await db.deleteFrom('upload').where('id', '=', id).execute();
}
