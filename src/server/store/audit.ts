import type { Database } from '../db/open-database.ts';
import { newId } from './secrets.ts';

/** What is written down. */
export type AuditAction =
  | 'created'
  | 'published'
  | 'link-created'
  | 'link-revoked'
  | 'opened'
  | 'password-wrong';

/** Writes down what was done to a mix, and through which link. */
export async function audit(
  { db }: Database,
  mixId: string,
  linkId: string | null,
  action: AuditAction,
  now: number,
): Promise<void> {
  const row = { id: newId(), mix_id: mixId, link_id: linkId, action, created_at: now };
  await db.insertInto('audit').values(row).execute();
}

/** The newest of what was done, newest first. */
export async function auditOf(
  { db }: Database,
  mixId: string,
  limit: number,
): Promise<readonly { readonly linkId: string | null; readonly action: string; readonly at: number }[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['link_id', 'action', 'created_at'])
    .where('mix_id', '=', mixId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ link_id, action, created_at }) => ({ linkId: link_id, action, at: created_at }));
}

/** Lines of the log that are kept of a mix. */
export const AUDIT_LINES = 1_000;

/** Takes all but the newest lines of each mix's log away. @returns how many */
export async function thinAudit({ db }: Database): Promise<number> {
  const long = await db
    .selectFrom('audit')
    .select('mix_id')
    .groupBy('mix_id')
    .having((eb) => eb.fn.countAll<number>(), '>', AUDIT_LINES)
    .execute();
  let removed = 0;
  for (const { mix_id } of long) {
    const oldest = await db
      .selectFrom('audit')
      .select('created_at')
      .where('mix_id', '=', mix_id)
      .orderBy('created_at', 'desc')
      .offset(AUDIT_LINES - 1)
      .limit(1)
      .executeTakeFirst();
    if (!oldest) continue;
    const { numDeletedRows } = await db
      .deleteFrom('audit')
      .where('mix_id', '=', mix_id)
      .where('created_at', '<', oldest.created_at)
      .executeTakeFirst();
    removed += Number(numDeletedRows);
  }
  return removed;
}
