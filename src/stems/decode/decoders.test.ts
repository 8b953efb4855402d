import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asAsync, memorySource } from '../../formats/index.ts';
import { ImportFault } from './audio-stream.ts';
import { flacOrder, oggOrder } from './channel-order.ts';
import { oggPages } from './ogg-pages.ts';
import { openAudio } from './open-stream.ts';

const folder = new URL('../../../tests/fixtures/audio/', import.meta.url);
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

async function decode(bytes: Uint8Array, name = 'file') {
  const { stream } = await openAudio(asAsync(memorySource(bytes)), name);
  const parts: Float32Array[][] = [];
  const outcome = await stream.decode({
    signal: undefined,
    onBytes: () => undefined,
    sink: (channels, frames) => parts.push(channels.map((channel) => channel.slice(0, frames))),
  });
  const planes = Array.from({ length: stream.facts.channels }, (_, channel) =>
    Float32Array.from(parts.flatMap((part) => [...(part[channel] ?? [])])),
  );
  return { facts: stream.facts, outcome, planes };
}

/** Residual of a plane against the sine it was made from, relative to the sine, dB. */
function residualDb(plane: Float32Array, hertz: number): number {
  let error = 0;
  let power = 0;
  const margin = 1000;
  for (let frame = margin; frame < plane.length - margin; frame += 1) {
    const ideal = 0.5 * Math.sin((2 * Math.PI * hertz * frame) / 48_000);
    error += ((plane[frame] ?? 0) - ideal) ** 2;
    power += ideal ** 2;
  }
  return 10 * Math.log10(error / power);
}

const tones = (channels: number): readonly number[] =>
  Array.from({ length: channels }, (_, channel) =>
    channels === 6 && channel === 3 ? 100 : 400 * (channel + 1),
  );

describe('decoders', () => {
  // Lossless must be the 16-bit source (−90 dB); lossy at these rates stays 20 dB below a pure tone, which a shift of
  // 20 samples or a swapped channel would break. An LFE is coded with little care: only its place is asked for.
  it.each([
    ['tone-mono.opus', 1, 9001, 'Ogg Opus', -20],
    ['tone-stereo.opus', 2, 9001, 'Ogg Opus', -20],
    ['tone-51.opus', 6, 9001, 'Ogg Opus', -6],
    ['tone-stereo.ogg', 2, 9001, 'Ogg Vorbis', -20],
    ['tone-51.ogg', 6, 9001, 'Ogg Vorbis', -12],
    ['tone-stereo.flac', 2, 4001, 'FLAC 16-bit', -85],
    ['tone-51.flac', 6, 4001, 'FLAC 16-bit', -85],
    ['tone-mono.mp3', 1, 9001, 'MP3', -20],
    ['tone-stereo.mp3', 2, 9001, 'MP3', -20],
  ] as const)(
    '%s: exact length, in place, channels in house order',
    async (name, channels, frames, coding, bar) => {
      const { facts, outcome, planes } = await decode(fixture(name));
      expect(facts).toMatchObject({ channels, rate: 48_000, coding, expectedFrames: frames });
      expect(outcome).toEqual({ frames, warnings: [] });
      expect(planes.map((plane) => plane.length)).toEqual(tones(channels).map(() => frames));
      for (const [channel, hertz] of tones(channels).entries()) {
        expect(residualDb(planes[channel] ?? new Float32Array(0), hertz)).toBeLessThan(bar);
      }
    },
  );

  it.each(['tone-stereo.flac', 'tone-51.flac', 'long-mono.flac'])(
    '%s: the very samples that were coded, full scale at 2^15 as in WAV',
    async (name) => {
      const { planes } = await decode(fixture(name));
      for (const plane of planes)
        expect(plane.findIndex((sample) => !Number.isInteger(sample * 2 ** 15))).toBe(-1);
    },
  );

  it('tells what a host without the codec can do about AAC', async () => {
    await expect(openAudio(asAsync(memorySource(fixture('tone-stereo.m4a'))), 'x.m4a')).rejects.toMatchObject(
      {
        failure: { code: 'codec-missing', remedy: expect.stringContaining('Convert') },
      },
    );
  });

  it.each(['long-mono.opus', 'long-mono.ogg', 'long-mono.flac', 'tone-stereo.mp3'])(
    '%s: whole it has its exact length, cut short it gives what is there and says so',
    async (name) => {
      const bytes = fixture(name);
      const whole = await decode(bytes);
      expect(whole.outcome).toEqual({ frames: name.startsWith('long') ? 60_001 : 9001, warnings: [] });
      const { outcome } = await decode(bytes.subarray(0, Math.floor(bytes.length * 0.8)));
      expect(outcome.frames).toBeGreaterThan(0);
      expect(outcome.frames).toBeLessThan(whole.outcome.frames);
      expect(outcome.warnings.length).toBeGreaterThan(0);
    },
  );

  it.each(['tone-stereo.opus', 'tone-51.opus', 'tone-stereo.ogg', 'tone-stereo.flac', 'tone-stereo.mp3'])(
    '%s with flipped bytes: a remark or a refusal, never a crash',
    async (name) => {
      const whole = fixture(name);
      for (let trial = 0; trial < 12; trial += 1) {
        const bytes = whole.slice();
        const at = (trial * 7919 + 13) % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ 0xff;
        try {
          const { outcome } = await decode(bytes);
          expect(outcome.frames).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ImportFault);
        }
      }
    },
  );
});

describe('Ogg pages', () => {
  it('drops damaged pages and finds the next sound one', async () => {
    const bytes = fixture('tone-stereo.opus');
    const count = async (data: Uint8Array): Promise<[number, number]> => {
      let pages = 0;
      let lost = 0;
      for await (const page of oggPages(asAsync(memorySource(data)), (gap) => {
        lost += gap;
      })) {
        pages += page.bytes.length > 0 ? 1 : 0;
      }
      return [pages, lost];
    };
    const [pages, lost] = await count(bytes);
    expect(lost).toBe(0);
    const damaged = bytes.slice();
    damaged[500] = (damaged[500] ?? 0) ^ 1;
    const [left, gap] = await count(damaged);
    expect(left).toBe(pages - 1);
    expect(gap).toBeGreaterThan(0);
    const junk = new Uint8Array(bytes.length + 100_000);
    junk.fill(0x4f);
    junk.set(bytes, 100_000);
    expect(await count(junk)).toEqual([pages, 100_000]);
  });
});

describe('channel orders', () => {
  it('are permutations that put the LFE of 5.1 and 7.1 fourth', () => {
    for (const order of [oggOrder, flacOrder]) {
      for (let channels = 1; channels <= 8; channels += 1) {
        expect([...order(channels)].sort()).toEqual(Array.from({ length: channels }, (_, index) => index));
      }
    }
    expect([oggOrder(6)[3], oggOrder(8)[3], flacOrder(6)[3], flacOrder(8)[3]]).toEqual([5, 7, 3, 3]);
  });
});
