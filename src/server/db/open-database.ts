import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  type Dialect,
  HandleEmptyInListsPlugin,
  Kysely,
  type Migration,
  Migrator,
  PostgresDialect,
  replaceWithNoncontingentExpression,
  SqliteDialect,
} from 'kysely';
import pg from 'pg';
import { mixes } from './migrations/001-mixes.ts';
import type { Tables } from './tables.ts';

/** The metadata of the share server. */
export interface Database {
  readonly db: Kysely<Tables>;
  readonly kind: 'sqlite' | 'postgres';
  /** For what Kysely doesn't have: LISTEN on Postgres. */
  readonly pool: pg.Pool | null;
  /** A copy that is whole in itself, while the server runs. SQLite only; Postgres has pg_dump. */
  backup?(file: string): Promise<void>;
  close(): Promise<void>;
}

/** In the order of their names; a step that has run is never changed. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { '001-mixes': mixes };

/** Brings the tables up to date. Several processes may do it at once: Postgres locks, SQLite waits. @throws what a step throws. */
async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** `in ()` is false in SQLite and an error in Postgres; with this it is false in both. */
const open = (dialect: Dialect): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect,
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  });

/** bigint of Postgres as a number: every one of ours is a count or milliseconds, far below 2^53. */
const INT8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
};

/**
 * Opens the metadata and brings its tables up to date.
 * @param url `postgres://…`, or a file's path for SQLite, or `:memory:`
 * @throws Error if the database can't be opened or a step of the migration fails. The caller closes what it gets.
 */
export async function openDatabase(url: string): Promise<Database> {
  const opened = /^postgres(ql)?:\/\//.test(url) ? openPostgres(url) : openSqlite(url);
  try {
    await migrate(opened.db);
  } catch (cause) {
    await opened.close();
    throw cause;
  }
  return opened;
}

function openSqlite(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new Sqlite(file);
  // An acknowledged write must outlive a cut of the power: FULL syncs the log at every commit.
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  const db = open(new SqliteDialect({ database: sqlite }));
  return {
    db,
    kind: 'sqlite',
    pool: null,
    backup: async (target) => {
      await sqlite.backup(target);
    },
    close: () => db.destroy(),
  };
}

function openPostgres(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10, types, connectionTimeoutMillis: 10_000 });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = open(new PostgresDialect({ pool }));
  return { db, kind: 'postgres', pool, close: () => db.destroy() };
}
