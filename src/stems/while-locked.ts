import { StoreFault } from '../store/index.ts';
import { CopyCancelled } from './staging.ts';

/** Waits a time; rejects with nothing. */
export type Pause = (milliseconds: number) => Promise<void>;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;

/** The host's own timer. */
export const pauseByTimer: Pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Tries again while another tab holds the files that are needed: it imports the same file, and when it has done so there
 * is nothing left to do here. Ends with the attempt's outcome. @throws CopyCancelled when the import is called off
 */
export async function whileLocked<T>(
  attempt: () => Promise<T>,
  pause: Pause,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(LONGEST_PAUSE_MS, 2 * wait)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StoreFault && error.code === 'storage-locked')) throw error;
    }
    await pause(wait);
    if (signal?.aborted) throw new CopyCancelled();
  }
}
