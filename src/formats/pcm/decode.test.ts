import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePcm } from './decode.ts';
import { packFloat32, packInt16, packInt24 } from './encode.ts';
import { scanForNonFinite } from './non-finite.ts';
import { isFloatFormat, SAMPLE_FORMATS, type SampleFormat, sampleBytes } from './sample-format.ts';

/** The plain definition of each format, one sample at a time. */
function reference(view: DataView, at: number, format: SampleFormat): number {
  const little = format.endsWith('le');
  switch (format) {
    case 'u8':
      return (view.getUint8(at) - 128) / 128;
    case 's8':
      return view.getInt8(at) / 128;
    case 's16le':
    case 's16be':
      return view.getInt16(at, little) / 32_768;
    case 's24le':
      return (view.getInt8(at + 2) * 65_536 + view.getUint16(at, true)) / 8_388_608;
    case 's24be':
      return (view.getInt8(at) * 65_536 + view.getUint16(at + 1, false)) / 8_388_608;
    case 's32le':
    case 's32be':
      return Math.fround(view.getInt32(at, little) / 2_147_483_648);
    case 'f32le':
    case 'f32be':
      return view.getFloat32(at, little);
    case 'f64le':
    case 'f64be':
      return Math.fround(view.getFloat64(at, little));
  }
}

const planes = (count: number, length: number): Float32Array[] =>
  Array.from({ length: count }, () => new Float32Array(length));

describe('decodePcm', () => {
  it.each(SAMPLE_FORMATS)('takes %s apart exactly, any channels, any alignment, any order', (format) => {
    const width = sampleBytes(format);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 128 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 0, max: 2 ** 30 }),
        (channels, frames, shift, seed) => {
          const store = new Uint8Array(shift + frames * channels * width + 3);
          for (let i = 0, x = seed; i < store.length; i++) {
            x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
            store[i] = x >>> 24;
          }
          // A few bytes more than whole frames must not count as one.
          const extra = Math.min(3, channels * width - 1);
          const bytes = store.subarray(shift, shift + frames * channels * width + extra);
          const wanted = Array.from({ length: Math.min(channels, 5) }, (_, i) => (seed + i * 13) % channels);
          const into = planes(wanted.length, frames + 2);
          expect(decodePcm(bytes, format, channels, wanted, into, 1)).toBe(frames);
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          wanted.forEach((channel, k) => {
            const plane = into[k] ?? new Float32Array(0);
            let wrong = 0;
            for (let n = 0; n < frames; n++) {
              if (!Object.is(plane[n + 1], reference(view, (n * channels + channel) * width, format)))
                wrong++;
            }
            expect(wrong).toBe(0);
            expect([plane[0], plane[frames + 1]]).toEqual([0, 0]);
          });
        },
      ),
      { seed: 11, numRuns: 25 },
    );
  });

  it('reads 24-bit channels four at a time with the same result as one by one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }).map((quads) => quads * 4),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom(0, 1, 4),
        fc.integer({ min: 0, max: 6 }),
        (channels, frames, shift, first) => {
          const store = new Uint8Array(shift + frames * channels * 3);
          for (let i = 0, x = frames + channels; i < store.length; i++) {
            x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
            store[i] = x >>> 24;
          }
          const bytes = store.subarray(shift);
          const wanted = Array.from({ length: channels }, (_, k) => (k + first) % channels);
          const together = planes(channels, frames + 1);
          decodePcm(bytes, 's24le', channels, wanted, together, 1);
          wanted.forEach((channel, k) => {
            const alone = planes(1, frames + 1);
            decodePcm(bytes, 's24le', channels, [channel], alone, 1);
            expect(together[k]).toEqual(alone[0]);
          });
        },
      ),
      { seed: 14, numRuns: 40 },
    );
  });

  it('refuses channels that do not exist and arrays that are too short', () => {
    const bytes = new Uint8Array(24);
    expect(() => decodePcm(bytes, 's16le', 2, [2], planes(1, 6))).toThrow(RangeError);
    expect(() => decodePcm(bytes, 's16le', 2, [-1], planes(1, 6))).toThrow(RangeError);
    expect(() => decodePcm(bytes, 's16le', 2, [0], planes(1, 5))).toThrow(RangeError);
    expect(() => decodePcm(bytes, 's16le', 2, [0], planes(1, 6), 1)).toThrow(RangeError);
    expect(() => decodePcm(bytes, 's16le', 2, [0, 1], planes(1, 6))).toThrow(RangeError);
  });
});

describe('the packers', () => {
  const ints = (bits: number): fc.Arbitrary<Int32Array[]> =>
    fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 64 })).chain(([channels, frames]) =>
      fc.array(
        fc
          .array(fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }), {
            minLength: frames,
            maxLength: frames,
          })
          .map((values) => Int32Array.from(values)),
        { minLength: channels, maxLength: channels },
      ),
    );

  it.each([
    ['s16le', 16, packInt16],
    ['s24le', 24, packInt24],
  ] as const)('%s comes back as it was', (format, bits, pack) => {
    fc.assert(
      fc.property(ints(bits), (source) => {
        const frames = source[0]?.length ?? 0;
        const out = new Uint8Array(frames * source.length * (bits / 8));
        expect(pack(source, frames, out)).toBe(out.length);
        const into = planes(source.length, frames);
        decodePcm(
          out,
          format,
          source.length,
          source.map((_, i) => i),
          into,
        );
        const back = into.map((plane) => Int32Array.from(plane, (value) => value * 2 ** (bits - 1)));
        expect(back).toEqual(source);
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  it('floats keep every bit and short arrays are refused', () => {
    const source = [
      Float32Array.of(1, -0, 1e-40, 3.5),
      Float32Array.of(-1, 2 ** 20, Number.POSITIVE_INFINITY, 0.1),
    ];
    const out = new Uint8Array(32);
    expect(packFloat32(source, 4, out)).toBe(32);
    const into = planes(2, 4);
    decodePcm(out, 'f32le', 2, [0, 1], into);
    expect(into).toEqual(source);
    expect(() => packFloat32(source, 4, new Uint8Array(31))).toThrow(RangeError);
    expect(() => packInt24([new Int32Array(3)], 4, new Uint8Array(12))).toThrow(RangeError);
  });
});

describe('scanForNonFinite', () => {
  it('counts exactly the samples that are not numbers, and says where the first one is', () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }) },
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 3e38, 1e-45),
    );
    for (const format of SAMPLE_FORMATS.filter(isFloatFormat)) {
      fc.assert(
        fc.property(fc.array(value, { maxLength: 40 }), (values) => {
          const width = sampleBytes(format);
          const view = new DataView(new ArrayBuffer(values.length * width));
          const little = format.endsWith('le');
          for (const [i, number] of values.entries()) {
            if (width === 4) view.setFloat32(i * 4, number, little);
            else view.setFloat64(i * 8, number, little);
          }
          const bad = values.map((number) => !Number.isFinite(width === 4 ? Math.fround(number) : number));
          expect(scanForNonFinite(new Uint8Array(view.buffer), format)).toEqual({
            nonFinite: bad.filter(Boolean).length,
            samples: values.length,
            firstSample: bad.indexOf(true),
          });
        }),
        { seed: 13, numRuns: 60 },
      );
    }
    expect(scanForNonFinite(new Uint8Array(12).fill(0xff), 's24le').nonFinite).toBe(0);
  });
});
