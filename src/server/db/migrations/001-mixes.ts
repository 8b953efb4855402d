import type { Kysely, Migration } from 'kysely';

/** Mixes, versions, blobs, links, sessions, comments, approvals, events. */
export const mixes: Migration = {
  async up(db: Kysely<unknown>) {
    const table = (name: string) => db.schema.createTable(name);
    await table('mix')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('owner_hash', 'text', (column) => column.notNull())
      .addColumn('event_seq', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await table('version')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('n', 'integer', (column) => column.notNull())
      .addColumn('manifest', 'text', (column) => column.notNull())
      .addColumn('manifest_sha256', 'text', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('version_of_mix', ['mix_id', 'n'])
      .execute();
    await table('blob')
      .addColumn('sha256', 'text', (column) => column.primaryKey())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('touched_at', 'bigint', (column) => column.notNull())
      .execute();
    await table('mix_blob')
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('sha256', 'text', (column) => column.notNull().references('blob.sha256').onDelete('cascade'))
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('mix_blob_key', ['mix_id', 'sha256'])
      .execute();
    await table('version_blob')
      .addColumn('version_id', 'text', (column) =>
        column.notNull().references('version.id').onDelete('cascade'),
      )
      // No cascade: a blob that a version refers to can't be deleted.
      .addColumn('sha256', 'text', (column) => column.notNull().references('blob.sha256'))
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('use', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('version_blob_key', ['version_id', 'sha256', 'use'])
      .execute();
    await table('upload')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('state', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('touched_at', 'bigint', (column) => column.notNull())
      .execute();
    await table('link')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('versions', 'text')
      .addColumn('password_hash', 'text')
      .addColumn('downloads', 'integer', (column) => column.notNull())
      .addColumn('stems', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await table('session')
      .addColumn('id_hash', 'text', (column) => column.primaryKey())
      .addColumn('link_id', 'text', (column) => column.notNull().references('link.id').onDelete('cascade'))
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('at', 'bigint')
      .addColumn('playing', 'integer', (column) => column.notNull())
      .execute();
    await table('comment')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('link_id', 'text', (column) => column.references('link.id'))
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('end_at', 'bigint')
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('parent_id', 'text', (column) => column.references('comment.id').onDelete('cascade'))
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('edited_at', 'bigint')
      .addColumn('resolved_at', 'bigint')
      .addColumn('removed_at', 'bigint')
      .execute();
    await table('approval')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('link_id', 'text', (column) => column.notNull().references('link.id').onDelete('cascade'))
      .addColumn('manifest_sha256', 'text', (column) => column.notNull())
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('range', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await table('event')
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_key', ['mix_id', 'seq'])
      .execute();
    await table('audit')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mix_id', 'text', (column) => column.notNull().references('mix.id').onDelete('cascade'))
      .addColumn('link_id', 'text')
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();

    const index = (name: string, on: string, ...columns: string[]) =>
      db.schema.createIndex(name).on(on).columns(columns).execute();
    await index('mix_blob_by_blob', 'mix_blob', 'sha256');
    await index('version_blob_by_blob', 'version_blob', 'sha256');
    await index('link_by_mix', 'link', 'mix_id');
    await index('session_by_link', 'session', 'link_id');
    await index('comment_by_mix', 'comment', 'mix_id', 'version');
    await index('comment_by_parent', 'comment', 'parent_id');
    await index('approval_by_mix', 'approval', 'mix_id', 'version');
    await index('upload_by_mix', 'upload', 'mix_id');
    await index('audit_by_mix', 'audit', 'mix_id', 'created_at');
  },
};
