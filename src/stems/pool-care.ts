import { type FileStore, type StoreFaultCode, storeFailure } from '../store/index.ts';
import { ok, type Result } from '../units/index.ts';
import { removeIfFree } from './decode-entry.ts';

/** Days an unfinished copy waits to be resumed. */
const STAGING_DAYS = 7;
const DAY_MS = 86_400_000;

/** What a collection removed. */
export interface Collected {
  readonly entries: number;
  readonly sources: number;
  readonly copies: number;
}

async function namesIn(store: FileStore, path: string): Promise<readonly string[]> {
  return (await store.list(path)).map(({ name }) => name);
}

/** True if no file below a copy in progress was touched for `STAGING_DAYS`. */
async function isStale(store: FileStore, folder: string, now: number): Promise<boolean> {
  const names = await namesIn(store, folder);
  const stats = await Promise.all(names.map((name) => store.stat(`${folder}/${name}`)));
  const touched = Math.max(0, ...stats.map((stat) => stat?.modified ?? 0));
  return now - touched > STAGING_DAYS * DAY_MS;
}

/**
 * Removes what no session on this device uses: entries and sources whose SHA-256 is not in `inUse`, and copies that were
 * broken off long ago. Files that are open elsewhere stay. Dedicated worker or Node.
 */
export async function collectUnused(
  store: FileStore,
  inUse: ReadonlySet<string>,
  now: number,
): Promise<Result<Collected, StoreFaultCode>> {
  let entries = 0;
  let sources = 0;
  let copies = 0;
  try {
    for (const name of await namesIn(store, 'pool')) {
      if (inUse.has(name.slice(0, 64))) continue;
      await removeIfFree(store, `pool/${name}`);
      entries += 1;
    }
    // What stems were coded as for mix links (share/publish): of no use without them.
    for (const name of await namesIn(store, 'published')) {
      if (!inUse.has(name.slice(0, 64))) await removeIfFree(store, `published/${name}`);
    }
    for (const name of await namesIn(store, 'sources')) {
      if (inUse.has(name)) continue;
      await removeIfFree(store, `sources/${name}`);
      sources += 1;
    }
    for (const name of await namesIn(store, 'incoming')) {
      if (!(await isStale(store, `incoming/${name}`, now))) continue;
      await removeIfFree(store, `incoming/${name}`);
      copies += 1;
    }
    return ok({ entries, sources, copies });
  } catch (fault) {
    return storeFailure(fault, 'Unused stems could not be removed');
  }
}
