import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_FRAMES, Delivery } from '../../core/index.ts';
import { loadCoreModule } from '../../core/node.ts';
import { packFloat32, packInt16, packInt24 } from '../../formats/index.ts';
import { quantise } from './dither.ts';

const debug = await loadCoreModule('debug');

/** A tone that swells and fades: its beginning and end add no peaks of their own. */
const tone = (frequency: number, phase: number, frames: number, level = 1): Float32Array =>
  Float32Array.from(
    { length: frames },
    (_, n) => level * Math.sin((Math.PI * n) / frames) ** 2 * Math.sin(2 * Math.PI * frequency * n + phase),
  );

/** True peak of one channel that comes in blocks of the given length. */
function truePeak(plane: Float32Array, block: number): number {
  const delivery = new Delivery(debug, false, 1);
  for (let at = 0; at < plane.length; at += block) {
    const part = plane.subarray(at, at + block);
    delivery.take([part], part.length);
    delivery.measure();
  }
  return delivery.finishPeak();
}

/** Noise that now and then goes beyond full scale, or stands exactly on it. */
const hot = (channel: number, frames: number): Float32Array =>
  Float32Array.from({ length: frames }, (_, n) => {
    const word = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(channel + 1, 0x85ebca6b);
    return n % 50 === 0 ? ([1, -1, 1.5, -3, 1 + 2 ** -23, 0, -0][(n / 50) % 7] ?? 0) : (word | 0) / 2 ** 31;
  });

describe('delivery: words', () => {
  it('are those of the plain dither, at any place of the timeline, with the same samples clipped', async () => {
    const shared = await loadCoreModule('shared');
    fc.assert(
      fc.property(
        fc.constantFrom(16 as const, 24 as const),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 700 }),
        fc.oneof(
          fc.nat({ max: 1e9 }),
          fc.integer({ min: 2 ** 32 - 500, max: 2 ** 32 + 500 }),
          fc.nat({ max: 2 ** 45 }),
        ),
        fc.boolean(),
        (bits, channels, frames, position, isShared) => {
          const delivery = new Delivery(isShared ? shared : debug, isShared, channels);
          const planes = Array.from({ length: channels }, (_, channel) => hot(channel, frames));
          const words = planes.map(() => new Int32Array(frames));
          let clipped = 0;
          for (const [channel, plane] of planes.entries()) {
            const into = words[channel];
            if (into) clipped += quantise(plane, into, bits, position, channel);
          }
          const wanted = new Uint8Array((frames * channels * bits) / 8);
          (bits === 16 ? packInt16 : packInt24)(words, frames, wanted);
          delivery.take(planes, frames);
          const given = delivery.integers(bits, position);
          expect(Buffer.from(given).equals(Buffer.from(wanted))).toBe(true);
          expect(delivery.clippedSamples).toBe(clipped);
        },
      ),
      { seed: 51, numRuns: 60 },
    );
  });

  it('are floats bit for bit where floats are asked for, and what is beyond full scale is counted', () => {
    const delivery = new Delivery(debug, false, 3);
    const planes = [hot(0, 501), hot(1, 501), hot(2, 501)];
    const wanted = new Uint8Array(501 * 12);
    packFloat32(planes, 501, wanted);
    delivery.take(planes, 501);
    expect(Buffer.from(delivery.floats()).equals(Buffer.from(wanted))).toBe(true);
    expect(delivery.clippedSamples).toBe(
      planes.flatMap((plane) => [...plane]).filter((x) => Math.abs(x) > 1).length,
    );
  });

  it('refuse more than they have room for', () => {
    expect(() => new Delivery(debug, false, 25)).toThrow(RangeError);
    const delivery = new Delivery(debug, false, 1);
    expect(() => delivery.take([new Float32Array(DELIVERY_FRAMES + 1)], DELIVERY_FRAMES + 1)).toThrow(
      RangeError,
    );
    expect(() => delivery.take([], 1)).toThrow(RangeError);
  });
});

describe('delivery: true peak', () => {
  it('finds the peak between samples of a quarter-rate tone 3 dB above its samples', () => {
    // Samples at ±0.707; BS.1770 allows −0.4…+0.3 dB for a true peak of 0 dBTP.
    const db = 20 * Math.log10(truePeak(tone(0.25, Math.PI / 4, 4800), 512));
    expect(db).toBeGreaterThan(-0.4);
    expect(db).toBeLessThan(0.3);
  });

  it('agrees to within 0.4 dB at frequencies up to 18 kHz at 48 kHz', () => {
    for (let frequency = 0.01; frequency <= 18 / 48; frequency += 0.0137) {
      const db = 20 * Math.log10(truePeak(tone(frequency, 1, 9600, 0.5), DELIVERY_FRAMES) / 0.5);
      expect(Math.abs(db)).toBeLessThan(0.4);
    }
  });

  it('does not depend on how the audio is cut into blocks', () => {
    const plane = tone(0.1234, 0.3, 5000);
    expect(truePeak(plane, 37)).toBe(truePeak(plane, 5000));
  });

  it('sees the last sample of all', () => {
    const plane = new Float32Array(300);
    plane[299] = 0.7;
    expect(truePeak(plane, 300)).toBeGreaterThanOrEqual(0.7 - 1e-6);
  });

  it('tells the loudest channel', () => {
    const delivery = new Delivery(debug, false, 2);
    delivery.take([new Float32Array(4096), tone(0.05, 0, 4096, 0.25)], 4096);
    delivery.measure();
    expect(delivery.finishPeak()).toBeCloseTo(0.25, 2);
  });
});
