import { fail, ok, type Result } from '../units/index.ts';
import type { FileStore } from './file-store.ts';

/** Room kept free for the journal, so that edits can still be saved when stems have filled the rest; bytes. */
export const JOURNAL_RESERVE_BYTES = 64 * 1024 * 1024;

const inWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** Asks before a large write whether it can fit; hosts that cannot say are trusted. `subject` names the file. */
export async function checkRoom(
  store: FileStore,
  bytes: number,
  subject: string,
): Promise<Result<void, 'storage-full'>> {
  const estimate = await store.estimate();
  if (estimate === null) return ok(undefined);
  // A small quota (tests, tight profiles) must not be eaten by the reserve alone.
  const reserve = Math.min(JOURNAL_RESERVE_BYTES, estimate.quota / 10);
  const free = Math.max(0, estimate.quota - estimate.usage - reserve);
  if (bytes <= free) return ok(undefined);
  return fail(
    'storage-full',
    `"${subject}" needs ${inWords(bytes)} but only ${inWords(free)} of storage is free.`,
    'Free some disk space, or delete sessions and stems you no longer need, then add the file again.',
  );
}

/** Whether the browser promises to keep our files when space runs short. Main thread or worker. */
export async function requestPersistence(): Promise<boolean> {
  if (typeof navigator === 'undefined' || navigator.storage?.persist === undefined) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
