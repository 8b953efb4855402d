import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comm, form, iffChunk, join, ssnd } from '../../../tests/fixtures/malformed/bytes.ts';
import { asAsync, memorySource } from '../byte-source.ts';
import { decodePcm } from '../pcm/decode.ts';
import { sampleBytes } from '../pcm/sample-format.ts';
import { readExtended } from './extended-float.ts';
import { parseAiff, parseAiffSync } from './parse.ts';

/** A positive whole number as an 80-bit float. */
function extended(value: number): Uint8Array<ArrayBuffer> {
  const bits = BigInt(value).toString(2).length;
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 16_383 + bits - 1, false);
  view.setBigUint64(2, BigInt(value) << BigInt(64 - bits), false);
  return bytes;
}

describe('80-bit floats', () => {
  it('give back every whole number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (value) => {
        expect(readExtended(new DataView(extended(value).buffer), 0)).toBe(value);
      }),
      { seed: 31, numRuns: 300 },
    );
    expect([...extended(44_100)]).toEqual([0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0]);
  });
});

describe('AIFF and AIFC', () => {
  it.each([
    ['AIFF', undefined, 8, 's8'],
    ['AIFF', undefined, 16, 's16be'],
    ['AIFF', undefined, 20, 's24be'],
    ['AIFF', undefined, 24, 's24be'],
    ['AIFF', undefined, 32, 's32be'],
    ['AIFC', 'NONE', 24, 's24be'],
    ['AIFC', 'sowt', 16, 's16le'],
    ['AIFC', 'sowt', 24, 's24le'],
    ['AIFC', 'twos', 16, 's16be'],
    ['AIFC', 'in24', 24, 's24be'],
    ['AIFC', 'in32', 32, 's32be'],
    ['AIFC', 'raw ', 8, 'u8'],
    ['AIFC', 'fl32', 32, 'f32be'],
    ['AIFC', 'FL32', 32, 'f32be'],
    ['AIFC', 'fl64', 64, 'f64be'],
  ] as const)('%s %s %i bit is read as %s', async (kind, coding, bits, format) => {
    const frames = 5;
    const data = Uint8Array.from({ length: frames * 3 * sampleBytes(format) }, (_, i) => i * 5);
    const head = comm({ channels: 3, frames, bits, rate: extended(88_200), ...(coding ? { coding } : {}) });
    // Sound first, an odd chunk, then the description: any order will do.
    const bytes = form(kind, [
      ssnd(join([9, 9, 9, 9], data), 4),
      iffChunk('NAME', 'abc'),
      iffChunk('COMM', head),
    ]);
    const result = await parseAiff(asAsync(memorySource(bytes)), 'take.aif');
    expect(result).toMatchObject({
      ok: true,
      value: { container: kind, format, channels: 3, rate: 88_200, frames, validBits: bits, warnings: [] },
    });
    if (!result.ok) return;
    const { dataOffset, blockAlign, chunks } = result.value;
    expect(bytes.slice(dataOffset, dataOffset + frames * blockAlign)).toEqual(data);
    expect(chunks.map(({ id }) => id)).toEqual(['NAME']);
    const into = [new Float32Array(frames)];
    expect(decodePcm(data, format, 3, [2], into)).toBe(frames);
  });

  it('takes what an interrupted recorder left', () => {
    const bytes = form('AIFF', [iffChunk('COMM', comm({ frames: 0 })), ssnd(new Uint8Array(40))]);
    expect(parseAiffSync(memorySource(bytes))).toMatchObject({
      ok: true,
      value: { frames: 10, warnings: [{ code: 'open-ended' }] },
    });
  });

  it('rounds a broken rate and says so', () => {
    // 22254.5454… Hz, the Macintosh rate.
    const rate = [0x40, 0x0d, 0xad, 0xdd, 0x17, 0x45, 0xd1, 0x74, 0x5d, 0x17];
    const bytes = form('AIFF', [iffChunk('COMM', comm({ frames: 1, rate })), ssnd(new Uint8Array(4))]);
    expect(parseAiffSync(memorySource(bytes))).toMatchObject({
      ok: true,
      value: { rate: 22_255, warnings: [{ code: 'rounded-rate' }] },
    });
  });

  it('never throws and never points outside the file, whatever bytes are flipped or cut', () => {
    const original = form('AIFC', [
      iffChunk('COMM', comm({ coding: 'sowt' })),
      iffChunk('NAME', 'abc'),
      ssnd(new Uint8Array(128)),
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 75 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.integer({ min: 0, max: original.length * 2 }),
        (changes, length) => {
          const bytes = original.slice(0, length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const result = parseAiffSync(memorySource(bytes));
          if (!result.ok) return;
          const { dataOffset, frames, blockAlign } = result.value;
          expect(frames).toBeGreaterThan(0);
          expect(dataOffset + frames * blockAlign).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { seed: 32, numRuns: 3_000 },
    );
  });
});
