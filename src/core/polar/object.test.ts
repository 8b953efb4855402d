import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolarExtent } from './extent.ts';
import { PolarPanner } from './object.ts';
import { gainError, layoutOf, POLAR_LAYOUTS, powerOf, readVectors, type VectorCase } from './vector-rig.ts';
import type { Zone } from './zones.ts';

interface Input extends Partial<PolarExtent> {
  readonly az: number;
  readonly el: number;
  readonly dist?: number;
  readonly lock?: { readonly maxDistance?: number };
  readonly divergence?: { readonly value: number; readonly azimuthRange: number };
  readonly zones?: readonly Zone[];
  readonly gain?: number;
  readonly objectGain?: number;
  readonly diffuse?: number;
}

const panners = new Map<string, PolarPanner>();
function pannerOf(layout: string): PolarPanner {
  const known = panners.get(layout) ?? new PolarPanner(layoutOf(layout));
  panners.set(layout, known);
  return known;
}

describe.each(['ear-polar-point', 'ear-polar-extent', 'ear-polar-meta'])('%s', (name) => {
  const file = readVectors<VectorCase<Input>>(name);
  it.each([...file.keys()])('%s agrees to 1e-9', (layout) => {
    const cases = file.get(layout) ?? [];
    let largest = 0;
    for (const { in: source, g, gd } of cases) {
      const { az, el, dist = 1, width = 0, height = 0, depth = 0, gain = 1, objectGain = 1 } = source;
      const gains = pannerOf(layout).gains({
        ...source,
        azimuth: az,
        elevation: el,
        distance: dist,
        extent: { width, height, depth },
        gain: gain * objectGain,
      });
      largest = Math.max(largest, gainError(gains.direct, g), gainError(gains.diffuse, gd ?? g.map(() => 0)));
    }
    expect(cases.length).toBeGreaterThan(50);
    expect(largest).toBeLessThan(1e-9);
  });
});

const names = [...POLAR_LAYOUTS.keys()];
const angle = (min: number, max: number) =>
  fc.oneof(
    fc.integer({ min: min / 15, max: max / 15 }).map((n) => n * 15),
    fc.double({ min, max, noNaN: true }),
  );
const extents = fc.oneof(
  fc.constant({ width: 0, height: 0, depth: 0 }),
  fc.record({
    width: angle(0, 360),
    height: angle(0, 360),
    depth: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

describe.each(names)('polar objects on %s', (layout) => {
  const speakers = layoutOf(layout);
  const partner = speakers.map(({ azimuth, elevation, lfe }, index) =>
    lfe
      ? index
      : speakers.findIndex(
          (other) =>
            !other.lfe &&
            other.elevation === elevation &&
            (other.azimuth === -azimuth || (Math.abs(azimuth) === 180 && other.azimuth === azimuth)),
        ),
  );

  it('keep unit power (−3 dB at most behind two speakers), gains in 0…1, and nothing in an LFE', () => {
    const panner = pannerOf(layout);
    const least = layout === '0+2+0' ? 0.5 : 1;
    fc.assert(
      fc.property(
        angle(-180, 180),
        angle(-90, 90),
        fc.double({ min: 0, max: 2, noNaN: true }),
        extents,
        (azimuth, elevation, distance, extent) => {
          const { direct } = panner.gains({ azimuth, elevation, distance, extent });
          const power = powerOf(direct);
          if (power > 1 + 1e-12 || power < least - 1e-12) throw new Error(`power ${power}`);
          direct.forEach((gain, index) => {
            if (!(gain >= 0 && gain <= 1 + 1e-12)) throw new Error(`gain ${gain}`);
            if (speakers[index]?.lfe && gain !== 0) throw new Error('the LFE sounds');
          });
        },
      ),
      { seed: 2127, numRuns: 300 },
    );
  });

  it('find a region for every direction, also on the edges between them', () => {
    const panner = pannerOf(layout);
    const heard = speakers.filter(({ lfe }) => !lfe);
    const between = fc.tuple(
      fc.constantFrom(...heard),
      fc.constantFrom(...heard),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(between, ([a, b, part]) => {
        const azimuth = a.azimuth + part * (b.azimuth - a.azimuth);
        const elevation = a.elevation + part * (b.elevation - a.elevation);
        expect(powerOf(panner.gains({ azimuth, elevation }).direct)).toBeGreaterThan(0.49);
      }),
      { seed: 2051, numRuns: 2000 },
    );
  });

  it('move without jumps, also across the edges of regions', () => {
    const panner = pannerOf(layout);
    // Steepest: between speakers 15° apart, the upper ones near, a quarter of the gain a degree.
    const slope = 0.3;
    const step = 1e-4;
    fc.assert(
      fc.property(angle(-180, 180), angle(-90, 75), (azimuth, elevation) => {
        const here = panner.gains({ azimuth, elevation }).direct;
        const up = panner.gains({ azimuth, elevation: elevation + step }).direct;
        const aside = panner.gains({ azimuth: azimuth + step, elevation }).direct;
        expect(gainError(up, [...here])).toBeLessThan(slope * step);
        expect(gainError(aside, [...here])).toBeLessThan(slope * step);
      }),
      { seed: 61, numRuns: 1000 },
    );
  });

  it('mirror left and right', () => {
    const panner = pannerOf(layout);
    fc.assert(
      fc.property(angle(-180, 180), angle(-90, 90), extents, (azimuth, elevation, extent) => {
        const { direct } = panner.gains({ azimuth, elevation, extent });
        const mirrored = panner.gains({ azimuth: -azimuth, elevation, extent }).direct;
        expect(
          gainError(
            mirrored,
            partner.map((index) => direct[index] ?? Number.NaN),
          ),
        ).toBeLessThan(1e-11);
      }),
      { seed: 30, numRuns: 150 },
    );
  });

  it('give a speaker its own place, from any distance, and to a lock', () => {
    const panner = pannerOf(layout);
    speakers.forEach(({ azimuth, elevation, lfe }, index) => {
      if (lfe) return;
      const alone = speakers.map((_, other) => (other === index ? 1 : 0));
      expect(gainError(panner.gains({ azimuth, elevation }).direct, alone)).toBeLessThan(1e-12);
      expect(gainError(panner.gains({ azimuth, elevation, distance: 7 }).direct, alone)).toBeLessThan(1e-12);
      const near = panner.gains({ azimuth: azimuth + 1, elevation, lock: {} }).direct;
      expect(gainError(near, alone)).toBeLessThan(1e-12);
    });
  });

  it('move the power of excluded speakers, all of it, and none if nobody is left', () => {
    const panner = pannerOf(layout);
    const front = { minAzimuth: -60, maxAzimuth: 60, minElevation: -90, maxElevation: 90 };
    const all = { minAzimuth: -180, maxAzimuth: 180, minElevation: -90, maxElevation: 90 };
    for (const azimuth of [0, 17, 33, -95, 180]) {
      const free = panner.gains({ azimuth, elevation: 12 }).direct;
      const kept = panner.gains({ azimuth, elevation: 12, zones: [front] }).direct;
      expect(powerOf(kept)).toBeCloseTo(powerOf(free), 12);
      if (layout !== '0+2+0') {
        speakers.forEach((speaker, index) => {
          const isOut = Math.abs(speaker.azimuth) <= 60 || speaker.elevation === 90;
          if (isOut) expect(kept[index]).toBe(0);
        });
      }
      expect(panner.gains({ azimuth, elevation: 12, zones: [all] }).direct).toEqual(free);
    }
  });
});

describe('polar objects', () => {
  const panner = pannerOf('4+7+0');

  it('share power between the direct and the diffuse path, and scale with gain', () => {
    const plain = panner.gains({ azimuth: 20, elevation: 10 });
    const split = panner.gains({ azimuth: 20, elevation: 10, diffuse: 0.3, gain: 0.5 });
    expect(powerOf(plain.diffuse)).toBe(0);
    expect(powerOf(split.direct) + powerOf(split.diffuse)).toBeCloseTo(0.25, 12);
    expect(powerOf(split.diffuse)).toBeCloseTo(0.075, 12);
  });

  it('diverge into three sources whose powers add to one where they do not overlap', () => {
    const { direct } = panner.gains({ azimuth: 0, elevation: 0, divergence: { value: 1, azimuthRange: 30 } });
    expect(gainError(direct, [Math.SQRT1_2, Math.SQRT1_2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeLessThan(1e-12);
  });

  it('surround the listener at distance 0', () => {
    const here = panner.gains({ azimuth: 77, elevation: 20, distance: 0 }).direct;
    const there = panner.gains({ azimuth: -140, elevation: -50, distance: 0 }).direct;
    expect(gainError(here, [...there])).toBeLessThan(1e-12);
    expect(here.filter((gain) => gain > 0.1).length).toBe(11);
  });

  it('refuse an angle that is no number, and a layout that does not enclose the listener', () => {
    expect(() => panner.gains({ azimuth: Number.NaN, elevation: 0 })).toThrow(RangeError);
    expect(() => new PolarPanner(layoutOf('4+7+0').slice(0, 2).toReversed())).toThrow(RangeError);
  });

  it('have the same bits every time', () => {
    const sum = new Float64Array(4);
    for (let n = 0; n < 300; n++) {
      const { direct } = panner.gains({
        azimuth: n * 7.3 - 180,
        elevation: n * 0.59 - 89,
        extent: { width: (n % 9) * 40, height: (n % 5) * 30, depth: (n % 3) * 0.2 },
      });
      direct.forEach((gain, index) => {
        sum[index % 4] = ((sum[index % 4] ?? 0) * 0.999 + gain) * 0.5;
      });
    }
    // Written down once; a host whose arithmetic differs would miss it.
    expect([...new BigUint64Array(sum.buffer)].map((bits) => bits.toString(16))).toMatchInlineSnapshot(`
      [
        "3fd29aa930cbf573",
        "3fd11465c6e63d86",
        "3fd2489eeebb0268",
        "3fd490dcf5108b03",
      ]
    `);
  });
});
