import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';

interface Limited {
  readonly outputs: readonly Float32Array[];
  /** dBTP of each output channel, by the core's own BS.1770 meter. */
  readonly truePeakDb: readonly number[];
  readonly mostReductionDb: number;
  readonly latency: number;
}

interface Settings {
  readonly sampleRate?: number;
  readonly thresholdDb?: number;
  readonly blocks?: readonly number[];
}

const db = (gain: number): number => 20 * Math.log10(gain);

/** Limits whole channels of equal length. */
function limit(inputs: readonly Float32Array[], settings: Settings = {}): Limited {
  const { sampleRate = 48_000, thresholdDb, blocks = [128] } = settings;
  const kernels = loadKernels();
  const channels = inputs.length;
  const state = kernels.allocate(kernels.call('limiterBytes', channels, sampleRate));
  const meter = kernels.allocate(kernels.call('truePeakBytes', channels));
  const planes = kernels.allocate(channels * 512);
  kernels.call('limiterInit', state, channels, sampleRate);
  if (thresholdDb !== undefined) kernels.call('limiterSetThreshold', state, thresholdDb);
  kernels.call('truePeakInit', meter, channels);
  const view = kernels.floats(planes, channels * 128);
  const length = inputs[0]?.length ?? 0;
  const outputs = inputs.map(() => new Float32Array(length));
  let mostReductionDb = 0;
  for (let time = 0, block = 0; time < length; block++) {
    const n = Math.min(blocks[block % blocks.length] ?? 128, length - time);
    view.fill(Number.NaN);
    inputs.forEach((samples, channel) => {
      view.set(samples.subarray(time, time + n), channel * 128);
    });
    kernels.call('limiterProcess', state, planes, n, planes);
    kernels.call('truePeakProcess', meter, planes, n);
    mostReductionDb = Math.max(mostReductionDb, kernels.call('limiterReductionDb', state));
    outputs.forEach((samples, channel) => {
      samples.set(view.subarray(channel * 128, channel * 128 + n), time);
    });
    time += n;
  }
  kernels.call('truePeakFinish', meter);
  return {
    outputs,
    mostReductionDb,
    truePeakDb: inputs.map((_, channel) => db(kernels.call('truePeakRead', meter, channel))),
    latency: kernels.call('limiterLatency', sampleRate),
  };
}

/** dBTP of one channel by the meter alone. */
function truePeakDb(samples: Float32Array, blocks: readonly number[] = [128]): number {
  const kernels = loadKernels();
  const meter = kernels.allocate(kernels.call('truePeakBytes', 1));
  const plane = kernels.allocate(512);
  kernels.call('truePeakInit', meter, 1);
  for (let time = 0, block = 0; time < samples.length; block++) {
    const n = Math.min(blocks[block % blocks.length] ?? 128, samples.length - time);
    kernels.floats(plane, n).set(samples.subarray(time, time + n));
    kernels.call('truePeakProcess', meter, plane, n);
    time += n;
  }
  kernels.call('truePeakFinish', meter);
  return db(kernels.call('truePeakRead', meter, 0));
}

const signal = (length: number, at: (index: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, index) => at(index));

const sine = (length: number, amplitude: number, cyclesPerSample: number, phaseDeg: number): Float32Array =>
  signal(
    length,
    (index) => amplitude * Math.sin(2 * Math.PI * cyclesPerSample * index + (Math.PI * phaseDeg) / 180),
  );

/** Followed by silence, so that the signal's end passes the limiter instead of being cut off behind it. */
const ringOut = (samples: Float32Array): Float32Array =>
  signal(samples.length + 400, (index) => samples[index] ?? 0);

/** Signals meant to get past a limiter. */
function hardSignals(seed: number, length: number): Record<string, Float32Array> {
  const next = noise(seed);
  let slow = 0;
  return {
    'white noise': signal(length, () => 4 * next()),
    'brown noise': signal(length, () => {
      slow = 0.95 * slow + next();
      return 1.5 * slow;
    }),
    'bursts of noise': signal(length, (index) => next() * ((index >> 8) % 8 === 0 ? 8 : 0.1)),
    clicks: signal(length, () => (next() > 0.97 ? 10 * next() : 0.2 * next())),
    'a square of 96 Hz': signal(length, (index) => (index % 500 < 250 ? 3 : -3)),
    'a sine between its samples': sine(length, 1.4, 0.25, 45),
    'a loud bass': sine(length, 10, 0.001, 0),
  };
}

describe('true-peak limiter', () => {
  it('holds the threshold within 0.01 dB of true peak at both rates', () => {
    const report: Record<string, string> = {};
    for (const sampleRate of [48_000, 96_000]) {
      for (const [name, samples] of Object.entries(hardSignals(77, 12_000))) {
        const { truePeakDb: peaks, mostReductionDb } = limit([ringOut(samples)], { sampleRate });
        report[`${name}, ${sampleRate}`] =
          `${(peaks[0] ?? 0).toFixed(3)} dBTP, ${mostReductionDb.toFixed(1)} dB off`;
        expect(peaks[0], name).toBeLessThanOrEqual(-0.99);
        // Nor does it take off more than it has to.
        expect(peaks[0], name).toBeGreaterThan(-1.1);
      }
    }
    console.table(report);
  });

  it('holds any threshold for any noise, gated tone, level and block length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1 << 30 }),
        fc.double({ min: -24, max: 0, noNaN: true }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 8 }),
        (seed, thresholdDb, level, blocks) => {
          const next = noise(seed);
          const noises = [0, 1].map(() =>
            ringOut(signal(2000, (index) => level * next() * (0.05 + Math.sin(index / 90) ** 8))),
          );
          // A tone of any pitch, gated hard: the steepest gains there are.
          const pitch = Math.abs(next()) * Math.PI;
          const gate = 20 + Math.floor(300 * Math.abs(next()));
          const tone = signal(
            2000,
            (index) => level * Math.sin(pitch * index) * (index % (2 * gate) < gate ? 1 : 0),
          );
          const inputs = [...noises, ringOut(tone)];
          const { truePeakDb: peaks } = limit(inputs, { thresholdDb, blocks });
          expect(Math.max(...peaks)).toBeLessThanOrEqual(thresholdDb + 0.01);
        },
      ),
      { seed: 1770, numRuns: 60 },
    );
  });

  it('is a bit-exact delay of its latency while nothing exceeds the threshold', () => {
    const next = noise(11);
    for (const [sampleRate, latency] of [
      [48_000, 72],
      [96_000, 144],
    ] as const) {
      const inputs = [0, 1].map(() => signal(4000, () => 0.42 * next()));
      const limited = limit(inputs, { sampleRate, blocks: [128, 37, 1, 64] });
      expect(limited.latency).toBe(latency);
      expect(limited.mostReductionDb).toBe(0);
      inputs.forEach((samples, channel) => {
        expect(limited.outputs[channel]?.subarray(latency)).toEqual(samples.subarray(0, 4000 - latency));
      });
    }
  });

  it('gives the same bits for any block lengths', () => {
    const inputs = Object.values(hardSignals(3, 5000)).slice(0, 3);
    const whole = limit(inputs).outputs;
    expect(limit(inputs, { blocks: [1] }).outputs).toEqual(whole);
    expect(limit(inputs, { blocks: [37, 128, 5] }).outputs).toEqual(whole);
  });

  it('turns all channels down together, smoothly, and comes back to exactly 1', () => {
    const length = 120_000;
    const burst = signal(length, (index) => (index >= 10_000 && index < 10_100 ? 4 : 0));
    const probe = new Float32Array(length).fill(0.125);
    const { outputs, latency } = limit([burst, probe]);
    const gains = outputs[1]?.subarray(latency).map((value) => value / 0.125) ?? new Float32Array();
    const lowest = gains.reduce((least, gain) => Math.min(least, gain), 1);
    // Around −1 − 12.04 dB less what the burst's edges overshoot between samples.
    expect(db(lowest)).toBeLessThan(-13);
    expect(db(lowest)).toBeGreaterThan(-15);
    let steepest = 0;
    let sharpest = 0;
    let rise = 0;
    for (let index = 1; index + 1 < gains.length; index++) {
      const [before = 0, here = 0, after = 0] = gains.subarray(index - 1, index + 2);
      steepest = Math.max(steepest, before - here);
      sharpest = Math.max(sharpest, Math.abs(after - 2 * here + before));
      rise = Math.max(rise, here - before);
    }
    // Two averages of about 31 samples: a triangle-shaped slope, never a step.
    expect(steepest).toBeLessThan(1 / 30);
    expect(sharpest).toBeLessThan(1 / (30 * 30));
    // Release of 100 ms: no sample rises by more than 1/4800 of the reduction.
    expect(rise).toBeLessThan(1 / 4800);
    const released = gains.indexOf(lowest) + 0.1 * 48_000;
    expect(gains[Math.round(released + 200)]).toBeGreaterThan(1 - (1 - lowest) / Math.E);
    // In the end it is a delay again, to the bit.
    expect(gains.subarray(0, 9000).every((gain) => gain === 1)).toBe(true);
    expect(gains.subarray(-20_000).every((gain) => gain === 1)).toBe(true);
  });

  it('forgets sound and reduction on reset', () => {
    const kernels = loadKernels();
    const state = kernels.allocate(kernels.call('limiterBytes', 1, 48_000));
    const plane = kernels.allocate(512);
    kernels.call('limiterInit', state, 1, 48_000);
    const view = kernels.floats(plane, 128);
    for (let block = 0; block < 4; block++) {
      view.fill(8);
      kernels.call('limiterProcess', state, plane, 128, plane);
    }
    expect(kernels.call('limiterReductionDb', state)).toBeGreaterThan(18);
    kernels.call('limiterReset', state);
    expect(kernels.call('limiterReductionDb', state)).toBe(0);
    view.fill(0.25);
    kernels.call('limiterProcess', state, plane, 128, plane);
    expect(view).toEqual(signal(128, (index) => (index < 72 ? 0 : 0.25)));
  });

  it('still limits the others while one channel holds NaN, and recovers', () => {
    const length = 4000;
    const sick = new Float32Array(length);
    sick.fill(Number.NaN, 1000, 1500);
    const loud = signal(length, () => 4);
    const { outputs, latency } = limit([sick, loud]);
    const settled = outputs[1]?.subarray(200) ?? new Float32Array();
    expect(settled.every((value) => value <= 0.892)).toBe(true);
    expect(outputs[0]?.subarray(1500 + latency).every((value) => value === 0)).toBe(true);
  });
});

describe('true-peak meter', () => {
  it('reads tones within the tolerance of ITU-R BS.1770-5 Annex 2, +0.2 / −0.4 dB', () => {
    const tones = [
      [0.5, 0.25, 0],
      [0.5, 0.25, 45],
      [0.5, 1 / 6, 60],
      [0.5, 1 / 8, 67.5],
      [1.41, 0.25, 45],
    ] as const;
    for (const [amplitude, frequency, phase] of tones) {
      // Faded in, or the tone's start would be the peak.
      const samples = sine(4800, amplitude, frequency, phase).map(
        (value, n) => value * Math.min(1, n / 2000),
      );
      const error = truePeakDb(samples.subarray(0, 4000)) - db(amplitude);
      expect(error, `${frequency} at ${phase}`).toBeLessThanOrEqual(0.2);
      expect(error, `${frequency} at ${phase}`).toBeGreaterThanOrEqual(-0.4);
    }
  });

  it('equals the 48-tap interpolator of the Recommendation, computed in double precision', () => {
    const phases = [
      [0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625],
      [0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125],
      [-0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625],
      [0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375],
    ];
    const first = [...(phases[0] ?? []), ...(phases[1] ?? [])];
    const second = [...(phases[2] ?? []), ...(phases[3] ?? [])];
    const filters = [first, second, second.toReversed(), first.toReversed()];
    const samples = signal(600, noise(21));
    let peak = 0;
    for (let time = 0; time < samples.length + 12; time++) {
      peak = Math.max(peak, Math.abs(samples[time] ?? 0));
      for (const filter of filters) {
        const value = filter.reduce((sum, h, k) => sum + h * (samples[time - k] ?? 0), 0);
        peak = Math.max(peak, Math.abs(value));
      }
    }
    expect(truePeakDb(samples)).toBeCloseTo(db(peak), 5);
  });

  it('reads the same for any block lengths, and what lies behind the last sample', () => {
    const samples = signal(1000, noise(31));
    const whole = truePeakDb(samples);
    expect(truePeakDb(samples, [1])).toBe(whole);
    expect(truePeakDb(samples, [3, 127, 50])).toBe(whole);
    const edge = new Float32Array(64);
    edge.set([1, 1], 62);
    expect(truePeakDb(edge)).toBeGreaterThan(1);
  });
});
