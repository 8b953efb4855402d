import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BinauralMode } from '../units/index.ts';
import { parseHrtf } from './hrtf.ts';
import { coreHrtf } from './hrtf-prepare.ts';
import type { StripProgram } from './program.ts';
import {
  bitsOf,
  clipOf,
  makeRig,
  neutralBed,
  noise,
  objectAt,
  renderAll,
  type Source,
  stripOf,
} from './test-rig.ts';

const RATE = 48_000;
const bytes = readFileSync(new URL(`../../public/hrtf/kemar-${RATE}.bin`, import.meta.url));
const parsed = parseHrtf(new Uint8Array(bytes).buffer);
if (!parsed.ok) throw new Error(parsed.message);
const hrtf = coreHrtf(parsed.value);
const MODES = ['near', 'mid', 'far'] as const;

const impulse: Source = (_, frame) => (frame === 0 ? 1 : 0);
/** 20 ms of noise, then silence. */
const burst: Source = (voice, frame) => (frame < 960 ? noise(voice, frame) : 0);

/** What both ears hear of one strip in a mode. */
async function ears(
  binaural: BinauralMode,
  changes: Partial<StripProgram>,
  source: Source,
  frames = RATE,
): Promise<Float32Array[]> {
  const { core } = await makeRig({ target: 'binaural', hrtf, source, voices: 10 });
  core.setStrip(0, stripOf({ binaural, ...changes }));
  core.play(0);
  return renderAll(core, frames);
}

/** The direct sound alone: two modes hold it and the same room in shares of 0.6 and 1.5. */
function dryOf(near: readonly Float32Array[], mid: readonly Float32Array[]): Float32Array[] {
  return near.map((plane, ear) =>
    Float32Array.from(plane, (value, n) => value - (0.6 / 0.9) * ((mid[ear]?.[n] ?? 0) - value)),
  );
}

const energyOf = (planes: readonly ArrayLike<number>[]): number => {
  let sum = 0;
  for (const plane of planes) for (let n = 0; n < plane.length; n++) sum += (plane[n] ?? 0) ** 2;
  return sum;
};
const minus = (one: readonly Float32Array[], two: readonly Float32Array[]): Float64Array[] =>
  one.map((plane, ear) => Float64Array.from(plane, (value, n) => value - (two[ear]?.[n] ?? 0)));

const objects: readonly Partial<StripProgram>[] = [
  { output: objectAt(0, 1, 0) },
  { output: objectAt(-1, -0.4, 0) },
  { output: objectAt(0.3, 0.2, 1) },
  { output: objectAt(0.5, 0.5, 0.2, 0.4) },
  { channels: ['L', 'R'], output: neutralBed(false) },
];

describe('the room on headphones', () => {
  it('adds the same room in every mode, in shares of its sends, and leaves the direct sound as it is to −80 dB', async () => {
    for (const strip of objects) {
      const [near, mid, far] = await Promise.all(MODES.map((mode) => ears(mode, strip, burst)));
      if (!near || !mid || !far) throw new Error('three modes');
      const dry = dryOf(near, mid);
      // Until the first reflection there is nothing but the direct sound.
      const early = (planes: readonly Float32Array[]) => planes.map((plane) => plane.subarray(0, 180));
      for (const heard of [near, mid, far]) {
        expect(energyOf(minus(early(heard), early(dry))) / energyOf(early(dry))).toBeLessThan(1e-8);
      }
      const other = far.map((plane, ear) =>
        Float32Array.from(plane, (value, n) => value - 2 * ((mid[ear]?.[n] ?? 0) - (dry[ear]?.[n] ?? 0))),
      );
      expect(energyOf(minus(other, dry)) / energyOf(dry)).toBeLessThan(1e-8);
    }
  });

  it('is the louder the farther the mode, about as its sends say', async () => {
    const stated = { near: 15.7, mid: 7.7, far: 1.7 };
    for (const strip of objects) {
      const dry = dryOf(await ears('near', strip, burst), await ears('mid', strip, burst));
      let last = Number.POSITIVE_INFINITY;
      for (const mode of MODES) {
        const heard = await ears(mode, strip, burst);
        const ratio = 10 * Math.log10(energyOf(dry) / energyOf(minus(heard, dry)));
        expect(ratio).toBeLessThan(last - 4);
        // White noise: the room is softer than the direct sound at high frequencies, and responses are not all as loud.
        expect(Math.abs(ratio - stated[mode])).toBeLessThan(8);
        last = ratio;
      }
    }
  });

  it('dies away to silence and leaves nothing of before when play starts again', async () => {
    const { core } = await makeRig({ target: 'binaural', hrtf, source: burst });
    core.setStrip(0, stripOf({ binaural: 'far', output: objectAt(-0.5, 1, 0) }));
    core.play(0);
    const first = renderAll(core, RATE);
    core.stop();
    renderAll(core, 4096);
    core.play(0);
    expect(bitsOf(renderAll(core, RATE))).toBe(bitsOf(first));
    const rest = renderAll(core, 4 * RATE);
    expect(energyOf(rest.map((plane) => plane.subarray(3 * RATE)))).toBe(0);
  });

  it('has the bits of the whole in a range that began before the last turn but one', async () => {
    const render = async (from: number, to: number) => {
      const { core } = await makeRig({ target: 'binaural', hrtf, source: noise });
      core.setStrip(
        0,
        stripOf({ binaural: 'far', output: objectAt(-0.5, 1, 0), clips: [clipOf([0], { start: 30_000 })] }),
      );
      core.play(from);
      return renderAll(core, to - from);
    };
    const whole = await render(0, 160_000);
    const start = RATE - 64 * 128;
    const range = await render(start, 160_000);
    // The first block behind a turn was worked out before it.
    const from = 2 * RATE + 128;
    expect(bitsOf(range.map((plane) => plane.slice(from - start)))).toBe(
      bitsOf(whole.map((plane) => plane.slice(from))),
    );
  });

  it('gives the same bits at any quantum, across the turns of its networks', async () => {
    const render = async (quantum: number) => {
      const { core } = await makeRig({ target: 'binaural', hrtf, source: noise });
      core.setStrip(0, stripOf({ binaural: 'mid', output: objectAt(-0.5, 1, 0) }));
      core.play(0);
      return bitsOf(renderAll(core, 100_000, quantum));
    };
    const whole = await render(128);
    for (const quantum of [64, 480, 1024]) expect(await render(quantum)).toBe(whole);
  });

  it('has an impulse in front heard in mono without a hole: no third of an octave falls 6 dB below its neighbours', async () => {
    const heard = await ears('mid', { output: objectAt(0, 1, 0) }, impulse);
    const dry = dryOf(await ears('near', { output: objectAt(0, 1, 0) }, impulse), heard);
    const mono = (planes: readonly Float32Array[]) =>
      Float64Array.from(planes[0] ?? [], (value, n) => value + (planes[1]?.[n] ?? 0));
    const [wet, plain] = [mono(heard), mono(dry)];
    for (let hertz = 125; hertz < 12_000; hertz *= Math.cbrt(2)) {
      // Power at nine frequencies across the band.
      const power = (signal: Float64Array) => {
        let sum = 0;
        for (let step = -4; step <= 4; step++) {
          const turn = (2 * Math.PI * hertz * 2 ** (step / 27)) / RATE;
          let [re, im] = [0, 0];
          for (let n = 0; n < RATE / 2; n++) {
            re += (signal[n] ?? 0) * Math.cos(turn * n);
            im += (signal[n] ?? 0) * Math.sin(turn * n);
          }
          sum += re * re + im * im;
        }
        return sum;
      };
      expect(10 * Math.log10(power(wet) / power(plain))).toBeGreaterThan(-6);
    }
  });
});
