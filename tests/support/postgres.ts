/** A Postgres of one's own for tests: Debian's package, a cluster in a temporary folder, loopback only. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HOME = '/usr/lib/postgresql';

/** Folder of the newest Postgres installed by Debian's packages. */
function binaries(): string | null {
  if (!existsSync(HOME)) return null;
  const [newest] = readdirSync(HOME).sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : join(HOME, newest, 'bin');
}

const asRoot = () => process.getuid?.() === 0;

/** Folder of Postgres, installed first where it is missing and that is allowed; null where it can't be had, said aloud. */
function ensurePostgres(): string | null {
  const found = binaries();
  if (found) return found;
  if (asRoot() && existsSync('/usr/bin/apt-get')) {
    console.log('Postgres: none found; installing the Debian package postgresql with apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], {
        stdio: 'ignore',
        env,
      });
    } catch (cause) {
      console.warn(`Postgres could not be installed: ${cause instanceof Error ? cause.message : cause}`);
    }
  }
  const installed = binaries();
  if (!installed)
    console.warn('NO POSTGRES: what runs on it is SKIPPED. Install the package postgresql to run it.');
  return installed;
}

/** The account it runs as: Postgres refuses to be root. */
function account(): { readonly uid: number; readonly gid: number } | null {
  if (!asRoot()) return null;
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed()));
    });
  });

/** A running cluster. */
export interface TestPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a cluster, or null where no Postgres can be had. The caller stops it; its folder goes with it. */
export async function startPostgres(): Promise<TestPostgres | null> {
  const bin = ensurePostgres();
  if (!bin) return null;
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
  for (;;) {
    const ready = () =>
      execFileSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', `${port}`], options);
    try {
      ready();
      break;
    } catch {
      if (server.exitCode !== null) throw new Error(`Postgres ended with code ${server.exitCode}`);
      await new Promise((again) => setTimeout(again, 50));
    }
  }
  return {
    url,
    stop: async () => {
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
