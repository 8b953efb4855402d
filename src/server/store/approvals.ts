import { type Approval, type ApprovalRequest, VERDICTS } from '../../share/schema/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Database } from '../db/open-database.ts';
import type { ApprovalTable } from '../db/tables.ts';
import { addEvent } from './events.ts';

const approvalOf = (row: ApprovalTable & { recipient: string }): Approval => ({
  id: row.id,
  version: row.version,
  manifestSha256: row.manifest_sha256,
  author: row.author,
  verdict: VERDICTS.find((verdict) => verdict === row.verdict) ?? 'changes-needed',
  note: row.note,
  // Written by addApproval alone.
  range: row.range === null ? null : (JSON.parse(row.range) as Approval['range']),
  recipient: row.recipient,
  createdAt: row.created_at,
});

/** Judgements of versions of a mix, oldest first; a later one of the same recipient and range replaces an earlier. `versions` null: all. */
export async function approvalsOf(
  { db }: Pick<Database, 'db'>,
  mixId: string,
  versions: readonly number[] | null,
): Promise<readonly Approval[]> {
  let query = db
    .selectFrom('approval')
    .innerJoin('link', 'link.id', 'approval.link_id')
    .selectAll('approval')
    .select('link.recipient')
    .where('approval.mix_id', '=', mixId);
  if (versions) query = query.where('approval.version', 'in', [...versions]);
  const rows = await query.orderBy('approval.created_at').orderBy('approval.id').execute();
  return rows.map(approvalOf);
}

/** Why a judgement is not taken. */
export type ApprovalFault = 'approval-other-version' | 'approval-id-taken';

/** Adds a judgement; the same one sent twice is there once. What is judged is named by the hash of its manifest. */
export async function addApproval(
  { db }: Database,
  mixId: string,
  linkId: string,
  wish: ApprovalRequest,
  now: number,
): Promise<Result<Approval, ApprovalFault>> {
  return db.transaction().execute(async (transaction) => {
    const version = await transaction
      .selectFrom('version')
      .select('manifest_sha256')
      .where('mix_id', '=', mixId)
      .where('n', '=', wish.version)
      .executeTakeFirst();
    if (version?.manifest_sha256 !== wish.manifestSha256)
      return fail('approval-other-version', 'That is not what this version holds.', 'Load the page anew.');
    const inserted = await transaction
      .insertInto('approval')
      .values({
        id: wish.id,
        mix_id: mixId,
        version: wish.version,
        link_id: linkId,
        manifest_sha256: wish.manifestSha256,
        author: wish.author,
        verdict: wish.verdict,
        note: wish.note,
        range: wish.range === null ? null : JSON.stringify(wish.range),
        created_at: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    const row = await transaction
      .selectFrom('approval')
      .innerJoin('link', 'link.id', 'approval.link_id')
      .selectAll('approval')
      .select('link.recipient')
      .where('approval.id', '=', wish.id)
      .where('approval.mix_id', '=', mixId)
      .where('approval.link_id', '=', linkId)
      .executeTakeFirst();
    if (!row)
      return fail('approval-id-taken', 'The judgement’s id is taken.', 'Send it again under a new id.');
    const approval = approvalOf(row);
    if (inserted) await addEvent(transaction, mixId, wish.version, { kind: 'approval', approval }, now);
    return ok(approval);
  });
}
