/**
 * Frequency responses of every filter and band, measured through a strip of the core, against the closed forms of
 * tests/conformance/filters.ts: within 0.1 dB to 10 kHz and 0.5 dB to 16 kHz, as they are set and as a lane has reached them.
 */
import { describe, expect, it } from 'vitest';
import * as prototypes from '../../tests/conformance/filters.ts';
import type { BandProgram, ChainProgram } from './program.ts';
import { lane, makeRig, renderLeft, type Source, stripOf } from './test-rig.ts';

const RATE = 48_000;
/** Frame of the impulse: lanes have arrived by then. */
const AT = 4096;
const FRAMES = 24_576;

const impulse: Source = (_voice, frame) => (frame === AT ? 1 : 0);

function prototypeOf(band: BandProgram): prototypes.Prototype {
  switch (band.kind) {
    case 'high-pass':
      return prototypes.highPass(band.frequency, band.order);
    case 'low-pass':
      return prototypes.lowPass(band.frequency, band.order);
    case 'bell':
      return prototypes.bell(band.frequency, band.gainDb, band.q);
    case 'low-shelf':
      return prototypes.lowShelf(band.frequency, band.gainDb, band.q);
    case 'high-shelf':
      return prototypes.highShelf(band.frequency, band.gainDb, band.q);
    case 'notch':
      return prototypes.notch(band.frequency, band.q);
    case 'tilt':
      return prototypes.tilt(band.frequency, band.gainDb);
  }
}

const FREQUENCIES = [40, 250, 1000, 4000, 9000, 14_000];
const GAINS = [-18, -6, 6, 18];
const BANDS: Readonly<Record<BandProgram['kind'], readonly BandProgram[]>> = {
  bell: FREQUENCIES.flatMap((frequency) =>
    GAINS.flatMap((gainDb) => [0.5, 4].map((q) => ({ kind: 'bell' as const, frequency, gainDb, q }))),
  ),
  'low-shelf': FREQUENCIES.flatMap((frequency) =>
    GAINS.map((gainDb) => ({ kind: 'low-shelf' as const, frequency, gainDb, q: Math.SQRT1_2 })),
  ),
  'high-shelf': FREQUENCIES.flatMap((frequency) =>
    GAINS.map((gainDb) => ({ kind: 'high-shelf' as const, frequency, gainDb, q: Math.SQRT1_2 })),
  ),
  notch: FREQUENCIES.flatMap((frequency) => [1, 10].map((q) => ({ kind: 'notch' as const, frequency, q }))),
  tilt: FREQUENCIES.flatMap((frequency) =>
    [-6, 6].map((gainDb) => ({ kind: 'tilt' as const, frequency, gainDb })),
  ),
  'low-pass': FREQUENCIES.flatMap((frequency) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((order) => ({ kind: 'low-pass' as const, frequency, order })),
  ),
  'high-pass': FREQUENCIES.filter((frequency) => frequency <= 4000).flatMap((frequency) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((order) => ({ kind: 'high-pass' as const, frequency, order })),
  ),
};

/** Lanes that lead every parameter from half of it to where it is set, long before the impulse. */
const reached = (band: BandProgram): ChainProgram => ({
  bands: [
    {
      ...band,
      frequency: 200,
      ...('gainDb' in band && { gainDb: 3 }),
      ...('q' in band && { q: 1 }),
    } as BandProgram,
  ],
  lanes: Object.fromEntries(
    (['frequency', 'gainDb', 'q'] as const).flatMap((name) => {
      const value = (band as Readonly<Partial<Record<typeof name, number>>>)[name];
      return value === undefined ? [] : [[`band.0.${name}`, lane([0, value / 2], [2048, value])]];
    }),
  ),
});

const GRID = Array.from({ length: 48 }, (_, index) => 20 * 800 ** (index / 47));

/** Magnitude of a response at a frequency. */
function magnitude(response: Float32Array, frequency: number): number {
  const w = (2 * Math.PI * frequency) / RATE;
  let [re, im] = [0, 0];
  // A rotation, started anew often enough to stay exact.
  for (let from = 0; from < response.length; from += 256) {
    let [c, s] = [Math.cos(w * from), Math.sin(w * from)];
    const [turnC, turnS] = [Math.cos(w), Math.sin(w)];
    for (let n = from; n < Math.min(from + 256, response.length); n++) {
      const value = response[n] ?? 0;
      re += value * c;
      im -= value * s;
      [c, s] = [c * turnC - s * turnS, s * turnC + c * turnS];
    }
  }
  return Math.hypot(re, im);
}

describe('through the core', () => {
  it.each(Object.entries(BANDS))(
    'every %s is its prototype, set or reached by lanes',
    async (kind, bands) => {
      const { core } = await makeRig({ source: impulse });
      let [below10k, below16k] = [0, 0];
      for (const band of bands) {
        const wanted = prototypeOf(band);
        for (const chain of [{ bands: [band] }, reached(band)]) {
          core.setStrip(0, stripOf({ chain }));
          core.play(0);
          const response = renderLeft(core, FRAMES, 1024).slice(AT);
          core.stop();
          for (const frequency of GRID) {
            // Below −60 dB is what a filter is there to take away.
            if (wanted(frequency) < 1e-3) continue;
            const error = Math.abs(20 * Math.log10(magnitude(response, frequency) / wanted(frequency)));
            if (frequency <= 10_000) below10k = Math.max(below10k, error);
            below16k = Math.max(below16k, error);
          }
        }
      }
      console.log(`${kind}: ${below10k.toFixed(3)} dB to 10 kHz, ${below16k.toFixed(3)} dB to 16 kHz`);
      expect(below10k).toBeLessThanOrEqual(0.1);
      expect(below16k).toBeLessThanOrEqual(0.5);
    },
  );
});
