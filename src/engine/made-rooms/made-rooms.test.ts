import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MADE_RATE, MADE_ROOMS, makeRoom } from './made-rooms.ts';

const RATE = MADE_RATE;

/** Level at a frequency by the definition of the Fourier transform, dB. */
function levelAt(samples: Float32Array, hertz: number): number {
  let [re, im] = [0, 0];
  samples.forEach((value, n) => {
    re += value * Math.cos((2 * Math.PI * hertz * n) / RATE);
    im -= value * Math.sin((2 * Math.PI * hertz * n) / RATE);
  });
  return 20 * Math.log10(Math.hypot(re, im));
}

/** Mean level of some frequencies of a band, dB. */
const bandLevel = (samples: Float32Array, from: number, to: number): number => {
  const levels = Array.from({ length: 24 }, (_, n) => levelAt(samples, from * (to / from) ** (n / 23)));
  return 10 * Math.log10(levels.reduce((sum, db) => sum + 10 ** (db / 10), 0) / levels.length);
};

describe('made responses', () => {
  it('have the band of what they are heard through', () => {
    const telephone = makeRoom('Telephone');
    expect(bandLevel(telephone, 500, 3000) - bandLevel(telephone, 40, 150)).toBeGreaterThan(24);
    expect(bandLevel(telephone, 500, 3000) - bandLevel(telephone, 7000, 16_000)).toBeGreaterThan(24);
    const radio = makeRoom('Radio in a kitchen');
    expect(bandLevel(radio, 500, 3000) - bandLevel(radio, 40, 120)).toBeGreaterThan(24);
    const door = makeRoom('Behind a door');
    expect(bandLevel(door, 80, 300) - bandLevel(door, 3000, 8000)).toBeGreaterThan(30);
    const speaker = makeRoom('Loudspeaker in a kitchen');
    expect(Math.abs(bandLevel(speaker, 200, 1000) - bandLevel(speaker, 1000, 5000))).toBeLessThan(6);
  });

  it('of a kitchen die away in about 0.3 s, and a telephone at once', () => {
    const energy = (samples: Float32Array, from: number, to: number) =>
      samples.subarray(from * RATE, to * RATE).reduce((sum, value) => sum + value * value, 0);
    const kitchen = makeRoom('Loudspeaker in a kitchen');
    expect(kitchen).toHaveLength(0.33 * RATE);
    // From 50 to 230 ms a decay of 0.3 s falls by 36 dB.
    const fall = 10 * Math.log10(energy(kitchen, 0.05, 0.07) / energy(kitchen, 0.23, 0.25));
    expect(fall).toBeGreaterThan(27);
    expect(fall).toBeLessThan(48);
    const telephone = makeRoom('Telephone');
    expect(10 * Math.log10(energy(telephone, 0, 0.01) / energy(telephone, 0.03, 0.05))).toBeGreaterThan(60);
  });

  it('are the same samples on every host', () => {
    const hashes = MADE_ROOMS.map((name) =>
      createHash('sha256').update(makeRoom(name)).digest('hex').slice(0, 16),
    );
    expect(hashes).toEqual(['ff5a530b95dffeff', '923ec97e1617b3a2', 'd6593b4fe99048c1', 'e59e1bbbc5f08975']);
  });
});
