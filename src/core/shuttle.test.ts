import { describe, expect, it } from 'vitest';
import { BLOCK_FRAMES, SLOT_FRAMES } from './contract.ts';
import {
  bitsOf,
  busy,
  clipOf,
  largestError,
  madeHrtf,
  makeRig,
  noise,
  objectAt,
  ones,
  renderLeft,
  type Source,
  stripOf,
} from './test-rig.ts';

const RATE = 48_000;
const ramp: Source = (_, frame) => frame / 65_536;
const tone =
  (hertz: number): Source =>
  (_, frame) =>
    0.5 * Math.sin((2 * Math.PI * hertz * frame) / RATE);

const rig = async (source: Source, changes: Parameters<typeof makeRig>[0] = {}) => {
  const made = await makeRig({ source, ...changes });
  made.core.setStrip(0, stripOf());
  return made;
};

/** Share of a plane's energy at a frequency: 1 for a pure tone of it. */
function purity(plane: Float32Array, hertz: number): number {
  let real = 0;
  let imaginary = 0;
  let energy = 0;
  plane.forEach((sample, n) => {
    const window = Math.sin((Math.PI * (n + 0.5)) / plane.length) ** 2;
    const value = sample * window;
    const angle = (2 * Math.PI * hertz * n) / RATE;
    real += value * Math.cos(angle);
    imaginary += value * Math.sin(angle);
    energy += value * value;
  });
  // A Hann window spreads a tone over 1.5 bins.
  return ((real * real + imaginary * imaginary) / (energy * plane.length)) * 2 * 1.5;
}

/** Largest second difference: a click stands far out of what a slow signal has. */
function roughness(plane: Float32Array): number {
  let largest = 0;
  for (let n = 2; n < plane.length; n++) {
    const bend = (plane[n] ?? 0) - 2 * (plane[n - 1] ?? 0) + (plane[n - 2] ?? 0);
    largest = Math.max(largest, Math.abs(bend));
  }
  return largest;
}

describe('shuttle', () => {
  it.each([-1, -2, -4])('gives a ramp reversed at %d×', async (speed) => {
    const { core } = await rig(ramp);
    core.shuttle(40_000, speed);
    const heard = renderLeft(core, 4000);
    expect(largestError(heard, (n) => (40_000 + speed * n) / 65_536)).toBeLessThan(2e-6);
    expect(core.position).toBe(40_000 + speed * 4000);
  });

  it('gives noise backwards sample for sample at −1×', async () => {
    const { core } = await rig(noise);
    core.shuttle(30_001, -1);
    const heard = renderLeft(core, 8000);
    expect(largestError(heard, (n) => noise(0, 30_001 - n))).toBeLessThan(1e-6);
  });

  it.each([
    [0.5, 500],
    [2, 2000],
    [4, 4000],
    [-0.5, 500],
    [-2, 2000],
    // Stretches at twice the speed.
    [8, 2000],
    [-8, 2000],
  ])('brings 1 kHz at %d× to %d Hz', async (speed, hertz) => {
    const { core } = await rig(tone(1000));
    core.shuttle(speed > 0 ? 0 : 65_000, speed);
    // Short of the end of the stem at eight times the speed; a stretch of the fast ones.
    const heard = renderLeft(core, Math.abs(speed) > 4 ? 2048 : 4096);
    expect(purity(heard.subarray(64), hertz)).toBeGreaterThan(0.99);
    expect(Math.max(...heard.subarray(64))).toBeGreaterThan(0.49);
    expect(Math.max(...heard.subarray(64))).toBeLessThan(0.51);
  });

  it('lets nothing fold back that a speed carries beyond the sample rate', async () => {
    const { core } = await rig(tone(16_000));
    core.shuttle(0, 4);
    const heard = renderLeft(core, 4096).subarray(64);
    expect(Math.max(...heard.map(Math.abs))).toBeLessThan(0.5 * 10 ** (-50 / 20));
  });

  it('changes speed and direction without a click, and beyond 4× joins the stretches', async () => {
    const { core } = await rig(tone(200));
    const parts: number[] = [];
    core.shuttle(30_000, 1);
    for (const speed of [2, 0.5, -1, -2, 1, 8, 8, -8, -8, 2]) {
      parts.push(...renderLeft(core, 2000));
      core.shuttle(0, speed);
    }
    // 200 Hz at 9 times the speed bends by at most 0.5 (2π·1800/48000)² = 0.028 a sample; a jump of the tone would by 1.
    expect(roughness(Float32Array.from(parts))).toBeLessThan(0.04);
  });

  it('goes on from play without a gap, and returns to play at the exact sample', async () => {
    const { core } = await rig(ramp);
    core.play(1000);
    renderLeft(core, 77, 77);
    core.shuttle(0, 2);
    const heard = renderLeft(core, 6000, 100);
    expect(heard[0]).toBeCloseTo(1077 / 65_536, 6);
    for (let n = 1; n < heard.length; n++) {
      const step = ((heard[n] ?? 0) - (heard[n - 1] ?? 0)) * 65_536;
      expect(step).toBeGreaterThan(0.98);
      expect(step).toBeLessThan(2.02);
    }
    expect(core.speed).toBe(2);
    const at = core.position;
    core.play(at);
    expect(core.speed).toBe(1);
    const again = renderLeft(core, 500);
    expect(largestError(again, (n) => Math.fround((at + n) / 65_536))).toBe(0);
  });

  it.each([128, 100, 1024])('stops where its position says, at quanta of %d', async (quantum) => {
    const { core } = await rig(ramp);
    core.shuttle(40_000, -2);
    const heard = renderLeft(core, 3000, quantum);
    const next = (heard.at(-1) ?? 0) * 65_536 - 2;
    expect(Math.abs(core.position - next)).toBeLessThan(0.6);
    const { position } = core;
    core.stop();
    expect(core.playing).toBe(false);
    expect(core.speed).toBe(0);
    expect(core.position).toBe(position);
  });

  it('sounds the same whatever the quantum', async () => {
    const hashes = new Set<string>();
    for (const quantum of [64, 128, 333, 1024]) {
      const { core } = await makeRig({ voices: 2, target: 'binaural' });
      core.setStrip(0, busy);
      core.shuttle(20_000, -1.3);
      hashes.add(bitsOf([renderLeft(core, 6144, quantum)]));
    }
    expect(hashes.size).toBe(1);
  });

  it('ends by itself at the beginning', async () => {
    const { core } = await rig(ones);
    core.shuttle(1000, -1);
    renderLeft(core, 2000);
    expect(core.playing).toBe(false);
    expect(core.position).toBe(0);
  });

  it('goes down and up around a stop and a seek while listened to', async () => {
    const { core } = await rig(ones, { monitor: 'live' });
    core.shuttle(5000, 2);
    renderLeft(core, 4096);
    core.locate(20_000);
    renderLeft(core, 512);
    expect(Math.abs(core.position - 20_000)).toBeLessThan(2 * 512);
    expect(core.speed).toBe(2);
    core.stop();
    core.locate(12_345);
    renderLeft(core, 512);
    expect(core.playing).toBe(false);
    expect(core.position).toBe(12_345);
    core.shuttle(12_345, -1);
    renderLeft(core, 256);
    core.play(777);
    renderLeft(core, 512);
    expect(core.speed).toBe(1);
    expect(core.position).toBeGreaterThan(777);
    expect(core.position).toBeLessThanOrEqual(777 + 512);
  });

  it('leaves no seam in the ears on the way back', async () => {
    // A long decay: rendered block by block backwards its tail would break off every 128 frames.
    const hrtf = madeHrtf((tap) => 0.02 * Math.exp(-tap / 80));
    const { core } = await rig(tone(200), { target: 'binaural', hrtf });
    core.shuttle(40_000, -1);
    const heard = renderLeft(core, 8000).subarray(256);
    expect(roughness(heard)).toBeLessThan(0.005 * Math.max(...heard));
  });

  it('counts what is not there apart from what play misses', async () => {
    const { core, writer } = await rig(ones);
    writer.invalidate(0, 1);
    core.shuttle(3 * SLOT_FRAMES, -2);
    const heard = renderLeft(core, SLOT_FRAMES);
    expect(core.shuttleMisses).toBeGreaterThan(SLOT_FRAMES / BLOCK_FRAMES - 3);
    expect(core.missedSlots).toBe(0);
    expect(heard.at(-500)).toBe(0);
    core.stop();
    core.play(SLOT_FRAMES);
    renderLeft(core, 128);
    expect(core.missedSlots).toBe(1);
  });

  it('is silent where nothing lies and passes by the loop', async () => {
    const { core } = await rig(ones);
    core.setStrip(
      0,
      stripOf({ clips: [clipOf([0], { start: 5000, length: 1000 })], output: objectAt(-1, 1, 0) }),
    );
    core.setLoop(4000, 5500, true);
    core.shuttle(4500, 1.5);
    renderLeft(core, 2048);
    expect(core.position).toBe(4500 + 3072);
    expect(renderLeft(core, 128).every((sample) => sample === 0)).toBe(true);
  });

  it('refuses a speed of nothing, of no number, or beyond the fastest', async () => {
    const { core } = await rig(ones);
    for (const speed of [0, Number.NaN, 17, Number.POSITIVE_INFINITY])
      expect(() => core.shuttle(0, speed)).toThrow(RangeError);
  });
});
