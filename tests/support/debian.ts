/** Programs that tests need and Debian has. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

/** Whether this process may install packages and change accounts. */
export const asRoot = (): boolean => process.getuid?.() === 0;

/** Installs packages where that is allowed, and says so; false where they can't be had, said aloud. */
export function installPackages(what: string, packages: readonly string[]): boolean {
  if (!asRoot() || !existsSync('/usr/bin/apt-get')) {
    console.warn(`NO ${what}: what runs on it is SKIPPED. Install ${packages.join(' ')} to run it.`);
    return false;
  }
  console.log(`${what}: none found; installing the Debian packages ${packages.join(' ')} with apt-get`);
  const options = {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
    return true;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    console.warn(`NO ${what}: what runs on it is SKIPPED. It could not be installed: ${why}`);
    return false;
  }
}

/** A port of loopback that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed()));
    });
  });

/** Asks again and again until something holds; the runner's limit ends it. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((again) => setTimeout(again, 50));
}
