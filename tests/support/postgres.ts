/** A Postgres of one's own for tests: Debian's package, a cluster in a temporary folder, loopback only. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRoot, freePort, until } from './servers.ts';

const HOME = '/usr/lib/postgresql';

/** Folder of the newest Postgres installed by Debian's packages. */
function binaries(): string | null {
  if (!existsSync(HOME)) return null;
  const [newest] = readdirSync(HOME).sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : join(HOME, newest, 'bin');
}

/** The account it runs as: Postgres refuses to be root. */
function account(): { readonly uid: number; readonly gid: number } | null {
  if (!asRoot()) return null;
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

/** A running cluster. */
export interface TestPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a cluster, or null where no Postgres can be had. The caller stops it; its folder goes with it. */
export async function startPostgres(): Promise<TestPostgres | null> {
  const bin = binaries();
  if (!bin) {
    console.warn('NO POSTGRES: what runs on it is SKIPPED. Run `npm run services`.');
    return null;
  }
  const who = account();
  const folder = mkdtempSync(join(tmpdir(), 'scorestage-postgres-'));
  if (who) chownSync(folder, who.uid, who.gid);
  const options = { ...who, cwd: folder, stdio: 'ignore' } as const;
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  // `-F` leaves out fsync: what is lost in a cut of the power is not what these tests are about.
  const settings = ['-F', '-k', folder, '-h', '127.0.0.1', '-p', `${port}`, '-c', 'max_connections=60'];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], options);
  const gone = new Promise<void>((done) => server.once('exit', () => done()));
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  await until(() => {
    if (server.exitCode !== null) throw new Error(`Postgres ended with code ${server.exitCode}`);
    return spawnSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', `${port}`]).status === 0;
  });
  return {
    url,
    stop: async () => {
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
