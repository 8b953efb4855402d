import { describe, expect, it } from 'vitest';
import {
  type LanePoint,
  plainDynamics,
  plainEqualiser,
  type Session,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import { decibels, samples } from '../../units/index.ts';
import { RATE, richSession } from '../test-engine.ts';
import { createCompiler, gainOf } from './session-compiler.ts';

const ID = 'track1' as TrackId;

const edited = (change: (track: Track) => Partial<Track>): Session => {
  const session = richSession();
  const track = session.tracks[ID];
  if (!track) throw new Error('no track');
  return { ...session, tracks: { ...session.tracks, [ID]: { ...track, lanes: {}, ...change(track) } } };
};

const compiled = (change: (track: Track) => Partial<Track>) => {
  const strip = createCompiler()
    .compile(edited(change))
    .program.strips.find(({ id }) => id === ID);
  if (!strip) throw new Error('no strip');
  return strip;
};

const strip = (change: Partial<Track['strip']>) => (track: Track) => ({
  strip: { ...track.strip, ...change },
});
const points = (...values: readonly number[]): LanePoint[] =>
  values.map((value, index) => ({ time: samples(100 * index), value, curve: 'linear' }));

describe('processors of a track', () => {
  it('that change nothing are no chain at all', () => {
    expect(compiled(() => ({})).chain).toBeUndefined();
    const { bands } = plainEqualiser();
    const flat = { ...plainEqualiser(), bands: bands.map((band) => ({ ...band, on: true })) };
    expect(compiled(strip({ eq: flat })).chain).toBeUndefined();
    const off = { ...flat, on: false, highPass: { ...flat.highPass, on: true } };
    expect(
      compiled(strip({ eq: off, dynamics: { ...plainDynamics(), on: false, lookaheadMs: 5 } })).chain,
    ).toBeUndefined();
    expect(
      compiled(strip({ dynamics: { ...plainDynamics(), on: false, lookaheadMs: 5 } })).latencySamples,
    ).toBe(0);
  });

  it('come in the order of the strip, in the units of the core, with look-ahead as latency', () => {
    const eq = plainEqualiser();
    const made = compiled(
      strip({
        eq: {
          on: true,
          highPass: { on: true, frequency: 80, slope: 30 },
          lowPass: { on: true, frequency: 12_000, slope: 48 },
          bands: eq.bands.map((band, index) => ({
            ...band,
            on: index < 3,
            kind: (['notch', 'tilt', 'bell'] as const)[index] ?? band.kind,
            gainDb: decibels(index === 0 ? 0 : 3),
          })),
        },
        dynamics: {
          ...plainDynamics(),
          on: true,
          kind: 'expander',
          attackMs: 2,
          holdMs: 30,
          releaseMs: 400,
          windowMs: 20,
          lookaheadMs: 5,
        },
        order: 'dynamics-first',
      }),
    );
    expect(made.chain?.bands).toEqual([
      { kind: 'high-pass', frequency: 80, order: 5 },
      { kind: 'notch', frequency: 100, q: eq.bands[0]?.q },
      { kind: 'tilt', frequency: 250, gainDb: 3 },
      { kind: 'bell', frequency: 700, gainDb: 3, q: 1 },
      { kind: 'low-pass', frequency: 12_000, order: 8 },
    ]);
    expect(made.chain?.order).toBe('dynamics-first');
    expect(made.chain?.dynamics).toMatchObject({
      kind: 'expander',
      attack: 0.002,
      hold: 0.03,
      release: 0.4,
      rmsWindow: 0.02,
      lookAhead: (5 * RATE) / 1000,
    });
    expect(made.latencySamples).toBe((5 * RATE) / 1000);
    const peak = compiled(strip({ dynamics: { ...plainDynamics(), on: true, detector: 'peak' } }));
    expect(peak.chain?.dynamics?.rmsWindow).toBe(0);
  });

  it('follow lanes by the place they have; a gain that a lane moves is no neutral one; lanes of what is off rest', () => {
    const lanes = {
      'band3.gainDb': points(0, 6),
      'band3.q': points(1, 2),
      'band4.gainDb': points(0, 6),
      'highPass.frequency': points(20, 200),
      'lowPass.frequency': points(20, 200),
      'dynamics.attackMs': points(5, 50),
      'dynamics.thresholdDb': points(-40, 0),
    };
    const { bands, ...eq } = plainEqualiser();
    const processors = {
      eq: {
        ...eq,
        highPass: { ...eq.highPass, on: true },
        bands: bands.map((band, index) => ({ ...band, on: index === 2 })),
      },
      dynamics: { ...plainDynamics(), on: true },
    };
    const on = compiled((track) => ({ ...strip(processors)(track), lanes })).chain;
    expect(on?.bands.map(({ kind }) => kind)).toEqual(['high-pass', 'bell']);
    expect(
      Object.fromEntries(Object.entries(on?.lanes ?? {}).map(([name, lane]) => [name, lane?.values])),
    ).toEqual({
      'band.0.frequency': [20, 200],
      'band.1.gainDb': [0, 6],
      'band.1.q': [1, 2],
      'dynamics.attack': [0.005, 0.05],
      'dynamics.thresholdDb': [-40, 0],
    });
    expect(compiled(() => ({ lanes })).chain).toBeUndefined();
  });

  it('stand behind trim and polarity; a lane of the trim takes its place', () => {
    const turned = compiled(strip({ trimDb: decibels(-3), faderDb: decibels(-6), polarityInverted: true }));
    expect([turned.trim, turned.gain]).toEqual([-gainOf(-3), gainOf(-6)]);
    const moved = compiled((track) => ({
      ...strip({ trimDb: decibels(-3), polarityInverted: true })(track),
      lanes: { trimDb: points(-3, 3) },
    }));
    expect([moved.trim, moved.lanes.trimDb?.values]).toEqual([-1, [-3, 3]]);
  });
});
