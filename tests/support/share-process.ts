/** Starts the share server as a process of its own, to be killed or loaded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { ConnectionBounds } from '../../src/server/run-server.ts';

const CHILD = resolve(import.meta.dirname, 'share-child.ts');

/** A server process. */
export interface ShareProcess {
  readonly url: string;
  readonly pid: number;
  /** Lines of JSON that tell of faults. */
  readonly faults: readonly string[];
  /** Ends it at once, as the system does when memory runs out. */
  kill(): Promise<void>;
  /** Lets it end by itself. @returns its exit code */
  stop(): Promise<number | null>;
}

/** What a server process is started with. */
export interface ShareProcessOptions {
  readonly folder: string;
  /** 0 asks the system for a port. */
  readonly port?: number;
  readonly databaseUrl?: string;
  readonly bounds?: Partial<ConnectionBounds>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a server and waits until it listens. @throws Error if it ends before */
export async function startShare(options: ShareProcessOptions): Promise<ShareProcess> {
  const { folder, port = 0, databaseUrl, bounds = {}, env = {} } = options;
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      SCORESTAGE_DATA: folder,
      PORT: `${port}`,
      BOUNDS: JSON.stringify(bounds),
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...env,
    },
  });
  const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const faults: string[] = [];
  const url = await new Promise<string>((done, failed) => {
    void gone.then((code) => failed(new Error(`the server ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said: unknown = JSON.parse(line);
      if (said && typeof said === 'object' && 'url' in said) done(String(said.url));
      else if (said && typeof said === 'object' && 'fault' in said) faults.push(String(said.fault));
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return {
    url,
    pid: pidOf(child),
    faults,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the server did not start');
  return pid;
}
