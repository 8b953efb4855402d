import { describe, expect, it } from 'vitest';
import { loopLoudness, SOURCE_LUFS, SOURCE_PEAK_DB, toSourceLevel } from './loop.ts';
import { makeSignal, SIGNALS } from './signals.ts';

const RATE = 48_000;
const rmsDb = (samples: Float32Array): number =>
  10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
const peakDb = (samples: Float32Array): number =>
  20 * Math.log10(samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0));

/** Power of a band, dB, from lines of the loop's own spectrum: one in so many stands for its neighbours. */
function bandDb(loop: Float32Array, from: number, to: number): number {
  const step = RATE / loop.length;
  let sum = 0;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  const stride = Math.max(1, Math.floor((last - first) / 24));
  for (let line = first; line <= last; line += stride) {
    const turn = (2 * Math.PI * line) / loop.length;
    let [real, imaginary] = [0, 0];
    for (let n = 0; n < loop.length; n++) {
      real += (loop[n] ?? 0) * Math.cos(turn * n);
      imaginary += (loop[n] ?? 0) * Math.sin(turn * n);
    }
    sum += stride * (real * real + imaginary * imaginary);
  }
  return 10 * Math.log10(sum);
}

describe.each(SIGNALS)('%s', (name) => {
  const loop = toSourceLevel(makeSignal(name, RATE), RATE);

  it('is at −20 LUFS, or a peak of −8 dBFS where that is lower; never clips, never silent', () => {
    const loudness = loopLoudness(loop, RATE);
    const peak = peakDb(loop);
    expect(loop.every(Number.isFinite)).toBe(true);
    expect(peak).toBeLessThanOrEqual(SOURCE_PEAK_DB + 1e-3);
    if (peak < SOURCE_PEAK_DB - 0.01) expect(loudness).toBeCloseTo(SOURCE_LUFS, 2);
    else expect(loudness).toBeLessThanOrEqual(SOURCE_LUFS + 0.01);
    expect(rmsDb(loop)).toBeGreaterThan(-36);
    expect(rmsDb(loop)).toBeLessThan(-12);
  });

  it('goes round without a click: the step over its end is no larger than others', () => {
    const steps = loop.map((value, frame) => Math.abs(value - (loop[frame - 1] ?? value)));
    const largest = steps.reduce((most, step) => Math.max(most, step), 0);
    expect(Math.abs((loop[0] ?? 0) - (loop.at(-1) ?? 0))).toBeLessThanOrEqual(largest);
    // Nor is there a kink: the second difference over the seam is like others too.
    const bend = (at: number): number => {
      const value = (frame: number): number => loop[(at + frame + loop.length) % loop.length] ?? 0;
      return Math.abs(value(1) - 2 * value(0) + value(-1));
    };
    let most = 0;
    for (let frame = 1; frame < loop.length - 1; frame++) most = Math.max(most, bend(frame));
    expect(Math.max(bend(0), bend(-1))).toBeLessThanOrEqual(most);
  });

  it('has the same samples each time, at both session rates', () => {
    for (const rate of [48_000, 96_000]) {
      const [one, other] = [makeSignal(name, rate), makeSignal(name, rate)];
      // Bytes: comparing half a million numbers one by one takes seconds.
      expect(Buffer.compare(Buffer.from(one.buffer), Buffer.from(other.buffer))).toBe(0);
      expect(one.length / rate).toBeGreaterThan(2.5);
      expect(one.length / rate).toBeLessThan(6);
    }
  });
});

describe('spectra', () => {
  it('pink noise has the same power in every octave', () => {
    const noise = makeSignal('pink-noise', RATE);
    const octaves = [250, 1000, 4000].map((centre) =>
      bandDb(noise, centre / Math.SQRT2, centre * Math.SQRT2),
    );
    for (const level of octaves) expect(Math.abs(level - (octaves[1] ?? 0))).toBeLessThan(0.5);
  });

  it('speech noise falls as table A.4 of IEC 60268-16 says', () => {
    const noise = makeSignal('male-speech-noise', RATE);
    const at = (centre: number) => bandDb(noise, centre / Math.SQRT2, centre * Math.SQRT2);
    const reference = at(1000);
    expect(at(250) - reference).toBeCloseTo(2.9 + 6.8, 0);
    expect(at(4000) - reference).toBeCloseTo(-18.8 + 6.8, 0);
  });
});

describe('level', () => {
  it('leaves silence silent', () => {
    expect(toSourceLevel(new Float32Array(480), RATE).every((value) => value === 0)).toBe(true);
  });
});
