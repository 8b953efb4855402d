import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AUTOMATIC_TRIMS,
  everyLayout,
  NO_TRIMS,
  PLAIN_RENDERING,
  type Rendering,
  type RenderTarget,
  TRIMMED_LAYOUTS,
  type Trims,
} from '../units/index.ts';
import type { OutputProgram } from './program.ts';
import {
  bitsOf,
  busy,
  clipOf,
  largestError,
  makeRig,
  neutralBed,
  noise,
  objectAt,
  ones,
  renderAll,
  type Source,
  stripOf,
} from './test-rig.ts';

const half = Math.fround(Math.SQRT1_2);

const withTrims = (trims: Partial<Trims>): Rendering => ({
  ...PLAIN_RENDERING,
  trims: everyLayout({ ...NO_TRIMS, ...trims }),
});

/** What each output channel gives for an output fed with ones. */
async function dc(target: RenderTarget, rendering: Rendering, output: OutputProgram): Promise<number[]> {
  const { core } = await makeRig({ target, rendering, source: ones });
  core.setStrip(0, stripOf({ output }));
  core.play(0);
  return renderAll(core, 128).map((plane) => plane[77] ?? Number.NaN);
}

const power = (gains: readonly number[]): number => gains.reduce((sum, gain) => sum + gain * gain, 0);
const decibels = (value: number): number => 10 * Math.log10(value);

describe('5.1 as a fold of 7.1', () => {
  const fold: Rendering = { ...PLAIN_RENDERING, downmix51: 'fold' };

  it('keeps what stands beside the listener out of the front', async () => {
    const beside = objectAt(-1, 0, 0);
    expect(await dc('5.1', fold, beside)).toEqual([0, 0, 0, 0, 1, 0]);
    const direct = await dc('5.1', PLAIN_RENDERING, beside);
    expect(direct[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(direct[4]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('sums sides and rears, and leaves the front as it is', async () => {
    expect(await dc('5.1', fold, objectAt(1, -1, 0))).toEqual([0, 0, 0, 0, 0, 1]);
    expect((await dc('5.1', fold, objectAt(-1, -0.5, 0)))[4]).toBeCloseTo(2 * Math.SQRT1_2, 6);
    expect(await dc('5.1', fold, objectAt(0.3, 1, 0))).toEqual(
      await dc('5.1', PLAIN_RENDERING, objectAt(0.3, 1, 0)),
    );
  });

  it('is what 2.0 is made of', async () => {
    expect(await dc('2.0', fold, objectAt(-1, 0, 0))).toEqual([half, 0]);
  });
});

describe('2.0', () => {
  it('panned directly keeps rear and height at full level', async () => {
    const direct: Rendering = { ...PLAIN_RENDERING, downmix20: 'direct' };
    expect(await dc('2.0', direct, objectAt(-1, -1, 1))).toEqual([1, 0]);
    expect(power(await dc('2.0', direct, objectAt(0.4, -0.3, 0.5, 0.4)))).toBeCloseTo(1, 6);
  });

  describe('as Lt/Rt', () => {
    const matrix: Rendering = { ...PLAIN_RENDERING, downmix20: 'lt-rt' };
    const FRAMES = 8192;

    async function heard(output: OutputProgram, source: Source): Promise<Float32Array[]> {
      const { core } = await makeRig({ target: '2.0', rendering: matrix, source });
      expect(core.outputLatency).toBe(512);
      core.setStrip(0, stripOf({ output }));
      core.play(0);
      return renderAll(core, FRAMES, 480);
    }

    it('delays the front and folds the centre', async () => {
      const [left = [], right = []] = await heard(objectAt(0, 1, 0), noise);
      const expected = (n: number): number => (n < 512 ? 0 : noise(0, n - 512) * Math.SQRT1_2);
      expect(largestError(left, expected)).toBeLessThan(1e-6);
      expect(largestError(right, expected)).toBeLessThan(1e-6);
    });

    it('turns the surrounds by a quarter of a circle, apart in sign, within 0.2 dB and half a degree from 90 Hz up', async () => {
      for (const frequency of [90, 200, 1000, 5000, 12_000, 20_000]) {
        const way = (2 * Math.PI * frequency) / 48_000;
        const [left = [], right = []] = await heard(objectAt(-1, -1, 0), (_, frame) => Math.cos(way * frame));
        let re = 0;
        let im = 0;
        // Settled, over a whole number of periods of every frequency above.
        const [from, count] = [2400, 4800];
        for (let n = from; n < from + count; n++) {
          re += (left[n] ?? 0) * Math.cos(way * (n - 512));
          im += (left[n] ?? 0) * Math.sin(way * (n - 512));
          expect((left[n] ?? 0) + (right[n] ?? 0)).toBe(0);
        }
        const level = (2 * Math.hypot(re, im)) / count;
        // −√½ times a turn by −90°: the cosine becomes −√½ sine.
        expect(Math.abs(20 * Math.log10(level / Math.SQRT1_2))).toBeLessThan(0.2);
        expect(Math.abs(re / im)).toBeLessThan(Math.tan(Math.PI / 360));
        expect(im).toBeLessThan(0);
      }
    });

    it('does not depend on the quantum, and forgets what went before a change', async () => {
      const rendered = async (quantum: number): Promise<string> => {
        const { core } = await makeRig({ target: '2.0', rendering: matrix, voices: 2 });
        core.setStrip(0, busy);
        core.play(100);
        return bitsOf(renderAll(core, 9000, quantum));
      };
      const once = await rendered(128);
      for (const quantum of [64, 100, 1024]) expect(await rendered(quantum)).toBe(once);
      const { core } = await makeRig({ target: '2.0', rendering: matrix });
      core.setStrip(0, stripOf({ output: objectAt(0, -1, 0) }));
      core.play(0);
      core.render(700);
      core.stop();
      core.setTarget('5.1');
      core.setTarget('2.0');
      for (const plane of renderAll(core, 2048)) expect(plane.every((value) => value === 0)).toBe(true);
    });

    it('plays after a stop with the bits of a first time: nothing of before is left in its lines', async () => {
      const { core } = await makeRig({ target: '2.0', rendering: matrix, source: noise });
      core.setStrip(0, stripOf({ output: objectAt(0, -1, 0) }));
      core.play(0);
      const first = bitsOf(renderAll(core, 2048));
      core.stop();
      core.play(0);
      expect(bitsOf(renderAll(core, 2048))).toBe(first);
    });
  });
});

describe('the bed', () => {
  it('can be heard from other places, turned to without a step, and goes home', async () => {
    const { core } = await makeRig({ target: '7.1.4', source: ones });
    const channels = ['L', 'R'];
    core.setStrip(0, stripOf({ channels, clips: [clipOf([0, -1])], output: neutralBed(false) }));
    core.play(0);
    expect(renderAll(core, 256)[0]?.[200]).toBe(1);
    const places = Array.from({ length: 10 }, () => ({ x: 1, y: -1, z: 1 }));
    core.setBedPlaces(places);
    const turning = renderAll(core, 128);
    expect(largestError(turning[0] ?? [], (n) => 1 - n / 128)).toBeLessThan(1e-6);
    expect(largestError(turning[11] ?? [], (n) => n / 128)).toBeLessThan(1e-6);
    expect(renderAll(core, 128).map((plane) => plane[0])).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    core.setBedPlaces(null);
    renderAll(core, 128);
    expect(renderAll(core, 128)[0]?.[0]).toBe(1);
    expect(() => core.setBedPlaces(places.slice(1))).toThrow(/10 channels/);
  });
});

describe('trims', () => {
  it('at 0 dB are the same bits as none', async () => {
    for (const target of TRIMMED_LAYOUTS) {
      const rendered = async (rendering: Rendering): Promise<string> => {
        const { core } = await makeRig({ target, rendering, voices: 2 });
        core.setStrip(0, busy);
        core.play(0);
        return bitsOf(renderAll(core, 4096));
      };
      expect(await rendered(withTrims({}))).toBe(await rendered(PLAIN_RENDERING));
    }
  });

  it('act by place: surround behind and beside, height above, the front screen untouched', async () => {
    const rendering = withTrims({ surroundDb: -6, heightDb: -9 });
    const level = async (x: number, y: number, z: number): Promise<number> =>
      decibels(power(await dc('7.1', rendering, objectAt(x, y, z))));
    for (const x of [-1, 0.2, 1]) {
      expect(await level(x, 1, 0)).toBeCloseTo(0, 5);
      expect(await level(x, 0, 0)).toBeCloseTo(-6, 5);
      expect(await level(x, -1, 0)).toBeCloseTo(-6, 5);
      expect(await level(x, 1, 1)).toBeCloseTo(-9, 5);
      expect(await level(x, -1, 1)).toBeCloseTo(-9, 5);
    }
    expect(await level(0, 0.5, 0)).toBeCloseTo(decibels(0.5 + 0.5 * 10 ** -0.6), 5);
    expect(await level(0, 1, 0.5)).toBeCloseTo(decibels(0.5 + 0.5 * 10 ** -0.9), 5);
  });

  it('balance front and back of each plane by itself', async () => {
    const rendering = withTrims({ listenerBalanceDb: 6, overheadBalanceDb: -4 });
    const level = async (y: number, z: number): Promise<number> =>
      decibels(power(await dc('5.1.4', rendering, objectAt(0.3, y, z))));
    expect(await level(1, 0)).toBeCloseTo(0, 5);
    expect(await level(-1, 0)).toBeCloseTo(-6, 5);
    expect(await level(1, 1)).toBeCloseTo(-4, 5);
    expect(await level(-1, 1)).toBeCloseTo(0, 5);
    expect(await level(0, 0)).toBeCloseTo(decibels(0.5 + 0.5 * 10 ** -0.6), 5);
  });

  it('reach the bed by the place of its channels, and not its LFE', async () => {
    const { core } = await makeRig({
      target: '7.1',
      rendering: withTrims({ surroundDb: -6, heightDb: -3 }),
      source: ones,
    });
    expect(core.bedGain(0, 0)).toBe(1);
    expect(core.bedGain(3, 3)).toBe(1);
    expect(core.bedGain(4, 4)).toBeCloseTo(10 ** (-6 / 20), 6);
    expect(core.bedGain(6, 6)).toBeCloseTo(10 ** (-6 / 20), 6);
    expect(core.bedGain(8, 4)).toBeCloseTo(10 ** (-3 / 20), 6);
  });

  it('leave 7.1.2, 7.1.4, 9.1.6 and headphones alone', async () => {
    for (const target of ['7.1.2', '7.1.4', '9.1.6'] as const) {
      const gains = await dc(target, withTrims({ surroundDb: -6, heightDb: -6 }), objectAt(0.3, -0.7, 0.6));
      expect(power(gains)).toBeCloseTo(1, 6);
    }
  });

  it('change the level of no source by more than what they say, wherever it stands', async () => {
    const { core } = await makeRig({ target: '5.1.4', source: ones });
    core.play(0);
    const level = fc.double({ min: -12, max: 6, noNaN: true });
    const place = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(level, level, place, place, place, (surroundDb, heightDb, x, y, z) => {
        core.setRendering(withTrims({ surroundDb, heightDb }));
        core.setStrip(0, stripOf({ output: objectAt(x, y, z) }));
        core.stop();
        core.play(0);
        renderAll(core, 256);
        const heard = decibels(power(renderAll(core, 128).map((plane) => plane[77] ?? Number.NaN)));
        expect(heard).toBeGreaterThan(Math.min(0, surroundDb, heightDb) - 1e-4);
        expect(heard).toBeLessThan(Math.max(0, surroundDb, heightDb) + 1e-4);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('turn to others within a block, without a step', async () => {
    for (const output of [objectAt(0, -1, 0), neutralBed(true)]) {
      const { core } = await makeRig({ target: '5.1', source: ones, monitor: 'live' });
      const channels = output.kind === 'bed' ? ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'] : ['M'];
      const voices = channels.map((label) => (label === 'Ls' || label === 'M' ? 0 : -1));
      core.setStrip(0, stripOf({ channels, clips: [clipOf(voices)], output }));
      core.play(0);
      renderAll(core, 512);
      const before = renderAll(core, 128);
      core.setRendering(withTrims({ surroundDb: -6 }));
      const turning = renderAll(core, 128);
      const after = renderAll(core, 128);
      const from = before[4]?.[127] ?? 0;
      const to = from * 10 ** (-6 / 20);
      expect(largestError(turning[4] ?? [], (n) => from + ((to - from) * n) / 128)).toBeLessThan(1e-6);
      expect(largestError(after[4] ?? [], () => to)).toBeLessThan(1e-6);
    }
  });

  it('of the automatic table hold back more where there are fewer speakers', async () => {
    const rendering: Rendering = { ...PLAIN_RENDERING, trims: AUTOMATIC_TRIMS };
    const rear = async (target: RenderTarget): Promise<number> =>
      decibels(power(await dc(target, rendering, objectAt(0, -1, 0))));
    expect(await rear('7.1')).toBeCloseTo(0, 5);
    expect(await rear('5.1')).toBeCloseTo(-1.5, 5);
    expect(await rear('5.1.4')).toBeCloseTo(-1.5, 5);
  });
});
