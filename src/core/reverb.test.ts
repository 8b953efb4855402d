import { describe, expect, it } from 'vitest';
import { fft } from '../../scripts/demo/sound/fft.ts';
import { MAX_STRIPS } from './contract.ts';
import { LOUDNESS_COUNT, loudnessIn } from './loudness.ts';
import type { StripProgram } from './program.ts';
import type { ReverbProgram, SendProgram } from './space-program.ts';
import {
  bitsOf,
  clipOf,
  makeRig,
  neutralBed,
  noise,
  objectAt,
  type RigOptions,
  renderAll,
  stripOf,
} from './test-rig.ts';

const RATE = 48_000;
/** Bed channels a space returns to: all but the LFE. */
const DIRECTIONS = [0, 1, 2, 4, 5, 6, 7, 8, 9];

const HALL: ReverbProgram = {
  kind: 'reverb',
  id: 'hall',
  gain: 1,
  returnDb: 0,
  preDelayMs: 20,
  sizeM: 30,
  lowDecay: 2.2,
  midDecay: 1.8,
  highDecay: 1.1,
  lowCrossover: 250,
  highCrossover: 4000,
  earlyDb: -6,
  lateDb: 0,
  modulation: 0.2,
  modulationHz: 0.5,
  lowCut: 20,
  highCut: 20_000,
};

const SEND: SendProgram = { space: 0, gain: 1, preFader: false };
const impulse = (_voice: number, frame: number): number => (frame === 0 ? 1 : 0);

/** A strip nobody hears but the spaces it sends to. */
const sender = (changes: Partial<StripProgram> = {}): StripProgram =>
  stripOf({ gain: 0, sends: [{ ...SEND, preFader: true }], ...changes });

interface Options extends RigOptions {
  readonly quantum?: number;
  readonly strip?: StripProgram;
}

/** What comes back from a space, in the bed's channels (7.1.2). */
async function respond(space: ReverbProgram, seconds: number, options: Options = {}) {
  const { quantum = 512, strip = sender(), ...rig } = options;
  const { core } = await makeRig({
    build: 'unshared',
    source: impulse,
    target: '7.1.2',
    heapBytes: 8 << 20,
    ...rig,
  });
  core.spaces.set(0, space);
  core.setStrip(0, strip);
  core.play(0);
  return { core, planes: renderAll(core, Math.round(seconds * core.sampleRate), quantum) };
}

const energyOf = (planes: readonly Float32Array[], from = 0, to = Number.POSITIVE_INFINITY): number =>
  planes.reduce(
    (sum, plane) => sum + plane.subarray(from, Math.min(to, plane.length)).reduce((s, x) => s + x * x, 0),
    0,
  );

/** Zero-phase octave band of a signal. */
function band(signal: Float32Array, centre: number, rate: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(1.5 * signal.length));
  const re = new Float64Array(size);
  re.set(signal);
  const im = new Float64Array(size);
  fft(re, im, false);
  for (let k = 0; k < size; k++) {
    const octaves = Math.abs(Math.log2(((Math.min(k, size - k) || 0.1) * rate) / size / centre));
    const gain = octaves > 1 ? 0 : octaves < 0.4 ? 1 : Math.cos((Math.PI / 2) * ((octaves - 0.4) / 0.6)) ** 2;
    re[k] = (re[k] ?? 0) * gain;
    im[k] = -(im[k] ?? 0) * gain;
  }
  fft(re, im, false);
  return re.map((x) => x / size).subarray(0, signal.length);
}

/** RT60 and R² of the line through the backward-integrated decay between −5 and −45 dB. */
function decayOf(planes: readonly Float32Array[], centre: number, rate = RATE) {
  const length = planes[0]?.length ?? 0;
  const power = new Float64Array(length);
  for (const plane of planes)
    for (const [n, x] of band(plane, centre, rate).entries()) power[n] = (power[n] ?? 0) + x * x;
  for (let n = length - 2; n >= 0; n--) power[n] = (power[n] ?? 0) + (power[n + 1] ?? 0);
  const whole = power[0] ?? 1;
  const points: [number, number][] = [];
  for (let n = 0; n < length; n += 64) {
    const db = 10 * Math.log10((power[n] ?? 0) / whole);
    if (db < -5 && db > -45) points.push([n / rate, db]);
  }
  const count = points.length;
  const meanT = points.reduce((s, [t]) => s + t, 0) / count;
  const meanY = points.reduce((s, [, y]) => s + y, 0) / count;
  let tt = 0;
  let ty = 0;
  let yy = 0;
  for (const [t, y] of points) {
    tt += (t - meanT) ** 2;
    ty += (t - meanT) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  return { seconds: -60 / (ty / tt), rSquared: ty ** 2 / (tt * yy) };
}

describe('the tail of a reverb', () => {
  it.each([
    ['a hall', HALL],
    ['a chapel', { ...HALL, sizeM: 22, lowDecay: 4.5, midDecay: 3.6, highDecay: 1.8, modulation: 0.5 }],
    ['a small room', { ...HALL, sizeM: 6, lowDecay: 0.5, midDecay: 0.4, highDecay: 0.3, preDelayMs: 0 }],
  ])('decays as it is set in every band: %s', async (_name, space) => {
    const longest = Math.max(space.lowDecay, space.midDecay, space.highDecay);
    const { planes } = await respond({ ...space, earlyDb: -144 }, 1.3 * longest);
    const heard = DIRECTIONS.map((channel) => planes[channel] ?? new Float32Array(0));
    for (const [centre, wanted] of [
      [63, space.lowDecay],
      [1000, space.midDecay],
      [12_000, space.highDecay],
    ] as const) {
      const { seconds, rSquared } = decayOf(heard, centre);
      console.log(`${_name} ${centre} Hz: ${seconds.toFixed(3)} s of ${wanted}, R² ${rSquared.toFixed(5)}`);
      expect(Math.abs(seconds / wanted - 1)).toBeLessThan(0.05);
      expect(rSquared).toBeGreaterThan(0.99);
    }
  });

  it('has the energy of what is sent, and so have its reflections', async () => {
    for (const decay of [0.5, 3]) {
      const flat = { ...HALL, lowDecay: decay, midDecay: decay, highDecay: decay };
      const late = await respond({ ...flat, earlyDb: -144 }, 1.5 * decay);
      const early = await respond({ ...flat, earlyDb: 0, lateDb: -144 }, 0.5);
      console.log(`late ${energyOf(late.planes)}, early ${energyOf(early.planes)}`);
      expect(10 * Math.abs(Math.log10(energyOf(late.planes)))).toBeLessThan(1.5);
      expect(10 * Math.abs(Math.log10(energyOf(early.planes)))).toBeLessThan(1.5);
    }
  });

  it('gives channels that have nothing to do with one another', async () => {
    const { planes } = await respond({ ...HALL, earlyDb: -144 }, 2);
    const size = 1024;
    const from = Math.round(0.1 * RATE);
    const spectra = DIRECTIONS.map((channel) => {
      const plane = planes[channel] ?? new Float32Array(0);
      const list: { re: Float64Array; im: Float64Array }[] = [];
      for (let at = from; at + size <= plane.length; at += size / 2) {
        const re = Float64Array.from(
          { length: size },
          (_, n) =>
            (plane[at + n] ?? 0) * Math.sin((Math.PI * n) / size) ** 2 * 10 ** ((3 * (at / RATE)) / 1.8),
        );
        const im = new Float64Array(size);
        fft(re, im, false);
        list.push({ re, im });
      }
      return list;
    });
    let worst = 0;
    for (let a = 0; a < spectra.length; a++) {
      for (let b = a + 1; b < spectra.length; b++) {
        // Third-octaves from 200 Hz on.
        for (let centre = 225; centre < 12_000; centre *= 2 ** (1 / 3)) {
          let [re, im, aa, bb] = [0, 0, 0, 0];
          const low = Math.floor(((centre / 2 ** (1 / 6)) * size) / RATE);
          const high = Math.ceil((centre * 2 ** (1 / 6) * size) / RATE);
          for (let k = Math.max(low, Math.ceil((200 * size) / RATE)); k <= high; k++) {
            spectra[a]?.forEach((x, n) => {
              const y = spectra[b]?.[n];
              if (!y) return;
              const [xr, xi, yr, yi] = [x.re[k] ?? 0, x.im[k] ?? 0, y.re[k] ?? 0, y.im[k] ?? 0];
              re += xr * yr + xi * yi;
              im += xi * yr - xr * yi;
              aa += xr * xr + xi * xi;
              bb += yr * yr + yi * yi;
            });
          }
          worst = Math.max(worst, Math.sqrt((re * re + im * im) / (aa * bb)));
        }
      }
    }
    console.log(`largest coherence ${worst.toFixed(3)}`);
    expect(worst).toBeLessThan(0.2);
  });

  it('rings in no mode of its own', async () => {
    const decay = 1.8;
    const flat = { ...HALL, lowDecay: decay, midDecay: decay, highDecay: decay, earlyDb: -144 };
    const { planes } = await respond(flat, 1.8);
    const size = 65_536;
    const from = Math.round(0.3 * RATE);
    let worst = 1;
    for (const channel of DIRECTIONS) {
      const plane = planes[channel] ?? new Float32Array(0);
      const re = Float64Array.from(
        { length: size },
        (_, n) =>
          Math.sin((Math.PI * n) / size) ** 2 * (plane[from + n] ?? 0) * 10 ** ((3 * n) / RATE / decay),
      );
      const im = new Float64Array(size);
      fft(re, im, false);
      const bins = Array.from(
        { length: 16_384 - 128 },
        (_, k) => (re[k + 128] ?? 0) ** 2 + (im[k + 128] ?? 0) ** 2,
      );
      const mean = bins.reduce((sum, x) => sum + x, 0) / bins.length;
      const flatness = Math.exp(bins.reduce((sum, x) => sum + Math.log(x / mean), 0) / bins.length);
      worst = Math.min(worst, flatness);
    }
    // Gaussian noise has e^−γ = 0.561: it is what a diffuse field is.
    console.log(`least spectral flatness ${worst.toFixed(3)}`);
    expect(worst).toBeGreaterThan(0.4);
  });

  it('ends in true zero, and the same bits come again', async () => {
    const short = { ...HALL, lowDecay: 0.2, midDecay: 0.2, highDecay: 0.2 };
    const { core, planes } = await respond(short, 3);
    expect(energyOf(planes, 2.5 * RATE)).toBe(0);
    core.locate(0);
    expect(bitsOf(renderAll(core, planes[0]?.length ?? 0, 512))).toBe(bitsOf(planes));
  });

  it('is stable at its longest decay', async () => {
    const endless = {
      ...HALL,
      lowDecay: 30,
      midDecay: 30,
      highDecay: 30,
      modulation: 1,
      modulationHz: 5,
      sizeM: 2,
    };
    const { planes } = await respond(endless, 20, { source: noise });
    const second = (n: number) => energyOf(planes, n * RATE, (n + 1) * RATE);
    console.log(`falls by ${(10 * Math.log10(second(19) / second(4))).toFixed(2)} dB in 15 s`);
    expect(10 * Math.log10(second(19) / second(4))).toBeCloseTo(-30, 0);
  });
});

describe('a space', () => {
  it('gives the same bits at every quantum, in every build', async () => {
    const moving = sender({
      clips: [clipOf([0], { start: 77, length: 40_000 })],
      gain: 0.7,
      lanes: { x: { times: [0, 30_000], values: [-1, 1], curves: ['linear', 'linear'] } },
      sends: [
        {
          ...SEND,
          distance: 0.5,
          lane: { times: [0, 9000, 20_001], values: [-20, 0, -6], curves: ['hold', 's-curve', 'linear'] },
        },
        { ...SEND, preFader: true, gain: 0.2 },
      ],
      output: objectAt(0, 0.3, 0.4),
    });
    const bits = await Promise.all(
      ([64, 128, 256, 1024, 100] as const).map(async (quantum) => {
        const { planes } = await respond(HALL, 1, {
          quantum,
          strip: moving,
          source: noise,
          build: quantum === 100 ? 'debug' : 'unshared',
        });
        expect(energyOf(planes)).toBeGreaterThan(1);
        return bitsOf(planes);
      }),
    );
    expect(new Set(bits).size).toBe(1);
  });

  it('gives the first reflection at its true time', async () => {
    const room = { ...HALL, sizeM: 10, preDelayMs: 0, lateDb: -144, earlyDb: 0 };
    const { planes } = await respond(room, 0.3);
    const first = Math.min(
      ...DIRECTIONS.map((c) => planes[c]?.findIndex((x) => x !== 0) ?? -1).filter((n) => n >= 0),
    );
    const later = await respond({ ...room, preDelayMs: 50 }, 0.3);
    const then = Math.min(
      ...DIRECTIONS.map((c) => later.planes[c]?.findIndex((x) => x !== 0) ?? -1).filter((n) => n >= 0),
    );
    expect(first).toBeGreaterThan(0.003 * RATE - 1);
    expect(first).toBeLessThan(0.02 * RATE);
    expect(then - first).toBe(0.05 * RATE);
  });

  it('follows the place of an object', async () => {
    const left = await respond({ ...HALL, lateDb: -144 }, 0.2, {
      strip: sender({ output: objectAt(-1, 0, 0) }),
    });
    const right = await respond({ ...HALL, lateDb: -144 }, 0.2, {
      strip: sender({ output: objectAt(1, 0, 0) }),
    });
    const side = (planes: readonly Float32Array[], channel: number) =>
      energyOf([planes[channel] ?? new Float32Array(0)]);
    expect(bitsOf(left.planes)).not.toBe(bitsOf(right.planes));
    expect(side(left.planes, 4)).toBeGreaterThan(0);
    expect(side(right.planes, 5)).toBeGreaterThan(0);
  });

  it('gets less from what is near, by its distance', async () => {
    const at = async (y: number, distance: number) =>
      energyOf(
        (
          await respond({ ...HALL, lateDb: -144 }, 0.2, {
            strip: sender({ output: objectAt(0, y, 0), sends: [{ ...SEND, preFader: true, distance }] }),
          })
        ).planes,
      );
    expect(10 * Math.log10((await at(0.5, 1)) / (await at(0.5, 0)))).toBeCloseTo(-6.02, 2);
    expect(await at(1, 1)).toBeCloseTo(await at(1, 0), 6);
  });

  it('moves to other parameters, comes and goes without a click', async () => {
    const tone = (_voice: number, frame: number) => 0.5 * Math.sin((2 * Math.PI * 200 * frame) / RATE);
    const { core } = await makeRig({ build: 'unshared', source: tone, target: '7.1.2', heapBytes: 16 << 20 });
    core.setStrip(0, sender());
    core.spaces.set(0, HALL);
    core.play(0);
    const changes: (ReverbProgram | null)[] = [
      { ...HALL, sizeM: 50 },
      { ...HALL, returnDb: -6, lowDecay: 4, preDelayMs: 100 },
      null,
      HALL,
      { ...HALL, earlyDb: 3, lateDb: -10, lowCut: 80 },
    ];
    renderAll(core, 16_384);
    let worst = 0;
    for (const change of changes) {
      core.spaces.set(0, change);
      for (const plane of renderAll(core, 8192)) {
        // Third differences of a tone of 200 Hz are small, whatever its level; a step stands out.
        for (let n = 3; n < plane.length; n++) {
          const step =
            (plane[n] ?? 0) - 3 * (plane[n - 1] ?? 0) + 3 * (plane[n - 2] ?? 0) - (plane[n - 3] ?? 0);
          worst = Math.max(worst, Math.abs(step));
        }
      }
    }
    console.log(`largest third difference ${worst}`);
    expect(worst).toBeLessThan(0.002);
    core.stop();
    expect(core.idle).toBe(true);
  });

  it('gets nothing of an LFE, nor do its meters', async () => {
    const strip = sender({ channels: ['LFE'], output: neutralBed(false) });
    const { core, planes } = await respond(HALL, 0.5, { source: noise, strip, beside: true });
    expect(energyOf(planes)).toBe(0);
    const readings = new Float64Array(LOUDNESS_COUNT);
    core.readLoudness(readings, new Float32Array(MAX_STRIPS), new Float32Array(MAX_STRIPS));
    expect(loudnessIn.peak(readings, 3)).toBe(0);
  });

  it('refuses what it cannot play', async () => {
    const { core } = await makeRig({ build: 'unshared', target: '7.1.2', heapBytes: 1 << 20 });
    expect(() => core.spaces.set(0, { ...HALL, sizeM: 1 })).toThrow(/sizeM lies between 2 and 80/);
    expect(() => core.spaces.set(99, HALL)).toThrow(/not one of/);
    expect(() => core.spaces.set(0, HALL)).toThrow(/no room/);
    expect(() => core.setStrip(0, sender({ sends: [{ ...SEND, space: 40 }] }))).toThrow(/none is 40/);
  });
});
