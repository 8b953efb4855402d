/** Makes stems in the pool from formulas, and reads pool audio back whole; for the engine's browser specs. */
import { asAsync, blobSource, createWavWriter, memorySource, packInt24 } from '../../src/formats/index.ts';
import { importFile, openStem, type PoolKey } from '../../src/stems/index.ts';
import { createHostStore } from '../../src/store/index.ts';
import { stemWords } from './formula.ts';

/** What the worker is asked for. */
export type SeedRequest =
  | {
      readonly kind: 'make';
      readonly stems: readonly { readonly channels: number; readonly frames: number }[];
    }
  /** Imports files of this origin, at a session rate. */
  | { readonly kind: 'import'; readonly urls: readonly string[]; readonly rate: number }
  /** Reads the first `frames` frames of each stem. */
  | { readonly kind: 'read'; readonly keys: readonly PoolKey[]; readonly frames: number };

const RATE = 48_000;

async function make(stems: Extract<SeedRequest, { kind: 'make' }>['stems']): Promise<string[]> {
  const store = await createHostStore();
  const hashes: string[] = [];
  for (const [seed, { channels, frames }] of stems.entries()) {
    const planes = Array.from({ length: channels }, (_, channel) => stemWords(seed, channel, frames));
    const writer = createWavWriter({ rate: RATE, channels, coding: 'int24', frames });
    const bytes = new Uint8Array(writer.header.length + frames * writer.blockAlign);
    bytes.set(writer.header);
    packInt24(planes, frames, bytes.subarray(writer.header.length));
    const source = asAsync(memorySource(bytes));
    const imported = await importFile({ source, fileName: `stem ${seed}.wav`, store, rate: RATE });
    if (!imported.ok) throw new Error(imported.message);
    hashes.push(imported.value.entry.key.sha256);
  }
  return hashes;
}

async function importAll(urls: readonly string[], rate: number): Promise<string[]> {
  const store = await createHostStore();
  const hashes: string[] = [];
  for (const url of urls) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const source = blobSource(await response.blob());
    const imported = await importFile({ source, fileName: url, store, rate });
    if (!imported.ok) throw new Error(imported.message);
    hashes.push(imported.value.entry.key.sha256);
  }
  return hashes;
}

async function read(keys: readonly PoolKey[], most: number): Promise<Float32Array[][]> {
  const store = await createHostStore();
  const stems: Float32Array[][] = [];
  for (const key of keys) {
    const reader = await openStem(store, key);
    if (!reader.ok) throw new Error(reader.message);
    const { channels } = reader.value;
    const length = Math.min(most, reader.value.length);
    const planes = Array.from({ length: channels }, () => new Float32Array(length));
    reader.value.read(
      0,
      length,
      planes.map((_, channel) => channel),
      planes,
    );
    reader.value.close();
    stems.push(planes);
  }
  return stems;
}

addEventListener('message', async ({ data }: MessageEvent<SeedRequest>) => {
  switch (data.kind) {
    case 'make':
      postMessage(await make(data.stems));
      return;
    case 'import':
      postMessage(await importAll(data.urls, data.rate));
      return;
    case 'read':
      postMessage(await read(data.keys, data.frames));
      return;
  }
});
