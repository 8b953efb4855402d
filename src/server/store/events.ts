import type { Transaction } from 'kysely';
import type { ShareEvent } from '../../share/schema/index.ts';
import type { Database } from '../db/open-database.ts';
import type { Tables } from '../db/tables.ts';

/** An event with its number within the mix. */
export interface NumberedEvent {
  readonly seq: number;
  readonly version: number;
  readonly event: ShareEvent;
}

/**
 * Adds an event in the transaction of what it tells. Counting the mix's number up locks the mix's row until the end of
 * the transaction, so events of a mix become visible in the order of their numbers: who has read up to n misses none.
 * @returns its number
 */
export async function addEvent(
  transaction: Transaction<Tables>,
  mixId: string,
  version: number,
  event: ShareEvent,
  now: number,
): Promise<number> {
  const { event_seq: seq } = await transaction
    .updateTable('mix')
    .set((eb) => ({ event_seq: eb('event_seq', '+', 1) }))
    .where('id', '=', mixId)
    .returning('event_seq')
    .executeTakeFirstOrThrow();
  const row = { mix_id: mixId, seq, version, body: JSON.stringify(event), created_at: now };
  await transaction.insertInto('event').values(row).execute();
  return seq;
}

/** Events of a mix after a number, in order. */
export async function eventsAfter(
  { db }: Database,
  mixId: string,
  after: number,
  limit: number,
): Promise<readonly NumberedEvent[]> {
  const rows = await db
    .selectFrom('event')
    .select(['seq', 'version', 'body'])
    .where('mix_id', '=', mixId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  // Written by addEvent alone.
  return rows.map(({ seq, version, body }) => ({ seq, version, event: JSON.parse(body) as ShareEvent }));
}

/** Number of a mix's newest event; 0 where nothing has happened. */
export async function newestEvent({ db }: Database, mixId: string): Promise<number> {
  const row = await db.selectFrom('mix').select('event_seq').where('id', '=', mixId).executeTakeFirst();
  return row?.event_seq ?? 0;
}
