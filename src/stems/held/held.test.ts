import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { noiseAt, wavBytes } from '../../../tests/fixtures/storage/wav-bytes.ts';
import { blobSource } from '../../formats/index.ts';
import { createMemoryStore, type RpcPort, serveRpc } from '../../store/index.ts';
import { importFile } from '../import-file.ts';
import { poolKey } from '../pool.ts';
import { openStem } from '../stem-reader.ts';
import type { StemReader } from '../types.ts';
import { type HeldStem, openHeldStem } from './held-stem.ts';
import { type HoldRequest, holdStem } from './hold.ts';
import type { HoldCalls } from './hold-protocol.ts';
import { createLocator, createPieces } from './pieces.ts';
import { createStemHolder } from './stem-holder.ts';

const RATE = 48_000;
const folder = new URL('../../../tests/fixtures/audio/', import.meta.url);
const fixture = (name: string): Blob => new Blob([readFileSync(new URL(name, folder))]);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function held(request: HoldRequest): Promise<HeldStem> {
  const result = await holdStem(request);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

/** A reader as a worker has it: Node has no way to read a blob at once, so they are read before. */
async function readerOf(stem: HeldStem): Promise<StemReader> {
  const bytes = new Map<Blob, Uint8Array>();
  for (const { pieces } of stem.parts) {
    for (const piece of pieces)
      if (piece instanceof Blob) bytes.set(piece, new Uint8Array(await piece.arrayBuffer()));
  }
  return openHeldStem(stem, (blob, from, to) => bytes.get(blob)?.subarray(from, to) ?? new Uint8Array());
}

function read(reader: StemReader, start: number, frames: number): readonly Float32Array[] {
  const all = Array.from({ length: reader.channels }, (_, channel) => channel);
  const planes = all.map(() => new Float32Array(frames).fill(9));
  reader.read(start, frames, all, planes);
  return planes;
}

const key = poolKey('a'.repeat(64), RATE);
const one = (file: Blob, channels: number, more: Partial<HoldRequest> = {}): HoldRequest => ({
  key,
  fileName: 'stem',
  channels,
  length: null,
  pcm: null,
  parts: [{ file, channels: Array.from({ length: channels }, (_, channel) => channel), sha256: null }],
  ...more,
});
const wav = (channels: number, frames: number, at = noiseAt, rate = RATE): Blob =>
  new Blob([wavBytes('s16le', channels, rate, frames, at)]);

describe('a held stem', () => {
  it.each([
    ['tone-51.opus', 6, RATE],
    ['tone-stereo.flac', 2, RATE],
    ['tone-stereo.ogg', 2, 96_000],
    ['tone-mono.mp3', 1, RATE],
  ] as const)('has the bits that the pool has: %s', async (name, channels, rate) => {
    const file = fixture(name);
    const store = createMemoryStore();
    const imported = await importFile({ source: blobSource(file), fileName: name, store, rate });
    if (!imported.ok) throw new Error(imported.message);
    const stored = await openStem(store, imported.value.entry.key);
    if (!stored.ok) throw new Error(stored.message);
    const reader = await readerOf(await held(one(file, channels, { key: imported.value.entry.key })));
    expect(reader.length).toBe(stored.value.length);
    expect(read(reader, -100, reader.length + 300)).toEqual(read(stored.value, -100, reader.length + 300));
  });

  it('leaves uncompressed audio where it is', async () => {
    const file = wav(3, 5000);
    const stem = await held(one(file, 3));
    expect(stem.parts[0]?.pieces).toEqual([file]);
    const planes = read(await readerOf(stem), 0, 5000);
    expect(planes[2]?.[4321]).toBeCloseTo(noiseAt(4321, 2), 4);
  });

  it('keeps no silence', async () => {
    const loud = (frame: number, channel: number): number => (frame < 200_000 ? 0 : noiseAt(frame, channel));
    const stem = await held(one(wav(1, 150_000, loud, 24_000), 1));
    const [first, second] = stem.parts[0]?.pieces ?? [];
    expect(typeof first === 'number' && first).toBe(300_000 * 4 - (second instanceof Blob ? second.size : 0));
  });

  it('joins its parts, channel by channel', async () => {
    const left = wav(2, 4000);
    const right = wav(1, 3000, (frame) => noiseAt(frame, 7));
    const parts = [
      { file: left, channels: [2, 0], sha256: null },
      { file: right, channels: [1], sha256: null },
    ];
    const reader = await readerOf(await held(one(left, 3, { parts })));
    const planes = read(reader, 1000, 3000);
    expect(planes[0]?.[5]).toBeCloseTo(noiseAt(1005, 1), 4);
    expect(planes[2]?.[5]).toBeCloseTo(noiseAt(1005, 0), 4);
    expect(planes[1]?.[1999]).toBeCloseTo(noiseAt(2999, 7), 4);
    expect(planes[1]?.[2000]).toBe(0);
  });

  it('is compared with the hash of the samples it must have', async () => {
    const file = wav(2, 70_000);
    const planes = read(await readerOf(await held(one(file, 2))), 0, 70_000);
    const samples = Float32Array.from({ length: 140_000 }, (_, at) => planes[at % 2]?.[at >> 1] ?? 0);
    const pcm = sha256(new Uint8Array(samples.buffer));
    expect(await holdStem(one(file, 2, { pcm, length: 70_000 }))).toMatchObject({ ok: true });
    expect(await holdStem(one(file, 2, { pcm, length: 69_999 }))).toMatchObject({ code: 'stem-damaged' });
    const padded = new Float32Array(141_000);
    padded.set(samples);
    const longer = sha256(new Uint8Array(padded.buffer));
    expect(await holdStem(one(file, 2, { pcm: longer, length: 70_500 }))).toMatchObject({ ok: true });
  });

  it('is made of the file that was meant', async () => {
    const file = wav(1, 100);
    const parts = (hash: string) => ({ parts: [{ file, channels: [0], sha256: hash }] });
    const right = sha256(new Uint8Array(await file.arrayBuffer()));
    expect(await holdStem(one(file, 1, parts(right)))).toMatchObject({ ok: true });
    expect(await holdStem(one(file, 1, parts('0'.repeat(64))))).toMatchObject({ code: 'stem-damaged' });
  });

  it('refuses files that are no audio, have other channels, or not each channel once', async () => {
    expect(await holdStem(one(new Blob(['<html>']), 1))).toMatchObject({ ok: false });
    expect(await holdStem(one(wav(2, 100), 1))).toMatchObject({ ok: false, code: 'stem-damaged' });
    const parts = [{ file: wav(2, 100), channels: [0, 0], sha256: null }];
    await expect(holdStem(one(wav(2, 100), 2, { parts }))).rejects.toThrow(RangeError);
  });

  it('ends when it is called off', async () => {
    const run = new AbortController();
    run.abort();
    expect(await holdStem(one(wav(2, 100), 2), { signal: run.signal })).toMatchObject({ code: 'cancelled' });
  });
});

describe('pieces', () => {
  it('find bytes across blobs and silence', () => {
    const kept = createPieces();
    const sound = new Uint8Array(8).fill(1);
    for (const bytes of [sound, sound, new Uint8Array(12), new Uint8Array(4), sound]) kept.add(bytes);
    const pieces = kept.pieces();
    expect(pieces.map((piece) => (typeof piece === 'number' ? piece : `${piece.size}`))).toEqual([
      '16',
      16,
      '8',
    ]);
    const stretches = createLocator(pieces)(12, 30).map(({ blob, from, to }) => [blob !== null, from, to]);
    expect(stretches).toEqual([
      [true, 12, 16],
      [false, 0, 16],
      [true, 0, 8],
    ]);
  });
});

describe('the holder', () => {
  it('shares its workers among stems and outlives a failure', async () => {
    let started = 0;
    const ended: (() => void)[] = [];
    const holder = createStemHolder(() => {
      started += 1;
      const { port1, port2 } = new MessageChannel();
      port1.start();
      port2.start();
      ended.push(() => port1.close());
      serveRpc<HoldCalls>(port2 as unknown as RpcPort, {
        hold: (request, { signal, tell }) =>
          holdStem(request, { signal, onBytes: (bytes) => tell({ bytes }) }),
      });
      return { port: port1 as unknown as RpcPort, onError: () => undefined, end: () => port1.close() };
    }, 2);
    const told: number[] = [];
    const results = await Promise.all([
      holder.hold(one(wav(1, 1000), 1)),
      holder.hold(one(new Blob(['no']), 1)),
      holder.hold(one(wav(2, 2000), 2), { onBytes: (bytes) => told.push(bytes) }),
      holder.hold(one(wav(1, 10), 1)),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, true]);
    expect(started).toBe(2);
    expect(told.at(-1)).toBe(44 + 2000 * 4);
    holder.dispose();
  });
});
