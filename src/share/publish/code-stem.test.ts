import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asAsync, memorySource, type WriteCoding, writeSampleBytes, writeWav } from '../../formats/index.ts';
import { importFile, openStem } from '../../stems/index.ts';
import { createMemoryStore, type FileStore } from '../../store/index.ts';
import { codeStem, type StemWish } from './code-stem.ts';

const RATE = 48_000;

/** Samples as bytes of a coding: a seeded mixture of tone and noise that uses every bit, with both ends of the scale. */
function audioBytes(frames: number, channels: number, coding: WriteCoding): Uint8Array {
  const width = writeSampleBytes(coding);
  const bytes = new Uint8Array(frames * channels * width);
  const view = new DataView(bytes.buffer);
  let seed = 11;
  for (let n = 0; n < frames * channels; n++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    const tone = Math.sin(Math.floor(n / channels) * 0.05) * 0.4 + (seed / 2 ** 31) * 0.02;
    const value = n < 2 ? -1 : n < 4 ? 1 - 2 ** -23 : tone;
    if (coding === 'float32') view.setFloat32(n * 4, value, true);
    else if (coding === 'int16')
      view.setInt16(n * 2, Math.max(-32768, Math.min(32767, Math.round(value * 2 ** 15))), true);
    else {
      const whole = Math.max(-(2 ** 23), Math.min(2 ** 23 - 1, Math.round(value * 2 ** 23)));
      view.setInt16(n * 3 + 1, whole >> 8, true);
      view.setUint8(n * 3, whole & 255);
    }
  }
  return bytes;
}

async function wav(frames: number, channels: number, coding: WriteCoding, rate = RATE): Promise<Uint8Array> {
  let file = new Uint8Array(0);
  await writeWav({ rate, channels, coding, frames }, [audioBytes(frames, channels, coding)], {
    write(bytes, offset) {
      const size = Math.max(file.length, offset + bytes.length);
      const next = new Uint8Array(size);
      next.set(file);
      next.set(bytes, offset);
      file = next;
    },
  });
  return file;
}

/** Puts a file into a pool and says how it is asked for. */
async function pooled(
  store: FileStore,
  bytes: Uint8Array,
  wish: StemWish['wish'],
  rate = RATE,
): Promise<StemWish> {
  const imported = await importFile({
    source: asAsync(memorySource(bytes)),
    fileName: 'a file',
    store,
    rate,
  });
  if (!imported.ok) throw new Error(imported.message);
  return { key: imported.value.entry.key, fileName: 'a file', wish };
}

/** SHA-256 of a stem of the pool as interleaved floats. */
async function pcmOf(store: FileStore, { key }: StemWish): Promise<string> {
  const opened = await openStem(store, key);
  if (!opened.ok) throw new Error(opened.message);
  const { channels, length } = opened.value;
  const planes = Array.from({ length: channels }, () => new Float32Array(length));
  opened.value.read(
    0,
    length,
    planes.map((_, channel) => channel),
    planes,
  );
  const all = Float32Array.from(
    { length: length * channels },
    (_, n) => planes[n % channels]?.[Math.floor(n / channels)] ?? 0,
  );
  return createHash('sha256').update(new Uint8Array(all.buffer)).digest('hex');
}

async function coded(store: FileStore, wish: StemWish) {
  const made = await codeStem(store, 'published/x', wish);
  if (!made.ok) throw new Error(`${made.message} ${made.remedy}`);
  return made.value;
}

describe('coding a stem without loss', () => {
  it.each([
    [1, 'int16', 48_001, 'flac', [1]],
    [2, 'int24', 30_011, 'flac', [2]],
    [6, 'int24', 4_097, 'flac', [6]],
    [8, 'int16', 5_000, 'flac', [6, 2]],
    [10, 'int24', 9_999, 'flac', [6, 4]],
    [2, 'float32', 20_001, 'f32', [2]],
    [1, 'int24', 1, 'flac', [1]],
  ] as const)(
    '%i channels of %s, %i frames: %s, the same PCM by hash',
    async (channels, coding, frames, as, parts) => {
      const store = createMemoryStore();
      const wish = await pooled(store, await wav(frames, channels, coding), 'lossless');
      const { stem, blobs } = await coded(store, wish);
      expect(stem).toMatchObject({ coding: as, channels, length: frames, source: wish.key.sha256 });
      expect(stem.parts.map((part) => part.channels.length)).toEqual(parts);
      expect(stem.pcm).toBe(await pcmOf(store, wish));
      for (const [index, blob] of blobs.entries()) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(stem.parts[index]?.sha256);
        // Whoever gets it finds those channels in it, by the decoders he has.
        const again = await pooled(createMemoryStore(), bytes, 'lossless');
        expect(again.key.rate).toBe(RATE);
      }
      if (parts.length === 1) {
        const other = createMemoryStore();
        const back = await pooled(
          other,
          new Uint8Array(await (blobs[0] ?? new Blob()).arrayBuffer()),
          'lossless',
        );
        expect(await pcmOf(other, back)).toBe(stem.pcm);
      }
    },
  );

  it('gives the same bytes each time, so that they are not sent twice', async () => {
    const bytes = await wav(30_000, 2, 'int24');
    const hashes = await Promise.all(
      [createMemoryStore(), createMemoryStore()].map(async (store) => {
        const { stem } = await coded(store, await pooled(store, bytes, 'lossless'));
        return stem.parts[0]?.sha256;
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('is smaller than what went in', async () => {
    const store = createMemoryStore();
    const bytes = await wav(96_000, 2, 'int24');
    const { stem } = await coded(store, await pooled(store, bytes, 'lossless'));
    expect(stem.parts[0]?.bytes).toBeLessThan(0.8 * bytes.length);
  });

  it('sends what was converted on the way in as floats, at the session rate', async () => {
    const store = createMemoryStore();
    const wish = await pooled(store, await wav(44_100, 1, 'int16', 44_100), 'lossless');
    const { stem } = await coded(store, wish);
    expect(stem).toMatchObject({ coding: 'f32', length: 48_000, pcm: await pcmOf(store, wish) });
  });

  it('names a stem that is not here, and what can’t be sent', async () => {
    const store = createMemoryStore();
    const key = { sha256: 'a'.repeat(64), rate: RATE, decoder: '2' };
    expect(await codeStem(store, 'published/x', { key, fileName: 'Cello', wish: 'lossless' })).toMatchObject({
      code: 'stem-missing',
      message: expect.stringContaining('“Cello”'),
      remedy: expect.stringContaining('Add its file again'),
    });
    const wide = await pooled(store, await wav(10, 17, 'int16'), 'lossless');
    expect(await codeStem(store, 'published/x', wide)).toMatchObject({ code: 'too-many-channels' });
  });

  it('ends when it is no longer wanted', async () => {
    const store = createMemoryStore();
    const wish = await pooled(store, await wav(200_000, 2, 'int16'), 'lossless');
    const stop = new AbortController();
    const run = codeStem(store, 'published/x', wish, { signal: stop.signal, onShare: () => stop.abort() });
    expect(await run).toMatchObject({ code: 'cancelled' });
  });
});
