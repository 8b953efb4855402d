import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fft } from '../../scripts/demo/sound/fft.ts';
import { loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';
import { BINAURAL_FAR, BINAURAL_MID, BINAURAL_NEAR, BINAURAL_OFF } from './contract.ts';
import { VIRTUAL_SPEAKERS } from './targets.ts';
import { bitsOf } from './test-rig.ts';

const PLANES = 15;
/** Shares of the planes that lie left, right and in the middle, for sums without a head. */
const SIDES = VIRTUAL_SPEAKERS.map(({ room }) => Math.sign(room?.x ?? 0));
/** ITU-R BS.1116-3 §8.2.3.1 for 411 m³. */
const DECAY_SECONDS = 0.25 * Math.cbrt((9.2 * 10.4 * 4.3) / 100);
const MIXING_SECONDS = Math.sqrt(9.2 * 10.4 * 4.3) / 1000;

interface Heard {
  readonly planes: readonly Float32Array[];
  readonly left: Float32Array;
  readonly right: Float32Array;
}

interface Bench {
  /** Sends planes through the room in blocks of the given lengths, repeated as needed. A missing plane is silent. */
  readonly run: (
    inputs: readonly (Float32Array | undefined)[],
    frames: number,
    blocks?: readonly number[],
  ) => Heard;
  readonly reset: () => void;
}

function room(sampleRate = 48_000): Bench {
  const kernels = loadKernels();
  const state = kernels.allocate(kernels.call('roomBytes', sampleRate));
  const inputAt = kernels.allocate(PLANES * 512);
  const planesAt = kernels.allocate(PLANES * 512);
  const ears = kernels.allocate(1024);
  kernels.call('roomInit', state, sampleRate);
  const process = kernels.get('roomProcess');
  const input = kernels.floats(inputAt, PLANES * 128);
  const output = kernels.floats(planesAt, PLANES * 128);
  const lateLeft = kernels.floats(ears, 128);
  const lateRight = kernels.floats(ears + 512, 128);
  return {
    reset: () => {
      kernels.call('roomReset', state);
    },
    run: (inputs, frames, blocks = [128]) => {
      const planes = Array.from({ length: PLANES }, () => new Float32Array(frames));
      const left = new Float32Array(frames);
      const right = new Float32Array(frames);
      for (let time = 0, block = 0; time < frames; block++) {
        const n = Math.min(blocks[block % blocks.length] ?? 128, frames - time);
        // What lies behind the block must not be read, and what is there before must be added to.
        input.fill(Number.NaN);
        output.fill(0);
        lateLeft.fill(0);
        lateRight.fill(0);
        for (let plane = 0; plane < PLANES; plane++) {
          const from = inputs[plane]?.subarray(time, time + n) ?? new Float32Array(n);
          input.fill(0, plane * 128, plane * 128 + n);
          input.set(from, plane * 128);
        }
        process(state, inputAt, n, planesAt, ears, ears + 512);
        planes.forEach((plane, index) => {
          plane.set(output.subarray(index * 128, index * 128 + n), time);
        });
        left.set(lateLeft.subarray(0, n), time);
        right.set(lateRight.subarray(0, n), time);
        time += n;
      }
      return { planes, left, right };
    },
  };
}

const bitsOfHeard = ({ planes, left, right }: Heard): string => bitsOf([...planes, left, right]);
const impulse = (): Float32Array => Float32Array.of(1);
const only = (plane: number, signal: Float32Array): (Float32Array | undefined)[] =>
  Array.from({ length: PLANES }, (_, index) => (index === plane ? signal : undefined));

/** The room's answers to an impulse from each direction. */
function answers(sampleRate: number, seconds = 1): readonly Heard[] {
  const bench = room(sampleRate);
  return Array.from({ length: PLANES }, (_, plane) => {
    bench.reset();
    return bench.run(only(plane, impulse()), Math.ceil(seconds * sampleRate));
  });
}

const energyOf = (signal: ArrayLike<number>): number => {
  let sum = 0;
  for (let n = 0; n < signal.length; n++) sum += (signal[n] ?? 0) ** 2;
  return sum;
};

/** Three band-pass biquads an octave wide in a row (the bilinear band-pass of unit gain in the middle). */
function octave(signal: ArrayLike<number>, hertz: number, sampleRate: number): Float64Array {
  const turn = (2 * Math.PI * hertz) / sampleRate;
  const alpha = Math.sin(turn) / (2 * Math.SQRT2);
  const out = Float64Array.from(signal);
  for (let section = 0; section < 3; section++) {
    let [x1, x2, y1, y2] = [0, 0, 0, 0];
    for (let n = 0; n < out.length; n++) {
      const x = out[n] ?? 0;
      const y = (alpha * (x - x2) + 2 * Math.cos(turn) * y1 - (1 - alpha) * y2) / (1 + alpha);
      [x2, x1, y2, y1] = [x1, x, y1, y];
      out[n] = y;
    }
  }
  return out;
}

/** Reverberation time by Schroeder's backward integration: the line through −5 and −35 dB, carried on to −60 dB (ISO 3382-1 T30). */
function decayTime(signals: readonly ArrayLike<number>[], sampleRate: number): number {
  const length = signals[0]?.length ?? 0;
  const left = new Float64Array(length);
  for (let n = length - 1, sum = 0; n >= 0; n--) {
    for (const signal of signals) sum += (signal[n] ?? 0) ** 2;
    left[n] = sum;
  }
  const total = left[0] ?? 0;
  const crossing = (db: number) => left.findIndex((energy) => energy < total * 10 ** (db / 10));
  return ((crossing(-35) - crossing(-5)) * 2) / sampleRate;
}

/** Power spectrum of a signal in bins of a 2^k transform. */
function powerOf(signal: ArrayLike<number>, size: number): Float64Array {
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(Array.from(signal).slice(0, size));
  fft(re, im, false);
  return re.map((value, bin) => value * value + (im[bin] ?? 0) ** 2).subarray(0, size / 2);
}

/** Mean power in bands a third of an octave wide from 100 Hz to 10 kHz, in dB. */
function thirds(power: Float64Array, sampleRate: number): number[] {
  const perBin = sampleRate / (2 * power.length);
  const levels: number[] = [];
  for (let low = 100; low < 10_000; low *= Math.cbrt(2)) {
    const bins = power.subarray(Math.round(low / perBin), Math.round((low * Math.cbrt(2)) / perBin));
    levels.push(10 * Math.log10(bins.reduce((sum, value) => sum + value, 0) / bins.length));
  }
  return levels;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** How far the deepest band lies below the mean. */
const deepest = (levels: readonly number[]): number => mean(levels) - Math.min(...levels);

describe.each([48_000, 96_000])('room at %d Hz', (sampleRate) => {
  const impulses = answers(sampleRate);

  it('answers an impulse with single reflections from 3.8 ms on and a late field from the mixing time on', () => {
    impulses.forEach(({ planes, left, right }, source) => {
      const first = Math.min(
        ...planes.map((plane) => plane.findIndex((value) => value !== 0)).filter((n) => n >= 0),
      );
      const last = Math.max(...planes.map((plane) => plane.findLastIndex((value) => value !== 0)));
      const height = (VIRTUAL_SPEAKERS[source]?.room?.z ?? 0) > 0;
      expect((first / sampleRate) * 1000).toBeCloseTo(height ? 6.2 : 3.9, 0);
      expect(last / sampleRate).toBeLessThan(0.036);
      for (const ear of [left, right]) {
        const onset = ear.findIndex((value) => value !== 0) / sampleRate;
        expect(onset).toBeGreaterThan(MIXING_SECONDS - 0.0005);
        expect(onset).toBeLessThan(MIXING_SECONDS + 0.008);
      }
    });
  });

  it('decays in the stated time at 1 kHz and 0.7 of it at 8 kHz, within a tenth', () => {
    const ears = impulses.flatMap(({ left, right }) => [left, right]);
    const at = (hertz: number) =>
      decayTime(
        ears.map((ear) => octave(ear, hertz, sampleRate)),
        sampleRate,
      );
    expect(Math.abs(at(1000) / DECAY_SECONDS - 1)).toBeLessThan(0.1);
    expect(Math.abs(at(250) / DECAY_SECONDS - 1)).toBeLessThan(0.1);
    expect(Math.abs(at(8000) / (0.7 * DECAY_SECONDS) - 1)).toBeLessThan(0.1);
  });

  it('has as much energy as the direct sound at a send of 1, half of it early', () => {
    const inBand = (signal: Float32Array) => energyOf(octave(signal, 1000, sampleRate));
    const frames = Math.round(0.05 * sampleRate);
    const direct = inBand(Float32Array.from({ length: frames }, (_, n) => (n === 0 ? 1 : 0)));
    // An ear hears a plane through responses of unit power, so both together hear twice its energy.
    const early = impulses.map(
      ({ planes }) => planes.reduce((sum, plane) => sum + inBand(plane.subarray(0, frames)), 0) / direct,
    );
    const late = impulses.map(({ left, right }) => (inBand(left) + inBand(right)) / 2 / direct);
    expect(10 * Math.log10(mean(early) / 0.5)).toBeCloseTo(0, 0);
    expect(10 * Math.log10(mean(late) / 0.5)).toBeCloseTo(0, 0);
    const whole = early.map((energy, source) => 10 * Math.log10(energy + (late[source] ?? 0)));
    expect(Math.abs(mean(whole))).toBeLessThan(0.5);
    for (const level of whole) expect(Math.abs(level - mean(whole))).toBeLessThan(1.5);
  });

  it('is the same room mirrored for a source mirrored', () => {
    const mirror = (plane: number) => {
      const own = VIRTUAL_SPEAKERS[plane]?.room;
      return VIRTUAL_SPEAKERS.findIndex(
        ({ room: other }) => other?.x === -(own?.x ?? 0) && other?.y === own?.y && other?.z === own?.z,
      );
    };
    impulses.forEach(({ planes }, source) => {
      const other = impulses[mirror(source)];
      expect(bitsOf(planes.map((_, index) => other?.planes[mirror(index)] ?? impulse()))).toBe(
        bitsOf(planes),
      );
    });
  });

  it('grows dense within 80 ms: as many samples outside their deviation as noise has', () => {
    // Abel and Huang, AES 121 (2006) 6985, at 48 kHz.
    const step = sampleRate / 48_000;
    let least = 1;
    for (const { left } of impulses) {
      for (let start = 0.08 * sampleRate; start < 0.25 * sampleRate; start += 960 * step) {
        const window = Float64Array.from({ length: 960 }, (_, n) => {
          let sum = 0;
          for (let k = 0; k < step; k++) sum += left[start + n * step + k] ?? 0;
          return sum;
        });
        const deviation = Math.sqrt(energyOf(window) / window.length);
        const outside = window.filter((value) => Math.abs(value) > deviation).length / window.length;
        least = Math.min(least, outside / 0.3173);
      }
    }

    expect(least).toBeGreaterThan(0.8);
  });

  it('reaches the ears alike at low frequencies and independently above 500 Hz', () => {
    const size = 2 ** Math.round(Math.log2(sampleRate / 24));
    const bins = size / 2;
    const cross = new Float64Array(bins);
    const crossIm = new Float64Array(bins);
    const one = new Float64Array(bins);
    const two = new Float64Array(bins);
    for (const { left, right } of impulses) {
      for (let start = Math.round(0.05 * sampleRate); start < 0.5 * sampleRate; start += size) {
        // Both real signals in one transform.
        const re = new Float64Array(size);
        const im = new Float64Array(size);
        // The decay is taken out so that every stretch counts alike.
        const lift = 1000 ** (start / sampleRate / DECAY_SECONDS);
        for (let n = 0; n < size; n++) {
          const window = lift * Math.sin((Math.PI * (n + 0.5)) / size);
          re[n] = (left[start + n] ?? 0) * window;
          im[n] = (right[start + n] ?? 0) * window;
        }
        fft(re, im, false);
        for (let bin = 1; bin < bins; bin++) {
          const [a = 0, b = 0, c = 0, d = 0] = [re[bin], im[bin], re[size - bin], im[size - bin]];
          const [lr, li, rr, ri] = [(a + c) / 2, (b - d) / 2, (b + d) / 2, (c - a) / 2];
          cross[bin] = (cross[bin] ?? 0) + lr * rr + li * ri;
          crossIm[bin] = (crossIm[bin] ?? 0) + li * rr - lr * ri;
          one[bin] = (one[bin] ?? 0) + lr * lr + li * li;
          two[bin] = (two[bin] ?? 0) + rr * rr + ri * ri;
        }
      }
    }
    const coherence = (low: number, high: number) => {
      const from = Math.round((low * size) / sampleRate);
      const to = Math.round((high * size) / sampleRate);
      const sum = (of: Float64Array) => of.subarray(from, to).reduce((total, value) => total + value, 0);
      return Math.hypot(sum(cross), sum(crossIm)) / Math.sqrt(sum(one) * sum(two));
    };
    expect(coherence(50, 125)).toBeGreaterThan(0.75);
    expect(coherence(500, 1000)).toBeLessThan(0.3);
    expect(coherence(1000, 2000)).toBeLessThan(0.15);
    expect(coherence(2000, 8000)).toBeLessThan(0.1);
  });

  it('sums to mono with no comb deeper than the room has at an ear', () => {
    const size = 2 ** Math.ceil(Math.log2(sampleRate));
    const depth = (signal: Float64Array) => deepest(thirds(powerOf(signal, size), sampleRate));
    const depths = impulses.map(({ planes, left, right }) => {
      // Without a head: an ear hears the planes of its side and half the power of those in the middle.
      const ear = (side: number, late: Float32Array) => {
        const heard = Float64Array.from(late);
        planes.forEach((plane, index) => {
          const share = Math.sqrt(((SIDES[index] ?? 0) * side + 1) / 2);
          const last = share === 0 ? 0 : 0.05 * sampleRate;
          for (let n = 0; n < last; n++) heard[n] = (heard[n] ?? 0) + share * (plane[n] ?? 0);
        });
        return heard;
      };
      const one = ear(-1, left);
      const two = ear(1, right);
      return {
        mono: depth(one.map((value, n) => value + (two[n] ?? 0))),
        ears: Math.max(depth(one), depth(two)),
      };
    });
    expect(Math.max(...depths.map(({ mono }) => mono))).toBeLessThan(
      Math.max(...depths.map(({ ears }) => ears)) + 1,
    );
    expect(mean(depths.map(({ mono }) => mono))).toBeLessThan(mean(depths.map(({ ears }) => ears)) + 0.5);
  });
});

describe('room', () => {
  it('sends more the farther a mode is, nothing when off', () => {
    const kernels = loadKernels();
    const ratio = (mode: number) => -20 * Math.log10(kernels.call('roomSend', mode));
    expect(kernels.call('roomSend', BINAURAL_OFF)).toBe(0);
    expect(ratio(BINAURAL_NEAR)).toBeCloseTo(15.7, 1);
    expect(ratio(BINAURAL_MID)).toBeCloseTo(7.7, 1);
    expect(ratio(BINAURAL_FAR)).toBeCloseTo(1.7, 1);
  });

  it('lets no DC into the late field and builds none up', () => {
    const bench = room();
    const seconds = 5;
    const ones = new Float32Array(seconds * 48_000).fill(1);
    const { planes, left, right } = bench.run(
      Array.from({ length: PLANES }, () => ones),
      ones.length,
    );
    for (const ear of [left, right]) expect(Math.abs(ear.at(-1) ?? 1)).toBeLessThan(1e-5);
    for (const plane of planes) {
      expect(plane.at(-1)).toBe(plane[4800]);
      expect(Math.abs(plane.at(-1) ?? 99)).toBeLessThan(8);
    }
  });

  it('rings out to exact silence and sounds the same when woken', () => {
    const bench = room();
    const burst = Float32Array.from({ length: 3000 }, noise(5));
    const first = bench.run(only(3, burst), 48_000 * 6);
    for (const signal of [...first.planes, first.left, first.right]) {
      expect(signal.every(Number.isFinite)).toBe(true);
      expect(signal.subarray(48_000 * 5).every((value) => value === 0)).toBe(true);
    }
    // No sample on the way is a subnormal number.
    const smallest = 2 ** -126;
    for (const ear of [first.left, first.right]) {
      expect(ear.filter((value) => value !== 0 && Math.abs(value) < smallest).length).toBe(0);
    }
    const start = (signal: Float32Array) => signal.subarray(0, 48_000);
    expect(bitsOfHeard(bench.run(only(3, burst), 48_000))).toBe(
      bitsOf([...first.planes, first.left, first.right].map(start)),
    );
  });

  it('holds its level through a minute of noise', () => {
    const bench = room();
    const next = noise(11);
    const level: number[] = [];
    for (let second = 0; second < 60; second++) {
      const sound = Float32Array.from({ length: 48_000 + PLANES * 997 }, next);
      const inputs = Array.from({ length: PLANES }, (_, plane) => sound.subarray(plane * 997));
      const { left, right } = bench.run(inputs, 48_000);
      level.push(10 * Math.log10(energyOf(left) + energyOf(right)));
    }
    for (const value of level.slice(1)) expect(Math.abs(value - (level[1] ?? 0))).toBeLessThan(0.5);
  });

  it('gives the same bits however calls cut the time', () => {
    const inputs = Array.from({ length: PLANES }, (_, plane) =>
      Float32Array.from({ length: 5000 }, noise(plane + 1)),
    );
    const whole = bitsOfHeard(room().run(inputs, 6000));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 12 }), (blocks) => {
        expect(bitsOfHeard(room().run(inputs, 6000, blocks))).toBe(whole);
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  it('starts afresh after a reset', () => {
    const bench = room();
    const inputs = Array.from({ length: PLANES }, (_, plane) =>
      Float32Array.from({ length: 4000 }, noise(plane + 1)),
    );
    const first = bench.run(inputs, 4000, [100]);
    bench.reset();
    expect(bitsOfHeard(bench.run(inputs, 4000, [128]))).toBe(bitsOfHeard(first));
  });

  it('survives samples that are not numbers: their plane is silent for a chunk', () => {
    const sound = Float32Array.from({ length: 4096 }, noise(9));
    const faulty = sound.slice();
    faulty[1300] = Number.NaN;
    faulty[2000] = Number.POSITIVE_INFINITY;
    const { planes, left, right } = room().run(only(0, faulty), 48_000);
    for (const signal of [...planes, left, right]) expect(signal.every(Number.isFinite)).toBe(true);
    const clean = room().run(only(0, sound), 48_000);
    expect(left.subarray(0, 1300)).toEqual(clean.left.subarray(0, 1300));
    expect(energyOf(left)).toBeGreaterThan(0.5 * energyOf(clean.left));
  });
});
