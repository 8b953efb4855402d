import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, PLAIN_RENDERING } from '../units/index.ts';
import { decorrelatorSeeds, designDecorrelator } from './decorrelate.ts';
import type { OutputProgram, StripProgram } from './program.ts';
import { VIRTUAL_SPEAKERS } from './targets.ts';
import {
  ALL_TARGETS,
  bitsOf,
  busy,
  clipOf,
  largestError,
  madeHrtf,
  makeRig,
  noise,
  noisyHrtf,
  objectAt,
  renderAll,
  type Source,
  stripOf,
} from './test-rig.ts';

const QUANTA = [64, 128, 256, 1024];
const DELAY = 255;

const impulse: Source = (_, frame) => (frame === 0 ? 1 : 0);
const sine: Source = (_, frame) => 0.5 * Math.sin((2 * Math.PI * 300 * frame) / 48_000);
const LINES = Array.from({ length: 240 }, (_, line) => ({
  turn: (2 * Math.PI * 500 * 40 ** (line / 240) * (1 + 0.01 * noise(31, line))) / 48_000,
  phase: Math.PI * noise(32, line),
}));
/** Pink noise from 500 Hz to 20 kHz: lines as dense in every octave. */
const pink: Source = (_, frame) =>
  LINES.reduce((sum, { turn, phase }) => sum + Math.cos(turn * frame + phase), 0) / 60;

/** An object with a diffuse share. */
const diffuseAt = (diffuse: number, x: number, y: number, z: number, size = 0): OutputProgram => ({
  kind: 'object',
  x,
  y,
  z,
  size,
  spread: 0,
  diffuse,
});

const strip = (diffuse: number, changes: Partial<StripProgram> = {}): StripProgram =>
  stripOf({ output: diffuseAt(diffuse, 0.3, 0.4, 0.2), ...changes });

/** What a filter and the delay make of an impulse. */
const answer = (seed: number, diffuse: number): ((n: number) => number) => {
  const taps = designDecorrelator(seed);
  return (n) => (n === DELAY ? Math.sqrt(1 - diffuse) : 0) + Math.sqrt(diffuse) * (taps[n] ?? 0);
};

const powerOf = (planes: readonly Float32Array[], from: number): number =>
  planes.reduce((sum, plane) => sum + plane.subarray(from).reduce((own, x) => own + x * x, 0), 0);

/** Correlation of two planes at the same moment. */
function likeness(a: Float32Array, b: Float32Array, from: number): number {
  let product = 0;
  for (let n = from; n < a.length; n++) product += (a[n] ?? 0) * (b[n] ?? 0);
  return product / Math.sqrt(powerOf([a], from) * powerOf([b], from));
}

/** Largest second difference: a click stands out from a slow sine. */
function roughness(plane: Float32Array, from = 2): number {
  let largest = 0;
  for (let n = from; n < plane.length; n++)
    largest = Math.max(largest, Math.abs((plane[n] ?? 0) - 2 * (plane[n - 1] ?? 0) + (plane[n - 2] ?? 0)));
  return largest;
}

describe('a diffuse object', () => {
  it('reaches its speaker directly 255 samples late and through the filter of that speaker', async () => {
    const speakers = LAYOUT_SPEAKERS['7.1.4'];
    const seeds = decorrelatorSeeds(speakers);
    for (const [index, { room }] of speakers.entries()) {
      if (!room) continue;
      const { core } = await makeRig({ source: impulse });
      core.setStrip(0, stripOf({ output: diffuseAt(0.3, room.x, room.y, room.z) }));
      core.play(0);
      expect(core.outputLatency).toBe(DELAY);
      const planes = renderAll(core, 1024);
      planes.forEach((plane, channel) => {
        const expected = channel === index ? answer(seeds[index] ?? 0, 0.3) : () => 0;
        expect(largestError(plane, expected)).toBeLessThan(2e-7);
      });
    }
  });

  // Towards 0 Hz all filters have phase 0 there (BS.2127-1 §7.4), so that both parts add up: below 100 Hz it is louder.
  it('has the power of a direct one, within 0.2 dB from 500 Hz up, however its power is shared', async () => {
    const levels: number[] = [];
    for (const diffuse of [0, 0.3, 1]) {
      const { core } = await makeRig({ source: pink });
      core.setStrip(0, stripOf({ output: diffuseAt(diffuse, 0.3, 0.4, 0.2, 1) }));
      core.play(0);
      levels.push(10 * Math.log10(powerOf(renderAll(core, 32_768), 2048)));
    }
    for (const level of levels) expect(Math.abs(level - (levels[0] ?? 0))).toBeLessThan(0.2);
  });

  it('makes speakers less alike the more it is diffuse', async () => {
    const alike: number[] = [];
    for (const diffuse of [0, 0.25, 0.5, 0.75, 1]) {
      const { core } = await makeRig({ source: noise });
      core.setStrip(0, stripOf({ output: diffuseAt(diffuse, 0, 1, 0.5) }));
      core.setStrip(0, stripOf({ output: diffuseAt(diffuse, -0.5, 1, 0) }));
      core.play(0);
      const [left, , centre] = renderAll(core, 32_768);
      if (!left || !centre) throw new Error('no channels');
      alike.push(likeness(left, centre, 2048));
    }
    expect(alike[0]).toBeCloseTo(1, 6);
    alike.forEach((value, index) => {
      if (index > 0) expect(value).toBeLessThan((alike[index - 1] ?? 0) - 0.15);
    });
    expect(Math.abs(alike.at(-1) ?? 1)).toBeLessThan(0.1);
  });

  it('of share 0 changes neither bits nor latency', async () => {
    for (const target of ALL_TARGETS) {
      const bits = new Set<string>();
      for (const output of [objectAt(0.3, 0.4, 0.2), diffuseAt(0, 0.3, 0.4, 0.2)]) {
        const { core } = await makeRig({ target, hrtf: noisyHrtf() });
        core.setStrip(0, stripOf({ output }));
        core.play(0);
        bits.add(bitsOf(renderAll(core, 2048)));
        expect(core.outputLatency).toBe(0);
      }
      expect(bits.size).toBe(1);
    }
  });

  it('delays all else with it: bed, other objects and folds line up', async () => {
    const { core } = await makeRig({ source: impulse });
    core.setStrip(0, strip(1, { gain: 0 }));
    core.setStrip(1, stripOf());
    core.setStrip(
      2,
      stripOf({
        channels: ['R'],
        output: { kind: 'bed', pan: 0, width: 1, frontBack: 1, height: 0, lfeGain: 0.5 },
      }),
    );
    core.play(0);
    const [left, right] = renderAll(core, 1024);
    if (!left || !right) throw new Error('no channels');
    expect(largestError(left, (n) => (n === DELAY ? 1 : 0))).toBe(0);
    expect(right[DELAY]).toBeCloseTo(1, 6);
    core.stop();
    core.setRendering({ ...PLAIN_RENDERING, downmix20: 'lt-rt' });
    core.setTarget('2.0');
    core.play(0);
    expect(core.outputLatency).toBe(DELAY + 512);
    const [folded] = renderAll(core, 1024);
    expect(folded?.indexOf(Math.max(...(folded ?? [])))).toBe(DELAY + 512);
  });

  it('refuses a share outside 0 … 1', async () => {
    const { core } = await makeRig();
    for (const wrong of [-0.1, 1.1, Number.NaN]) {
      expect(() => core.setStrip(0, strip(wrong))).toThrow(/diffuse by 0 to 1/);
    }
  });
});

describe('the diffuse mix', () => {
  const program: StripProgram = {
    ...busy,
    output: { kind: 'object', x: 0, y: 0.3, z: 0, size: 0, spread: 0.4, diffuse: 0.4 },
  };

  it.each(ALL_TARGETS)('has the same bits at every quantum: %s', async (target) => {
    const bits = new Set<string>();
    for (const quantum of QUANTA) {
      const { core } = await makeRig({ voices: 2, target, hrtf: noisyHrtf() });
      core.setStrip(0, program);
      core.play(0);
      bits.add(bitsOf(renderAll(core, 12_288, quantum)));
      expect(core.faults).toBe(0);
    }
    expect(bits.size).toBe(1);
  });

  it('goes on through blocks that are cut by a loop', async () => {
    const { core } = await makeRig({ source: noise });
    const clip = clipOf([0], { start: 0 });
    const output = diffuseAt(1, -1, 1, 0);
    core.setStrip(0, stripOf({ clips: [clip], output }));
    core.setLoop(77, 1077, true);
    core.play(77);
    const [left] = renderAll(core, 4000);
    const taps = designDecorrelator(decorrelatorSeeds(LAYOUT_SPEAKERS['7.1.4'])[0] ?? 0);
    const expected = (n: number): number =>
      taps.reduce((sum, tap, k) => (k > n ? sum : sum + tap * noise(0, 77 + ((n - k) % 1000))), 0);
    expect(largestError(left ?? [], expected)).toBeLessThan(2e-6);
  });

  it('begins anew wherever it is played from', async () => {
    const { core } = await makeRig({ source: noise });
    core.setStrip(0, strip(0.5));
    core.play(1000);
    const first = bitsOf(renderAll(core, 3000));
    core.stop();
    core.play(1000);
    expect(bitsOf(renderAll(core, 3000))).toBe(first);
    core.locate(1000);
    expect(bitsOf(renderAll(core, 3000))).toBe(first);
  });

  it.each(['7.1.4', 'binaural'] as const)('comes and goes without a click: %s', async (target) => {
    const hrtf = madeHrtf((tap) => (tap === 0 ? 1 : 0));
    const { core } = await makeRig({ source: sine, target, hrtf });
    const still = stripOf({ output: objectAt(-1, 1, 0), binaural: 'mid' });
    core.setStrip(0, still);
    core.setStrip(1, stripOf({ output: objectAt(-1, 1, 0), gain: 0 }));
    core.play(0);
    const before = renderAll(core, 4096);
    const plain = roughness(before[0] ?? new Float32Array(0), 2000);
    expect(core.outputLatency).toBe(0);
    core.setStrip(1, strip(0.5, { output: diffuseAt(0.5, -1, 1, 0), gain: 0 }));
    expect(core.outputLatency).toBe(DELAY);
    const on = renderAll(core, 8192);
    core.setStrip(1, null);
    const off = renderAll(core, 8192);
    expect(core.outputLatency).toBe(0);
    const left = new Float32Array([...(before[0] ?? []), ...(on[0] ?? []), ...(off[0] ?? [])]);
    // The line of a fade over 384 frames bends where it begins and ends, by as much as its two ends differ.
    const bend = (2 * Math.max(...left)) / 384;
    expect(roughness(left, 2000)).toBeLessThan(plain + 1.05 * bend);
    // Once it is gone it has left nothing behind.
    const { core: other } = await makeRig({ source: sine, target, hrtf });
    other.setStrip(0, still);
    other.play(0);
    const whole = renderAll(other, 20_480);
    expect(bitsOf(off.map((plane) => plane.slice(4096)))).toBe(
      bitsOf(whole.map((plane) => plane.slice(16_384, 20_480))),
    );
  });

  it('keeps sounding while an object becomes diffuse', async () => {
    const { core } = await makeRig({ source: noise });
    core.setStrip(0, stripOf());
    core.play(0);
    const usual = powerOf(renderAll(core, 4096), 0) / 8;
    core.setStrip(0, stripOf({ output: diffuseAt(0.5, -1, 1, 0) }));
    const [left] = renderAll(core, 8192);
    for (let n = 0; n < 8192; n += 512) {
      const power = powerOf([(left ?? new Float32Array(0)).subarray(n, n + 512)], 0);
      expect(Math.abs(10 * Math.log10(power / usual))).toBeLessThan(4);
    }
  });

  it('lines up at two ears: what is direct waits, what is diffuse has the response of its speaker', async () => {
    const hrtf = madeHrtf((tap) => (tap === 0 ? 1 : 0));
    const heard = async (...strips: readonly StripProgram[]): Promise<Float32Array> => {
      const { core } = await makeRig({ source: impulse, target: 'binaural', hrtf });
      strips.forEach((program, slot) => {
        core.setStrip(slot, program);
      });
      core.play(0);
      return renderAll(core, 1024)[0] ?? new Float32Array(0);
    };
    const plain = await heard(stripOf());
    const late = await heard(stripOf(), strip(0.5, { gain: 0 }));
    expect(largestError(late.subarray(DELAY), (n) => plain[n] ?? 0)).toBe(0);
    const diffuse = await heard(stripOf({ output: diffuseAt(1, -1, 1, 0) }));
    const lag = plain.findIndex((value) => value > 0.5);
    const taps = designDecorrelator(decorrelatorSeeds(VIRTUAL_SPEAKERS)[0] ?? 0);
    expect(largestError(diffuse, (n) => taps[n - lag] ?? 0)).toBeLessThan(1e-6);
    const off = stripOf({ binaural: 'off' });
    const offDiffuse = stripOf({ binaural: 'off', output: diffuseAt(0.5, -1, 1, 0) });
    const without = await heard(off);
    expect(largestError((await heard(offDiffuse)).subarray(DELAY), (n) => without[n] ?? 0)).toBe(0);
  });

  it('is heard as direct in a shuttle, which does not wait, and waits again in play', async () => {
    const { core } = await makeRig({ source: sine });
    core.setStrip(0, stripOf({ output: diffuseAt(0.5, -1, 1, 0) }));
    core.shuttle(2000, 1);
    expect(core.outputLatency).toBe(0);
    const [left] = renderAll(core, 4096);
    const both = 2 * Math.SQRT1_2;
    expect(
      largestError((left ?? new Float32Array(0)).subarray(1024), (n) => both * sine(0, 3024 + n)),
    ).toBeLessThan(1e-5);
    core.play(2000);
    renderAll(core, 1024);
    expect(core.outputLatency).toBe(DELAY);
  });
});

describe('gain sequences', () => {
  it('have a diffuse part of their own', async () => {
    const { core } = await makeRig({ source: impulse });
    const still = (...gains: number[]) => ({ times: [0], ramps: [false], gains: [gains] });
    core.setStrip(
      0,
      stripOf({
        channels: ['L', 'R'],
        clips: [clipOf([0, 0])],
        output: {
          kind: 'gains',
          sequences: [still(0.5), still(0, 0, 0.25)],
          diffuse: [still(0, 0.75), null],
        },
      }),
    );
    core.play(0);
    expect(core.outputLatency).toBe(DELAY);
    const planes = renderAll(core, 1024);
    const seeds = decorrelatorSeeds(LAYOUT_SPEAKERS['7.1.4']);
    const taps = designDecorrelator(seeds[1] ?? 0);
    expect(planes[0]?.[DELAY]).toBe(0.5);
    expect(planes[2]?.[DELAY]).toBe(0.25);
    expect(largestError(planes[1] ?? [], (n) => 0.75 * (taps[n] ?? 0))).toBeLessThan(2e-7);
  });
});
