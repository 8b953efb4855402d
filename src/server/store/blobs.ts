import type { Database } from '../db/open-database.ts';

/** A blob as its owner announced it. */
export interface BlobFacts {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: string;
}

/**
 * Which of these blobs must still be sent for this mix. Answers from the mix's own blobs only: who could ask about
 * others' would learn what they hold. What is there is marked as wanted, so the collection leaves it alone.
 */
export async function missingBlobs(
  { db }: Database,
  mixId: string,
  hashes: readonly string[],
  now: number,
): Promise<readonly string[]> {
  if (hashes.length === 0) return [];
  const rows = await db
    .selectFrom('mix_blob')
    .select('sha256')
    .where('mix_id', '=', mixId)
    .where('sha256', 'in', [...hashes])
    .execute();
  const there = new Set(rows.map(({ sha256 }) => sha256));
  if (there.size > 0)
    await db
      .updateTable('blob')
      .set({ touched_at: now })
      .where('sha256', 'in', [...there])
      .execute();
  return hashes.filter((hash) => !there.has(hash));
}

/**
 * Notes a blob that is wholly stored at `place`, and that this mix has sent it. Doing it twice is doing it once.
 * @returns where the blob lies: another place than the one given where the same bytes were there before
 */
export async function noteBlob(
  { db }: Database,
  mixId: string,
  { sha256, bytes, type }: BlobFacts,
  place: string,
  now: number,
): Promise<string> {
  return db.transaction().execute(async (transaction) => {
    const stored = await transaction
      .insertInto('blob')
      .values({ sha256, place, bytes, created_at: now, touched_at: now })
      .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ touched_at: now }))
      .returning('place')
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('mix_blob')
      .values({ mix_id: mixId, sha256, bytes, type })
      .onConflict((conflict) => conflict.columns(['mix_id', 'sha256']).doUpdateSet({ type }))
      .execute();
    return stored.place;
  });
}

/** Bytes a mix has sent, uploads that have begun included. */
export async function bytesOfMix({ db }: Pick<Database, 'db'>, mixId: string): Promise<number> {
  const sum = async (table: 'mix_blob' | 'upload') => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.sum<number>('bytes').as('bytes'))
      .where('mix_id', '=', mixId)
      .executeTakeFirst();
    return Number(row?.bytes ?? 0);
  };
  return (await sum('mix_blob')) + (await sum('upload'));
}

/**
 * Forgets blobs that no version refers to and that nobody has touched since `before`. Their rows go first: whoever sends
 * the same bytes again sends them to another place, so what lies at these may be taken away after.
 * @returns where they lie
 */
export async function forgetUnused(
  { db }: Database,
  before: number,
  limit = 500,
): Promise<readonly { readonly place: string; readonly bytes: number }[]> {
  const rows = await db
    .deleteFrom('blob')
    .where('sha256', 'in', (eb) =>
      eb
        .selectFrom('blob as old')
        .select('old.sha256')
        .where('old.touched_at', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('version_blob')
                .select('version_blob.sha256')
                .whereRef('version_blob.sha256', '=', 'old.sha256'),
            ),
          ),
        )
        .limit(limit),
    )
    .returning(['place', 'bytes'])
    .execute();
  return rows;
}

/** Blobs that no version refers to: what the collection takes once nobody has touched it for long enough. */
export async function unusedBlobs({
  db,
}: Database): Promise<{ readonly blobs: number; readonly bytes: number }> {
  const row = await db
    .selectFrom('blob')
    .select((eb) => [eb.fn.countAll<number>().as('blobs'), eb.fn.sum<number>('bytes').as('bytes')])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('version_blob')
            .select('version_blob.sha256')
            .whereRef('version_blob.sha256', '=', 'blob.sha256'),
        ),
      ),
    )
    .executeTakeFirst();
  return { blobs: Number(row?.blobs ?? 0), bytes: Number(row?.bytes ?? 0) };
}

/** Which of these places hold a blob that is noted. */
export async function notedPlaces({ db }: Database, places: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('blob')
    .select('place')
    .where('place', 'in', [...places])
    .execute();
  return new Set(rows.map(({ place }) => place));
}
