import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';

const RATE = 48_000;
const BLOCK = 128;

interface Settings {
  readonly threshold: number;
  readonly ratio: number;
  readonly knee: number;
  readonly attack: number;
  readonly hold: number;
  readonly release: number;
  readonly makeUp: number;
  readonly mix: number;
  readonly range: number;
  readonly window: number;
  readonly expands: boolean;
  readonly ahead: number;
}

const PLAIN: Settings = {
  threshold: -20,
  ratio: 4,
  knee: 0,
  attack: 0.01,
  hold: 0,
  release: 0.1,
  makeUp: 0,
  mix: 1,
  range: 60,
  window: 0,
  expands: false,
  ahead: 0,
};

const db = (gain: number): number => 20 * Math.log10(gain);
const amplitude = (level: number): number => 10 ** (level / 20);

/** What comes out; the key is the signal itself unless another is given. */
function run(
  change: Partial<Settings>,
  channels: readonly Float32Array[],
  { pieces = [BLOCK], key = channels }: { pieces?: readonly number[]; key?: readonly Float32Array[] } = {},
): Float32Array[] {
  const kernels = loadKernels();
  const all = { ...PLAIN, ...change };
  const state = kernels.allocate(kernels.call('dynamicsBytes', channels.length, all.ahead));
  const settings = kernels.allocate(80);
  const planes = kernels.allocate(4 * BLOCK * channels.length);
  const keys = kernels.allocate(4 * BLOCK * key.length);
  const { threshold, ratio, knee, attack, hold, release, makeUp, mix, range, window } = all;
  const values = [threshold, ratio, knee, attack, hold, release, makeUp, mix, range, window];
  kernels.floats(settings, 20).set(new Float32Array(Float64Array.from(values).buffer));
  kernels.call('dynamicsInit', state, channels.length, all.ahead);
  kernels.call('dynamicsSet', state, settings, Number(all.expands), RATE);
  const length = channels[0]?.length ?? 0;
  const out = channels.map(() => new Float32Array(length));
  const put = (at: number, from: readonly Float32Array[], time: number, frames: number) => {
    for (const [index, samples] of from.entries())
      kernels.floats(at + 4 * BLOCK * index, frames).set(samples.subarray(time, time + frames));
  };
  for (let time = 0, turn = 0; time < length; turn += 1) {
    const frames = Math.min(pieces[turn % pieces.length] ?? BLOCK, length - time);
    put(planes, channels, time, frames);
    put(keys, key, time, frames);
    kernels.call('dynamicsProcess', state, planes, keys, key.length, 0, frames);
    for (const [index, samples] of out.entries())
      samples.set(kernels.floats(planes + 4 * BLOCK * index, frames), time);
    time += frames;
  }
  return out;
}

const steady = (level: number, seconds: number): Float32Array =>
  new Float32Array(Math.round(seconds * RATE)).fill(amplitude(level));

/** The curve in closed form: dB out for dB in (Giannoulis, Massberg and Reiss, JAES 60 no. 6, 2012, eqs. 4 and 5). */
function curve(level: number, { threshold, ratio, knee, expands, range }: Settings): number {
  const over = expands ? threshold - level : level - threshold;
  const slope = expands ? ratio - 1 : 1 - 1 / ratio;
  if (2 * over <= -knee) return level;
  const bent = 2 * over < knee ? (over + knee / 2) ** 2 / (2 * knee) : over;
  return level - (expands ? Math.min(slope * bent, range) : slope * bent);
}

/** Samples of reduction in dB: what came out against what went in. */
const reductions = (before: Float32Array, after: Float32Array | undefined): number[] =>
  Array.from(before, (value, index) => db(value / (after?.[index] ?? Number.NaN)));

describe('dynamics', () => {
  it('stand still on their curve to 0.01 dB, compressing and expanding, with and without a knee', () => {
    const shape = fc.record({
      threshold: fc.integer({ min: -50, max: -5 }),
      ratio: fc.constantFrom(1, 1.5, 2, 4, 8, 20),
      knee: fc.constantFrom(0, 3, 6, 18),
      expands: fc.boolean(),
      range: fc.constantFrom(10, 30, 60),
    });
    fc.assert(
      fc.property(shape, fc.integer({ min: -70, max: 0 }), (change, level) => {
        const [out] = run({ ...change, attack: 0.001, release: 0.001 }, [steady(level, 0.1)]);
        expect(Math.abs(db(out?.at(-1) ?? 0) - curve(level, { ...PLAIN, ...change }))).toBeLessThan(0.01);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it.each([0.0005, 0.01, 0.1])('attack and release in the time set: %d s', (time) => {
    const source = new Float32Array(Math.round(RATE * time * 24)).fill(amplitude(-40));
    const [on, off] = [Math.round(RATE * time * 2), Math.round(RATE * time * 12)];
    source.fill(1, on, off);
    const reduction = reductions(source, run({ attack: time, release: time }, [source])[0]);
    const full = 15;
    const attacked = reduction.findIndex((value) => value >= full * (1 - 1 / Math.E)) - on;
    const released = reduction.findIndex((value, at) => at >= off && value <= full / Math.E) - off;
    expect(Math.abs(attacked / (time * RATE) - 1)).toBeLessThan(0.05);
    expect(Math.abs(released / (time * RATE) - 1)).toBeLessThan(0.05);
  });

  it('hold what they do before they release it', () => {
    const source = new Float32Array(RATE).fill(amplitude(-40));
    source.fill(1, 0, RATE / 4);
    const reduction = reductions(source, run({ hold: 0.2, release: 0.05 }, [source])[0]);
    expect(reduction[Math.round(RATE * 0.44)]).toBeCloseTo(15, 2);
    expect(reduction[Math.round(RATE * 0.55)]).toBeLessThan(15 / Math.E + 0.1);
  });

  it('read power over their window: a sine as its root mean square', () => {
    const sine = Float32Array.from({ length: RATE }, (_, n) => Math.sin((2 * Math.PI * 1000 * n) / RATE));
    const [out] = run({ window: 0.05, attack: 0.05, release: 0.05 }, [sine]);
    const peak = out?.slice(-480).reduce((most, value) => Math.max(most, Math.abs(value)), 0) ?? 0;
    expect(Math.abs(db(peak) - (curve(db(Math.SQRT1_2), PLAIN) - db(Math.SQRT1_2)))).toBeLessThan(0.1);
  });

  it('look ahead: the signal is late, and what is loud is already turned down when it comes', () => {
    const source = new Float32Array(4800).fill(amplitude(-40));
    source.fill(1, 2400);
    const ahead = 480;
    const [out] = run({ attack: 0.001, ahead }, [source]);
    expect(out?.[2400 + ahead - 1]).toBeLessThan(amplitude(-40));
    const onset = 2400 + ahead;
    expect(db(out?.[onset] ?? 0)).toBeCloseTo(-15, 1);
    expect(out?.slice(0, ahead).every((value) => value === 0)).toBe(true);
  });

  it('obey another key, turn all channels alike, add make-up, and mix with what came in', () => {
    const quiet = steady(-40, 0.2);
    const [left, right] = run({ makeUp: 6, attack: 0.001 }, [quiet, steady(-50, 0.2)], {
      key: [steady(0, 0.2)],
    });
    expect(db(left?.at(-1) ?? 0)).toBeCloseTo(-40 - 15 + 6, 2);
    expect(db(right?.at(-1) ?? 0)).toBeCloseTo(-50 - 15 + 6, 2);
    const [half] = run({ mix: 0.5, attack: 0.001 }, [steady(0, 0.2)]);
    expect(half?.at(-1)).toBeCloseTo(0.5 + 0.5 * amplitude(-15), 4);
  });

  it('give the same bits wherever blocks are cut, and silence for silence', () => {
    const random = noise(9);
    const source = Float32Array.from({ length: 1500 }, (_, n) => random() * (n % 500 < 100 ? 1 : 0.02));
    const change = { ahead: 37, window: 0.003, hold: 0.002, knee: 6 };
    const whole = run(change, [source]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: BLOCK }), { minLength: 1, maxLength: 6 }), (pieces) => {
        expect(run(change, [source], { pieces })).toEqual(whole);
      }),
      { seed: 6, numRuns: 50 },
    );
    expect(run(change, [new Float32Array(2000)])[0]?.every((value) => value === 0)).toBe(true);
  });
});
