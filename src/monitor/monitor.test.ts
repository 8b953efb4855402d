import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, RENDER_TARGETS, SPEAKER_LAYOUTS } from '../units/index.ts';
import {
  CHANNEL_ORDERS,
  type ChannelOrder,
  codeSpatially,
  deviceChannels,
  ELEMENT_COUNTS,
  heardSpeakers,
  isHeard,
  matchDb,
  monitorLevelDb,
  monitorMatrix,
  outputRouting,
  PLAIN_OUTPUTS,
  SPEAKER_LABELS,
  type SpeakerState,
  sharedChannels,
  toggleSwitch,
} from './index.ts';

const rest: SpeakerState = { switches: {}, mono: false };

describe('speakers', () => {
  it('pass what they get while nothing is pressed', () => {
    for (const target of RENDER_TARGETS) {
      const { channels, gains } = monitorMatrix(rest, target);
      expect(channels).toBe(heardSpeakers(target).length);
      expect(gains).toEqual(gains.map((_, cell) => (cell % (channels + 1) === 0 ? 1 : 0)));
    }
  });

  it('are muted, soloed and turned by label; a mute holds against a solo', () => {
    let state = toggleSwitch(rest, 'C', 'soloed');
    state = toggleSwitch(state, 'Ls', 'soloed');
    state = toggleSwitch(state, 'Ls', 'muted');
    state = toggleSwitch(state, 'C', 'inverted');
    const { gains } = monitorMatrix(state, '5.1');
    expect(gains.map((gain, cell) => [gain, cell] as const).filter(([gain]) => gain !== 0)).toEqual([
      [-1, 2 * 6 + 2],
    ]);
    expect(isHeard(state, '5.1', 'L')).toBe(false);
    // A solo of a speaker the layout lacks silences nothing.
    expect(isHeard(toggleSwitch(rest, 'Ltm', 'soloed'), '5.1', 'L')).toBe(true);
    expect(toggleSwitch(toggleSwitch(rest, 'L', 'muted'), 'L', 'muted').switches['L']?.muted).toBe(false);
  });

  it('in mono come from the centre, or from both of two, at the power of uncorrelated channels', () => {
    const mono = { ...rest, mono: true };
    expect(monitorMatrix(mono, '2.0').gains).toEqual([0.5, 0.5, 0.5, 0.5]);
    const { gains } = monitorMatrix(mono, '5.1');
    const rows = LAYOUT_SPEAKERS['5.1'].map((_, row) => gains.slice(row * 6, row * 6 + 6));
    const half = Math.SQRT1_2;
    expect(rows[2]).toEqual([half, half, 1, 0, 0.5, 0.5]);
    expect(rows.filter((_, row) => row !== 2).flat()).toEqual(Array.from({ length: 30 }, () => 0));
    const soloed = monitorMatrix(toggleSwitch(mono, 'L', 'soloed'), '5.1').gains;
    expect(soloed[2 * 6]).toBe(half);
    expect(soloed[2 * 6 + 1]).toBe(0);
  });

  it('are trimmed by loudspeaker', () => {
    expect(monitorMatrix(rest, '2.0', { R: -6 }).gains[3]).toBeCloseTo(0.501, 3);
  });
});

describe('outputs', () => {
  it('know every order, each a rearrangement of the layout’s channels', () => {
    for (const order of Object.keys(CHANNEL_ORDERS) as ChannelOrder[]) {
      for (const target of RENDER_TARGETS) {
        const channels = deviceChannels({ ...PLAIN_OUTPUTS, order }, target);
        expect(channels.toSorted((a, b) => a - b)).toEqual(channels.map((_, index) => index));
      }
      expect(CHANNEL_ORDERS[order].labels.toSorted()).toEqual(SPEAKER_LABELS.toSorted());
    }
  });

  it('name device channels as people wire them', () => {
    expect(deviceChannels({ ...PLAIN_OUTPUTS, order: 'film' }, '5.1')).toEqual([0, 2, 1, 5, 3, 4]);
    expect(deviceChannels({ ...PLAIN_OUTPUTS, order: 'rearFirst' }, '7.1')).toEqual([0, 1, 2, 3, 6, 7, 4, 5]);
    expect(deviceChannels({ ...PLAIN_OUTPUTS, order: 'wideFirst' }, '9.1.6').slice(4, 10)).toEqual([
      6, 7, 8, 9, 4, 5,
    ]);
  });

  it('route nothing where nothing differs, else channels and delays in samples', () => {
    for (const target of SPEAKER_LAYOUTS) expect(outputRouting(PLAIN_OUTPUTS, target, 48_000)).toBe(null);
    const setup = { ...PLAIN_OUTPUTS, channels: { R: 3 }, delayMs: { L: 2.5, Ls: 9 } };
    expect(outputRouting(setup, '2.0', 48_000)).toEqual({ channels: [0, 3], delays: [120, 0] });
    expect(sharedChannels(setup, '5.1')).toEqual(['R', 'LFE']);
    expect(sharedChannels(setup, '2.0')).toEqual([]);
  });
});

describe('level', () => {
  it('adds step, match and dim', () => {
    expect(monitorLevelDb({ levelDb: 2, dimmed: true, step: -3, matchDb: 1.5 })).toBe(-19.5);
    expect(monitorLevelDb({ levelDb: 2, dimmed: false, step: 0, matchDb: 0 })).toBe(2);
  });
});

describe('matched levels', () => {
  it('lower the louder of two to the other, and nothing else', () => {
    const match = { a: '7.1.4', b: 'binaural', loudnessA: -24, loudnessB: -21.5 } as const;
    expect(matchDb(match, '7.1.4')).toBe(0);
    expect(matchDb(match, 'binaural')).toBe(-2.5);
    expect(matchDb(match, '5.1')).toBe(0);
    expect(matchDb(null, '5.1')).toBe(0);
    expect(matchDb({ ...match, loudnessA: Number.NEGATIVE_INFINITY }, 'binaural')).toBe(0);
  });
});

describe('spatial coding', () => {
  const at = (id: string, x: number, y: number, z: number, energy = 1) => ({
    id,
    position: { x, y, z },
    energy,
  });
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
  const mixes = fc.array(
    fc.tuple(coordinate, coordinate, coordinate, fc.double({ min: 0, max: 1, noNaN: true })),
    { maxLength: 60 },
  );

  it('leaves few elements as they are', () => {
    const few = [at('a', -1, 1, 0), at('b', 1, 1, 0)];
    expect(codeSpatially(few, 12)).toEqual(
      few.map(({ id, position, energy }) => ({ members: [id], position, energy })),
    );
  });

  it('keeps every element in one cluster, the energy, and its centre, whatever the mix', () => {
    fc.assert(
      fc.property(mixes, fc.constantFrom(...ELEMENT_COUNTS), (mix, count) => {
        const elements = mix.map(([x, y, z, energy], index) => at(`e${index}`, x, y, z, energy + 1e-6));
        const clusters = codeSpatially(elements, count);
        expect(clusters.length).toBe(Math.min(elements.length, count - 1));
        expect(clusters.flatMap(({ members }) => members).toSorted()).toEqual(
          elements.map(({ id }) => id).toSorted(),
        );
        for (const axis of ['x', 'y', 'z'] as const) {
          const sum = (items: readonly { position: Record<string, number>; energy: number }[]) =>
            items.reduce((total, { position, energy }) => total + energy * (position[axis] ?? 0), 0);
          const moment = (items: readonly unknown[]) => sum(items as never);
          expect(moment(clusters)).toBeCloseTo(moment(elements), 9);
        }
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  it('lets the quiet give way: a loud element hardly moves, a quiet neighbour goes to it', () => {
    const spread = Array.from({ length: 10 }, (_, index) => at(`s${index}`, -1 + index / 4.5, -1, 1));
    const clusters = codeSpatially([...spread, at('loud', 0, 1, 0, 1), at('quiet', 0.3, 1, 0, 0.001)], 12);
    const joined = clusters.find(({ members }) => members.includes('quiet'));
    expect(joined?.members).toEqual(['loud', 'quiet']);
    expect(joined?.position.x).toBeLessThan(0.001);
  });
});
