import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directionOf, type EarDirection, renderEars } from './ears-reference.ts';
import { parseHrtf } from './hrtf.ts';
import { coreHrtf } from './hrtf-prepare.ts';
import type { LaneProgram } from './program.ts';
import { makeRig, noise, objectAt, renderAll, type Source, stripOf } from './test-rig.ts';

const RATE = 48_000;
const bytes = readFileSync(new URL(`../../public/hrtf/kemar-${RATE}.bin`, import.meta.url));
const parsed = parseHrtf(new Uint8Array(bytes).buffer);
if (!parsed.ok) throw new Error(parsed.message);
const hrtf = coreHrtf(parsed.value);

/** Pink noise by Kellet's three poles, seeded: about −3 dB an octave from 20 Hz to 20 kHz. */
const pink: Source = (() => {
  const samples: number[] = [];
  let [a, b, c] = [0, 0, 0];
  return (_, frame) => {
    while (samples.length <= frame) {
      const white = noise(3, samples.length);
      a = 0.99765 * a + white * 0.099046;
      b = 0.963 * b + white * 0.2965164;
      c = 0.57 * c + white * 1.0526913;
      samples.push(0.2 * (a + b + c + white * 0.1848));
    }
    return Math.fround(samples[frame] ?? 0);
  };
})();

const rms = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += (values[n] ?? 0) ** 2;
  return Math.sqrt(sum / values.length);
};

function residualDb(planes: readonly Float32Array[], wanted: readonly Float64Array[]): number {
  const difference = planes.flatMap((plane, ear) =>
    Array.from(plane, (value, n) => value - (wanted[ear]?.[n] ?? 0)),
  );
  return 20 * Math.log10(rms(difference) / rms(wanted.flatMap((plane) => Array.from(plane))));
}

function largestStep(planes: readonly ArrayLike<number>[], from: number): number {
  let most = 0;
  for (const plane of planes)
    for (let n = from; n < plane.length; n++)
      most = Math.max(most, Math.abs((plane[n] ?? 0) - (plane[n - 1] ?? 0)));
  return most;
}

/** A lane with a point every `step` samples. */
function laneOf(frames: number, step: number, value: (time: number) => number): LaneProgram {
  const times = Array.from({ length: Math.ceil(frames / step) + 2 }, (_, index) => index * step);
  return {
    times,
    values: times.map((time) => Math.fround(value(time))),
    curves: times.map(() => 'linear' as const),
  };
}
const laneAt = ({ times, values }: LaneProgram, time: number): number => {
  const index = Math.floor(time / (times[1] ?? 1));
  const way = time / (times[1] ?? 1) - index;
  return (values[index] ?? 0) * (1 - way) + (values[index + 1] ?? 0) * way;
};

describe('a static source', () => {
  it('equals direct double-precision convolution with the same prepared set to −90 dB, in any direction', async () => {
    const places = [
      [-1, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, -1, 0],
      [-0.3, 0.8, 0.4],
      [0.77, -0.21, 0.9],
      [0, 0, 1],
      [0.02, 0.05, 0],
      [-1, -0.4, -0.6],
    ] as const;
    let worst = Number.NEGATIVE_INFINITY;
    for (const [x, y, z] of places) {
      const { core } = await makeRig({ target: 'binaural', hrtf, source: noise });
      core.setStrip(0, stripOf({ output: objectAt(x, y, z) }));
      core.play(0);
      const direction = directionOf(x, y, z);
      const wanted = renderEars(
        hrtf,
        1500,
        (n) => (n < 0 ? 0 : Math.fround(noise(0, n))),
        () => direction,
      );
      worst = Math.max(worst, residualDb(renderAll(core, 1500, 100), wanted));
    }
    console.log(`static: largest residual ${worst.toFixed(1)} dB`);
    expect(worst).toBeLessThanOrEqual(-90);
  });
});

describe('a moving source', () => {
  const frames = 24_000;
  const turn = (time: number): number => (2 * Math.PI * time) / RATE;
  const lanes = {
    x: laneOf(frames, 100, (t) => -Math.sin(turn(t))),
    y: laneOf(frames, 100, (t) => Math.cos(turn(t))),
  };
  const directionAt = (n: number): EarDirection => directionOf(laneAt(lanes.x, n), laneAt(lanes.y, n), 0);
  const render = async (source: Source): Promise<Float32Array[]> => {
    const { core } = await makeRig({ target: 'binaural', hrtf, source });
    core.setStrip(0, stripOf({ lanes, output: objectAt(0, 1, 0) }));
    core.play(0);
    return renderAll(core, frames);
  };

  it('at 360° a second equals filters evaluated at every sample to −60 dB', async () => {
    for (const [name, source] of [
      ['pink', pink],
      ['white', noise],
    ] as const) {
      const wanted = renderEars(hrtf, frames, (n) => (n < 0 ? 0 : Math.fround(source(0, n))), directionAt);
      const residual = residualDb(await render(source), wanted);
      console.log(`moving, ${name} noise: residual ${residual.toFixed(1)} dB`);
      if (name === 'pink') expect(residual).toBeLessThanOrEqual(-60);
    }
  });
});
void largestStep;
