import type { Present } from '../../share/schema/index.ts';
import type { Database } from '../db/open-database.ts';
import { capabilityHash, newCapability } from './secrets.ts';

/** How long an opened link stays open in a browser without being opened anew, ms. */
export const SESSION_MS = 7 * 24 * 3_600_000;
/** Most browsers a link may be open in at once; the one unused longest is shut out by one more. */
export const SESSIONS_PER_LINK = 50;

/** Opens a session of a link. @returns the secret of its cookie, told this once */
export async function createSession(
  { db }: Database,
  linkId: string,
  expiresAt: number | null,
  now: number,
): Promise<{ readonly secret: string; readonly expiresAt: number }> {
  const secret = newCapability();
  const expires = Math.min(now + SESSION_MS, expiresAt ?? Number.POSITIVE_INFINITY);
  await db.transaction().execute(async (transaction) => {
    const stale = await transaction
      .selectFrom('session')
      .select('id_hash')
      .where('link_id', '=', linkId)
      .orderBy('seen_at', 'desc')
      .orderBy('id_hash')
      .offset(SESSIONS_PER_LINK - 1)
      .limit(1_000)
      .execute();
    if (stale.length > 0)
      await transaction
        .deleteFrom('session')
        .where(
          'id_hash',
          'in',
          stale.map(({ id_hash }) => id_hash),
        )
        .execute();
    const row = {
      id_hash: capabilityHash(secret),
      link_id: linkId,
      created_at: now,
      expires_at: expires,
      seen_at: now,
      name: null,
      at: null,
      playing: 0,
    };
    await transaction.insertInto('session').values(row).execute();
  });
  return { secret, expiresAt: expires };
}

/** Takes sessions away that have ended. @returns how many */
export async function dropEndedSessions({ db }: Database, now: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('session').where('expires_at', '<=', now).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Whether the secret is of a session of this link that still runs. */
export async function sessionRuns(
  { db }: Database,
  linkId: string,
  secret: string,
  now: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .select('link_id')
    .where('id_hash', '=', capabilityHash(secret))
    .where('link_id', '=', linkId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Says who look and where their playheads are, by the secrets of their cookies; all at once. */
export async function notePresence(
  { db }: Database,
  words: readonly { readonly session: string; readonly who: Present }[],
  now: number,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const { session, who } of words)
      await transaction
        .updateTable('session')
        .set({ name: who.name, at: who.at, playing: who.playing ? 1 : 0, seen_at: now })
        .where('id_hash', '=', capabilityHash(session))
        .execute();
  });
}

/** Who has a mix open: those who said so since `since`, by name. */
export async function presentIn({ db }: Database, mixId: string, since: number): Promise<readonly Present[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('link', 'link.id', 'session.link_id')
    .select(['session.name', 'session.at', 'session.playing'])
    .where('link.mix_id', '=', mixId)
    .where('session.seen_at', '>=', since)
    .where('session.name', 'is not', null)
    .orderBy('session.name')
    .orderBy('session.id_hash')
    .limit(100)
    .execute();
  return rows.map(({ name, at, playing }) => ({ name: name ?? '', at: at ?? 0, playing: playing === 1 }));
}
