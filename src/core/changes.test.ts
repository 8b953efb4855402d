import { describe, expect, it } from 'vitest';
import { BLOCK_FRAMES } from './contract.ts';
import {
  bitsOf,
  busy,
  clipOf,
  largestError,
  makeRig,
  objectAt,
  ones,
  renderAll,
  renderLeft,
  stripOf,
} from './test-rig.ts';

const FADE = 3 * BLOCK_FRAMES;

describe('changes', () => {
  const half = stripOf({ gain: 0.5 });

  it('fade over in 384 frames while playing, from any place in a block, and at once when stopped', async () => {
    for (const before of [128, 100]) {
      const { core } = await makeRig({ source: ones });
      core.setStrip(0, stripOf());
      core.play(28);
      renderLeft(core, before);
      core.setStrip(0, half);
      expect(core.idle).toBe(false);
      // What was rendered ahead of the host still belongs to the old version.
      const ahead = (100 - before + 128) % 128;
      const out = renderLeft(core, 640);
      const expected = (n: number): number => 1 - 0.5 * Math.min(1, Math.max(0, n - ahead) / FADE);
      expect(largestError(out, expected)).toBeLessThan(1e-6);
      expect(out[ahead + FADE]).toBe(0.5);
      expect(core.idle).toBe(true);
    }
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf());
    core.setStrip(0, half);
    core.play(0);
    expect(renderLeft(core, 128).every((value) => value === 0.5)).toBe(true);
  });

  it('fade twice as many frames at 96 kHz', async () => {
    const { core } = await makeRig({ source: ones, sampleRate: 96_000 });
    core.setStrip(0, stripOf());
    core.play(0);
    core.setStrip(0, half);
    const out = renderLeft(core, 1024);
    expect(out[2 * FADE - 1]).toBeGreaterThan(0.5);
    expect(out[2 * FADE]).toBe(0.5);
  });

  it('made during a fade wait; the newest follows and the others never sound', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf());
    core.play(0);
    core.setStrip(0, half);
    core.render(128);
    core.setStrip(0, stripOf({ gain: 100 }));
    core.setStrip(0, stripOf({ gain: 0.25 }));
    core.render(128);
    const out = renderLeft(core, 128 + FADE + 128);
    expect(Math.max(...out)).toBeLessThan(1);
    expect(out[128]).toBe(0.5);
    expect(out[128 + FADE]).toBe(0.25);
    expect(core.idle).toBe(true);
  });

  it('undone while playing leave the same bits outside the fades', async () => {
    const plain = await makeRig({ voices: 2 });
    const edited = await makeRig({ voices: 2 });
    for (const { core } of [plain, edited]) {
      core.setStrip(0, busy);
      core.play(0);
    }
    const reference = renderAll(plain.core, 20_480);
    const first = renderAll(edited.core, 4096);
    edited.core.setStrip(0, { ...busy, lanes: {}, output: objectAt(1, -1, 1) });
    const middle = renderAll(edited.core, 4096);
    edited.core.setStrip(0, busy);
    const last = renderAll(edited.core, 12_288);
    reference.forEach((plane, channel) => {
      expect(bitsOf([first[channel] ?? plane])).toBe(bitsOf([plane.slice(0, 4096)]));
      expect(bitsOf([last[channel]?.slice(FADE) ?? plane])).toBe(bitsOf([plane.slice(8192 + FADE)]));
    });
    expect(bitsOf(middle)).not.toBe(bitsOf(reference.map((plane) => plane.slice(4096, 8192))));
  });

  it('take strips out and bring new ones in with a fade', async () => {
    const { core } = await makeRig({ source: ones });
    core.play(0);
    core.setStrip(5, stripOf());
    expect(largestError(renderLeft(core, FADE), (n) => n / FADE)).toBeLessThan(1e-6);
    core.setStrip(5, null);
    expect(largestError(renderLeft(core, FADE), (n) => 1 - n / FADE)).toBeLessThan(1e-6);
    expect(renderLeft(core, 128).every((value) => value === 0)).toBe(true);
  });

  it('give the heap back: ten thousand of them fit into room for a hundred', async () => {
    const { core } = await makeRig({ heapBytes: 65_536 });
    core.play(0);
    for (let n = 0; n < 10_000; n++) {
      core.setStrip(n % 7, stripOf({ gain: n }));
      if (n % 3 === 0) core.render(128);
    }
    expect(() =>
      core.setStrip(8, stripOf({ clips: Array.from({ length: 700 }, (_, n) => clipOf([0], { start: n })) })),
    ).toThrow(/heapBytes/);
  });
});
