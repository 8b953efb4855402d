import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLOT_FRAMES, STEP_FRAMES } from './contract.ts';
import { dbToGain } from './dmath.ts';
import type { StripProgram } from './program.ts';
import {
  clipOf,
  lane,
  largestError,
  makeRig,
  noise,
  objectAt,
  ones,
  type RigOptions,
  renderAll,
  renderLeft,
  stripOf,
} from './test-rig.ts';

/** Plays one strip from a position and returns its left channel. */
async function play(
  strip: StripProgram,
  frames: number,
  from = 0,
  options: RigOptions = {},
): Promise<Float32Array> {
  const { core } = await makeRig({ source: ones, ...options });
  core.setStrip(0, strip);
  core.play(from);
  return renderLeft(core, frames);
}

describe('clips', () => {
  it('plays on its samples, from its place in the stem, across slots, latency early', async () => {
    const strip = stripOf({
      clips: [clipOf([0], { start: 1003, length: 9000, sourceOffset: SLOT_FRAMES - 500, gain: 0.5 })],
      latencySamples: 77,
    });
    const out = await play(strip, 12_000, 0, { source: noise });
    const expected = (n: number): number => {
      const at = n + 77 - 1003;
      return at >= 0 && at < 9000 ? Math.fround(noise(0, at + SLOT_FRAMES - 500)) / 2 : 0;
    };
    expect(largestError(out, expected)).toBe(0);
  });

  it('sums clips that overlap, and finds a long one behind many short ones', async () => {
    const clips = [clipOf([0], { length: 60_000 })];
    for (let n = 1; n < 300; n++) clips.push(clipOf([1], { start: n * 200, length: 100 }));
    const { core } = await makeRig({ voices: 2, source: (voice) => voice + 1 });
    core.setStrip(0, stripOf({ clips }));
    core.play(0);
    const expected = (n: number): number => (n >= 60_000 ? 0 : n >= 200 && n % 200 < 100 ? 3 : 1);
    expect(largestError(renderLeft(core, 60_500), expected)).toBe(0);
  });

  it('fades by each shape; crossing fades keep their sum or their power', async () => {
    const shapes = {
      linear: (x: number) => x,
      'equal-power': (x: number) => Math.sin((x * Math.PI) / 2),
      's-curve': (x: number) => x * x * (3 - 2 * x),
    };
    for (const [shape, curve] of Object.entries(shapes) as [keyof typeof shapes, (x: number) => number][]) {
      const changes = {
        start: 50,
        length: 3000,
        fadeInLength: 1000,
        fadeInShape: shape,
        fadeOutLength: 500,
        fadeOutShape: shape,
      };
      const out = await play(stripOf({ clips: [clipOf([0], changes)] }), 3200);
      const expected = (n: number): number => {
        const at = n - 50 + 0.5;
        if (at < 0 || at > 3000) return 0;
        return curve(Math.min(1, at / 1000)) * curve(Math.min(1, (3000 - at) / 500));
      };
      expect(largestError(out, expected)).toBeLessThan(2e-7);
    }
  });

  it('is silent for a missing slot but for 64 frames on each side, and counts it', async () => {
    const { core, writer } = await makeRig({ source: ones });
    core.setStrip(0, stripOf());
    writer.invalidate(0, 1);
    core.play(0);
    const before = renderLeft(core, SLOT_FRAMES);
    expect(before.every((value) => value === 1)).toBe(true);
    expect(core.missedSlots).toBe(0);
    const out = renderLeft(core, 512);
    expect(core.missedSlots).toBe(4);
    expect(largestError(out, (n) => Math.max(0, 1 - (n + 1) / 64))).toBeLessThan(1e-6);
    writer.slotView(0, 1).fill(1);
    writer.publish(0, 1, 1, 1);
    expect(largestError(renderLeft(core, 256), (n) => Math.min(1, n / 64))).toBeLessThan(1e-6);
    expect(core.missedSlots).toBe(4);
  });

  it('refuses what it could not play, by name', async () => {
    const { core } = await makeRig();
    const refused =
      (strip: Partial<StripProgram>): (() => void) =>
      () =>
        core.setStrip(0, stripOf(strip));
    expect(refused({ gain: Number.NaN })).toThrow(/strip strip.*gain/);
    expect(refused({ clips: [clipOf([0], { start: 0.5 })] })).toThrow(/clip 0 .*whole samples/);
    expect(refused({ clips: [clipOf([0], { gain: Infinity })] })).toThrow(/finite gain/);
    expect(refused({ channels: [] })).toThrow(/1 to 2 channels/);
    expect(refused({ channels: ['L', 'R', 'C'] })).toThrow(/1 to 2 channels, got 3/);
    expect(refused({ channels: ['Q'] })).toThrow(/"Q"/);
    expect(() => core.setStrip(512, null)).toThrow(/slot 512/);
    expect(() => core.play(-1)).toThrow(/position/);
    expect(() => core.render(0)).toThrow(/frames/);
    expect(() => core.setMonitorGain(Number.NaN)).toThrow(/gain/);
  });

  it('never plays a slot of another generation', async () => {
    const { core, writer } = await makeRig({ source: ones });
    core.setStrip(0, stripOf());
    writer.assign(0, 0, 99);
    core.play(0);
    expect(renderLeft(core, 256).every((value) => value === 0)).toBe(true);
    expect(core.missedSlots).toBe(2);
    writer.release(0);
    expect(renderLeft(core, 128).every((value) => value === 0)).toBe(true);
  });
});

describe('lanes', () => {
  it('ramps gains from breakpoint to breakpoint, breakpoints on their samples', async () => {
    const rideDb = lane([100, 0], [301, -20], [1000, 6]);
    const out = await play(stripOf({ lanes: { rideDb } }), 1400);
    const at = (n: number): number => out[n] ?? Number.NaN;
    expect(at(0)).toBe(1);
    expect(at(100)).toBe(1);
    expect(at(301)).toBeCloseTo(dbToGain(-20), 7);
    expect(at(1000)).toBeCloseTo(dbToGain(6), 6);
    expect(at(1399)).toBe(at(1000));
    // Between the edges a line: block edge 128 at −20 · 28/201 dB, edge 256 at −20 · 156/201 dB.
    const low = dbToGain((-20 * 28) / 201);
    const high = dbToGain((-20 * 156) / 201);
    for (let n = 128; n < 256; n++) expect(at(n)).toBeCloseTo(low + ((high - low) * (n - 128)) / 128, 6);
    for (let n = 100; n < 300; n++) expect(at(n + 1)).toBeLessThan(at(n));
  });

  it('spreads a step over 64 frames from its sample, at any place in a block', async () => {
    for (const time of [1, 127, 128, 500]) {
      for (const points of [
        lane([0, -40], [time, -40], [time, 0], [2000, 0]),
        lane([0, -40, 'hold'], [time, 0], [2000, 0]),
      ]) {
        const out = await play(stripOf({ lanes: { rideDb: points } }), 900);
        expect(out[time - 1]).toBeCloseTo(0.01, 7);
        expect(out[time]).toBeCloseTo(0.01, 7);
        expect(out[time + 1]).toBeGreaterThan(0.01);
        expect(out[time + STEP_FRAMES]).toBe(1);
        expect(out[time + STEP_FRAMES - 1]).toBeLessThan(1);
      }
    }
  });

  it('ramps pan gains, not positions: from one speaker to another the two gains are lines between block edges', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf({ lanes: { x: lane([0, -1], [256, 0]) }, output: objectAt(0, 1, 0) }));
    core.play(0);
    const [left, , centre] = renderAll(core, 256);
    const half = Math.SQRT1_2;
    for (let n = 0; n < 256; n++) {
      const way = (n % 128) / 128;
      expect(left?.[n]).toBeCloseTo(n < 128 ? 1 + (half - 1) * way : half * (1 - way), 6);
      expect(centre?.[n]).toBeCloseTo(n < 128 ? half * way : half + (1 - half) * way, 6);
    }
  });

  it('takes dense, unsorted, infinite and repeated points without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 3000 }),
            fc.constantFrom(-6, 0, -Infinity, Infinity, Number.NaN),
          ),
          { maxLength: 60 },
        ),
        async (points) => {
          const values = lane(...points.map(([time, value]) => [time, value] as const));
          const { core } = await makeRig({ source: ones });
          core.setStrip(
            0,
            stripOf({
              lanes:
                points.length > 0
                  ? {
                      rideDb: lane(...points.map(([time, value]) => [time, Math.min(value, 0)] as const)),
                      x: values,
                    }
                  : {},
            }),
          );
          core.play(0);
          const all = renderAll(core, 3200);
          expect(core.faults).toBe(0);
          for (const plane of all) expect(largestError(plane, () => 0)).toBeLessThanOrEqual(1.000001);
        },
      ),
      { seed: 3, numRuns: 30 },
    );
  });
});

describe('a lane’s remembered place', () => {
  it('never shows: after any jump the bits are those of a core that has only been there', async () => {
    const strip = stripOf({
      lanes: {
        rideDb: lane(...Array.from({ length: 40 }, (_, n) => [n * 777, -(n % 7)] as const)),
        x: lane(...Array.from({ length: 90 }, (_, n) => [50 + n * 331, (n % 5) / 2 - 1] as const)),
      },
    });
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, strip);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40_000 }), fc.integer({ min: 1, max: 900 }), async (from, frames) => {
        core.stop();
        core.play(from);
        expect(renderLeft(core, frames)).toEqual(await play(strip, frames, from));
      }),
      { seed: 41, numRuns: 40 },
    );
  });
});
