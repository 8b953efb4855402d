import type { KeyProgram } from '../../core/index.ts';
import { FAMILIES, type FamilyName, type Session, type Track, type TrackId } from '../../session/index.ts';

/**
 * Which tracks are listened to, by whom, and how far ahead. Who looks ahead hears the key early: what feeds a key bus is a strip of
 * its own beside the track's, the same clips and processors read `lead` samples before their time, so that neither the track nor
 * its listener has to wait for the other. A bus leads by what the farthest-looking listener needs; the others hear it later.
 */
export interface Routing {
  /** Samples back each key bus is heard. */
  readonly histories: readonly number[];
  /** Strips that feed key buses, in the order they must be rendered in. */
  readonly feeders: readonly Feeder[];
  /** What the dynamics of a track listen to. */
  readonly keyOf: ReadonlyMap<TrackId, KeyProgram>;
  /** What the ducks of a family listen to. */
  readonly duckKeys: ReadonlyMap<FamilyName, DuckKeys>;
}

/** A strip that feeds a key bus with what its track sounds like behind the fader. */
export interface Feeder {
  /** Names the strip; no track is called so. */
  readonly id: string;
  readonly trackId: TrackId;
  readonly bus: number;
  /** Samples by which it runs ahead of its track. */
  readonly lead: number;
  /** What its dynamics listen to, if they have a key. */
  readonly key: KeyProgram | null;
}

export interface DuckKeys {
  readonly level: KeyProgram | null;
  readonly spectral: KeyProgram | null;
}

/** True if two keys are the same bus, heard as far back. */
export const sameKey = (a: KeyProgram | null | undefined, b: KeyProgram | null | undefined): boolean =>
  a?.bus === b?.bus && a?.delay === b?.delay;

/** What a compiler knows of a track. */
export type LatencyOf = (track: Track) => number;

/** A key bus: its sources are one track, or all dialogue. */
type BusName = TrackId | typeof DIALOGUE;
const DIALOGUE = 'family/dialogue';

interface Bus {
  readonly name: BusName;
  readonly sources: readonly Track[];
  /** Largest lead a listener needs. */
  readonly lead: number;
}

/** The track whose level a track's dynamics listen to, null for its own. */
const keyTrack = ({ id, strip }: Track): TrackId | null =>
  strip.dynamics.on && strip.dynamics.key !== id ? strip.dynamics.key : null;

/** Samples of a span in milliseconds. */
const samplesOf = (milliseconds: number, rate: number): number => Math.round((milliseconds * rate) / 1000);

/** Families ducked live, with the look-ahead of each kind in samples, null where it is off. */
function duckNeeds({ families, sampleRate }: Session) {
  return FAMILIES.flatMap((name) => {
    const { mode, level, spectral } = families[name].duck;
    if (name === 'dialogue' || mode !== 'live' || !(level.on || spectral.on)) return [];
    const need = ({ on, lookaheadMs }: typeof level): number | null =>
      on ? samplesOf(lookaheadMs, sampleRate) : null;
    return [{ name, level: need(level), spectral: need(spectral) }];
  });
}

/**
 * Solves who feeds which key bus and how early. Keys that lead in a circle, which no document has, are left out; so is what finds
 * no bus. @param maxBuses key buses of the core
 */
export function solveRouting(session: Session, latencyOf: LatencyOf, maxBuses: number): Routing {
  const tracks = session.trackOrder.flatMap((id) => session.tracks[id] ?? []);
  const ducks = duckNeeds(session);
  const dialogue = ducks.length > 0 ? tracks.filter(({ family }) => family === 'dialogue') : [];
  const listeners = new Map<TrackId, Track[]>();
  for (const track of tracks) {
    const key = keyTrack(track);
    if (key === null || !session.tracks[key]) continue;
    const known = listeners.get(key);
    if (known) known.push(track);
    else listeners.set(key, [track]);
  }
  if (listeners.size === 0 && dialogue.length === 0) return SILENT;

  const buses = new Map<BusName, Bus>();
  const open = new Set<BusName>();
  const busesFedBy = (track: Track): BusName[] => [
    ...(listeners.has(track.id) ? [track.id] : []),
    ...(dialogue.includes(track) ? [DIALOGUE as BusName] : []),
  ];
  // A listener's own key must lead by what it is read early, and again where it feeds a bus that leads itself.
  const solve = (name: BusName): Bus | null => {
    const known = buses.get(name);
    if (known || open.has(name)) return known ?? null;
    open.add(name);
    let lead = 0;
    if (name === DIALOGUE)
      for (const { level, spectral } of ducks) lead = Math.max(lead, level ?? 0, spectral ?? 0);
    else {
      for (const track of listeners.get(name) ?? []) {
        lead = Math.max(lead, latencyOf(track));
        for (const fed of busesFedBy(track))
          lead = Math.max(lead, latencyOf(track) + (solve(fed)?.lead ?? 0));
      }
    }
    const own = name === DIALOGUE ? undefined : session.tracks[name];
    const bus = { name, sources: name === DIALOGUE ? dialogue : own ? [own] : [], lead };
    buses.set(name, bus);
    return bus;
  };
  for (const key of listeners.keys()) solve(key);
  if (dialogue.length > 0) solve(DIALOGUE);

  // Solved are those first that others are fed by; rendered they are the other way round.
  const ordered = [...buses.values()].toReversed().slice(0, maxBuses);
  const place = new Map(ordered.map(({ name }, index) => [name, index]));
  const histories = ordered.map(() => 0);
  const keyFor = (name: BusName | null, need: number | null, before = ordered.length): KeyProgram | null => {
    const index = name === null || need === null ? undefined : place.get(name);
    const bus = index === undefined ? undefined : ordered[index];
    if (index === undefined || !bus || need === null || index >= before || bus.lead < need) return null;
    const delay = bus.lead - need;
    histories[index] = Math.max(histories[index] ?? 0, delay);
    return { bus: index, delay };
  };
  const feeders = ordered.flatMap(({ name, sources, lead }, bus) =>
    sources.map((track) => ({
      id: `${track.id}/${name === DIALOGUE ? 'dialogue' : 'key'}`,
      trackId: track.id,
      bus,
      lead,
      key: keyFor(keyTrack(track), latencyOf(track) + lead, bus),
    })),
  );
  const keyOf = new Map<TrackId, KeyProgram>();
  for (const track of tracks) {
    const key = keyFor(keyTrack(track), latencyOf(track));
    if (key) keyOf.set(track.id, key);
  }
  const duckKeys = new Map(
    ducks.map(({ name, level, spectral }): [FamilyName, DuckKeys] => [
      name,
      { level: keyFor(DIALOGUE, level), spectral: keyFor(DIALOGUE, spectral) },
    ]),
  );
  return { histories, feeders, keyOf, duckKeys };
}

const SILENT: Routing = { histories: [], feeders: [], keyOf: new Map(), duckKeys: new Map() };

/** Seconds until the detectors of ducks have forgotten what they heard, beside their times. */
const DETECTOR_SECONDS = 0.5;

/** Time constants after which nothing is left of what dynamics turned down: e⁻²⁰ is −174 dB. */
const CONSTANTS = 20;

/** The longest a setting of a track's dynamics lasts, its lane included, in seconds. */
function longest(track: Track, name: 'attackMs' | 'holdMs' | 'releaseMs'): number {
  const lane = track.lanes[`dynamics.${name}`] ?? [];
  return lane.reduce((most, { value }) => Math.max(most, value), track.strip.dynamics[name]) / 1000;
}

/** Seconds until the dynamics of a track have forgotten what they heard; 0 where they are off. */
function forgets(track: Track): number {
  const { on, detector, windowMs } = track.strip.dynamics;
  if (!on) return 0;
  const slowest = Math.max(longest(track, 'attackMs'), longest(track, 'releaseMs'));
  return longest(track, 'holdMs') + CONSTANTS * (slowest + (detector === 'rms' ? windowMs / 1000 : 0));
}

/** Frames after which ducks and dynamics stand as if all before had been heard; 0 where there are none. */
export function settleFrames(session: Session, { feeders, duckKeys }: Routing): number {
  const { families, sampleRate } = session;
  const lead = feeders.reduce((most, feeder) => Math.max(most, feeder.lead), 0);
  let seconds = 0;
  for (const track of Object.values<Track>(session.tracks)) seconds = Math.max(seconds, forgets(track));
  for (const name of duckKeys.keys()) {
    for (const { on, attackMs, holdMs, releaseMs } of [
      families[name].duck.level,
      families[name].duck.spectral,
    ])
      if (on) seconds = Math.max(seconds, DETECTOR_SECONDS + (attackMs + holdMs + releaseMs) / 1000);
  }
  return lead + Math.ceil(seconds * sampleRate);
}
