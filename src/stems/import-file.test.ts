import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { malformedFiles } from '../../tests/fixtures/malformed/generate.ts';
import { Crash, createCrashStore } from '../../tests/fixtures/storage/crash-store.ts';
import { noiseAt, wavBytes } from '../../tests/fixtures/storage/wav-bytes.ts';
import { asAsync, type ByteSource, decodePcm, memorySource, type SampleFormat } from '../formats/index.ts';
import { createMemoryStore, type FileStore } from '../store/index.ts';
import { type ImportRequest, importFile } from './import-file.ts';
import { openStem } from './stem-reader.ts';
import type { ImportEvent, PoolEntry, StemReader } from './types.ts';

const sourceOf = (bytes: Uint8Array): ByteSource => asAsync(memorySource(bytes));
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../tests/fixtures/audio/${name}`, import.meta.url)));

async function add(store: FileStore, bytes: Uint8Array, more: Partial<ImportRequest> = {}) {
  const events: ImportEvent[] = [];
  const result = await importFile({
    source: sourceOf(bytes),
    fileName: 'stem.wav',
    store,
    rate: 48_000,
    chunkBytes: 800,
    onEvent: (event) => events.push(event),
    ...more,
  });
  return { result, events };
}

async function mustAdd(store: FileStore, bytes: Uint8Array, more: Partial<ImportRequest> = {}) {
  const { result, events } = await add(store, bytes, more);
  if (!result.ok) throw new Error(result.message);
  return { ...result.value, events };
}

async function open(store: FileStore, entry: PoolEntry): Promise<StemReader> {
  const opened = await openStem(store, entry.key);
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

function readAll(reader: StemReader, start = 0, frames = reader.length): Float32Array[] {
  const planes = Array.from({ length: reader.channels }, () => new Float32Array(frames).fill(9));
  reader.read(start, frames, [...planes.keys()], planes);
  return planes;
}

/** Every file of a store, for comparing states. */
async function contents(store: FileStore, root: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, kind } of await store.list(root)) {
    if (kind === 'directory') found.push(...(await contents(store, `${root}/${name}`)));
    else found.push(`${root}/${name}`);
  }
  return found;
}

/** Equality of bytes, fast: the matcher's own comparison takes milliseconds a kilobyte. */
const same = (one: ArrayBufferView | null | undefined, other: ArrayBufferView | null | undefined): boolean =>
  ArrayBuffer.isView(one) &&
  ArrayBuffer.isView(other) &&
  Buffer.from(one.buffer, one.byteOffset, one.byteLength).equals(
    Buffer.from(other.buffer, other.byteOffset, other.byteLength),
  );
const samePlanes = (one: readonly Float32Array[], other: readonly Float32Array[]): boolean =>
  one.length === other.length && one.every((plane, channel) => same(plane, other[channel]));

const wav = (frames: number, channels = 3, rate = 48_000, format: SampleFormat = 's24le') =>
  wavBytes(format, channels, rate, frames, (frame, channel) => 0.5 * noiseAt(frame, channel));

describe('import of PCM at the session rate', () => {
  it('keeps the bytes and reads every format and channel count back exactly', async () => {
    const formats: SampleFormat[] = ['u8', 's16le', 's24le', 's32le', 'f32le', 'f64le'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...formats),
        fc.integer({ min: 1, max: 128 }),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 700, max: 30_000 }),
        async (format, channels, frames, chunkBytes) => {
          const store = createMemoryStore();
          const bytes = wav(frames, channels, 48_000, format);
          const { entry } = await mustAdd(store, bytes, { chunkBytes });
          expect(entry).toMatchObject({ channels, length: frames, sourceRate: 48_000, bytes: bytes.length });
          expect(same(await store.readAll(`sources/${entry.key.sha256}`), bytes)).toBe(true);
          const reader = await open(store, entry);
          const reference = Array.from({ length: channels }, () => new Float32Array(frames));
          decodePcm(bytes.subarray(44), format, channels, [...reference.keys()], reference);
          expect(samePlanes(readAll(reader), reference)).toBe(true);
          reader.close();
        },
      ),
      { seed: 3, numRuns: 30 },
    );
  });

  it('names the file by its SHA-256', async () => {
    const bytes = wav(100);
    const { entry } = await mustAdd(createMemoryStore(), bytes);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    expect(entry.key.sha256).toBe([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  });

  it('stores the same file once, whatever its name', async () => {
    const store = createMemoryStore();
    const first = await mustAdd(store, wav(5000));
    const before = await contents(store, 'pool');
    const again = await mustAdd(store, wav(5000), { fileName: 'copy of stem.wav' });
    expect([first.reused, again.reused]).toEqual([false, true]);
    expect(again.entry).toEqual(first.entry);
    expect(await contents(store, 'pool')).toEqual(before);
    expect(await contents(store, 'sources')).toHaveLength(1);
    expect(await contents(store, 'incoming')).toEqual([]);
  });

  it('tells apart files that differ in the middle only', async () => {
    const store = createMemoryStore();
    const one = wav(20_000);
    const other = one.slice();
    other[90_000] = (other[90_000] ?? 0) ^ 1;
    const first = await mustAdd(store, one, { chunkBytes: 50_000 });
    const second = await mustAdd(store, other, { chunkBytes: 50_000 });
    expect(second.reused).toBe(false);
    expect(second.entry.key.sha256).not.toBe(first.entry.key.sha256);
    expect(same(await store.readAll(`sources/${second.entry.key.sha256}`), other)).toBe(true);
  });

  it('tells start, progress to the end, and the end', async () => {
    const { events } = await mustAdd(createMemoryStore(), wav(5000));
    expect(events.at(-1)?.kind).toBe('done');
    expect(events.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    const last = events.filter((event) => event.kind === 'progress').at(-1);
    expect(last?.bytesDone).toBe(last?.bytesTotal);
  });
});

describe('import of everything else', () => {
  it.each([
    ['tone-51.opus', 9001],
    ['tone-stereo.ogg', 9001],
    ['tone-stereo.flac', 4001],
    ['tone-mono.mp3', 9001],
  ])('decodes %s beside its source, also at another rate', async (name, frames) => {
    const store = createMemoryStore();
    const at48 = await mustAdd(store, fixture(name), { fileName: name });
    expect(at48.entry.length).toBe(frames);
    const reader = await open(store, at48.entry);
    const planes = readAll(reader);
    expect(planes.every((plane) => plane.some((value) => Math.abs(value) > 0.3))).toBe(true);
    reader.close();
    const at96 = await mustAdd(store, fixture(name), { fileName: name, rate: 96_000 });
    expect(at96.entry.length).toBe(2 * frames);
    expect(at96.entry.key.sha256).toBe(at48.entry.key.sha256);
    expect(await contents(store, 'sources')).toHaveLength(1);
    expect((await contents(store, 'pool')).filter((path) => /lock|mark|new$/.test(path))).toEqual([]);
  });

  it('waits for another tab that imports the same file, and takes what that has made', async () => {
    const store = createMemoryStore();
    const bytes = fixture('tone-stereo.flac');
    const { entry } = await mustAdd(store, bytes, { fileName: 'first.flac' });
    const folder = `pool/${entry.key.sha256}-48000-${entry.key.decoder}`;
    const record = await store.readAll(`${folder}/meta`);
    if (record === null) throw new Error('no record');
    await store.remove(`${folder}/meta`);
    const lock = await store.open(`${folder}/lock`, 'write');
    const pauses: number[] = [];
    const second = await mustAdd(store, bytes, {
      fileName: 'second.flac',
      async pause(milliseconds) {
        pauses.push(milliseconds);
        if (pauses.length < 3) return;
        lock.close();
        const meta = await store.open(`${folder}/meta`, 'write');
        meta.write(record, 0);
        meta.close();
      },
    });
    expect(pauses).toEqual([250, 500, 1000]);
    expect(second.reused).toBe(true);
    expect(second.entry).toEqual(entry);
  });

  it('stops waiting for another tab when it is called off', async () => {
    const store = createMemoryStore();
    const bytes = fixture('tone-stereo.flac');
    const { entry } = await mustAdd(store, bytes, { fileName: 'first.flac' });
    const folder = `pool/${entry.key.sha256}-48000-${entry.key.decoder}`;
    await store.remove(`${folder}/meta`);
    const lock = await store.open(`${folder}/lock`, 'write');
    const scope = new AbortController();
    const { result } = await add(store, bytes, {
      fileName: 'second.flac',
      signal: scope.signal,
      pause: async () => scope.abort(),
    });
    lock.close();
    expect(result.ok ? '' : result.code).toBe('cancelled');
  });

  it('resamples a WAV of another rate with the exact length and the time reference at the session rate', async () => {
    const store = createMemoryStore();
    const bytes = wavBytes(
      'f32le',
      2,
      44_100,
      10_001,
      (frame) => 0.5 * Math.sin((2 * Math.PI * 997 * frame) / 44_100),
    );
    const { entry } = await mustAdd(store, bytes);
    expect(entry.length).toBe(Math.round((10_001 * 48_000) / 44_100));
    const [left = new Float32Array(0)] = readAll(await open(store, entry));
    let worst = 0;
    for (let frame = 500; frame < entry.length - 500; frame += 1) {
      worst = Math.max(
        worst,
        Math.abs((left[frame] ?? 0) - 0.5 * Math.sin((2 * Math.PI * 997 * frame) / 48_000)),
      );
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it('can be read behind the decoder, and never ahead of it', async () => {
    const store = createMemoryStore();
    const bytes = wav(400_000, 1, 44_100, 's16le');
    let reader: StemReader | null = null;
    const seen: { through: number; last: Float32Array; beyond: Float32Array }[] = [];
    const { entry } = await mustAdd(store, bytes, {
      chunkBytes: 100_000,
      onEvent(event) {
        if (event.kind === 'started') {
          void open(store, event.entry).then((opened) => {
            reader = opened;
          });
        } else if (event.kind === 'progress' && reader !== null) {
          const through = reader.decodedThrough();
          const [last = new Float32Array(0)] = readAll(reader, through - 100, 100);
          const [beyond = new Float32Array(0)] = readAll(reader, through, 100);
          seen.push({ through, last, beyond });
        }
      },
    });
    const [whole = new Float32Array(0)] = readAll(await open(store, entry));
    const partial = seen.filter(({ through }) => through > 0 && through < entry.length);
    expect(partial.length).toBeGreaterThan(2);
    for (const { through, last, beyond } of partial) {
      expect(same(last, whole.slice(through - 100, through))).toBe(true);
      expect(beyond.every((value) => value === 0)).toBe(true);
    }
    // The early reader sees the whole stem in the end.
    expect(same(readAll(reader ?? (await open(store, entry)))[0], whole)).toBe(true);
  });
});

describe('reading', () => {
  it('gives silence before the start, after the end and what lies between', async () => {
    const store = createMemoryStore();
    const { entry } = await mustAdd(store, wav(100, 2, 48_000, 'f32le'));
    const reader = await open(store, entry);
    const whole = readAll(reader);
    fc.assert(
      fc.property(fc.integer({ min: -150, max: 150 }), fc.integer({ min: 0, max: 300 }), (start, frames) => {
        const planes = readAll(reader, start, frames);
        for (const [channel, plane] of planes.entries()) {
          const wanted = Float32Array.from(
            { length: frames },
            (_, index) => whole[channel]?.[start + index] ?? 0,
          );
          expect(same(plane, wanted)).toBe(true);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
    expect(() => reader.read(0, 1, [2], [new Float32Array(1)])).toThrow(RangeError);
    expect(() => reader.read(0, 2, [0], [new Float32Array(1)])).toThrow(RangeError);
    expect(() => reader.read(0, 1, [0, 1], [new Float32Array(1)])).toThrow(RangeError);
  });

  it('says which stem is not there', async () => {
    const missing = await openStem(createMemoryStore(), {
      sha256: 'a'.repeat(64),
      rate: 48_000,
      decoder: '1',
    });
    expect(missing).toMatchObject({ ok: false, code: 'stem-missing' });
    await expect(openStem(createMemoryStore(), { sha256: '../x', rate: 1, decoder: '1' })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('imports that break off', () => {
  it('goes on from the last verified chunk after a crash at any operation, and ends with the same pool', async () => {
    const bytes = wav(1300);
    const whole = createCrashStore(Number.POSITIVE_INFINITY);
    const reference = await mustAdd(whole.store, bytes);
    const pool = await contents(whole.store, 'pool');
    const operations = whole.operations();
    let resumed = 0;
    for (let dieAt = 0; dieAt < operations; dieAt += 1) {
      const survival = (['kept', 'lost', 'torn'] as const)[dieAt % 3] ?? 'torn';
      const crash = createCrashStore(dieAt);
      await expect(add(crash.store, bytes)).rejects.toThrow(Crash);
      const store = await crash.restart(survival);
      const again = await mustAdd(store, bytes);
      resumed = Math.max(resumed, again.resumedBytes);
      expect(again.entry).toEqual(reference.entry);
      expect(await contents(store, 'pool')).toEqual(pool);
      expect(same(await store.readAll(`sources/${again.entry.key.sha256}`), bytes)).toBe(true);
      expect(await contents(store, 'incoming')).toEqual([]);
    }
    // All but the last few chunks had been flushed by the latest crash.
    expect(resumed).toBeGreaterThan(bytes.length / 2);
  });

  it('decodes anew after a crash in the decoder', async () => {
    const bytes = wav(600, 2, 44_100, 's16le');
    const whole = createCrashStore(Number.POSITIVE_INFINITY);
    const reference = await mustAdd(whole.store, bytes);
    const planes = readAll(await open(whole.store, reference.entry));
    for (let dieAt = 0; dieAt < whole.operations(); dieAt += 1) {
      const crash = createCrashStore(dieAt);
      await expect(add(crash.store, bytes)).rejects.toThrow(Crash);
      const store = await crash.restart('torn');
      const again = await mustAdd(store, bytes);
      expect(again.entry).toEqual(reference.entry);
      expect(samePlanes(readAll(await open(store, again.entry)), planes)).toBe(true);
    }
  });

  it('is not fooled by a stored chunk that rotted', async () => {
    const bytes = wav(3000);
    const crash = createCrashStore(50);
    await expect(add(crash.store, bytes)).rejects.toThrow(Crash);
    const store = await crash.restart('kept');
    const [path = ''] = (await contents(store, 'incoming')).filter((name) => name.endsWith('/source'));
    const file = await store.open(path, 'write');
    file.write(Uint8Array.of(77, 78, 79), 2500);
    file.close();
    const again = await mustAdd(store, bytes);
    expect(again.resumedBytes).toBe(2400);
    expect(same(await store.readAll(`sources/${again.entry.key.sha256}`), bytes)).toBe(true);
  });

  it('stops when cancelled, and goes on when the file is added again', async () => {
    const store = createMemoryStore();
    const bytes = wav(20_000);
    const abort = new AbortController();
    let reads = 0;
    const inner = sourceOf(bytes);
    const source: ByteSource = {
      size: inner.size,
      read(offset, length) {
        reads += 1;
        if (reads === 60) abort.abort();
        return inner.read(offset, length);
      },
    };
    const { result, events } = await add(store, bytes, { source, signal: abort.signal });
    expect(result).toMatchObject({ ok: false, code: 'cancelled' });
    expect(events.at(-1)?.kind).toBe('failed');
    expect(await contents(store, 'pool')).toEqual([]);
    const again = await mustAdd(store, bytes);
    expect(again.resumedBytes).toBeGreaterThan(20_000);
  });

  it('stops cleanly on full storage, at whatever byte it is full', async () => {
    const bytes = wav(1500, 2, 44_100, 's16le');
    const kept = wav(200);
    for (let quota = 4000; quota < 50_000; quota += 3777) {
      // A host that cannot say how much is free, so that the check beforehand passes and the write itself fails.
      const store: FileStore = { ...createMemoryStore({ quota }), estimate: () => Promise.resolve(null) };
      const first = await add(store, kept);
      const before = await contents(store, 'pool');
      const { result } = await add(store, bytes);
      if (result.ok) {
        expect(readAll(await open(store, result.value.entry))).toHaveLength(2);
      } else {
        expect(result).toMatchObject({ code: 'storage-full', message: expect.stringContaining('stem.wav') });
        expect(await contents(store, 'pool')).toEqual(before);
        expect(await contents(store, 'incoming')).toEqual([]);
      }
      if (first.result.ok) expect(readAll(await open(store, first.result.value.entry))).toHaveLength(3);
    }
  });

  it('refuses beforehand what cannot fit', async () => {
    const { result } = await add(createMemoryStore({ quota: 20_000 }), wav(8000));
    expect(result).toMatchObject({ ok: false, code: 'storage-full' });
  });
});

describe('bad files', () => {
  it('refuses NaN and infinite samples, naming the place', async () => {
    for (const rate of [48_000, 44_100]) {
      const store = createMemoryStore();
      const bytes = wavBytes('f32le', 2, rate, 5000, (frame, channel) =>
        frame === 4321 && channel === 1 ? Number.NaN : 0,
      );
      const { result } = await add(store, bytes);
      expect(result).toMatchObject({ ok: false, code: 'not-finite' });
      expect(!result.ok && result.message).toContain('sample 4321 of channel 2');
      expect(await contents(store, 'pool')).toEqual([]);
      expect(await contents(store, 'sources')).toEqual([]);
      expect(await contents(store, 'incoming')).toEqual([]);
    }
  });

  it('answers all malformed files as expected and leaves the pool to the good ones', async () => {
    const store = createMemoryStore();
    const good = await mustAdd(store, wav(300));
    const wrong: string[] = [];
    for (const { name, bytes, expect: wanted, why } of malformedFiles()) {
      const { result, events } = await add(store, bytes, { fileName: name });
      const got = result.ok ? (result.value.warnings.length > 0 ? 'warning' : 'clean') : 'error';
      if (got !== wanted)
        wrong.push(`${name}: ${got}, not ${wanted} (${why})${result.ok ? '' : ` ${result.message}`}`);
      expect(events.at(-1)?.kind).toBe(result.ok ? 'done' : 'failed');
      if (!result.ok) {
        expect(result.message.length).toBeGreaterThan(10);
        expect(result.remedy).not.toBe('');
      }
    }
    expect(wrong).toEqual([]);
    expect(await contents(store, 'incoming')).toEqual([]);
    expect(readAll(await open(store, good.entry))).toHaveLength(3);
  });
});
