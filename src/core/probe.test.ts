import { describe, expect, it } from 'vitest';
import { PROBE_BLOCKS, PROBE_FRAMES } from './contract.ts';
import type { ChainProgram } from './program.ts';
import { clipOf, largestError, makeRig, noise, renderAll, renderLeft, stripOf } from './test-rig.ts';

/** Turns everything above −40 dBFS down to it at once. */
const WALL: ChainProgram = {
  bands: [],
  dynamics: {
    kind: 'compressor',
    thresholdDb: -40,
    ratio: 100,
    kneeDb: 0,
    attack: 0,
    hold: 0,
    release: 0.05,
    makeUpDb: 0,
    mix: 1,
    rangeDb: 80,
    rmsWindow: 0,
    lookAhead: 0,
  },
};
const FRAMES = 4096;
/** The rig keeps its noise in f32. */
const stored = (n: number): number => Math.fround(noise(0, n));

describe('the probe of a strip', () => {
  it('has the mean of the channels without the fader, whatever the quantum', async () => {
    for (const quantum of [64, 128, 500]) {
      const { core } = await makeRig({ voices: 2 });
      core.setStrip(0, stripOf({ gain: 0.25, clips: [clipOf([0])] }));
      core.setStrip(
        3,
        stripOf({ channels: ['L', 'R'], gain: 0.25, trim: 2, clips: [clipOf([0, 1])], id: 'two' }),
      );
      core.probe.aim(3);
      core.play(0);
      renderAll(core, FRAMES, quantum);
      const done = core.probe.frames;
      expect(done).toBeGreaterThanOrEqual(FRAMES);
      expect(done).toBeLessThan(FRAMES + 128);
      const { rings } = core.probe;
      const mean = (n: number) => noise(0, n) + noise(1, n);
      expect(largestError(rings.subarray(0, FRAMES), mean)).toBeLessThan(1e-6);
      expect(largestError(rings.subarray(PROBE_FRAMES, PROBE_FRAMES + FRAMES), mean)).toBeLessThan(1e-6);
      expect(core.probe.blocks).toBe(done / 128);
    }
  });

  it('shows what the chain does: samples behind it, peaks and reduction of each block', async () => {
    const { core } = await makeRig();
    core.setStrip(0, stripOf({ gain: 0.5, chain: WALL }));
    core.probe.aim(0);
    core.play(0);
    const left = renderLeft(core, FRAMES);
    const { rings, reductions } = core.probe;
    expect(largestError(rings.subarray(0, FRAMES), stored)).toBe(0);
    const behind = rings.subarray(PROBE_FRAMES, PROBE_FRAMES + FRAMES);
    expect(largestError(behind, (n) => 2 * (left[n] ?? 0))).toBe(0);
    const entries = rings.subarray(2 * PROBE_FRAMES);
    for (let block = 2; block < FRAMES / 128; block++) {
      const [reduction, ahead, after] = entries.subarray(3 * block, 3 * block + 3);
      const own = Array.from({ length: 128 }, (_, n) => Math.abs(noise(0, block * 128 + n)));
      expect(ahead).toBe(Math.fround(Math.max(...own)));
      expect(20 * Math.log10(after ?? 1)).toBeCloseTo(-40, 0);
      expect(reduction).toBeGreaterThan(36);
    }
    expect(reductions[0]).toBe(entries[3 * (FRAMES / 128 - 1)]);
  });

  it('is silent while the strip is, and changes no bit of the output', async () => {
    const strip = stripOf({ gain: 0, chain: WALL });
    const probed = await makeRig();
    probed.core.setStrip(0, strip);
    probed.core.probe.aim(0);
    probed.core.play(0);
    renderAll(probed.core, FRAMES);
    expect(probed.core.probe.frames).toBe(FRAMES);
    expect(probed.core.probe.rings.every((value) => value === 0)).toBe(true);
    expect(probed.core.probe.reductions[0]).toBe(0);
    probed.core.setStrip(0, { ...strip, gain: 1 });
    const plain = await makeRig();
    plain.core.setStrip(0, { ...strip, gain: 1 });
    plain.core.play(0);
    probed.core.stop();
    probed.core.play(0);
    expect(renderLeft(probed.core, FRAMES)).toEqual(renderLeft(plain.core, FRAMES));
  });

  it('goes round its rings and refuses slots there are not', async () => {
    const { core } = await makeRig();
    core.setStrip(0, stripOf());
    core.probe.aim(0);
    core.play(0);
    const frames = PROBE_FRAMES + 1024;
    renderAll(core, frames, 1024);
    const { rings } = core.probe;
    expect(largestError(rings.subarray(0, 1024), (n) => stored(PROBE_FRAMES + n))).toBe(0);
    expect(largestError(rings.subarray(1024, PROBE_FRAMES), (n) => stored(1024 + n))).toBe(0);
    expect(core.probe.blocks).toBeLessThan(PROBE_BLOCKS);
    expect(() => core.probe.aim(512)).toThrow(RangeError);
    core.probe.aim(-1);
    renderAll(core, 256);
    expect(core.probe.frames).toBe(frames);
  });
});
