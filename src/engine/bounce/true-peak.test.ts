import { describe, expect, it } from 'vitest';
import { TruePeakMeter } from './true-peak.ts';

const tone = (frequency: number, phase: number, frames: number, level = 1): Float32Array =>
  Float32Array.from({ length: frames }, (_, n) => level * Math.sin(2 * Math.PI * frequency * n + phase));

function measure(plane: Float32Array, block: number): number {
  const meter = new TruePeakMeter(1);
  for (let at = 0; at < plane.length; at += block) {
    const part = plane.subarray(at, at + block);
    meter.process([part], part.length);
  }
  return meter.peak();
}

describe('TruePeakMeter', () => {
  it('finds the peak between samples of a quarter-rate tone 3 dB above its samples', () => {
    // Samples at ±0.707; BS.1770 allows −0.4…+0.3 dB for a true peak of 0 dBTP.
    const plane = tone(0.25, Math.PI / 4, 4800);
    const db = 20 * Math.log10(measure(plane, 512));
    expect(db).toBeGreaterThan(-0.4);
    expect(db).toBeLessThan(0.3);
  });

  it('agrees to within 0.4 dB at every frequency up to 20 kHz', () => {
    for (let frequency = 0.01; frequency <= 20 / 48; frequency += 0.0137) {
      const db = 20 * Math.log10(measure(tone(frequency, 1, 9600, 0.5), 8192) / 0.5);
      expect(Math.abs(db)).toBeLessThan(0.4);
    }
  });

  it('does not depend on how the audio is cut into blocks', () => {
    const plane = tone(0.1234, 0.3, 5000);
    expect(measure(plane, 37)).toBe(measure(plane, 5000));
  });

  it('keeps channels apart', () => {
    const meter = new TruePeakMeter(2);
    meter.process([new Float32Array(256), tone(0.05, 0, 256, 0.25)], 256);
    expect(meter.peak(0)).toBe(0);
    expect(meter.peak(1)).toBeCloseTo(0.25, 2);
    expect(meter.peak()).toBe(meter.peak(1));
  });
});
