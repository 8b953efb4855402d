import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';

interface Bench {
  /** Filters planar inputs in blocks of the given lengths, repeated as needed; returns both ears. */
  readonly run: (inputs: readonly Float32Array[], blocks: readonly number[]) => [Float32Array, Float32Array];
  readonly reset: () => void;
}

/** A convolver in an instance of its own; `responses` is [channel][ear][tap]. */
function convolver(channels: number, taps: number, responses: Float32Array): Bench {
  const kernels = loadKernels();
  const state = kernels.allocate(kernels.call('convolverBytes', channels, taps));
  const scratch = kernels.allocate(responses.byteLength);
  const planes = kernels.allocate(channels * 512);
  const outputs = kernels.allocate(1024);
  kernels.floats(scratch, responses.length).set(responses);
  kernels.call('convolverInit', state, channels, taps, scratch);
  const process = kernels.get('convolverProcess');
  const input = kernels.floats(planes, channels * 128);
  const left = kernels.floats(outputs, 128);
  const right = kernels.floats(outputs + 512, 128);
  return {
    reset: () => {
      kernels.call('convolverReset', state);
    },
    run: (inputs, blocks) => {
      const length = inputs[0]?.length ?? 0;
      const ears: [Float32Array, Float32Array] = [new Float32Array(length), new Float32Array(length)];
      for (let time = 0, block = 0; time < length; block++) {
        const n = Math.min(blocks[block % blocks.length] ?? 128, length - time);
        // What lies behind the block must not be read.
        input.fill(Number.NaN);
        inputs.forEach((samples, channel) => {
          input.set(samples.subarray(time, time + n), channel * 128);
        });
        process(state, planes, n, outputs, outputs + 512);
        ears[0].set(left.subarray(0, n), time);
        ears[1].set(right.subarray(0, n), time);
        time += n;
      }
      return ears;
    },
  };
}

const samples = (length: number, next: () => number): Float32Array => Float32Array.from({ length }, next);

/** Direct convolution in double precision of one ear. */
function direct(
  inputs: readonly Float32Array[],
  responses: Float32Array,
  taps: number,
  ear: number,
): Float64Array {
  const out = new Float64Array(inputs[0]?.length ?? 0);
  inputs.forEach((input, channel) => {
    const start = (channel * 2 + ear) * taps;
    for (let time = 0; time < out.length; time++) {
      let sum = 0;
      for (let tap = Math.min(taps - 1, time); tap >= 0; tap--) {
        sum += (input[time - tap] ?? 0) * (responses[start + tap] ?? 0);
      }
      out[time] = (out[time] ?? 0) + sum;
    }
  });
  return out;
}

const peakOf = (values: ArrayLike<number>): number => {
  let peak = 0;
  for (let index = 0; index < values.length; index++) peak = Math.max(peak, Math.abs(values[index] ?? 0));
  return peak;
};

/** Largest difference relative to the largest value, in dB. */
function residualDb(actual: Float32Array, wanted: ArrayLike<number>): number {
  const difference = actual.map((value, index) => value - (wanted[index] ?? 0));
  return 20 * Math.log10(peakOf(difference) / peakOf(wanted));
}

describe('convolver', () => {
  it('equals direct double-precision convolution to −120 dB for any sizes and block lengths', () => {
    let worst = Number.NEGATIVE_INFINITY;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 1 << 30 }),
        (channels, taps, blocks, seed) => {
          const next = noise(seed);
          const responses = samples(channels * 2 * taps, next);
          const inputs = Array.from({ length: channels }, () => samples(700, next));
          const ears = convolver(channels, taps, responses).run(inputs, blocks);
          for (const ear of [0, 1] as const) {
            const residual = residualDb(ears[ear], direct(inputs, responses, taps, ear));
            worst = Math.max(worst, residual);
            expect(residual).toBeLessThanOrEqual(-120);
          }
        },
      ),
      { seed: 1128, numRuns: 14 },
    );
    console.log(`convolver: largest residual ${worst.toFixed(1)} dB`);
  });

  it('adds no latency: an impulse comes out as the response from its own frame on', () => {
    const taps = 300;
    const responses = samples(2 * taps, noise(5));
    const impulse = new Float32Array(512);
    impulse[17] = 1;
    const [left, right] = convolver(1, taps, responses).run([impulse], [128]);
    expect(peakOf(left.subarray(0, 17))).toBeLessThan(1e-6);
    expect(residualDb(left.subarray(17, 17 + taps), responses.subarray(0, taps))).toBeLessThan(-120);
    expect(residualDb(right.subarray(17, 17 + taps), responses.subarray(taps))).toBeLessThan(-120);
  });

  it('keeps channels and ears apart', () => {
    const channels = 15;
    const taps = 256;
    for (const sounding of [0, 3, 4, 14]) {
      const responses = new Float32Array(channels * 2 * taps);
      responses[(sounding * 2 + 1) * taps + 200] = 1;
      const inputs = Array.from({ length: channels }, (_, index) => samples(400, noise(index + 1)));
      const [left, right] = convolver(channels, taps, responses).run(inputs, [128]);
      expect(peakOf(left)).toBeLessThan(1e-6);
      expect(residualDb(right.subarray(200), inputs[sounding]?.subarray(0, 200) ?? [])).toBeLessThan(-120);
    }
  });

  it('gives the same bits whether the other inputs are absent or silent', () => {
    const taps = 256;
    const next = noise(9);
    const responses = samples(12 * 2 * taps, next);
    const sound = samples(1000, next);
    const alone = convolver(4, taps, responses.subarray(0, 8 * taps));
    const among = convolver(12, taps, responses);
    const silence = new Float32Array(1000);
    const inputs = Array.from({ length: 12 }, (_, index) => (index === 2 ? sound : silence));
    expect(among.run(inputs, [128])).toEqual(alone.run(inputs.slice(0, 4), [128]));
  });

  it('rings out, then stays exactly silent', () => {
    const taps = 512;
    const responses = samples(2 * taps, noise(3));
    const input = new Float32Array(2048);
    input.set(samples(100, noise(4)));
    const [left] = convolver(1, taps, responses).run([input], [100, 128, 1]);
    expect(residualDb(left, direct([input], responses, taps, 0))).toBeLessThan(-120);
    expect(peakOf(left.subarray(100 + 640))).toBe(0);
  });

  it('starts afresh after a reset', () => {
    const responses = samples(2 * 256, noise(6));
    const bench = convolver(1, 256, responses);
    const input = samples(500, noise(7));
    const first = bench.run([input], [128]);
    bench.reset();
    expect(bench.run([input], [128])).toEqual(first);
  });

  it('recovers by itself from NaN in its input', () => {
    const taps = 256;
    const responses = samples(2 * taps, noise(8));
    const input = samples(2000, noise(10));
    const bad = input.slice();
    bad[300] = Number.NaN;
    const clean = convolver(1, taps, responses).run([input], [128]);
    const [left] = convolver(1, taps, responses).run([bad], [128]);
    expect(left.slice(0, 256)).toEqual(clean[0].slice(0, 256));
    expect(left[300]).toBeNaN();
    // The block that holds it reaches its own length and the taps, rounded up to partitions.
    expect(left.slice(256 + 384)).toEqual(clean[0].slice(256 + 384));
  });

  it('refuses sizes out of range in the debug build', () => {
    const kernels = loadKernels();
    const state = kernels.allocate(1 << 20);
    expect(() => kernels.call('convolverInit', state, 25, 256, state)).toThrow(RangeError);
    expect(() => kernels.call('convolverInit', state, 1, 1025, state)).toThrow(RangeError);
    expect(() => kernels.call('convolverInit', state + 4, 1, 1, state)).toThrow(RangeError);
  });
});
