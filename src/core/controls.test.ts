import { describe, expect, it } from 'vitest';
import type { Core } from './core.ts';
import { dbToGain } from './dmath.ts';
import type { ControlProgram, DuckProgram } from './program.ts';
import {
  bitsOf,
  busy,
  clipOf,
  lane,
  largestError,
  makeRig,
  noise,
  objectAt,
  ones,
  renderAll,
  renderLeft,
  type Source,
  stripOf,
} from './test-rig.ts';

const control = (changes: Partial<ControlProgram> = {}): ControlProgram => ({
  id: 'control',
  gain: 1,
  lanes: {},
  ...changes,
});

/** A strip that follows controls. */
const follower = (...controls: number[]) => stripOf({ controls });

describe('controls', () => {
  it('at unity change no bit', async () => {
    const bits = async (controls: readonly number[]): Promise<string> => {
      const { core } = await makeRig({ voices: 2 });
      core.setControl(0, control());
      core.setControl(3, control({ parent: 0 }));
      core.setStrip(0, { ...busy, controls });
      core.play(0);
      return bitsOf(renderAll(core, 30_000));
    };
    expect(await bits([0, 3])).toBe(await bits([]));
  });

  it('multiply: gain, ride and the control above, in any order of their places', async () => {
    const { core } = await makeRig({ source: ones });
    core.setControl(0, control({ gain: 0.5, parent: 2 }));
    core.setControl(1, control({ gain: 0.25 }));
    core.setControl(2, control({ lanes: { rideDb: lane([0, 0], [12_800, -20]) } }));
    core.setStrip(0, follower(0, 1));
    core.play(0);
    const ride = (n: number): number => {
      const from = Math.floor(n / 128) * 128;
      const at = (time: number): number => dbToGain((-20 * Math.min(time, 12_800)) / 12_800);
      return at(from) + ((at(from + 128) - at(from)) * (n - from)) / 128;
    };
    expect(largestError(renderLeft(core, 20_000), (n) => 0.125 * ride(n))).toBeLessThan(1e-7);
  });

  it('silence what follows them: a mute lane within 64 frames, a gain of 0 to digital zero', async () => {
    const { core } = await makeRig({ source: ones });
    core.setControl(
      0,
      control({ lanes: { muted: lane([0, 0, 'hold'], [1000, 0.9, 'hold'], [5000, 0.2, 'hold']) } }),
    );
    core.setStrip(0, follower(0));
    core.play(0);
    const out = renderLeft(core, 6000);
    const expected = (n: number): number =>
      n < 1000 || n >= 5064 ? 1 : n < 1064 ? 1 - (n - 1000) / 64 : n < 5000 ? 0 : (n - 5000) / 64;
    expect(largestError(out, expected)).toBeLessThan(2e-6);
    expect(out.slice(1064, 5000).every((sample) => sample === 0)).toBe(true);
    core.stop();
    core.setControl(0, control({ gain: 0 }));
    core.play(0);
    expect(renderLeft(core, 1000).every((sample) => sample === 0)).toBe(true);
  });

  it('come to a new gain in 8 ms while playing, the newest of several last, and at once while stopped', async () => {
    const { core } = await makeRig({ source: ones });
    core.setControl(0, control());
    core.setStrip(0, follower(0));
    core.play(0);
    renderLeft(core, 256);
    for (const gain of [0.5, 0.9, 0.25]) core.setControl(0, control({ gain }));
    const expected = (n: number): number =>
      n < 384 ? 1 - (0.5 * n) / 384 : n < 768 ? 0.5 - (0.25 * (n - 384)) / 384 : 0.25;
    expect(largestError(renderLeft(core, 2000), expected)).toBeLessThan(1e-6);
    expect(core.idle).toBe(true);
    core.stop();
    core.setControl(0, null);
    core.play(0);
    expect(largestError(renderLeft(core, 2000), () => 1)).toBe(0);
  });

  it('refuse what they can’t be, and end where one is above itself', async () => {
    const { core } = await makeRig({ source: ones });
    expect(() => core.setControl(260, control())).toThrow(RangeError);
    expect(() => core.setControl(0, control({ gain: Number.NaN }))).toThrow(RangeError);
    expect(() => core.setControl(0, control({ parent: 260 }))).toThrow(RangeError);
    core.setControl(0, control({ gain: 0.5, parent: 1 }));
    core.setControl(1, control({ gain: 0.5, parent: 0 }));
    core.setStrip(0, follower(0));
    core.play(0);
    expect(largestError(renderLeft(core, 500), () => 0.25)).toBe(0);
  });
});

const level: DuckProgram = {
  key: { bus: 0, delay: 0 },
  thresholdDb: -30,
  rangeDb: 6,
  attack: 0.05,
  hold: 0.1,
  release: 0.2,
};

/** Music of ones at voice 0, and dialogue at voice 1 that feeds bus 0. */
async function duckRig(duck: Partial<ControlProgram>, source: Source, lead = 0): Promise<Core> {
  const { core } = await makeRig({ voices: 2, source });
  core.setKeys([4096]);
  core.setOrder([1]);
  core.setControl(0, control(duck));
  core.setStrip(0, follower(0));
  core.setStrip(
    1,
    stripOf({ clips: [clipOf([1])], output: { kind: 'keys', buses: [0] }, latencySamples: lead }),
  );
  return core;
}

/** Speech of noise (−10 dBFS RMS) from 12,000 to 24,000, else silent. */
const spoken =
  (music: Source): Source =>
  (voice, n) =>
    voice === 0 ? music(0, n) : n >= 12_000 && n < 24_000 ? 0.55 * noise(1, n) : 0;

describe('level ducking', () => {
  it('goes down by the range in the attack, waits the hold, comes back in the release, as lines in dB', async () => {
    const core = await duckRig({ level }, spoken(ones));
    core.play(0);
    const db = renderLeft(core, 48_000).map((sample) => 20 * Math.log10(sample));
    const at = (n: number): number => db[n] ?? Number.NaN;
    expect(at(11_999)).toBe(0);
    // The detector needs some milliseconds; from then on it is a line of 6 dB in 2,400 samples.
    const begun = db.findIndex((value) => value < 0);
    expect(begun).toBeGreaterThanOrEqual(12_000);
    expect(begun).toBeLessThan(12_000 + 96);
    expect(at(16_000)).toBeCloseTo(-6, 5);
    expect(at(begun + 1600) - at(begun + 400)).toBeCloseTo(-3, 2);
    // Quiet again at 24,000: 30 dB below −10 dBFS takes 10 ms · ln(100) of the detector’s window at most.
    const back = db.findIndex((value, n) => n > 24_000 && value > -5.999);
    expect(back - 24_000).toBeGreaterThan(4800);
    expect(back - 24_000).toBeLessThan(4800 + 480 * 5);
    expect(at(back + 4800) - at(back)).toBeCloseTo(3, 2);
    expect(at(back + 9700)).toBe(0);
  });

  it('hears the key ahead: the dip is done when the word begins', async () => {
    const ahead = 2880;
    const core = await duckRig({ level }, spoken(ones), ahead);
    core.play(0);
    const out = renderLeft(core, 20_000);
    expect(out[12_000 - ahead - 1]).toBe(1);
    expect(20 * Math.log10(out[12_000] ?? 0)).toBeCloseTo(-6, 5);
    // The same key, heard as far back as it leads, gives what a key without a lead gives, sample for sample.
    const late = await duckRig({ level: { ...level, key: { bus: 0, delay: ahead } } }, spoken(ones), ahead);
    const plain = await duckRig({ level }, spoken(ones));
    late.play(0);
    plain.play(0);
    expect(bitsOf([renderLeft(late, 40_000)])).toBe(bitsOf([renderLeft(plain, 40_000)]));
  });

  it('stays at 1 below the threshold', async () => {
    const core = await duckRig({ level: { ...level, thresholdDb: -5 } }, spoken(ones));
    core.play(0);
    expect(largestError(renderLeft(core, 30_000), () => 1)).toBe(0);
  });

  it('plays a printed lane, and shows what it does', async () => {
    const core = await duckRig({ level }, spoken(ones));
    core.play(0);
    renderLeft(core, 16_000);
    const meter = new Float32Array(7);
    core.readDucks(meter);
    expect(meter[0]).toBeCloseTo(6, 5);
    core.stop();
    core.setControl(0, control({ lanes: { levelDb: lane([0, 0], [9600, -12]) } }));
    core.play(0);
    expect(20 * Math.log10(renderLeft(core, 12_800)[9600] ?? 0)).toBeCloseTo(-12, 5);
    core.readDucks(meter);
    expect(meter[0]).toBe(0);
  });
});

const tone = (hertz: number, amplitude: number, n: number): number =>
  amplitude * Math.sin((2 * Math.PI * hertz * n) / 48_000);

/** RMS in dB of a tone's share of a stretch. */
function toneDb(plane: Float32Array, hertz: number, from: number, to: number): number {
  let [re, im] = [0, 0];
  for (let n = from; n < to; n++) {
    re += (plane[n] ?? 0) * tone(hertz, 1, n);
    im += (plane[n] ?? 0) * tone(hertz, 1, n + 12_000 / hertz);
  }
  return 20 * Math.log10((Math.SQRT2 * Math.hypot(re, im)) / (to - from));
}

describe('spectral ducking', () => {
  const spectral: DuckProgram = {
    ...level,
    thresholdDb: -50,
    rangeDb: 9,
    attack: 0.02,
    hold: 0.05,
    release: 0.1,
  };
  /** Dialogue at 1,620 Hz, −20 dBFS, from 12,000 on; music at four places of the spectrum. */
  const scene: Source = (voice, n) =>
    voice === 1
      ? n < 12_000
        ? 0
        : tone(1620, 0.1414, n)
      : tone(120, 0.2, n) + tone(350, 0.2, n) + tone(1620, 0.2, n) + tone(10_000, 0.2, n);

  it('turns down the band the dialogue is in, and leaves the rest', async () => {
    const core = await duckRig({ spectral }, scene);
    core.play(0);
    const out = renderLeft(core, 48_000);
    const change = (hertz: number): number =>
      toneDb(out, hertz, 28_800, 43_200) - toneDb(out, hertz, 2400, 9600);
    expect(change(1620)).toBeCloseTo(-9, 0);
    expect(Math.abs(change(120))).toBeLessThan(0.1);
    expect(Math.abs(change(350))).toBeLessThan(0.6);
    expect(Math.abs(change(10_000))).toBeLessThan(0.3);
  });

  it('only as far as the music covers it: 15 dB below the dialogue nothing is turned down', async () => {
    for (const [amplitude, wanted] of [
      [0.2, 9],
      [0.0501, 6],
      [0.0251, 0],
    ] as const) {
      const core = await duckRig({ spectral }, (voice, n) =>
        voice === 1 ? tone(1620, 0.1414, n) : tone(1620, amplitude, n),
      );
      core.play(0);
      const out = renderLeft(core, 48_000);
      const level = toneDb(out, 1620, 28_800, 43_200) - 20 * Math.log10(amplitude / Math.SQRT2);
      expect(-level).toBeCloseTo(wanted, 0);
    }
  });

  it('is out of the way when nobody speaks: not a bit changes', async () => {
    const core = await duckRig({ spectral }, (voice, n) => (voice === 1 ? 0 : noise(0, n)));
    core.play(0);
    expect(largestError(renderLeft(core, 40_000), (n) => Math.fround(noise(0, n)))).toBe(0);
  });

  it('follows printed lanes of its bands', async () => {
    const core = await duckRig({ lanes: { band4: lane([0, 0], [9600, -12]) } }, scene);
    core.play(0);
    const out = renderLeft(core, 48_000);
    expect(toneDb(out, 1620, 24_000, 48_000) - 20 * Math.log10(0.2 / Math.SQRT2)).toBeCloseTo(-12, 1);
    const meter = new Float32Array(7);
    core.readDucks(meter);
    expect([...meter]).toEqual([0, 0, 0, 0, 12, 0, 0]);
  });
});

describe('keys, controls and ducks', () => {
  it('give the same bits whatever the quantum, and never a fault', async () => {
    const bits = async (quantum: number): Promise<string> => {
      const { core } = await makeRig({ voices: 3 });
      core.setKeys([4096]);
      core.setOrder([2]);
      core.setControl(
        0,
        control({
          gain: 0.7,
          parent: 1,
          level: { ...level, key: { bus: 0, delay: 2000 } },
          spectral: { ...level, key: { bus: 0, delay: 3777 }, attack: 0.02 },
        }),
      );
      core.setControl(
        1,
        control({ lanes: { rideDb: lane([100, 0], [20_000, -9, 's-curve'], [33_333, 3]) } }),
      );
      core.setStrip(0, { ...busy, controls: [0] });
      core.setStrip(1, stripOf({ clips: [clipOf([1])], controls: [1], output: objectAt(1, 1, 0) }));
      core.setStrip(
        2,
        stripOf({
          clips: [clipOf([2], { start: 9000, length: 12_000, gain: 0.3 })],
          output: { kind: 'keys', buses: [0] },
          latencySamples: 3777,
        }),
      );
      core.play(77);
      const out = renderAll(core, 40_000, quantum);
      expect(core.faults).toBe(0);
      return bitsOf(out);
    };
    const plain = await bits(128);
    for (const quantum of [64, 256, 1024, 999]) expect(await bits(quantum)).toBe(plain);
  });
});
