/**
 * Sets of head-related responses kept on this device: `hrtf/<id>/about` (JSON, written last: a set without it is not there)
 * and `hrtf/<id>/<rate>` in the format of public/hrtf/README.md.
 */
import { fail, ok, type Result } from '../units/index.ts';
import { type FileStore, replaceAll, type StoreFaultCode, storeFailure, writeAll } from './file-store.ts';

const ROOT = 'hrtf';
const ID = /^[0-9a-f]{32}$/;
const SUBJECT = 'The set of head-related responses';

/** Work on storage as a result. */
async function task<Value>(work: () => Promise<Value>): Promise<Result<Value, StoreFaultCode>> {
  try {
    return ok(await work());
  } catch (fault) {
    return storeFailure(fault, SUBJECT);
  }
}

function checkId(id: string): string {
  if (!ID.test(id)) throw new RangeError(`not the id of a set: ${JSON.stringify(id)}`);
  return id;
}

/** Keeps a set, replacing one of the same id. `about` is the keeper's own JSON. Worker or Node. */
export function keepHrtf(
  store: FileStore,
  id: string,
  about: string,
  files: ReadonlyMap<number, Uint8Array>,
): Promise<Result<void, StoreFaultCode>> {
  const folder = `${ROOT}/${checkId(id)}`;
  return task(async () => {
    await store.remove(folder);
    for (const [rate, bytes] of files) await writeAll(store, `${folder}/${rate}`, bytes);
    await replaceAll(store, `${folder}/about`, new TextEncoder().encode(about));
  });
}

/** What is kept, by id: the JSON it was kept with. Torn sets are left out. */
export function listHrtfs(store: FileStore): Promise<Result<ReadonlyMap<string, string>, StoreFaultCode>> {
  return task(async () => {
    const found = new Map<string, string>();
    for (const { name, kind } of await store.list(ROOT)) {
      if (kind !== 'directory' || !ID.test(name)) continue;
      const about = await store.readAll(`${ROOT}/${name}/about`);
      if (about) found.set(name, new TextDecoder().decode(about));
    }
    return found;
  });
}

/** The bytes of a set at a rate. */
export async function readHrtf(
  store: FileStore,
  id: string,
  sampleRate: number,
): Promise<Result<Uint8Array>> {
  const path = `${ROOT}/${checkId(id)}/${Math.round(sampleRate)}`;
  const read = await task(() => store.readAll(path));
  if (!read.ok) return read;
  if (read.value) return ok(read.value);
  return fail('hrtf-missing', `${SUBJECT} is not on this device any more.`, 'Import its SOFA file again.');
}

/** Removes a set; nothing happens where there is none. */
export function removeHrtf(store: FileStore, id: string): Promise<Result<void, StoreFaultCode>> {
  return task(() => store.remove(`${ROOT}/${checkId(id)}`));
}
