/** Lanes of levels and places: their curves, and that a lane which stands at a value is that value. */
import { describe, expect, it } from 'vitest';
import type { RenderTarget } from '../units/index.ts';
import { STEP_FRAMES } from './contract.ts';
import { dbToGain } from './dmath.ts';
import type { LaneProgram, LanesProgram, OutputProgram, StripProgram } from './program.ts';
import {
  bitsOf,
  clipOf,
  lane,
  largestError,
  makeRig,
  neutralBed,
  noisyHrtf,
  ones,
  renderAll,
  stripOf,
} from './test-rig.ts';

async function play(strip: StripProgram, frames: number, target: RenderTarget = '7.1.4', options = {}) {
  const { core } = await makeRig({
    voices: 2,
    target,
    hrtf: target === 'binaural' ? noisyHrtf() : null,
    ...options,
  });
  core.setStrip(0, strip);
  core.play(0);
  const planes = renderAll(core, frames);
  expect(core.faults).toBe(0);
  return planes;
}

const exponential = (bend: number, values: readonly [number, number], length: number): LaneProgram => ({
  times: [0, length],
  values,
  curves: ['exponential', 'linear'],
  bends: [bend, 0],
});

describe('an exponential way', () => {
  it.each([-1, -0.4, 0, 1e-4, 0.25, 1])(
    'bends by %d as (e^(6·b·t) − 1)/(e^(6·b) − 1), to f32',
    async (bend) => {
      const length = 1280;
      const strip = stripOf({ lanes: { rideDb: exponential(bend, [-30, 0], length) } });
      const [left = []] = await play(strip, length + 1, '7.1.4', { source: ones });
      for (let at = 0; at <= length; at += 128) {
        const way = at / length;
        const shaped = bend === 0 ? way : Math.expm1(6 * bend * way) / Math.expm1(6 * bend);
        const level = 20 * Math.log10(left[at] ?? 0);
        expect(Math.abs(level - (-30 + 30 * shaped))).toBeLessThan(1e-5);
      }
    },
  );
});

describe('levels by lanes', () => {
  it('trim ahead of the fader by a lane in dB, with and without a chain', async () => {
    const lanes = { trimDb: lane([0, -12], [1280, 12]) };
    const filters = { bands: [{ kind: 'bell', frequency: 1000, gainDb: 0, q: 1 }] } as const;
    const plain = await play(stripOf({ trim: -0.5, lanes }), 1280, '7.1.4', { source: ones });
    for (let at = 0; at < 1280; at += 128) {
      expect(plain[0]?.[at]).toBeCloseTo(-0.5 * dbToGain(-12 + (24 * at) / 1280), 5);
    }
    const chained = await play(stripOf({ trim: -0.5, lanes, chain: filters }), 1280, '7.1.4', {
      source: ones,
    });
    expect(largestError(chained[0] ?? [], (n) => plain[0]?.[n] ?? 0)).toBeLessThan(1e-6);
  });

  it('mute: digital silence within 64 frames of the point, without a step, and back', async () => {
    const muted = lane([0, 0, 'hold'], [300, 1, 's-curve'], [900, 0.2], [1100, 0.2]);
    const lanes = { muted, rideDb: lane([0, -6], [2000, 0]) };
    const [left = new Float32Array()] = await play(stripOf({ lanes }), 1600, '7.1.4', { source: ones });
    expect(left.slice(300 + STEP_FRAMES, 901).every((value) => value === 0)).toBe(true);
    expect(left[299]).toBeGreaterThan(0.5);
    expect(left[900 + STEP_FRAMES]).toBeGreaterThan(0.5);
    const steps = left.slice(1).map((value, n) => Math.abs(value - (left[n] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(1.1 / STEP_FRAMES);
  });
});

const PAIR: OutputProgram = {
  kind: 'object',
  x: 0.1,
  y: 0.2,
  z: 0.3,
  size: 0,
  spread: 0.4,
  pairTurnDeg: 35,
  divergence: { value: 0.3, range: 0.5 },
  diffuse: 0.25,
};
const BED: OutputProgram = {
  ...neutralBed(true),
  lfeGain: dbToGain(-9),
  rotationDeg: 25,
  divergence: 0.2,
} as OutputProgram;
const pair = (changes: Partial<StripProgram> = {}): StripProgram =>
  stripOf({ channels: ['L', 'R'], clips: [clipOf([0, 1])], output: PAIR, ...changes });

const STANDING: readonly [name: string, strip: StripProgram, lanes: LanesProgram][] = [
  ['spread', pair(), { spread: lane([0, 0.4], [9000, 0.4]) }],
  ['pairTurnDeg', pair(), { pairTurnDeg: lane([0, 35], [9000, 35]) }],
  ['divergence', pair(), { divergence: lane([0, 0.3], [9000, 0.3]) }],
  ['diffuse', pair(), { diffuse: lane([0, 0.25], [9000, 0.25]) }],
  ['lfeDb', pair({ output: BED }), { lfeDb: lane([0, -9], [9000, -9]) }],
  ['rotationDeg', pair({ output: BED }), { rotationDeg: lane([0, 25], [9000, 25]) }],
  ['a bed’s divergence', pair({ output: BED }), { divergence: lane([0, 0.2], [9000, 0.2]) }],
];

describe('places by lanes', () => {
  const targets: readonly RenderTarget[] = ['7.1.4', 'binaural'];
  it.each(targets.flatMap((target) => STANDING.map((row) => [target, ...row] as const)))(
    'to %s: a lane of %s that stands is the value it stands at',
    async (target, _, strip, lanes) => {
      const still = await play(strip, 2048, target);
      const held = await play({ ...strip, lanes }, 2048, target);
      // A lane's values are f32.
      for (const [channel, plane] of held.entries())
        expect(largestError(plane, (n) => still[channel]?.[n] ?? Number.NaN)).toBeLessThan(3e-7 * 8);
    },
  );

  it('moves through every value on its way: a block edge sounds as if it stood there', async () => {
    // What is diffuse remembers what it heard.
    const DRY = { ...PAIR, diffuse: 0 } as OutputProgram;
    const moves: readonly [StripProgram, LanesProgram, (way: number) => OutputProgram][] = [
      [
        pair({ output: DRY }),
        { spread: lane([0, 0], [2560, 1]) },
        (way) => ({ ...DRY, spread: way }) as OutputProgram,
      ],
      [
        pair({ output: DRY }),
        { pairTurnDeg: lane([0, -180], [2560, 180]) },
        (way) => ({ ...DRY, pairTurnDeg: 360 * way - 180 }) as OutputProgram,
      ],
      [
        pair({ output: BED }),
        { rotationDeg: lane([0, -180], [2560, 180]) },
        (way) => ({ ...BED, rotationDeg: 360 * way - 180 }) as OutputProgram,
      ],
    ];
    for (const [strip, lanes, standing] of moves) {
      const moving = await play({ ...strip, lanes }, 2560, '7.1.4', { source: ones });
      for (const at of [640, 1280, 1920]) {
        const still = await play({ ...strip, output: standing(at / 2560) }, 2560, '7.1.4', { source: ones });
        for (const [channel, plane] of moving.entries())
          expect(Math.abs((plane[at] ?? 0) - (still[channel]?.[at] ?? 0))).toBeLessThan(1e-6);
      }
    }
  });

  it('turns a pair to the left: at 90° the right one stands in front, at 180° they have changed places', async () => {
    const at = (pairTurnDeg: number, channels: readonly [number, number]) =>
      play(
        pair({
          clips: [clipOf(channels)],
          output: { kind: 'object', x: 0, y: 0, z: 0, size: 0, spread: 1, pairTurnDeg },
        }),
        256,
      );
    const front = await at(90, [-1, 0]);
    // 7.1.4: L R C LFE Ls Rs Lrs Rrs …; the middle of the front wall is the centre speaker.
    expect(front[2]?.some((value) => value !== 0)).toBe(true);
    expect(front[0]?.every((value) => value === 0)).toBe(true);
    const turned = await at(180, [0, 1]);
    const swapped = await at(0, [1, 0]);
    for (const [channel, plane] of turned.entries())
      expect(largestError(plane, (n) => swapped[channel]?.[n] ?? Number.NaN)).toBeLessThan(1e-6);
  });

  it('gives the same bits at every quantum', async () => {
    const lanes: LanesProgram = {
      trimDb: lane([5, -3], [3000, 3]),
      muted: lane([700, 0], [1500, 1], [1800, 0]),
      spread: lane([0, 0], [2000, 1, 's-curve'], [3000, 0]),
      pairTurnDeg: exponential(0.7, [-180, 180], 3333),
      divergence: lane([100, 0], [3000, 1]),
      diffuse: lane([100, 0], [3000, 1]),
    };
    for (const target of ['7.1.4', 'binaural'] as const) {
      const bits = await Promise.all(
        [64, 128, 1024].map(async (quantum) => {
          const { core } = await makeRig({
            voices: 2,
            target,
            hrtf: target === 'binaural' ? noisyHrtf() : null,
          });
          core.setStrip(0, pair({ lanes }));
          core.play(0);
          return bitsOf(renderAll(core, 4096, quantum));
        }),
      );
      expect(new Set(bits).size).toBe(1);
    }
  });
});
