import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  LAYOUT_SPEAKERS,
  type RenderTarget,
  SPEAKER_LAYOUTS,
  type SpeakerLayout,
  TRACK_FORMATS,
} from '../units/index.ts';
import type { OutputProgram, StripProgram } from './program.ts';
import {
  clipOf,
  lane,
  largestError,
  makeRig,
  neutralBed,
  noisyHrtf,
  objectAt,
  ones,
  renderAll,
  stripOf,
} from './test-rig.ts';

interface Vector {
  readonly in: Readonly<Record<string, number | string>>;
  readonly g: readonly number[];
}
interface VectorFile {
  readonly layouts: Readonly<
    Record<string, { readonly channels: readonly string[]; readonly vectors: readonly Vector[] }>
  >;
}

const read = (name: string): VectorFile =>
  JSON.parse(
    readFileSync(new URL(`../../tests/conformance/${name}.json`, import.meta.url), 'utf8'),
  ) as VectorFile;

/** Our layouts and the reference's names of them; channel orders agree. */
const REFERENCE = {
  '5.1': '0+5+0',
  '7.1': '0+7+0',
  '5.1.2': '5.1.2M',
  '5.1.4': '4+5+0',
  '7.1.2': '7.1.2',
  '7.1.4': '4+7+0',
  '9.1.6': '9.1.6',
} as const satisfies Partial<Record<SpeakerLayout, string>>;
const REFERENCED = Object.keys(REFERENCE) as (keyof typeof REFERENCE)[];

/** The reference's names of the bed's top pair. */
const BED_NAMES: Readonly<Record<string, string>> = { Lts: 'Ltm', Rts: 'Rtm' };
const bedLabels: readonly string[] = TRACK_FORMATS['7.1.2'];

/** What each output channel gives for a strip fed with ones, over a block. */
async function dc(target: RenderTarget, strip: StripProgram, options = {}): Promise<number[]> {
  const { core } = await makeRig({ target, source: ones, voices: 10, ...options });
  core.setStrip(0, strip);
  core.play(0);
  return renderAll(core, 128).map((plane) => {
    expect(plane.every((value) => value === plane[0])).toBe(true);
    return plane[0] ?? Number.NaN;
  });
}

const bedOf = (channels: readonly string[], changes = {}): StripProgram =>
  stripOf({
    channels,
    clips: [clipOf(channels.map((_, channel) => channel))],
    output: { ...neutralBed(channels.length > 2), ...changes },
  });

/** A strip of one bed channel that sounds, the others silent. */
const soloOf = (label: string): StripProgram => {
  const channels: readonly string[] = TRACK_FORMATS['7.1.2'];
  return stripOf({
    channels,
    clips: [clipOf(channels.map((name, n) => (name === label ? n : -1)))],
    output: neutralBed(true),
  });
};

const power = (gains: readonly number[]): number => gains.reduce((sum, gain) => sum + gain * gain, 0);

describe.each(REFERENCED)('%s', (target) => {
  it('renders objects, points and sized, as the reference does', async () => {
    const layout = REFERENCE[target];
    const { core } = await makeRig({ target, source: ones });
    let cases = 0;
    for (const name of ['ear-cart-point', 'ear-cube-cart-point', 'ear-cart-extent', 'ear-cube-cart-extent']) {
      for (const { in: source, g } of read(name).layouts[layout]?.vectors ?? []) {
        const { X, Y, Z, width = 0, depth = 0, height = 0 } = source as Record<string, number>;
        if (width !== depth || width !== height) continue;
        core.setStrip(0, stripOf({ output: objectAt(X ?? 0, Y ?? 0, Z ?? 0, width) }));
        core.play(0);
        core.render(128);
        const planes = core.outputPlanes();
        g.forEach((expected, channel) => {
          if (!(Math.abs((planes[channel]?.[77] ?? Number.NaN) - expected) <= 1e-6)) {
            throw new Error(
              `${name} ${JSON.stringify(source)} channel ${channel}: ${planes[channel]?.[77]} instead of ${expected}`,
            );
          }
        });
        core.stop();
        cases++;
      }
    }
    expect(cases).toBeGreaterThan(280);
  });

  it('renders the bed as the reference does', async () => {
    const vectors = read('ear-room-bed').layouts[REFERENCE[target]]?.vectors ?? [];
    let cases = 0;
    for (const { in: source, g } of vectors) {
      const name = String(source['channel']);
      const label = BED_NAMES[name] ?? name;
      if (!bedLabels.includes(label)) continue;
      const gains = await dc(target, soloOf(label));
      expect(largestError(gains, (channel) => g[channel] ?? Number.NaN)).toBeLessThanOrEqual(1e-6);
      cases++;
    }
    expect(cases).toBe(10);
  });
});

describe('bed', () => {
  it.each(Object.entries(TRACK_FORMATS).filter(([name]) => name !== 'mono'))(
    'takes a neutral %s stem channel for channel',
    async (_, channels) => {
      for (const label of channels) {
        const solo = stripOf({
          channels,
          clips: [clipOf(channels.map((name, n) => (name === label ? n : -1)))],
          output: neutralBed(channels.some((name) => name.includes('s'))),
        });
        const gains = await dc('7.1.2', solo);
        const home = label === 'Ls' ? 'Lrs' : label === 'Rs' ? 'Rrs' : label;
        expect(gains).toEqual(bedLabels.map((name) => (name === home ? 1 : 0)));
      }
    },
  );

  it('puts a mono middle between left and right, or into the centre when told so', async () => {
    const half = Math.fround(Math.SQRT1_2);
    expect(await dc('7.1.2', bedOf(['M']))).toEqual([half, half, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await dc('7.1.2', bedOf(['M'], { centre: 1 }))).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    const mixed = await dc('7.1.2', bedOf(['M'], { centre: 0.5 }));
    expect(power(mixed)).toBeCloseTo(1, 6);
    expect(mixed[2]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('keeps the power of a channel wherever the controls take it', async () => {
    for (const pan of [-1, -0.4, 0, 0.7]) {
      for (const width of [0, 0.5, 1, 1.6, 2]) {
        for (const [frontBack, height, centre] of [
          [1, 0, 0],
          [-0.3, 0.4, 1],
          [0.2, 1, 0.3],
        ] as const) {
          for (const side of [
            [0, -1],
            [-1, 1],
          ]) {
            const strip = stripOf({
              channels: ['L', 'R'],
              clips: [clipOf(side)],
              output: { kind: 'bed', pan, width, frontBack, height, centre, lfeGain: 0 },
            });
            expect(power(await dc('7.1.2', strip))).toBeCloseTo(1, 6);
          }
        }
      }
    }
  });

  it('moves stems: pan leans, width narrows and pushes out, front–back and height travel', async () => {
    const left = (changes: object): Promise<number[]> =>
      dc(
        '7.1.2',
        stripOf({
          channels: ['L', 'R'],
          clips: [clipOf([0, -1])],
          output: { ...neutralBed(false), ...changes } as never,
        }),
      );
    expect(await left({ pan: -1 })).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await left({ pan: 1 })).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect((await left({ width: 0 })).map((gain) => gain ** 2)[1]).toBeCloseTo(0.5, 6);
    expect((await left({ width: 2 }))[4]).toBe(1);
    expect((await left({ frontBack: -1 }))[6]).toBe(1);
    expect((await left({ height: 1 }))[8]).toBe(1);
  });

  it('turns about the listener along the walls, and back to the same bits', async () => {
    const stem = (rotationDeg: number, label: string): Promise<number[]> =>
      dc(
        '7.1.2',
        stripOf({
          channels: TRACK_FORMATS['7.1'],
          clips: [clipOf(TRACK_FORMATS['7.1'].map((name, n) => (name === label ? n : -1)))],
          output: { ...neutralBed(true), rotationDeg } as never,
        }),
      );
    const at = async (rotationDeg: number, label: string, to: string): Promise<number | undefined> =>
      (await stem(rotationDeg, label))[bedLabels.indexOf(to)];
    for (const [turn, from, to] of [
      [90, 'L', 'Lrs'],
      [90, 'C', 'Lss'],
      [-90, 'R', 'Rrs'],
      [180, 'L', 'Rrs'],
      [-180, 'Lss', 'Rss'],
      [90, 'LFE', 'LFE'],
    ] as const) {
      expect(await at(turn, from, to), `${from} by ${turn}°`).toBeCloseTo(1, 6);
    }
    expect(await stem(0, 'C')).toEqual(bedLabels.map((name) => (name === 'C' ? 1 : 0)));
    for (const turn of [17, -45, 133]) expect(power(await stem(turn, 'L'))).toBeCloseTo(1, 6);
  });

  it('spreads the middle to the walls by divergence and leaves what stands there', async () => {
    const half = Math.SQRT1_2;
    const full = await dc('7.1.2', bedOf(['M'], { centre: 1, divergence: 1 }));
    expect(full[0]).toBeCloseTo(half, 6);
    expect(full[1]).toBeCloseTo(half, 6);
    expect(full[2]).toBe(0);
    const some = await dc('7.1.2', bedOf(['M'], { centre: 1, divergence: 0.5 }));
    expect(some.slice(0, 3).map((gain) => gain ** 2)).toEqual(
      [1, 1, 1].map((third) => expect.closeTo(third / 3, 6)),
    );
    expect(await dc('7.1.2', bedOf(['L', 'R'], { divergence: 0.7 }))).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('sends into the LFE what is asked for, low-passed at 120 Hz', async () => {
    const level = async (hertz: number): Promise<number> => {
      const source = (_: number, frame: number): number => Math.cos((2 * Math.PI * hertz * frame) / 48_000);
      const { core } = await makeRig({ source, voices: 2, target: '5.1' });
      core.setStrip(0, bedOf(['L', 'R'], { lfeGain: 0.25 }));
      core.play(0);
      const planes = renderAll(core, 24_000);
      expect(planes[0]?.[9600]).toBe(Math.fround(source(0, 9600)));
      // The last 0.3 s, when the filter has swung in.
      return Math.max(...(planes[3]?.slice(9600).map(Math.abs) ?? []));
    };
    expect(await level(0)).toBeCloseTo(0.5, 6);
    expect(await level(30)).toBeCloseTo(0.5, 2);
    expect(await level(120)).toBeCloseTo(0.5 * Math.SQRT1_2, 3);
    expect(await level(960)).toBeLessThan(0.5 / 8 ** 4);
  });

  it('keeps a recorded LFE there alone, as it is', async () => {
    const recorded = stripOf({
      channels: TRACK_FORMATS['5.1'],
      clips: [clipOf([-1, -1, -1, 3, -1, -1])],
      output: { ...neutralBed(true), lfeGain: 0.25 } as never,
    });
    expect(await dc('5.1', recorded)).toEqual([0, 0, 0, 1, 0, 0]);
  });

  it('follows its lanes', async () => {
    const { core } = await makeRig({ target: '7.1.2', source: ones });
    core.setStrip(0, stripOf({ lanes: { pan: lane([0, -1], [1280, 1]) }, output: neutralBed(false) }));
    core.play(0);
    const [left, right, centre] = renderAll(core, 1408);
    expect(left?.[0]).toBe(1);
    expect(left?.[640]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(right?.[640]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(right?.[1280]).toBe(1);
    expect(centre?.every((value) => value === 0)).toBe(true);
  });
});

describe('objects', () => {
  it('of a stereo strip stand a spread to each side, clipped to the room', async () => {
    const strip = (voices: number[]): StripProgram =>
      stripOf({ channels: ['L', 'R'], clips: [clipOf(voices)], output: objectAt(0.5, 1, 0, 0, 0.5) });
    expect((await dc('5.1', strip([0, -1])))[2]).toBe(1);
    expect((await dc('5.1', strip([-1, 0])))[1]).toBe(1);
  });

  it('never reach an LFE', async () => {
    for (const target of SPEAKER_LAYOUTS) {
      const lfe = LAYOUT_SPEAKERS[target].findIndex((speaker) => speaker.room === null);
      if (lfe < 0) continue;
      for (const size of [0, 0.3, 1])
        expect((await dc(target, stripOf({ output: objectAt(0.1, 0.2, 0.3, size) })))[lfe]).toBe(0);
    }
  });
});

describe('2.0', () => {
  it('is the fold of 5.1: centre and surrounds at √½, LFE dropped', async () => {
    const half = Math.fround(Math.SQRT1_2);
    expect(await dc('2.0', soloOf('L'))).toEqual([1, 0]);
    expect(await dc('2.0', soloOf('C'))).toEqual([half, half]);
    expect(await dc('2.0', soloOf('LFE'))).toEqual([0, 0]);
    expect(await dc('2.0', stripOf({ output: objectAt(-1, -1, 0) }))).toEqual([half, 0]);
    expect(await dc('2.0', stripOf({ output: objectAt(1, -1, 0) }))).toEqual([0, half]);
  });
});

describe('binaural', () => {
  const hrtf = noisyHrtf();

  it('hears a bed channel like an object on its speaker, and an object snapped there', async () => {
    const impulse = (_: number, frame: number): number => (frame === 3 ? 1 : 0);
    for (const { label, room } of LAYOUT_SPEAKERS['7.1.2']) {
      if (!room) continue;
      const render = async (strip: StripProgram): Promise<Float32Array[]> => {
        const { core } = await makeRig({ target: 'binaural', hrtf, source: impulse, voices: 10 });
        core.setStrip(0, strip);
        core.play(0);
        return renderAll(core, 500);
      };
      const point = await render(stripOf({ output: objectAt(room.x, room.y, room.z) }));
      expect(Math.max(...(point[0] ?? []))).toBeGreaterThan(0.01);
      const snapped = { ...objectAt(room.x, room.y, room.z), snap: { maxDistance: null } } as OutputProgram;
      for (const other of [await render(soloOf(label)), await render(stripOf({ output: snapped }))]) {
        other.forEach((plane, ear) => {
          expect(largestError(plane, (n) => point[ear]?.[n] ?? Number.NaN)).toBeLessThan(1e-6);
        });
      }
    }
  });

  it('pans what has no binaural rendering in stereo, at constant power', async () => {
    for (const x of [-1, -0.4, 0, 0.7, 1]) {
      const [left = 0, right = 0] = await dc(
        'binaural',
        stripOf({ binaural: 'off', output: objectAt(x, -1, 1) }),
        { hrtf },
      );
      expect(left ** 2 + right ** 2).toBeCloseTo(1, 6);
      expect(Math.atan2(right, left)).toBeCloseTo(((x + 1) * Math.PI) / 4, 6);
    }
    const plain = { ...soloOf('C'), binaural: 'off' } as StripProgram;
    expect(await dc('binaural', plain, { hrtf })).toEqual([
      Math.fround(Math.SQRT1_2),
      Math.fround(Math.SQRT1_2),
    ]);
    expect(await dc('binaural', { ...soloOf('Lss'), binaural: 'off' }, { hrtf })).toEqual([1, 0]);
    expect(await dc('binaural', { ...soloOf('Rtm'), binaural: 'off' }, { hrtf })).toEqual([0, 1]);
  });

  it('drops the LFE, or has it at +5.5 dB in both ears below 120 Hz', async () => {
    const tone = (hz: number) => (_: number, frame: number) => Math.sin((2 * Math.PI * hz * frame) / 48_000);
    for (const [hz, db] of [
      [30, 5.5],
      [120, 2.5],
      [480, -42.7],
    ] as const) {
      const { core } = await makeRig({ target: 'binaural', hrtf, source: tone(hz), voices: 10 });
      core.setStrip(0, soloOf('LFE'));
      core.play(0);
      for (const plane of renderAll(core, 256)) expect(plane.every((value) => value === 0)).toBe(true);
      core.setBinauralLfe(true);
      renderAll(core, 9600);
      const [left = new Float32Array(0), right] = renderAll(core, 9600);
      expect(right).toEqual(left);
      const level = Math.sqrt(left.reduce((sum, value) => sum + value * value, 0) / left.length / 0.5);
      expect(20 * Math.log10(level)).toBeCloseTo(db, 1);
    }
  });

  it('is silent without responses', async () => {
    const { core } = await makeRig({ target: 'binaural', source: ones });
    core.setStrip(0, stripOf());
    core.play(0);
    for (const plane of renderAll(core, 256)) expect(plane.every((value) => value === 0)).toBe(true);
  });

  it('refuses responses of another rate or shape', async () => {
    const { core } = await makeRig();
    expect(() => core.setHrtf({ ...hrtf, sampleRate: 44_100 })).toThrow(/48000/);
    expect(() => core.setHrtf({ ...hrtf, delays: new Float64Array(6) })).toThrow(/1368 pairs/);
  });
});

describe('a change of target', () => {
  it('takes hold between two frames of the timeline, offline at once', async () => {
    const { core } = await makeRig({ target: '7.1.4', source: (_, frame) => frame });
    core.setStrip(0, stripOf());
    core.play(0);
    core.render(100);
    core.setTarget('5.1');
    expect(core.outputChannels).toBe(6);
    core.render(10);
    expect(core.outputPlanes().length).toBe(6);
    expect(Array.from(core.outputPlanes()[0]?.subarray(0, 3) ?? [])).toEqual([100, 101, 102]);
  });
});
