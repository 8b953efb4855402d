import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../../units/index.ts';
import { asAsync, blobSource, memorySource, type SyncByteSource } from '../byte-source.ts';
import { decodePcm } from '../pcm/decode.ts';
import {
  packFloat32,
  packInt16,
  packInt24,
  WRITE_CODINGS,
  type WriteCoding,
  writeSampleBytes,
} from '../pcm/encode.ts';
import type { WavInfo } from '../pcm/file-info.ts';
import { BEXT_BYTES, buildBext, parseBext } from './bext.ts';
import { parseWav, parseWavSync } from './parse.ts';
import { channelMaskFor, maskSpeakers } from './speaker-mask.ts';
import { createWavWriter, type WavWriterOptions, writeWav } from './writer.ts';

/** A sink in memory that grows like a file. */
function memorySink() {
  let bytes = new Uint8Array(0);
  return {
    write(block: Uint8Array, offset: number): void {
      if (offset + block.length > bytes.length) {
        const grown = new Uint8Array(offset + block.length);
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(block, offset);
    },
    bytes: () => bytes,
  };
}

function parsed(source: SyncByteSource): WavInfo {
  const result = parseWavSync(source, 'mix.wav');
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

const FORMATS = { int16: 's16le', int24: 's24le', float32: 'f32le' } as const;

/** Encodes planes of whole numbers (for ints) or floats as one block. */
function encode(coding: WriteCoding, planes: readonly Float32Array[], frames: number): Uint8Array {
  const out = new Uint8Array(frames * planes.length * writeSampleBytes(coding));
  if (coding === 'float32') packFloat32(planes, frames, out);
  else {
    const scale = coding === 'int16' ? 2 ** 15 : 2 ** 23;
    const ints = planes.map((plane) => Int32Array.from(plane, (value) => value * scale));
    (coding === 'int16' ? packInt16 : packInt24)(ints, frames, out);
  }
  return out;
}

describe('what is written', () => {
  it('reads back the same: any coding, 1 to 128 channels, any rate, with and without bext, in blocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          coding: fc.constantFrom(...WRITE_CODINGS),
          channels: fc.integer({ min: 1, max: 128 }),
          rate: fc.integer({ min: 1_000, max: 768_000 }),
          frames: fc.integer({ min: 1, max: 70 }),
          cut: fc.integer({ min: 0, max: 70 }),
          announced: fc.boolean(),
          timeReference: fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { nil: null }),
        }),
        async ({ coding, channels, rate, frames, cut, announced, timeReference }) => {
          // Multiples of 2^-7 are exact in every coding.
          const planes = Array.from({ length: channels }, (_, c) =>
            Float32Array.from({ length: frames }, (_unused, n) => (((n * 37 + c * 11) % 256) - 128) / 128),
          );
          const whole = encode(coding, planes, frames);
          const at = Math.min(cut, frames) * channels * writeSampleBytes(coding);
          const options: WavWriterOptions = {
            rate,
            channels,
            coding,
            ...(announced ? { frames } : {}),
            ...(timeReference === null
              ? {}
              : { bext: { timeReference: samples(timeReference), originator: 'Scorestage' } }),
          };
          const sink = memorySink();
          const size = await writeWav(options, [whole.subarray(0, at), whole.subarray(at)], sink);
          expect(size).toBe(sink.bytes().length);
          const info = parsed(memorySource(sink.bytes()));
          expect(info).toMatchObject({
            container: 'RIFF',
            channels,
            rate,
            frames,
            format: FORMATS[coding],
            warnings: [],
          });
          expect(info.bext?.timeReference ?? null).toBe(timeReference);
          const into = planes.map(() => new Float32Array(frames));
          const data = sink.bytes().subarray(info.dataOffset, info.dataOffset + frames * info.blockAlign);
          decodePcm(
            data,
            info.format,
            channels,
            planes.map((_, i) => i),
            into,
          );
          expect(into).toEqual(planes);
        },
      ),
      { seed: 21, numRuns: 120 },
    );
  });

  it('becomes RF64 past 4 GiB, in place of the reserved chunk, and not before', () => {
    for (const [frames, container] of [
      [715_827_000, 'RIFF'],
      [715_828_000, 'RF64'],
      [40_000_000_000, 'RF64'],
    ] as const) {
      const writer = createWavWriter({ rate: 48_000, channels: 2, coding: 'int24' });
      const dataBytes = frames * writer.blockAlign;
      expect(writer.accept(dataBytes - 6)).toBe(writer.header.length);
      expect(writer.accept(6)).toBe(writer.header.length + dataBytes - 6);
      const patches = writer.finish();
      const header = writer.header.slice();
      for (const { offset, bytes } of patches) header.set(bytes, offset);
      const size = header.length + dataBytes;
      const sparse: SyncByteSource = {
        size,
        read: (offset, length) => {
          const answer = new Uint8Array(Math.min(length, Math.max(0, size - offset)));
          answer.set(
            header.subarray(Math.min(offset, header.length), Math.min(header.length, offset + length)),
          );
          return answer;
        },
      };
      const info = parsed(sparse);
      expect(info).toMatchObject({ container, frames, warnings: [] });
    }
  });

  it('needs no second visit to the header when the length was announced', () => {
    const writer = createWavWriter({ rate: 48_000, channels: 1, coding: 'int24', frames: 3 });
    writer.accept(9);
    expect(writer.finish()).toEqual([{ offset: writer.header.length + 9, bytes: new Uint8Array(1) }]);
  });

  it('refuses impossible options and half frames', () => {
    const base = { rate: 48_000, channels: 2, coding: 'int16' } as const;
    expect(() => createWavWriter({ ...base, channels: 0 })).toThrow(RangeError);
    expect(() => createWavWriter({ ...base, channels: 129 })).toThrow(RangeError);
    expect(() => createWavWriter({ ...base, rate: 44_100.5 })).toThrow(RangeError);
    expect(() => createWavWriter({ ...base, frames: -1 })).toThrow(RangeError);
    const half = createWavWriter(base);
    half.accept(3);
    expect(() => half.finish()).toThrow(/whole frames/);
    const short = createWavWriter({ ...base, frames: 2 });
    short.accept(4);
    expect(() => short.finish()).toThrow(/announced/);
  });
});

describe('reading', () => {
  it('takes chunks in any order, reads a Blob and memory alike', async () => {
    const sink = memorySink();
    await writeWav({ rate: 96_000, channels: 3, coding: 'float32' }, [new Uint8Array(36)], sink);
    const bytes = sink.bytes();
    const header = bytes.length - 36 - 8;
    // data first, fmt behind it, an odd chunk between them.
    const odd = Uint8Array.of(0x61, 0x78, 0x6d, 0x6c, 3, 0, 0, 0, 60, 97, 62, 0);
    const turned = new Blob([bytes.slice(0, 12), bytes.slice(header), odd, bytes.slice(12, header)]);
    const result = await parseWav(blobSource(turned));
    expect(result).toMatchObject({
      ok: true,
      value: { dataOffset: 20, frames: 3, rate: 96_000, warnings: [] },
    });
    expect(result.ok && result.value.chunks.find(({ id }) => id === 'axml')).toEqual({
      id: 'axml',
      offset: 64,
      size: 3,
    });
    const whole = new Uint8Array(await turned.arrayBuffer());
    expect(await parseWav(asAsync(memorySource(whole)))).toEqual(result);
  });

  it('skips zero bytes that belong to no chunk', async () => {
    const sink = memorySink();
    await writeWav({ rate: 48_000, channels: 1, coding: 'int16' }, [new Uint8Array(8)], sink);
    const gap = new Uint8Array(5_001);
    const bytes = new Uint8Array(sink.bytes().length + gap.length);
    bytes.set(sink.bytes().subarray(0, 12));
    bytes.set(sink.bytes().subarray(12), 12 + gap.length);
    expect(parsed(memorySource(bytes))).toMatchObject({ frames: 4, warnings: [] });
  });

  it('never throws and never points outside the file, whatever bytes are flipped or cut', async () => {
    const sink = memorySink();
    const bext = { timeReference: samples(172_800_000), description: 'reel 1' };
    await writeWav({ rate: 48_000, channels: 2, coding: 'int24', bext }, [new Uint8Array(600).fill(7)], sink);
    const original = sink.bytes();
    const byte = fc.integer({ min: 0, max: 255 });
    const place = fc.oneof(
      fc.integer({ min: 0, max: 110 }),
      fc.integer({ min: 0, max: original.length - 1 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: original.length }),
        fc.boolean(),
        (changes, length, cut) => {
          const bytes = original.slice(0, cut ? length : original.length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const result = parseWavSync(memorySource(bytes));
          if (!result.ok) return;
          const { dataOffset, frames, blockAlign, chunks } = result.value;
          expect(frames).toBeGreaterThan(0);
          expect(dataOffset + frames * blockAlign).toBeLessThanOrEqual(bytes.length);
          for (const { offset, size } of chunks) expect(offset + size).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { seed: 22, numRuns: 3_000 },
    );
  });
});

describe('bext', () => {
  it('keeps its fields, ASCII only, cut to their sizes', () => {
    const payload = buildBext({
      description: 'x'.repeat(300),
      originator: 'Zürich',
      originatorReference: 'REF',
      originationDate: '2031-04-05',
      originationTime: '06:07:08',
      timeReference: samples(172_800_000),
      codingHistory: 'A=PCM,F=48000,W=24\r\n',
    });
    expect(parseBext(payload)).toMatchObject({
      description: 'x'.repeat(256),
      originator: 'Z?rich',
      originatorReference: 'REF',
      originationDate: '2031-04-05',
      originationTime: '06:07:08',
      timeReference: 172_800_000,
      version: 1,
      umid: null,
      loudness: null,
      codingHistory: 'A=PCM,F=48000,W=24\r\n',
    });
    expect(() => buildBext({ timeReference: samples(-1) })).toThrow(RangeError);
  });

  it('reads version 2 loudness, Latin-1 text and an absurd time reference', () => {
    const payload = new Uint8Array(BEXT_BYTES);
    payload.set([0x5a, 0xfc, 0x72, 0x69, 0x63, 0x68]);
    const view = new DataView(payload.buffer);
    view.setBigUint64(338, 2n ** 63n, true);
    view.setUint16(346, 2, true);
    payload[348] = 0xab;
    view.setInt16(412, -2_300, true);
    view.setInt16(414, 0x7fff, true);
    const bext = parseBext(payload);
    expect(bext).toMatchObject({ description: 'Zürich', timeReference: null, version: 2 });
    expect(bext?.umid).toMatch(/^ab0{126}$/);
    expect(bext?.loudness).toMatchObject({ integratedLufs: -23, rangeLu: null });
    expect(parseBext(new Uint8Array(347))).toBeNull();
  });
});

describe('speaker masks', () => {
  it('are written only where they tell the truth about order', () => {
    expect(maskSpeakers(channelMaskFor('5.1'), 6)).toEqual(['L', 'R', 'C', 'LFE', 'Ls', 'Rs']);
    expect(maskSpeakers(channelMaskFor('5.1.4'), 10)).toEqual([
      'L',
      'R',
      'C',
      'LFE',
      'Ls',
      'Rs',
      'Ltf',
      'Rtf',
      'Ltr',
      'Rtr',
    ]);
    expect(maskSpeakers(channelMaskFor('2.0'), 2)).toEqual(['L', 'R']);
    expect(channelMaskFor('7.1')).toBe(0);
    expect(channelMaskFor('7.1.2')).toBe(0);
  });

  it('name rears before sides, a lone pair Ls Rs, and nothing for channels they forget', () => {
    expect(maskSpeakers(0x63f, 10)).toEqual(['L', 'R', 'C', 'LFE', 'Lrs', 'Rrs', 'Lss', 'Rss', null, null]);
    expect(maskSpeakers(0x60f, 6)).toEqual(['L', 'R', 'C', 'LFE', 'Ls', 'Rs']);
    expect(maskSpeakers(0xc3, 4)).toEqual(['L', 'R', null, null]);
  });
});
