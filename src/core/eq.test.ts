import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as prototypes from '../../tests/conformance/filters.ts';
import { type Kernels, loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';

const RATE = 48_000;
const SECTION = 40;
const omega = (frequency: number): number => (2 * Math.PI * frequency) / RATE;
const amplitude = (db: number): number => 10 ** (db / 20);
const decibels = (gain: number): number => 20 * Math.log10(gain);

type Design = readonly [name: string, ...values: number[]];

/** Sections in the kernels' memory, filled up to sixes. */
function designed(
  kernels: Kernels,
  designs: readonly Design[],
): { readonly at: number; readonly count: number } {
  const count = Math.ceil(designs.length / 6) * 6;
  const at = kernels.allocate(SECTION * count);
  for (let index = 0; index < count; index += 1) {
    const [name, ...values] = designs[index] ?? ['designNothing'];
    kernels.call(name, at + SECTION * index, ...values);
  }
  return { at, count };
}

/** What the cascade makes of samples, in pieces of the lengths given. */
function run(
  designs: readonly Design[],
  samples: Float32Array,
  pieces: readonly number[] = [128],
): Float32Array {
  const kernels = loadKernels();
  const { at, count } = designed(kernels, designs);
  const states = kernels.allocate(16 * count);
  const plane = kernels.allocate(4 * samples.length);
  kernels.floats(plane, samples.length).set(samples);
  for (let from = 0, turn = 0; from < samples.length; turn += 1) {
    const frames = Math.min(pieces[turn % pieces.length] ?? 128, samples.length - from);
    kernels.call('runCascade', plane + 4 * from, frames, at, count, states);
    from += frames;
  }
  return kernels.floats(plane, samples.length).slice();
}

/** Magnitude of sections at a frequency, from their coefficients. */
function magnitude(coefficients: Float64Array, frequency: number): number {
  const w = omega(frequency);
  let gain = 1;
  for (let at = 0; at < coefficients.length; at += 5) {
    const [b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0] = coefficients.subarray(at, at + 5);
    const polynomial = (c0: number, c1: number, c2: number) =>
      Math.hypot(c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w), c1 * Math.sin(w) + c2 * Math.sin(2 * w));
    gain *= polynomial(b0, b1, b2) / polynomial(1, a1, a2);
  }
  return gain;
}

const GRID = Array.from({ length: 240 }, (_, index) => 10 * 1600 ** (index / 239));

interface Errors {
  readonly below10k: number;
  readonly below16k: number;
}

const kernels = loadKernels();
const scratch = kernels.allocate(SECTION * 8);

/** Largest errors in dB against a prototype, where that is above −60 dB. */
function errors(designs: readonly Design[], prototype: prototypes.Prototype): Errors {
  for (const [index, [name, ...values]] of designs.entries())
    kernels.call(name, scratch + SECTION * index, ...values);
  const coefficients = new Float64Array(kernels.floats(scratch, 10 * designs.length).slice().buffer);
  let [below10k, below16k] = [0, 0];
  for (const frequency of GRID) {
    const wanted = prototype(frequency);
    if (wanted < 1e-3) continue;
    const error = Math.abs(decibels(magnitude(coefficients, frequency) / wanted));
    if (frequency <= 10_000) below10k = Math.max(below10k, error);
    below16k = Math.max(below16k, error);
  }
  return { below10k, below16k };
}

const FREQUENCIES = [
  20, 50, 120, 300, 700, 1000, 2000, 3000, 4300, 5000, 6000, 6500, 8000, 9500, 10_000, 12_000, 13_200, 14_000,
  16_000, 18_000,
];
const GAINS = [-18, -12, -6, -1, 1, 6, 12, 18];
const QS = [0.1, 0.3, 0.5, 0.7, 1, 1.4, 2, 4, 8, 20];

/** Qs of the sections of a Butterworth of some order; a first-order section, where there is one, comes first. */
const butterworth = (order: number): number[] =>
  Array.from(
    { length: Math.floor(order / 2) },
    (_, index) => 1 / (2 * Math.cos((Math.PI * (order - 1 - 2 * index)) / (2 * order))),
  );

const worstOf = (all: readonly Errors[]): Errors => ({
  below10k: Math.max(...all.map(({ below10k }) => below10k)),
  below16k: Math.max(...all.map(({ below16k }) => below16k)),
});

describe('equaliser bands against their analogue prototypes', () => {
  const each = (make: (f0: number) => readonly Errors[]): Errors => worstOf(FREQUENCIES.flatMap(make));
  const table: Record<string, Errors> = {
    bell: each((f0) =>
      GAINS.flatMap((db) =>
        QS.map((q) => errors([['designBell', omega(f0), amplitude(db), q]], prototypes.bell(f0, db, q))),
      ),
    ),
    'low shelf': each((f0) =>
      GAINS.flatMap((db) =>
        [0.4, Math.SQRT1_2, 1, 2].map((q) =>
          errors([['designLowShelf', omega(f0), amplitude(db), q]], prototypes.lowShelf(f0, db, q)),
        ),
      ),
    ),
    'high shelf': each((f0) =>
      GAINS.flatMap((db) =>
        [0.4, Math.SQRT1_2, 1, 2].map((q) =>
          errors([['designHighShelf', omega(f0), amplitude(db), q]], prototypes.highShelf(f0, db, q)),
        ),
      ),
    ),
    notch: each((f0) =>
      [0.5, 1, 3, 10, 30].map((q) => errors([['designNotch', omega(f0), q]], prototypes.notch(f0, q))),
    ),
    tilt: each((f0) =>
      [-12, -6, -1, 1, 6, 12].map((db) =>
        errors([['designTilt', omega(f0), amplitude(db)]], prototypes.tilt(f0, db)),
      ),
    ),
    'low-pass': each((f0) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((order) =>
        errors(
          [
            ...(order % 2 ? [['designLowPassOne', omega(f0)] as const] : []),
            ...butterworth(order).map((q) => ['designLowPass', omega(f0), q] as const),
          ],
          prototypes.lowPass(f0, order),
        ),
      ),
    ),
    'high-pass': worstOf(
      FREQUENCIES.filter((f0) => f0 <= 5000).flatMap((f0) =>
        [1, 2, 3, 4, 5, 6, 7, 8].map((order) =>
          errors(
            [
              ...(order % 2 ? [['designHighPassOne', omega(f0)] as const] : []),
              ...butterworth(order).map((q) => ['designHighPass', omega(f0), q] as const),
            ],
            prototypes.highPass(f0, order),
          ),
        ),
      ),
    ),
  };
  console.table(table);

  it.each(Object.entries(table))(
    '%s: within 0.1 dB to 10 kHz and 0.5 dB to 16 kHz',
    (_, { below10k, below16k }) => {
      expect(below10k).toBeLessThanOrEqual(0.1);
      expect(below16k).toBeLessThanOrEqual(0.5);
    },
  );
});

describe('a cascade', () => {
  const chain: readonly Design[] = [
    ['designHighPass', omega(80), 0.5412],
    ['designHighPass', omega(80), 1.3066],
    ['designLowShelf', omega(150), amplitude(4), 0.7],
    ['designBell', omega(900), amplitude(-7), 2],
    ['designBell', omega(7000), amplitude(9), 0.8],
    ['designHighShelf', omega(11_000), amplitude(-5), 0.7],
  ];

  it('gives through the core what its coefficients say', () => {
    const impulse = new Float32Array(16_384);
    impulse[0] = 1;
    const response = run(chain, impulse);
    const own = designed(kernels, chain);
    const coefficients = new Float64Array(kernels.floats(own.at, 10 * own.count).slice().buffer);
    for (const frequency of [40, 80, 150, 900, 4000, 7000, 12_000, 16_000]) {
      let [re, im] = [0, 0];
      for (const [frame, value] of response.entries()) {
        re += value * Math.cos(omega(frequency) * frame);
        im -= value * Math.sin(omega(frequency) * frame);
      }
      expect(Math.abs(decibels(Math.hypot(re, im) / magnitude(coefficients, frequency)))).toBeLessThan(1e-3);
    }
  });

  it.each(
    [chain.slice(0, 3), chain, [...chain, ...chain.slice(2)]].map(
      (designs) => [designs.length, designs] as const,
    ),
  )('of %i sections gives the same bits wherever its blocks are cut', (_, designs) => {
    const source = Float32Array.from({ length: 700 }, noise(3));
    const whole = run(designs, source, [700]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 1, maxLength: 8 }), (pieces) => {
        expect(run(designs, source, pieces)).toEqual(whole);
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it('is its sections one after the other, however many run together', () => {
    const source = Float32Array.from({ length: 300 }, noise(5));
    const some = chain.slice(2);
    const designs = [...some, ...some, ...some, ...some].slice(0, 14);
    for (let count = 1; count <= designs.length; count += 1) {
      const { at } = designed(kernels, designs.slice(0, count));
      const coefficients = new Float64Array(kernels.floats(at, 10 * count).slice().buffer);
      const wanted = Float64Array.from(source);
      for (let section = 0; section < count; section += 1) {
        const [b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0] = coefficients.subarray(5 * section);
        let [s1, s2] = [0, 0];
        for (const [frame, x] of wanted.entries()) {
          const y = b0 * x + s1;
          s1 = b1 * x - a1 * y + s2;
          s2 = b2 * x - a2 * y;
          wanted[frame] = y;
        }
      }
      const peak = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [frame, value] of run(designs.slice(0, count), source, [128, 3, 1, 77]).entries())
        expect(Math.abs(value - (wanted[frame] ?? 0)) / peak).toBeLessThan(5e-7);
    }
  });

  it('ends in true zero', () => {
    const source = new Float32Array(480_000);
    source.set(Float32Array.from({ length: 128 }, noise(3)));
    const tail = run(chain, source);
    expect(tail.slice(-128).every((value) => value === 0)).toBe(true);
  });
});
