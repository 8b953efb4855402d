/** Page side: imports bytes with the host-neutral importer over memory, in the page's own thread. */
import { asAsync, memorySource } from '../../src/formats/index.ts';
import { importFile } from '../../src/stems/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';

async function imported(bytes: Uint8Array, rate: number) {
  const store = createMemoryStore();
  const result = await importFile({ source: asAsync(memorySource(bytes)), fileName: 'file', store, rate });
  if (!result.ok) throw new Error(result.message);
  return { store, entry: result.value.entry };
}

/** SHA-256 of the decoded audio as the pool holds it. */
export async function decodedHash(bytes: Uint8Array, rate: number): Promise<string> {
  const { store, entry } = await imported(bytes, rate);
  const { key } = entry;
  const audio = await store.readAll(`pool/${key.sha256}-${key.rate}-${key.decoder}/audio`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(audio ?? [])));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Length at 48 kHz of an imported file. */
export const importedLength = async (bytes: Uint8Array): Promise<number> =>
  (await imported(bytes, 48_000)).entry.length;
