import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FRAME_RATE_FACTS,
  FRAME_RATES,
  formatTimecode,
  framesToSamples,
  parseTimecode,
  samplesToFrames,
  timecodeCount,
  timecodeFields,
} from './timecode.ts';

const rates = fc.constantFrom(...FRAME_RATES);
const sampleRates = fc.constantFrom(48_000, 96_000);

describe('frames and samples', () => {
  it('gives every frame back from its own first sample, at every rate', () => {
    fc.assert(
      fc.property(rates, sampleRates, fc.integer({ min: -3e6, max: 3e8 }), (rate, sampleRate, frame) => {
        const first = framesToSamples(frame, rate, sampleRate);
        expect(samplesToFrames(first, rate, sampleRate)).toBe(frame);
        expect(samplesToFrames(first - 1, rate, sampleRate)).toBe(frame - 1);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('lies within half a sample of the exact rational position', () => {
    fc.assert(
      fc.property(rates, sampleRates, fc.integer({ min: -1e6, max: 1e9 }), (rate, sampleRate, frame) => {
        const { numerator, denominator } = FRAME_RATE_FACTS[rate];
        const exactTimes = BigInt(frame) * BigInt(denominator) * BigInt(sampleRate);
        const got = BigInt(framesToSamples(frame, rate, sampleRate)) * BigInt(numerator);
        const error = got - exactTimes;
        expect(2n * (error < 0n ? -error : error) <= BigInt(numerator)).toBe(true);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('knows that pulled-down rates need 1001 samples where 24 needs 1000', () => {
    expect(framesToSamples(24_000, '23.976', 48_000)).toBe(1001 * 48_000);
    expect(framesToSamples(1, '23.976', 48_000)).toBe(2002);
    expect(framesToSamples(1, '29.97', 48_000)).toBe(1602);
    expect(framesToSamples(2, '29.97', 48_000)).toBe(3203);
    expect(framesToSamples(1, '25', 96_000)).toBe(3840);
  });
});

describe('timecode text', () => {
  it('parses what it formats for every frame of the day', () => {
    fc.assert(
      fc.property(rates, fc.nat(), (rate, seed) => {
        const count = seed % FRAME_RATE_FACTS[rate].framesPerDay;
        const text = formatTimecode(count, rate);
        expect(text).toMatch(rate === '29.97df' ? /^\d\d:\d\d:\d\d;\d\d$/ : /^\d\d:\d\d:\d\d:\d\d$/);
        expect(parseTimecode(text, rate)).toEqual({ ok: true, value: count });
        expect(timecodeCount(timecodeFields(count, rate), rate)).toBe(count);
      }),
      { seed: 3, numRuns: 3000 },
    );
  });

  it('counts drop-frame labels one by one across ten minutes without a gap or a repeat', () => {
    const seen = new Set<string>();
    for (let count = 0; count < 17_982; count++) seen.add(formatTimecode(count, '29.97df'));
    expect(seen.size).toBe(17_982);
    expect(formatTimecode(1799, '29.97df')).toBe('00:00:59;29');
    expect(formatTimecode(1800, '29.97df')).toBe('00:01:00;02');
    expect(formatTimecode(17_981, '29.97df')).toBe('00:09:59;29');
    expect(formatTimecode(17_982, '29.97df')).toBe('00:10:00;00');
  });

  it('wraps at 24 hours in both directions', () => {
    for (const rate of FRAME_RATES) {
      const { framesPerDay } = FRAME_RATE_FACTS[rate];
      expect(formatTimecode(framesPerDay, rate)).toBe(formatTimecode(0, rate));
      expect(formatTimecode(-1, rate)).toBe(formatTimecode(framesPerDay - 1, rate));
    }
    expect(formatTimecode(-1, '25')).toBe('23:59:59:24');
  });

  it('reads short forms and bare digits from the right', () => {
    const at = (text: string) => parseTimecode(text, '24');
    expect(at('41:07')).toEqual({ ok: true, value: 41 * 24 + 7 });
    expect(at(' 1:00:41:07 ')).toEqual({ ok: true, value: (3600 + 41) * 24 + 7 });
    expect(at('4107')).toEqual(at('41:07'));
    expect(parseTimecode('00:01:00:02', '29.97df')).toEqual({ ok: true, value: 1800 });
  });

  it('says what is wrong and what to type instead', () => {
    expect(parseTimecode('00:01:00;00', '29.97df')).toMatchObject({
      code: 'timecode-dropped',
      remedy: 'The next frame is 00:01:00;02.',
    });
    expect(parseTimecode('00:00:00:24', '24')).toMatchObject({ code: 'timecode-range' });
    expect(parseTimecode('24:00:00:00', '24')).toMatchObject({ code: 'timecode-range' });
    expect(parseTimecode('01:00:00;00', '25')).toMatchObject({ code: 'timecode-form' });
    for (const text of ['', 'one', '1:2:3:4:5', '-1:00', '123456789']) {
      expect(parseTimecode(text, '25')).toMatchObject({ ok: false, code: 'timecode-form' });
    }
  });
});
