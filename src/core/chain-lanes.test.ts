/** Lanes inside the chain of a strip: what they reach, how they get there, and what they leave alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as prototypes from '../../tests/conformance/filters.ts';
import type {
  BandProgram,
  ChainParameter,
  ChainProgram,
  DynamicsProgram,
  LaneProgram,
  StripProgram,
} from './program.ts';
import {
  bitsOf,
  lane,
  makeRig,
  noise,
  RIG_FRAMES,
  type RigOptions,
  renderAll,
  renderLeft,
  type Source,
  stripOf,
} from './test-rig.ts';

const RATE = 48_000;
const decibels = (gain: number): number => 20 * Math.log10(gain);
const amplitude = (level: number): number => 10 ** (level / 20);

const COMPRESSOR: DynamicsProgram = {
  kind: 'compressor',
  thresholdDb: -24,
  ratio: 3,
  kneeDb: 6,
  attack: 0.0078125,
  hold: 0.015625,
  release: 0.125,
  makeUpDb: 3,
  mix: 0.875,
  rangeDb: 60,
  rmsWindow: 0.01,
  lookAhead: 100,
};

/** Six bands and both filters; values that are whole in f32, as lanes keep them. */
const BANDS: readonly BandProgram[] = [
  { kind: 'high-pass', frequency: 64, order: 5 },
  { kind: 'low-shelf', frequency: 180, gainDb: 5, q: 0.75 },
  { kind: 'bell', frequency: 900, gainDb: -6, q: 1.5 },
  { kind: 'bell', frequency: 7500, gainDb: 8, q: 0.75 },
  { kind: 'notch', frequency: 3000, q: 8 },
  { kind: 'tilt', frequency: 1000, gainDb: -2 },
  { kind: 'high-shelf', frequency: 11_000, gainDb: 4, q: 0.75 },
  { kind: 'low-pass', frequency: 14_000, order: 4 },
];

/** Every parameter there is, with its value. */
const parametersOf = ({ bands, dynamics }: ChainProgram): [ChainParameter, number][] => [
  ...bands.flatMap((band, index) =>
    (['frequency', 'gainDb', 'q'] as const).flatMap((name): [ChainParameter, number][] => {
      const value = (band as Readonly<Partial<Record<typeof name, number>>>)[name];
      return value === undefined ? [] : [[`band.${index}.${name}`, value]];
    }),
  ),
  ...(
    ['thresholdDb', 'ratio', 'kneeDb', 'attack', 'hold', 'release', 'makeUpDb', 'mix', 'rangeDb'] as const
  ).flatMap((name): [ChainParameter, number][] => (dynamics ? [[`dynamics.${name}`, dynamics[name]]] : [])),
];

async function play(
  chain: ChainProgram,
  frames: number,
  options: RigOptions & { quantum?: number; from?: number } = {},
) {
  const { core } = await makeRig(options);
  core.setStrip(0, stripOf({ chain, latencySamples: chain.dynamics?.lookAhead ?? 0 }));
  core.play(options.from ?? 0);
  return renderLeft(core, frames, options.quantum);
}

const sine =
  (frequency: number, level = 0): Source =>
  (_voice, frame) =>
    amplitude(level) * Math.sin((2 * Math.PI * frequency * frame) / RATE);

/** Every parameter swings between two values with a point each 20 ms. */
const swinging = (chain: ChainProgram, share: number): Readonly<Record<string, LaneProgram>> =>
  Object.fromEntries(
    parametersOf(chain).map(([name, value], index) => [
      name,
      lane(
        ...Array.from({ length: 60 }, (_, n) => {
          const way = noise(index, n) * share;
          const swung = name.endsWith('Db') ? value + 12 * way : value * 2 ** way;
          return [
            n * 960 + 7 * index,
            name.endsWith('mix') ? Math.min(1, swung) : swung,
            n % 3 ? 'linear' : 's-curve',
          ] as const;
        }),
      ),
    ]),
  );

describe('lanes of a chain', () => {
  const full: ChainProgram = { bands: BANDS, dynamics: COMPRESSOR };

  it('that stand are the values they stand at, bit for bit, each alone and all at once', async () => {
    const plain = await play(full, 6000);
    const standing = parametersOf(full).map(
      ([name, value]) => [name, lane([0, value], [9000, value])] as const,
    );
    for (const [name, held] of standing) {
      // What the chain itself holds is not what the lane leads to.
      const [, index = '', field = ''] = name.split('.');
      const elsewhere: ChainProgram = name.startsWith('band.')
        ? {
            ...full,
            bands: BANDS.map((band, n) =>
              n === Number(index) ? ({ ...band, [field]: field === 'gainDb' ? 1 : 20 } as BandProgram) : band,
            ),
          }
        : { ...full, dynamics: { ...COMPRESSOR, [index]: index === 'mix' ? 0.5 : 2 } };
      expect([name, bitsOf([await play({ ...elsewhere, lanes: { [name]: held } }, 6000)])]).toEqual([
        name,
        bitsOf([plain]),
      ]);
    }
    expect(await play({ ...full, lanes: Object.fromEntries(standing) }, 6000)).toEqual(plain);
  });

  it('give the same bits at every quantum and from wherever playing begins, as far as nothing is remembered', async () => {
    const moving: ChainProgram = { ...full, lanes: swinging(full, 1) };
    const bits = await Promise.all(
      [64, 128, 256, 1024].map(async (quantum) => bitsOf([await play(moving, 20_000, { quantum })])),
    );
    expect(new Set(bits).size).toBe(1);
    const { core } = await makeRig();
    core.setStrip(0, stripOf({ chain: moving, latencySamples: 100 }));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 30_000 }), fc.integer({ min: 1, max: 900 }), async (from, frames) => {
        core.stop();
        core.play(from);
        expect(renderLeft(core, frames)).toEqual(await play(moving, frames, { from }));
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('pass through the response of the moment: a bell’s gain and frequency within 0.1 dB while they move', async () => {
    const gains: ChainProgram = {
      bands: [{ kind: 'bell', frequency: 1000, gainDb: 0, q: 1 }],
      lanes: { 'band.0.gainDb': lane([0, -18], [RATE, 18]) },
    };
    const out = await play(gains, RATE, { source: sine(1000) });
    for (const at of [6000, 18_000, 24_000, 30_000, 42_000])
      expect(Math.abs(decibels(levelAt(out, at, 1000)) - (-18 + (36 * at) / RATE))).toBeLessThan(0.1);
    const sweep: ChainProgram = {
      bands: [{ kind: 'bell', frequency: 1000, gainDb: 12, q: 1 }],
      lanes: { 'band.0.frequency': lane([0, 500], [RATE, 4000]) },
    };
    const swept = await play(sweep, RATE, { source: sine(2000) });
    for (const at of [6000, 18_000, 24_000, 30_000, 42_000]) {
      const wanted = prototypes.bell(500 + (3500 * at) / RATE, 12, 1)(2000);
      expect(Math.abs(decibels(levelAt(swept, at, 2000) / wanted))).toBeLessThan(0.1);
    }
  });

  it('stay stable on the wildest ways: from end to end of every range in 16 ms, and end in zero', async () => {
    const bands: BandProgram[] = [
      { kind: 'bell', frequency: 1000, gainDb: 0, q: 1 },
      { kind: 'low-shelf', frequency: 1000, gainDb: 0, q: 1 },
      { kind: 'notch', frequency: 1000, q: 1 },
      { kind: 'high-pass', frequency: 1000, order: 8 },
    ];
    const jumps = (a: number, b: number) =>
      lane(...Array.from({ length: 60 }, (_, n) => [n * 768, n % 2 ? a : b, 'hold'] as const));
    const lanes = Object.fromEntries(
      bands.flatMap((band, index) => [
        [`band.${index}.frequency`, jumps(10, 20_000)],
        [`band.${index}.gainDb`, jumps(24, -24)],
        ...('q' in band ? [[`band.${index}.q`, jumps(0.1, 30)]] : []),
      ]),
    );
    const source: Source = (voice, frame) => (frame < 40_000 ? noise(voice, frame) : 0);
    const { core } = await makeRig({ source });
    core.setStrip(0, stripOf({ chain: { bands, lanes } }));
    core.play(0);
    const out = renderLeft(core, RIG_FRAMES);
    expect(core.faults).toBe(0);
    expect(out.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(amplitude(60));
    expect(Math.abs(out.at(-1) ?? 1)).toBeLessThan(1e-6);
  });
});

/** Amplitude of a sine about a frame, from 480 frames. */
function levelAt(samples: Float32Array, at: number, frequency: number): number {
  let [re, im] = [0, 0];
  for (let n = -240; n < 240; n++) {
    const value = samples[at + n] ?? 0;
    re += value * Math.cos((2 * Math.PI * frequency * n) / RATE);
    im += value * Math.sin((2 * Math.PI * frequency * n) / RATE);
  }
  return Math.hypot(re, im) / 240;
}

/** Largest component in dB against the largest of all, more than `apart` Hz from `frequency`: 4-term Blackman–Harris, 16,384 frames. */
function besides(samples: Float32Array, from: number, frequency: number, apart: number): number {
  const frames = 16_384;
  const windowed = Float64Array.from({ length: frames }, (_, n) => {
    const x = (2 * Math.PI * n) / frames;
    const weight = 0.35875 - 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) - 0.01168 * Math.cos(3 * x);
    return weight * (samples[from + n] ?? 0);
  });
  const component = (at: number): number => {
    const turn = 2 * Math.cos((2 * Math.PI * at) / RATE);
    let [s1, s2] = [0, 0];
    for (const value of windowed) [s1, s2] = [value + turn * s1 - s2, s1];
    return Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - turn * s1 * s2));
  };
  let most = 0;
  for (let at = 30; at < 20_000; at += 11)
    if (Math.abs(at - frequency) > apart) most = Math.max(most, component(at));
  return decibels(most / component(frequency));
}

describe('no zipper noise: a moving parameter adds less than −110 dB to a tone of 1 kHz, 500 Hz and more away from it', () => {
  const cases: Readonly<Record<string, ChainProgram>> = {
    'a bell’s gain, 36 dB in a second': {
      bands: [{ kind: 'bell', frequency: 1000, gainDb: 0, q: 1 }],
      lanes: { 'band.0.gainDb': lane([0, -18], [RATE, 18]) },
    },
    'a bell’s frequency, three octaves in a second': {
      bands: [{ kind: 'bell', frequency: 1000, gainDb: 12, q: 4 }],
      lanes: { 'band.0.frequency': lane([0, 500], [RATE, 4000]) },
    },
    'a low-pass of 24 dB an octave, 8 kHz to 200 Hz in a second': {
      bands: [{ kind: 'low-pass', frequency: 1000, order: 4 }],
      lanes: { 'band.0.frequency': lane([0, 8000], [RATE, 200]) },
    },
    'a bell’s Q, 0.3 to 10 in a second': {
      bands: [{ kind: 'bell', frequency: 1400, gainDb: 12, q: 1 }],
      lanes: { 'band.0.q': lane([0, 0.3], [RATE, 10]) },
    },
    'make-up, 24 dB in a second': {
      bands: [],
      dynamics: { ...COMPRESSOR, ratio: 1, makeUpDb: 0, mix: 1, lookAhead: 0 },
      lanes: { 'dynamics.makeUpDb': lane([0, -12], [RATE, 12]) },
    },
    'a threshold, 40 dB in a second': {
      bands: [],
      dynamics: {
        ...COMPRESSOR,
        kneeDb: 0,
        rmsWindow: 0.3,
        attack: 0.1,
        release: 0.1,
        makeUpDb: 0,
        mix: 1,
        lookAhead: 0,
      },
      lanes: { 'dynamics.thresholdDb': lane([0, -6], [RATE, -46]) },
    },
  };
  it.each(Object.entries(cases))('%s', async (name, chain) => {
    const out = await play(chain, RATE, { source: sine(1000, -6) });
    const level = Math.max(besides(out, 8000, 1000, 500), besides(out, 24_000, 1000, 500));
    console.log(`${name}: ${level.toFixed(1)} dB`);
    expect(level).toBeLessThan(-110);
  });
});

describe('dynamics by lanes', () => {
  it('stand on the curve of the moment within 0.1 dB: threshold, ratio, knee, make-up, mix and range', async () => {
    const chain = (
      kind: DynamicsProgram['kind'],
      lanes: NonNullable<ChainProgram['lanes']>,
    ): ChainProgram => ({
      bands: [],
      dynamics: {
        ...COMPRESSOR,
        kind,
        kneeDb: 0,
        attack: 0.001,
        hold: 0,
        release: 0.001,
        makeUpDb: 0,
        mix: 1,
        rmsWindow: 0,
        lookAhead: 0,
      },
      lanes,
    });
    const level = -10;
    const source: Source = () => amplitude(level);
    const cases: [ChainProgram, (way: number) => number][] = [
      [
        chain('compressor', { 'dynamics.thresholdDb': lane([0, -50], [RATE, 0]) }),
        (way) => level - (2 / 3) * Math.max(0, 40 - 50 * way),
      ],
      [
        chain('compressor', { 'dynamics.ratio': lane([0, 1], [RATE, 21]) }),
        (way) => level - (1 - 1 / (1 + 20 * way)) * 14,
      ],
      [
        chain('compressor', { 'dynamics.kneeDb': lane([0, 0], [RATE, 60]) }),
        (way) => level - (2 / 3) * (60 * way > 28 ? (14 + 30 * way) ** 2 / (120 * way) : 14),
      ],
      [
        chain('compressor', { 'dynamics.makeUpDb': lane([0, -20], [RATE, 20]) }),
        (way) => level - 28 / 3 + 40 * way - 20,
      ],
      [
        chain('compressor', { 'dynamics.mix': lane([0, 0], [RATE, 1]) }),
        (way) => level + decibels(1 - way + way * amplitude(-28 / 3)),
      ],
      [
        chain('expander', {
          'dynamics.thresholdDb': lane([0, 20], [1, 20]),
          'dynamics.rangeDb': lane([0, 0], [RATE, 50]),
        }),
        (way) => level - 50 * way,
      ],
    ];
    for (const [program, wanted] of cases) {
      const out = await play(program, RATE, { source });
      for (const at of [9600, 19_200, 28_800, 38_400])
        expect(Math.abs(decibels(out[at] ?? 0) - wanted((at - 48) / RATE))).toBeLessThan(0.1);
    }
  });

  it.each([0.002, 0.05])(
    'attack and release in the time a lane has reached, within 5 %%: %d s',
    async (time) => {
      const quiet = amplitude(-40);
      const [on, off] = [4800, 30_000];
      const chain: ChainProgram = {
        bands: [],
        dynamics: {
          ...COMPRESSOR,
          thresholdDb: -20,
          ratio: 4,
          kneeDb: 0,
          attack: 1,
          hold: 0,
          release: 1,
          makeUpDb: 0,
          mix: 1,
          rmsWindow: 0,
          lookAhead: 0,
        },
        lanes: {
          'dynamics.attack': lane([0, 1], [2000, time]),
          'dynamics.release': lane([0, 1], [2000, time]),
          'dynamics.hold': lane([0, 1], [2000, 0]),
        },
      };
      const source: Source = (_voice, frame) => (frame >= on && frame < off ? 1 : quiet);
      const out = await play(chain, RATE, { source });
      const reduction = Array.from(out, (value, frame) => decibels(source(0, frame) / value));
      const attacked = reduction.findIndex((value) => value >= 15 * (1 - 1 / Math.E)) - on;
      const released = reduction.findIndex((value, at) => at >= off && value <= 15 / Math.E) - off;
      expect(Math.abs(attacked / (time * RATE) - 1)).toBeLessThan(0.05);
      expect(Math.abs(released / (time * RATE) - 1)).toBeLessThan(0.05);
    },
  );
});

describe('the order of a chain', () => {
  it('decides what the compressor hears', async () => {
    const chain = (order: NonNullable<ChainProgram['order']>): ChainProgram => ({
      bands: [{ kind: 'bell', frequency: 1000, gainDb: 12, q: 1 }],
      dynamics: {
        ...COMPRESSOR,
        thresholdDb: -20,
        ratio: 4,
        kneeDb: 0,
        makeUpDb: 0,
        mix: 1,
        rmsWindow: 0.1,
        lookAhead: 0,
      },
      order,
    });
    const level = async (order: NonNullable<ChainProgram['order']>) =>
      decibels(levelAt(await play(chain(order), RATE, { source: sine(1000, -10) }), 40_000, 1000));
    // A sine's power is 3 dB below its peak.
    const rms = -10 - decibels(Math.SQRT2);
    expect(await level('eq-first')).toBeCloseTo(-10 + 12 - 0.75 * (rms + 12 + 20), 1);
    expect(await level('dynamics-first')).toBeCloseTo(-10 + 12 - 0.75 * (rms + 20), 1);
  });
});

describe('a look-ahead', () => {
  const idle = (lookAhead: number): Partial<StripProgram> => ({
    chain: { bands: [], dynamics: { ...COMPRESSOR, ratio: 1, makeUpDb: 0, lookAhead } },
    latencySamples: lookAhead,
  });

  it('loses nothing where playing begins, jumps or loops: sample-exact beside a strip without', async () => {
    const options = { voices: 1 };
    const run = async (strip: StripProgram) => {
      const { core } = await makeRig(options);
      core.setStrip(0, strip);
      core.setLoop(3000, 5000, true);
      core.play(1000);
      const looped = renderAll(core, 9000);
      core.play(20_011);
      return [...looped, ...renderAll(core, 3000)];
    };
    const plain = bitsOf(await run(stripOf()));
    for (const lookAhead of [1, 96, 128, 2400, 9600])
      expect([lookAhead, bitsOf(await run(stripOf(idle(lookAhead))))]).toEqual([lookAhead, plain]);
  });

  it('comes, goes and changes while playing without a sample going astray', async () => {
    const changes = [0, 96, 2400, 480, 0];
    const { core } = await makeRig();
    const made: Float32Array[] = [];
    for (const lookAhead of changes) {
      core.setStrip(0, lookAhead === 0 ? stripOf() : stripOf(idle(lookAhead)));
      if (made.length === 0) core.play(0);
      made.push(renderLeft(core, 2000));
    }
    const plain = await makeRig();
    plain.core.setStrip(0, stripOf());
    plain.core.play(0);
    const whole = renderLeft(plain.core, 10_000);
    const all = Float32Array.from(made.flatMap((piece) => [...piece]));
    const error = all.reduce((most, value, n) => Math.max(most, Math.abs(value - (whole[n] ?? 0))), 0);
    // Two versions that are alike, faded by gains that add up to 1 but for rounding.
    expect(error).toBeLessThan(2e-7);
  });
});

describe('a key', () => {
  it('is heard instead of the strip itself, as far back as asked, and turns down to the sample', async () => {
    const { core } = await makeRig({
      voices: 2,
      source: (voice, frame) => (voice === 0 ? 1 : frame >= 3000 ? 1 : 0),
    });
    core.setKeys([4096]);
    core.setOrder([1]);
    core.setStrip(
      1,
      stripOf({
        id: 'key',
        clips: stripOf().clips.map((clip) => ({ ...clip, voices: [1] })),
        output: { kind: 'keys', buses: [0] },
      }),
    );
    core.setStrip(
      0,
      stripOf({
        chain: {
          bands: [],
          dynamics: {
            ...COMPRESSOR,
            thresholdDb: -20,
            ratio: 4,
            kneeDb: 0,
            attack: 0,
            hold: 0,
            release: 0,
            makeUpDb: 0,
            mix: 1,
            rmsWindow: 0,
            lookAhead: 0,
            key: { bus: 0, delay: 500 },
          },
        },
      }),
    );
    core.play(0);
    const out = renderLeft(core, 6000);
    expect(out.slice(0, 3500).every((value) => value === 1)).toBe(true);
    for (const value of out.slice(3500)) expect(decibels(value)).toBeCloseTo(-15, 3);
  });
});
