import type * as v from 'valibot';
import { type createLinkRequest, LINK_ROLES, type LinkRole } from '../../share/schema/index.ts';
import type { Database } from '../db/open-database.ts';
import type { LinkTable } from '../db/tables.ts';
import { capabilityHash, newCapability, newId, passwordHash } from './secrets.ts';

/** A link as the server works with it. */
export interface Link {
  readonly id: string;
  readonly mixId: string;
  readonly recipient: string;
  readonly role: LinkRole;
  /** Versions it shows; null: all. */
  readonly versions: readonly number[] | null;
  readonly passwordHash: string | null;
  readonly downloads: boolean;
  readonly stems: boolean;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly createdAt: number;
}

/** Role of a row; whatever is not a role may view only. */
const roleOf = (text: string): LinkRole => LINK_ROLES.find((role) => role === text) ?? 'view';

const linkOf = (row: LinkTable): Link => ({
  id: row.id,
  mixId: row.mix_id,
  recipient: row.recipient,
  role: roleOf(row.role),
  versions: row.versions === null ? null : (JSON.parse(row.versions) as number[]),
  passwordHash: row.password_hash,
  downloads: row.downloads === 1,
  stems: row.stems === 1,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  createdAt: row.created_at,
});

/** Whether a link opens at this moment. */
export const isOpen = ({ expiresAt, revokedAt }: Link, now: number): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now);

/** Whether a link shows a version. */
export const showsVersion = ({ versions }: Link, n: number): boolean => versions?.includes(n) ?? true;

/** A new link; the token is told this once. */
export async function createLink(
  { db }: Database,
  mixId: string,
  wish: v.InferOutput<typeof createLinkRequest>,
  now: number,
): Promise<{ readonly linkId: string; readonly token: string }> {
  const [id, token] = [newId(), newCapability()];
  await db
    .insertInto('link')
    .values({
      id,
      mix_id: mixId,
      token_hash: capabilityHash(token),
      recipient: wish.recipient,
      role: wish.role,
      versions: wish.versions === null ? null : JSON.stringify(wish.versions),
      password_hash: wish.password === null ? null : await passwordHash(wish.password),
      downloads: wish.downloads ? 1 : 0,
      stems: wish.stems ? 1 : 0,
      expires_at: wish.expiresAt,
      revoked_at: null,
      created_at: now,
    })
    .execute();
  return { linkId: id, token };
}

/** The link of a token, open or not; null where there is none. */
export async function linkOfToken({ db }: Database, token: string): Promise<Link | null> {
  const row = await db
    .selectFrom('link')
    .selectAll()
    .where('token_hash', '=', capabilityHash(token))
    .executeTakeFirst();
  return row ? linkOf(row) : null;
}

/** A link by its id; null where there is none. */
export async function linkOfId({ db }: Database, id: string): Promise<Link | null> {
  const row = await db.selectFrom('link').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? linkOf(row) : null;
}

/** Links of a mix, oldest first. */
export async function linksOfMix({ db }: Database, mixId: string): Promise<readonly Link[]> {
  const rows = await db
    .selectFrom('link')
    .selectAll()
    .where('mix_id', '=', mixId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(linkOf);
}

/** Ends a link of a mix for good, and every session of it. False where the mix has no such link. */
export async function revokeLink(
  { db }: Database,
  mixId: string,
  linkId: string,
  now: number,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('link')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)) }))
      .where('id', '=', linkId)
      .where('mix_id', '=', mixId)
      .returning('id')
      .executeTakeFirst();
    if (!row) return false;
    await transaction.deleteFrom('session').where('link_id', '=', linkId).execute();
    return true;
  });
}
