import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitsOf,
  busy,
  clipOf,
  largestError,
  makeRig,
  neutralBed,
  noise,
  noisyHrtf,
  objectAt,
  RIG_FRAMES,
  renderAll,
  renderLeft,
  stripOf,
} from './test-rig.ts';

describe('stream', () => {
  it.each(['7.1.4', '2.0', 'binaural'] as const)(
    'has the same bits whatever the host quantum, to %s',
    async (target) => {
      const hrtf = noisyHrtf();
      const render = async (quantum: number): Promise<string> => {
        const { core } = await makeRig({ voices: 2, target, hrtf, monitor: 'live' });
        core.setStrip(0, busy);
        core.setStrip(1, stripOf({ clips: [clipOf([1])], output: neutralBed(false) }));
        core.setLoop(3000, 21_111, true);
        core.play(1001);
        const planes = renderAll(core, 24_000, quantum);
        expect(planes[0]?.some((x) => x !== 0)).toBe(true);
        return bitsOf(planes);
      };
      const expected = await render(128);
      for (const quantum of [64, 256, 1024, 37]) expect(await render(quantum)).toBe(expected);
    },
  );

  it('has the same bits in every build', async () => {
    const render = async (build: 'shared' | 'unshared' | 'debug'): Promise<string> => {
      const { core } = await makeRig({ voices: 2, build });
      core.setStrip(0, busy);
      core.play(0);
      return bitsOf(renderAll(core, 24_000));
    };
    const expected = await render('debug');
    expect(await render('shared')).toBe(expected);
    expect(await render('unshared')).toBe(expected);
  });

  it('gives a range the bits it has in the whole, wherever it begins', async () => {
    const whole = await makeRig({ voices: 2 });
    whole.core.setStrip(0, busy);
    whole.core.play(0);
    const all = renderAll(whole.core, 24_000);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 1, max: 900 }),
        async (from, length) => {
          const { core } = await makeRig({ voices: 2 });
          core.setStrip(0, busy);
          core.play(from);
          renderAll(core, length).forEach((plane, channel) => {
            expect(plane).toEqual(all[channel]?.slice(from, from + length));
          });
        },
      ),
      { seed: 11, numRuns: 20 },
    );
  });

  it('reports the position of the next frame, also ahead of a rendered block and across a loop', async () => {
    const { core } = await makeRig();
    core.setLoop(1000, 1300, true);
    core.play(1000);
    for (const expected of [1037, 1074, 1111, 1148, 1185, 1222, 1259, 1296, 1033, 1070]) {
      core.render(37);
      expect(core.position).toBe(expected);
    }
    core.stop();
    expect(core.position).toBe(1070);
    core.locate(5);
    expect(core.position).toBe(5);
    expect(core.playing).toBe(false);
  });

  it('wraps a loop on its sample', async () => {
    const { core } = await makeRig();
    core.setStrip(0, stripOf());
    core.setLoop(1000, 1333, true);
    core.play(900);
    const at = (n: number): number => (n < 433 ? 900 + n : 1000 + ((n - 433) % 333));
    expect(largestError(renderLeft(core, 2000), (n) => Math.fround(noise(0, at(n))))).toBe(0);
  });

  it('plays on from the end of a loop, and through a loop too short to be one', async () => {
    const { core } = await makeRig();
    core.setStrip(0, stripOf());
    core.setLoop(1000, 2000, true);
    core.play(2000);
    expect(largestError(renderLeft(core, 500), (n) => Math.fround(noise(0, 2000 + n)))).toBe(0);
    core.setLoop(3000, 3127, true);
    core.locate(2990);
    expect(largestError(renderLeft(core, 500), (n) => Math.fround(noise(0, 2990 + n)))).toBe(0);
  });

  it('to the ears, has the bits of the whole once it began an impulse response early on a block, but for the room', async () => {
    const render = async (from: number, to: number, strip = busy): Promise<Float32Array[]> => {
      const { core } = await makeRig({ voices: 2, target: 'binaural', hrtf: noisyHrtf() });
      core.setStrip(0, strip);
      core.play(from);
      return renderAll(core, to - from);
    };
    // Long enough for the room to have forgotten all but a thousandth.
    const still = stripOf({ output: objectAt(0.3, -0.5, 0.2) });
    const whole = await render(0, 40_000, still);
    const range = await render(9984, 40_000, still);
    whole.forEach((plane, ear) => {
      const part = range[ear]?.subarray(20_000) ?? new Float32Array(0);
      expect(largestError(part, (n) => plane[9984 + 20_000 + n] ?? Number.NaN)).toBeLessThan(2e-3);
    });
  });

  it('does not grow its memory while rendering', async () => {
    const { core, memory } = await makeRig({ voices: 2 });
    core.setStrip(0, busy);
    core.play(0);
    const { buffer } = memory;
    const bytes = buffer.byteLength;
    const planes = core.outputPlanes();
    for (let n = 0; n < 100; n++) core.render(128);
    expect(memory.buffer).toBe(buffer);
    expect(memory.buffer.byteLength).toBe(bytes);
    expect(core.outputPlanes()).toBe(planes);
  });
});

describe('guards', () => {
  it('mute a strip with a sample that is not a number for its block, count it and name it', async () => {
    const { core } = await makeRig({
      voices: 2,
      source: (voice, frame) => (voice === 1 && frame === 200 ? Number.NaN : 1),
    });
    core.setStrip(3, stripOf());
    core.setStrip(4, stripOf({ clips: [clipOf([1])] }));
    core.play(0);
    expect(largestError(renderLeft(core, 512), (n) => (n >= 128 && n < 256 ? 1 : 2))).toBe(0);
    expect(core.faults).toBe(1);
    expect(core.faultySlot).toBe(4);
  });

  it('mute an output channel that runs over to infinity, and no other', async () => {
    const { core } = await makeRig({ voices: 1, source: () => 1e18 });
    for (let slot = 0; slot < 4; slot++) core.setStrip(slot, stripOf({ gain: 1 }));
    for (let slot = 4; slot < 8; slot++)
      core.setStrip(slot, stripOf({ output: objectAt(1, 1, 0), gain: 1e-18 }));
    core.play(0);
    const [left, right] = renderAll(core, 128);
    expect(left?.every((value) => value === 0)).toBe(true);
    expect(right?.[5]).toBeCloseTo(4, 5);
    expect(core.faults).toBe(1);
  });

  it('keep a live input that is not a number out of the ears, and are well again after it', async () => {
    const { core } = await makeRig({ target: 'binaural', hrtf: noisyHrtf() });
    core.inputPlanes()[0]?.fill(Number.NaN, 0, 128);
    core.render(128);
    core.inputPlanes()[0]?.fill(0.5, 0, 128);
    for (const sounding of [false, true]) {
      core.render(128);
      const left = core.outputPlanes()[0]?.subarray(0, 128) ?? [];
      expect(left.every((value) => Number.isFinite(value))).toBe(true);
      expect(left.some((value) => value !== 0)).toBe(sounding);
    }
    expect(core.faults).toBe(1);
    expect(core.faultySlot).toBe(-1);
  });

  it('plays nothing at all from an empty core', async () => {
    const { core } = await makeRig();
    core.play(0);
    for (const plane of renderAll(core, 500)) expect(plane.every((value) => value === 0)).toBe(true);
    expect(RIG_FRAMES).toBe(65_536);
  });
});
