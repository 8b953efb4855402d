import { describe, expect, it } from 'vitest';
import type { FamilyName, Session, Track, TrackId } from '../../session/index.ts';
import { RATE, testSession } from '../test-engine.ts';
import { settleFrames, solveRouting } from './routing.ts';

/** Mono tracks by name; ids are track0, track1 and so on. */
const sessionOf = (families: readonly FamilyName[]): Session =>
  testSession(families.map((family) => ({ name: family, format: 'mono' as const, family, clips: [] })));

const id = (index: number): TrackId => `track${index}` as TrackId;

/** Lets the dynamics of a track listen to another. */
function keyed(session: Session, listener: number, source: number): Session {
  const track = session.tracks[id(listener)];
  if (!track) throw new Error('no such track');
  const dynamics = { ...track.strip.dynamics, on: true, key: id(source) };
  return {
    ...session,
    tracks: { ...session.tracks, [id(listener)]: { ...track, strip: { ...track.strip, dynamics } } },
  };
}

function ducked(
  session: Session,
  family: FamilyName,
  levelMs: number | null,
  spectralMs: number | null,
): Session {
  const { duck } = session.families[family];
  const of = (settings: typeof duck.level, lookaheadMs: number | null) => ({
    ...settings,
    on: lookaheadMs !== null,
    lookaheadMs: lookaheadMs ?? 0,
  });
  return {
    ...session,
    families: {
      ...session.families,
      [family]: {
        ...session.families[family],
        duck: {
          ...duck,
          mode: 'live',
          level: of(duck.level, levelMs),
          spectral: of(duck.spectral, spectralMs),
        },
      },
    },
  };
}

/** Latencies of tracks by their number. */
const latencies =
  (...samples: readonly number[]) =>
  ({ id: of }: Track): number =>
    samples[Number(of.slice(5))] ?? 0;

describe('routing of keys', () => {
  it('needs nothing where nobody listens', () => {
    const routing = solveRouting(sessionOf(['music', 'dialogue']), latencies(), 64);
    expect(routing).toEqual({ histories: [], feeders: [], keyOf: new Map(), duckKeys: new Map() });
  });

  it('lets a key lead by what its farthest-looking listener needs; the others hear it later', () => {
    const session = keyed(keyed(sessionOf(['music', 'music', 'effects']), 0, 2), 1, 2);
    const { histories, feeders, keyOf } = solveRouting(session, latencies(480, 100, 0), 64);
    expect(feeders).toEqual([{ id: 'track2/key', trackId: id(2), bus: 0, lead: 480, key: null }]);
    expect([keyOf.get(id(0)), keyOf.get(id(1))]).toEqual([
      { bus: 0, delay: 0 },
      { bus: 0, delay: 380 },
    ]);
    expect(histories).toEqual([380]);
  });

  it('lets a key that itself listens hear its own key as much earlier, rendered after it', () => {
    // 0 listens to 1, which listens to 2.
    const session = keyed(keyed(sessionOf(['music', 'music', 'music']), 0, 1), 1, 2);
    const { feeders, keyOf } = solveRouting(session, latencies(100, 30, 7), 64);
    expect(feeders).toEqual([
      { id: 'track2/key', trackId: id(2), bus: 0, lead: 130, key: null },
      { id: 'track1/key', trackId: id(1), bus: 1, lead: 100, key: { bus: 0, delay: 0 } },
    ]);
    expect(keyOf.get(id(1))).toEqual({ bus: 0, delay: 100 });
    expect(keyOf.get(id(0))).toEqual({ bus: 1, delay: 0 });
  });

  it('gathers all dialogue for ducks, each kind as far ahead as it looks', () => {
    const session = ducked(
      ducked(sessionOf(['music', 'dialogue', 'dialogue']), 'music', 120, 40),
      'effects',
      null,
      10,
    );
    const { feeders, duckKeys, histories } = solveRouting(session, latencies(), 64);
    expect(feeders.map(({ trackId, bus, lead }) => [trackId, bus, lead])).toEqual([
      [id(1), 0, 5760],
      [id(2), 0, 5760],
    ]);
    expect(duckKeys.get('music')).toEqual({ level: { bus: 0, delay: 0 }, spectral: { bus: 0, delay: 3840 } });
    expect(duckKeys.get('effects')).toEqual({ level: null, spectral: { bus: 0, delay: 5280 } });
    expect(histories).toEqual([5280]);
    expect(settleFrames(session, solveRouting(session, latencies(), 64))).toBeGreaterThan(RATE);
  });

  it('ducks nothing where nobody speaks, never dialogue itself, and only live', () => {
    expect(solveRouting(ducked(sessionOf(['music']), 'music', 100, 40), latencies(), 64).feeders).toEqual([]);
    const self = ducked(sessionOf(['music', 'dialogue']), 'dialogue', 100, 40);
    expect(solveRouting(self, latencies(), 64).duckKeys.size).toBe(0);
    const session = ducked(sessionOf(['music', 'dialogue']), 'music', 100, 40);
    const { music } = session.families;
    for (const mode of ['off', 'printed'] as const) {
      const families = { ...session.families, music: { ...music, duck: { ...music.duck, mode } } };
      expect(solveRouting({ ...session, families }, latencies(), 64).feeders).toEqual([]);
    }
  });

  it('ends in circles, which no document has, and without buses', () => {
    const circle = keyed(keyed(sessionOf(['music', 'music']), 0, 1), 1, 0);
    const { keyOf, feeders } = solveRouting(circle, latencies(10, 20), 64);
    expect(keyOf.size).toBeGreaterThan(0);
    expect(feeders.length).toBe(2);
    const many = keyed(keyed(sessionOf(['music', 'music', 'music']), 0, 1), 1, 2);
    expect(solveRouting(many, latencies(), 1).feeders.length).toBe(1);
  });
});
