import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directionOf, type EarDirection, renderEars } from './ears-reference.ts';
import { hrirFor, parseHrtf } from './hrtf.ts';
import { coreHrtf } from './hrtf-prepare.ts';
import type { LaneProgram, OutputProgram, StripProgram } from './program.ts';
import { clipOf, makeRig, noise, objectAt, renderAll, type Source, stripOf } from './test-rig.ts';

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

/** Renders a strip to the ears; `turn` may turn the head first. */
async function render(
  strip: StripProgram,
  frames: number,
  source: Source,
  quantum = 128,
  yaw = 0,
): Promise<Float32Array[]> {
  const { core } = await makeRig({ target: 'binaural', hrtf, source });
  core.setStrip(0, strip);
  core.setListener(yaw, 0, 0);
  // Time to turn before anything plays.
  if (yaw !== 0) for (let block = 0; block < 100; block++) core.render(128);
  core.play(0);
  return renderAll(core, frames, quantum);
}

/**
 * The direct sound alone: near and far differ only in how much they send to the room, 0.6 against 3 shares, so the room
 * cancels in 1.25 · near − 0.25 · far. That the rest is the direct sound to −90 dB proves it the same in both.
 */
async function renderDirect(
  strip: StripProgram,
  frames: number,
  source: Source,
  quantum = 128,
  yaw = 0,
): Promise<Float32Array[]> {
  const near = await render({ ...strip, binaural: 'near' }, frames, source, quantum, yaw);
  const far = await render({ ...strip, binaural: 'far' }, frames, source, quantum, yaw);
  return near.map((plane, ear) => plane.map((value, n) => 1.25 * value - 0.25 * (far[ear]?.[n] ?? 0)));
}

const zeroBefore =
  (source: Source) =>
  (n: number): number =>
    n < 0 ? 0 : Math.fround(source(0, n));

/** The angle of the room at ear height that is heard at an azimuth, both in radians: front corners stand for ±30°. */
function roomAngle(azimuth: number): number {
  const heard = Math.abs(azimuth - 2 * Math.PI * Math.round(azimuth / (2 * Math.PI)));
  const [corner, side] = [Math.PI / 6, Math.PI / 2];
  const angle =
    heard >= side ? heard : heard <= corner ? 1.5 * heard : 1.5 * corner + (heard - corner) * 0.75;
  return Math.sin(azimuth) < 0 ? -angle : angle;
}
const onCircle = (azimuth: number): OutputProgram =>
  objectAt(-Math.sin(roomAngle(azimuth)), Math.cos(roomAngle(azimuth)), 0);

describe('a static source', () => {
  it('equals direct double-precision convolution with the same prepared set to −90 dB, in any direction', async () => {
    const places = [
      [-1, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [-0.3, 0.8, 0.4],
      [0.77, -0.21, 0.9],
      [0, 0, 1],
      [0.02, 0.05, 0],
      [-1, -0.4, -0.6],
    ] as const;
    let worst = Number.NEGATIVE_INFINITY;
    for (const [x, y, z] of places) {
      const direction = directionOf(x, y, z);
      const wanted = renderEars(hrtf, 1500, zeroBefore(noise), () => direction);
      const heard = await renderDirect(stripOf({ output: objectAt(x, y, z) }), 1500, noise, 100);
      worst = Math.max(worst, residualDb(heard, wanted));
    }
    console.log(`static: largest residual ${worst.toFixed(1)} dB`);
    expect(worst).toBeLessThanOrEqual(-90);
  });

  it('has the interaural delay and level of the measured set on the horizontal plane', async () => {
    let [delay, level] = [0, 0];
    for (const azimuth of [30, 60, 90, 120, 150, -40, -90, -135]) {
      const strip = stripOf({ output: onCircle((azimuth * Math.PI) / 180) });
      const [left = new Float32Array(0), right = new Float32Array(0)] = await renderDirect(
        strip,
        400,
        (_, frame) => (frame === 0 ? 1 : 0),
      );
      const raw = hrirFor(parsed.value, azimuth, 0);
      delay = Math.max(delay, Math.abs(lagOf(left, right) - lagOf(raw.left, raw.right)) / RATE);
      level = Math.max(
        level,
        Math.abs(
          10 * Math.log10((rms(left) / rms(right)) ** 2) -
            10 * Math.log10((rms(raw.left) / rms(raw.right)) ** 2),
        ),
      );
    }
    console.log(
      `interaural: delay within ${(delay * 1e6).toFixed(2)} µs, level within ${level.toFixed(3)} dB of the set`,
    );
    expect(delay).toBeLessThan(10e-6);
    expect(level).toBeLessThan(0.5);
  });
});

/** Samples by which the right ear is later: the peak of the cross-correlation, through a parabola. */
function lagOf(left: Float32Array, right: Float32Array): number {
  const at = (shift: number): number =>
    left.reduce((sum, value, n) => sum + value * (right[n + shift] ?? 0), 0);
  const shifts = Array.from({ length: 101 }, (_, index) => index - 50);
  const best = shifts.reduce((one, other) => (at(other) > at(one) ? other : one));
  const [a, b, c] = [at(best - 1), at(best), at(best + 1)];
  return best + (0.5 * (a - c)) / (a - 2 * b + c);
}

describe('a moving source', () => {
  const frames = 20_000;
  const turn = (time: number): number => (2 * Math.PI * time) / RATE;
  const lanes = {
    x: laneOf(frames, 100, (t) => -Math.sin(roomAngle(turn(t)))),
    y: laneOf(frames, 100, (t) => Math.cos(roomAngle(turn(t)))),
  };
  const directionAt = (n: number): EarDirection => directionOf(laneAt(lanes.x, n), laneAt(lanes.y, n), 0);
  const moving = stripOf({ lanes, output: objectAt(0, 1, 0) });

  it('at 360° a second equals filters evaluated at every sample to −60 dB', async () => {
    for (const [name, source] of [
      ['pink', pink],
      ['white', noise],
    ] as const) {
      const wanted = renderEars(hrtf, frames, zeroBefore(source), directionAt);
      const residual = residualDb(await renderDirect(moving, frames, source), wanted);
      console.log(`moving, ${name} noise: residual ${residual.toFixed(1)} dB`);
      // White noise weighs the top octave, where responses 5° apart differ most, as nothing that is heard does.
      expect(residual).toBeLessThanOrEqual(name === 'pink' ? -60 : -54);
    }
  });

  it.each([30, 90, 200])(
    'at %s° a second, rising and falling, does so too, on ways of several blocks',
    async (speed) => {
      // The shape of the benchmark's orbits: a line from point to point, a quarter of a second apart.
      const angle = (time: number): number => 0.4 + ((speed / 360) * 2 * Math.PI * time) / RATE;
      const lanes = {
        x: laneOf(frames, RATE / 4, (t) => Math.sin(angle(t))),
        y: laneOf(frames, RATE / 4, (t) => Math.cos(angle(t))),
        z: laneOf(frames, RATE / 4, (t) => 0.3 + 0.3 * Math.sin(3 * angle(t))),
      };
      const strip = stripOf({ lanes, output: objectAt(0, 1, 0) });
      const wanted = renderEars(hrtf, frames, zeroBefore(pink), (n) =>
        directionOf(laneAt(lanes.x, n), laneAt(lanes.y, n), laneAt(lanes.z, n)),
      );
      const residual = residualDb(await renderDirect(strip, frames, pink), wanted);
      console.log(`moving at ${speed}°/s, pink noise: residual ${residual.toFixed(1)} dB`);
      expect(residual).toBeLessThanOrEqual(-60);
    },
  );

  it('steps no further than a source that stands', async () => {
    const tone: Source = (_, frame) => Math.sin((2 * Math.PI * 997 * frame) / RATE);
    let most = 0;
    for (let azimuth = 0; azimuth < 2 * Math.PI; azimuth += Math.PI / 30) {
      most = Math.max(
        most,
        largestStep(await renderDirect(stripOf({ output: onCircle(azimuth) }), 1200, tone), 700),
      );
    }
    const step = largestStep(await renderDirect(moving, frames, tone), 700);
    console.log(`moving: largest step ${(step / most).toFixed(3)} of the largest over all directions`);
    expect(step).toBeLessThanOrEqual(1.05 * most);
  });
});

describe('the head', () => {
  it('turned to the left hears what is in front from the right', async () => {
    const strip = stripOf({ output: objectAt(0, 1, 0) });
    const turned = await renderDirect(strip, 1500, noise, 128, Math.PI / 2);
    const wanted = renderEars(hrtf, 1500, zeroBefore(noise), () => ({ azimuth: -90, elevation: 0 }));
    expect(residualDb(turned, wanted)).toBeLessThan(-80);
  });

  it('turns without a step and comes to rest', async () => {
    const tone: Source = (_, frame) => Math.sin((2 * Math.PI * 440 * frame) / RATE);
    const { core } = await makeRig({ target: 'binaural', hrtf, source: tone });
    core.setStrip(0, stripOf({ output: objectAt(-1, 0.2, 0.3) }));
    core.play(0);
    const before = largestStep(renderAll(core, 4800), 700);
    core.setListener(-2.5, 0.4, -0.2);
    const during = largestStep(renderAll(core, 9600), 1);
    const after = largestStep(renderAll(core, 4800), 1);
    expect(during).toBeLessThan(1.3 * Math.max(before, after));
  });

  it('refuses angles that are none', async () => {
    const { core } = await makeRig({ target: 'binaural', hrtf });
    expect(() => core.setListener(Number.NaN, 0, 0)).toThrow(RangeError);
  });
});

describe('distance', () => {
  it('adds more room from off by near and mid to far', async () => {
    const impulse: Source = (_, frame) => (frame === 0 ? 1 : 0);
    const tails: number[] = [];
    for (const binaural of ['off', 'near', 'mid', 'far'] as const) {
      const ears = await render(stripOf({ binaural, output: objectAt(-0.5, 1, 0) }), 24_000, impulse);
      // Past the direct sound and the head.
      tails.push(rms(ears.flatMap((plane) => Array.from(plane.subarray(400)))));
    }
    expect(tails[0]).toBe(0);
    for (const [index, ratio] of [2.5, 2].entries()) {
      expect((tails[index + 2] ?? 0) / (tails[index + 1] ?? 1)).toBeCloseTo(ratio, 2);
    }
  });
});

describe('an edit while playing', () => {
  it('makes no step', async () => {
    const tone: Source = (_, frame) => Math.sin((2 * Math.PI * 300 * frame) / RATE);
    const { core } = await makeRig({ target: 'binaural', hrtf, source: tone });
    const at = (x: number, y: number): StripProgram =>
      stripOf({ clips: [clipOf([0])], output: objectAt(x, y, 0) });
    core.setStrip(0, at(-1, 0));
    core.play(0);
    let most = largestStep(renderAll(core, 4800), 700);
    core.setStrip(0, at(1, 0));
    const during = largestStep(renderAll(core, 2400), 1);
    most = Math.max(most, largestStep(renderAll(core, 4800), 1));
    expect(during).toBeLessThan(1.1 * most);
  });
});
