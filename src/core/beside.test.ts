import { describe, expect, it } from 'vitest';
import { LoudnessMeter } from '../../tests/fixtures/loudness/meter.ts';
import { everyLayout, NO_TRIMS, PLAIN_RENDERING, type Rendering, type RenderTarget } from '../units/index.ts';
import { MAX_STRIPS } from './contract.ts';
import type { Core } from './core.ts';
import { LOUDNESS_COUNT, lkfsOf, loudnessIn, type Programme } from './loudness.ts';
import type { ClipProgram, OutputProgram, StripProgram } from './program.ts';
import type { ReverbProgram } from './space-program.ts';
import {
  bitsOf,
  busy,
  clipOf,
  lane,
  makeRig,
  neutralBed,
  noise,
  noisyHrtf,
  objectAt,
  RIG_FRAMES,
  renderAll,
  type Source,
  stripOf,
} from './test-rig.ts';

const RATE = 48_000;
/** Close to 1 kHz, with whole periods in what a rig's voice holds, so that clips of it join. */
const TONE_HZ = (1366 * RATE) / RIG_FRAMES;
const tone: Source = (_, frame) => Math.sin((2 * Math.PI * TONE_HZ * frame) / RATE);
/** Weights of L R C LFE Ls Rs. */
const WEIGHTS = [1, 1, 1, 0, 1.41, 1.41];

const readings = new Float64Array(LOUDNESS_COUNT);
const powers = new Float32Array(MAX_STRIPS);
const tops = new Float32Array(MAX_STRIPS);

function read(core: Core): Float64Array {
  core.readLoudness(readings, powers, tops);
  return readings;
}

/** Clips one after another that play a voice for so many seconds. */
const lasting = (voices: readonly number[], seconds: number): ClipProgram[] =>
  Array.from({ length: Math.ceil((seconds * RATE) / RIG_FRAMES) }, (_, index) =>
    clipOf(voices, { id: `clip ${index}`, start: index * RIG_FRAMES }),
  );

const bed = (changes: Partial<OutputProgram & { kind: 'bed' }> = {}): OutputProgram =>
  ({ ...neutralBed(false), ...changes }) as OutputProgram;

/** One strip of every kind, moving and still, in all four families. */
const MIX: readonly StripProgram[] = [
  { ...busy, id: 'busy', family: 0 },
  stripOf({
    id: 'bed',
    family: 1,
    channels: ['L', 'R'],
    clips: [clipOf([2, 3], { gain: 0.3 })],
    output: bed({ width: 1.4, frontBack: 0.2, height: 0.4, lfeGain: 0.5 }),
    lanes: { pan: lane([0, -1], [30_000, 1, 's-curve'], [50_000, -0.5]) },
  }),
  stripOf({
    id: 'voice',
    family: 1,
    clips: [clipOf([4], { gain: 0.2 })],
    output: bed({ centre: 1 }),
  }),
  stripOf({
    id: 'orbit',
    family: 2,
    clips: [clipOf([5], { gain: 0.4 })],
    output: objectAt(0, 1, 0),
    lanes: {
      x: lane([0, 0], [12_000, 1], [24_000, 0], [36_000, -1], [48_000, 0]),
      y: lane([0, 1], [12_000, 0], [24_000, -1], [36_000, 0], [48_000, 1]),
      z: lane([0, 0], [30_000, 1]),
    },
  }),
  stripOf({
    id: 'surround',
    family: 3,
    channels: ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'],
    clips: [clipOf([0, 1, 2, 3, 4, 5], { gain: 0.15 })],
    output: neutralBed(true),
  }),
];

async function played(options: Parameters<typeof makeRig>[0], strips: readonly StripProgram[]) {
  const rig = await makeRig({ build: 'unshared', voices: 6, ...options });
  strips.forEach((strip, slot) => {
    rig.core.setStrip(slot, strip);
  });
  rig.core.play(0);
  return rig.core;
}

/** Integrated loudness of the mix rendered to 5.1, by the meter in the fixtures. */
async function rendered(strips: readonly StripProgram[], rendering: Rendering, frames: number) {
  const core = await played({ target: '5.1', rendering }, strips);
  const meter = new LoudnessMeter(RATE, WEIGHTS);
  meter.push(renderAll(core, frames), frames);
  return meter.integrated();
}

describe('5.1 beside the target', () => {
  it.each(['5.1', '7.1.4', 'binaural'] as const)('leaves every bit of %s alone', async (target) => {
    const hash = async (beside: boolean): Promise<string> => {
      const core = await played({ target, hrtf: noisyHrtf(), beside }, MIX);
      return bitsOf(renderAll(core, 24_000));
    };
    expect(await hash(true)).toBe(await hash(false));
  });

  const trimmed = { ...NO_TRIMS, surroundDb: -3, heightDb: -6, listenerBalanceDb: 2 };
  it.each([
    ['plain', PLAIN_RENDERING],
    ['folded from 7.1', { ...PLAIN_RENDERING, downmix51: 'fold' }],
    ['trimmed', { ...PLAIN_RENDERING, trims: everyLayout(trimmed) }],
  ] as const)('is as loud as the 5.1 render to 0.02 LU, %s', async (_, rendering) => {
    const frames = 48_000;
    const core = await played({ target: '7.1.4', rendering, beside: true }, MIX);
    renderAll(core, frames);
    const beside = loudnessIn.integrated(read(core), 'total');
    expect(Math.abs(beside - (await rendered(MIX, rendering, frames)))).toBeLessThan(0.02);
  });

  it('keeps the families apart: each is as loud as alone', async () => {
    const core = await played({ target: '7.1.4', beside: true }, MIX);
    renderAll(core, 48_000);
    const together = [...read(core)];
    for (const family of [0, 1, 2, 3] as const) {
      const alone = await played(
        { target: '7.1.4', beside: true },
        MIX.filter((strip) => strip.family === family),
      );
      renderAll(alone, 48_000);
      for (const of of [family, 'total'] as Programme[])
        expect(loudnessIn.integrated(read(alone), of)).toBeCloseTo(
          loudnessIn.integrated(together, family),
          6,
        );
    }
  });

  it('hears spaces in the family they belong to, as loud as the 5.1 render of them', async () => {
    const space: ReverbProgram = {
      kind: 'reverb',
      id: 'hall',
      family: 3,
      gain: 0.7,
      returnDb: 0,
      preDelayMs: 10,
      sizeM: 20,
      lowDecay: 1,
      midDecay: 1,
      highDecay: 0.8,
      lowCrossover: 250,
      highCrossover: 4000,
      earlyDb: -6,
      lateDb: 0,
      modulation: 0.2,
      modulationHz: 0.5,
      lowCut: 20,
      highCut: 20_000,
      lanes: { returnDb: lane([0, 0], [30_000, -9]) },
    };
    const sends = [{ space: 0, gain: 1, preFader: true }];
    // Nothing but the space is heard.
    const strip = stripOf({ gain: 0, sends, family: 0 });
    const frames = 48_000;
    const heard = async (target: RenderTarget, beside: boolean) => {
      const { core } = await makeRig({ build: 'unshared', voices: 6, heapBytes: 8 << 20, target, beside });
      core.spaces.set(0, space);
      core.setStrip(0, strip);
      core.play(0);
      return { core, planes: renderAll(core, frames) };
    };
    const meter = new LoudnessMeter(RATE, WEIGHTS);
    meter.push((await heard('5.1', false)).planes, frames);
    read((await heard('7.1.4', true)).core);
    expect(meter.integrated()).toBeGreaterThan(-40);
    expect(Math.abs(loudnessIn.integrated(readings, 3) - meter.integrated())).toBeLessThan(0.02);
    expect(loudnessIn.integrated(readings, 'total')).toBeCloseTo(loudnessIn.integrated(readings, 3), 9);
    expect(loudnessIn.integrated(readings, 0)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('gives the same readings at any quantum, and goes on through a change of trims', async () => {
    const measured = async (quantum: number) => {
      const core = await played({ target: 'binaural', hrtf: noisyHrtf(), beside: true }, MIX);
      renderAll(core, 20_480, quantum);
      core.setRendering({ ...PLAIN_RENDERING, trims: everyLayout(trimmed) });
      renderAll(core, 20_480, quantum);
      read(core);
      return [...readings, ...powers.slice(0, 8), ...tops.slice(0, 8)];
    };
    const first = await measured(128);
    expect(first[0]).toBeGreaterThan(0);
    for (const quantum of [64, 256, 1024]) expect(await measured(quantum)).toEqual(first);
  });

  it('stays silent while it is off, and under a test signal, a shuttle and live input', async () => {
    const core = await played({ target: '7.1.4' }, MIX);
    renderAll(core, 9600);
    expect(Math.max(...read(core))).toBe(0);
    core.setBeside(true);
    core.setTestSignal('pink');
    for (const plane of core.inputPlanes()) plane.fill(0.5);
    renderAll(core, 9600);
    expect(loudnessIn.momentary(read(core), 'total')).toBe(Number.NEGATIVE_INFINITY);
    core.setTestSignal('off');
    renderAll(core, 9600);
    expect(loudnessIn.momentary(read(core), 'total')).toBeGreaterThan(-40);
    core.shuttle(0, 2);
    renderAll(core, 48_000);
    expect(loudnessIn.momentary(read(core), 'total')).toBe(Number.NEGATIVE_INFINITY);
    expect(loudnessIn.peak(readings, 0)).toBeLessThan(0.2);
    core.setBeside(false);
  });

  it('refuses a family there is not', async () => {
    const { core } = await makeRig();
    expect(() => core.setStrip(0, stripOf({ family: 4 as never }))).toThrow(RangeError);
  });
});

/** A tone of equal level in left and right whose level is a lane, in dB of its peak. */
const stepped = (parts: readonly (readonly [seconds: number, peakDb: number])[]): StripProgram => {
  const points: (readonly [number, number, 'hold'])[] = [];
  let time = 0;
  for (const [seconds, peakDb] of parts) {
    points.push([Math.round(time * RATE), peakDb, 'hold']);
    time += seconds;
  }
  return stripOf({
    channels: ['L', 'R'],
    clips: lasting([0, 0], time),
    lanes: { rideDb: lane(...points) },
    output: bed(),
  });
};

describe('loudness of it (EBU Tech 3341)', () => {
  const cases: readonly (readonly [string, readonly (readonly [number, number])[], number])[] = [
    ['case 1', [[20, -23]], -23],
    ['case 2', [[20, -33]], -33],
    [
      'case 3',
      [
        [10, -36],
        [60, -23],
        [10, -36],
      ],
      -23,
    ],
    [
      'case 4',
      [
        [10, -72],
        [10, -36],
        [60, -23],
        [10, -36],
        [10, -72],
      ],
      -23,
    ],
    [
      'case 5',
      [
        [20, -26],
        [20.1, -20],
        [20, -26],
      ],
      -23,
    ],
  ];
  it.each(cases)('%s', async (_, parts, expected) => {
    const seconds = parts.reduce((sum, [length]) => sum + length, 0);
    const core = await played({ source: tone, beside: true, target: '7.1.4' }, [stepped(parts)]);
    for (let done = 0; done < Math.round(seconds * RATE); done += 1024) core.render(1024);
    read(core);
    expect(Math.abs(loudnessIn.integrated(readings, 'total') - expected)).toBeLessThan(0.1);
    expect(Math.abs(loudnessIn.integrated(readings, 0) - expected)).toBeLessThan(0.1);
    if (parts.length > 1) return;
    for (const value of [loudnessIn.momentary(readings, 'total'), loudnessIn.shortTerm(readings, 0)])
      expect(Math.abs(value - expected)).toBeLessThan(0.1);
    expect(loudnessIn.seconds(readings)).toBeCloseTo(20 - 0.3, 0);
    core.resetLoudness();
    expect(loudnessIn.integrated(read(core), 'total')).toBe(Number.NEGATIVE_INFINITY);
    expect(loudnessIn.mostMomentary(readings)).toBe(Number.NEGATIVE_INFINITY);
  });

  it.each([
    [9, 'shortTerm', [1.34, 1.66], [-20, -30], 5],
    [12, 'momentary', [0.18, 0.22], [-20, -30], 25],
  ] as const)('case %i: constant %s', async (_, reading, [on, off], [loud, soft], times) => {
    const parts = Array.from({ length: times }, () => [
      [on, loud],
      [off, soft],
    ]).flat() as [number, number][];
    const core = await played({ source: tone, beside: true }, [stepped(parts)]);
    const settled = reading === 'shortTerm' ? 3.1 : 1;
    for (let done = 0; done < times * (on + off) * RATE; done += 480) {
      core.render(480);
      if (done < settled * RATE) continue;
      expect(Math.abs(loudnessIn[reading](read(core), 'total') + 23)).toBeLessThan(0.1);
    }
  });

  it.each([44_100, 48_000, 96_000])(
    'reads −3.01 LKFS for 997 Hz in one front channel at %i Hz',
    async (rate) => {
      const source: Source = (_, frame) => Math.sin((2 * Math.PI * 997 * frame) / rate);
      const core = await played({ sampleRate: rate, source, beside: true }, [
        stripOf({ family: 2, output: bed({ pan: -1 }) }),
      ]);
      renderAll(core, rate * 0.6);
      expect(loudnessIn.momentary(read(core), 'total')).toBeCloseTo(-3.01, 2);
      expect(loudnessIn.momentary(readings, 2)).toBeCloseTo(-3.01, 2);
      expect(loudnessIn.momentary(readings, 0)).toBe(Number.NEGATIVE_INFINITY);
      expect(lkfsOf(powers[0] ?? 0)).toBeCloseTo(-3.01, 2);
      expect(tops[0]).toBeCloseTo(1, 3);
      expect(loudnessIn.peak(readings, 0)).toBeCloseTo(1, 2);
      expect(loudnessIn.familyPeak(readings, 2)).toBeCloseTo(1, 2);
      expect(loudnessIn.familyTop(readings, 2)).toBeCloseTo(1, 3);
      expect(loudnessIn.familyRms(readings, 2)).toBeCloseTo(Math.SQRT1_2, 1);
      expect(loudnessIn.familyRms(readings, 1)).toBe(0);
      core.resetTops();
      read(core);
      expect(tops[0]).toBe(0);
    },
  );

  it('has no loudness of what stands still, and counts whole played blocks only', async () => {
    const core = await played({ source: tone, beside: true }, [stripOf({ output: bed({ pan: -1 }) })]);
    renderAll(core, 24_000);
    const before = loudnessIn.seconds(read(core));
    const loud = loudnessIn.integrated(readings, 'total');
    core.stop();
    renderAll(core, 48_000);
    expect(loudnessIn.momentary(read(core), 'total')).toBe(Number.NEGATIVE_INFINITY);
    expect(lkfsOf(powers[0] ?? 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(loudnessIn.seconds(readings)).toBe(before);
    expect(loudnessIn.integrated(readings, 'total')).toBe(loud);
  });
});

describe('loudness of strips', () => {
  it('weighs channels by their labels and agrees with the meter in the fixtures', async () => {
    const channels = ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'];
    const core = await played({ beside: true }, [
      stripOf({ output: objectAt(0, 0, 0) }),
      stripOf({ channels, clips: [clipOf([0, 1, 2, 3, 4, 5])], output: neutralBed(true), gain: 0.3 }),
      stripOf({ channels: ['L', 'R'], clips: [clipOf([3, 3])], output: bed(), gain: 0.1 }),
    ]);
    const frames = 24_000;
    renderAll(core, frames);
    read(core);
    const expected = (weights: readonly number[], voices: readonly number[], gain: number): number => {
      const meter = new LoudnessMeter(RATE, weights);
      meter.push(
        voices.map((voice) => Float64Array.from({ length: frames }, (_, n) => gain * noise(voice, n))),
        frames - 4800,
      );
      return meter.integrated();
    };
    const wanted = [
      expected([1], [0], 1),
      expected(WEIGHTS, [0, 1, 2, 3, 4, 5], 0.3),
      expected([1, 1], [3, 3], 0.1),
    ];
    wanted.forEach((value, slot) => {
      expect(Math.abs(lkfsOf(powers[slot] ?? 0) - value)).toBeLessThan(0.15);
    });
  });
});

describe('correlation and centre', () => {
  const pairOf = async (left: number, right: number, gain = 1) => {
    const core = await played({ beside: true }, [
      stripOf({ id: 'left', clips: [clipOf([left])], output: bed({ pan: -1 }) }),
      stripOf({ id: 'right', clips: [clipOf([right], { gain })], output: bed({ pan: 1 }) }),
    ]);
    renderAll(core, 24_000);
    return [loudnessIn.correlation(read(core)), loudnessIn.foldCorrelation(readings)];
  };

  it('is 1 for the same, −1 for the opposite, about 0 for strangers', async () => {
    expect((await pairOf(0, 0))[0]).toBeCloseTo(1, 5);
    expect((await pairOf(0, 0, -1))[0]).toBeCloseTo(-1, 5);
    expect(Math.abs((await pairOf(0, 1))[0] ?? 1)).toBeLessThan(0.02);
  });

  it('of the fold rises with what is in the centre', async () => {
    const core = await played({ beside: true }, [
      stripOf({ id: 'left', clips: [clipOf([0])], output: bed({ pan: -1 }) }),
      stripOf({ id: 'right', clips: [clipOf([1])], output: bed({ pan: 1 }) }),
      stripOf({ id: 'centre', family: 1, clips: [clipOf([2])], output: bed({ centre: 1 }) }),
    ]);
    renderAll(core, 24_000);
    // Equal powers: half of the centre's in either side of the fold, 0.5 of 1.5.
    expect(loudnessIn.foldCorrelation(read(core))).toBeCloseTo(1 / 3, 1);
    expect(Math.abs(loudnessIn.correlation(readings))).toBeLessThan(0.02);
  });

  it('tells how much of the centre is music and how much dialogue', async () => {
    const core = await played({ beside: true }, [
      stripOf({ id: 'music', family: 0, clips: [clipOf([0])], output: bed({ centre: 1 }), gain: 0.25 }),
      stripOf({ id: 'voice', family: 1, clips: [clipOf([1])], output: bed({ centre: 1 }), gain: 0.5 }),
      stripOf({ id: 'wide', family: 0, clips: [clipOf([2])], output: bed({ pan: -1 }) }),
    ]);
    renderAll(core, 24_000);
    expect(loudnessIn.centreShare(read(core), 0)).toBeCloseTo(0.2, 2);
    expect(loudnessIn.centreShare(readings, 1)).toBeCloseTo(0.8, 2);
    expect(loudnessIn.centre(readings, 1) - loudnessIn.centre(readings, 0)).toBeCloseTo(6.02, 1);
  });
});
