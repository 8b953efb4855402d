/** What tests that start servers of their own share. The servers are installed by scripts/services.mjs. */
import { createServer } from 'node:net';

/** Whether this process may change accounts. */
export const asRoot = (): boolean => process.getuid?.() === 0;

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
