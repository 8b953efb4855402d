/** Equaliser, filters and dynamics of strips, one or many at once. Numbers are clamped, what is no known choice is passed over. */
import { decibels, fail } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTo, RANGES } from '../limits.ts';
import {
  BAND_KINDS,
  type Band,
  DETECTORS,
  DYNAMICS_KINDS,
  type Dynamics,
  type Equaliser,
  type PassFilter,
  PROCESSOR_ORDERS,
  type ProcessorOrder,
  plainEqualiser,
  SLOPES,
  type Strip,
  type TrackId,
} from '../types.ts';
import { type Refusal, type TrackDraft, trackOf, tracksOf } from './draft.ts';

/** The processors of a strip: what is copied from one to another. */
export interface Processors {
  readonly eq: Equaliser;
  readonly dynamics: Dynamics;
  readonly order: ProcessorOrder;
}

type TrackIds = TrackId | readonly TrackId[];
type BandDraft = TrackDraft['strip']['eq']['bands'][number];
type PassDraft = TrackDraft['strip']['eq']['highPass'];

const named = (draft: SessionDraft, ids: TrackIds): TrackDraft[] =>
  tracksOf(draft, typeof ids === 'string' ? [ids] : ids);

/** Switches equalisers, with their pass filters, on or off. */
export function setEqualiserOn(draft: SessionDraft, ids: TrackIds, on: boolean): Refusal {
  for (const { strip } of named(draft, ids)) strip.eq.on = on;
  return null;
}

/** Sets fields of the high-pass or low-pass filters of tracks. */
export function setPassFilter(
  draft: SessionDraft,
  ids: TrackIds,
  which: 'highPass' | 'lowPass',
  fields: Partial<PassFilter>,
): Refusal {
  for (const { strip } of named(draft, ids)) writePass(strip.eq[which], fields);
  return null;
}

function writePass(filter: PassDraft, { on, frequency, slope }: Partial<PassFilter>): void {
  if (on !== undefined) filter.on = on;
  if (frequency !== undefined) filter.frequency = clampTo(RANGES.frequency, frequency);
  if (slope !== undefined && SLOPES.includes(slope)) filter.slope = slope;
}

/** Sets fields of one band of tracks. @param index 0 … BAND_COUNT − 1; others are passed over */
export function setBand(draft: SessionDraft, ids: TrackIds, index: number, fields: Partial<Band>): Refusal {
  for (const { strip } of named(draft, ids)) {
    const band = strip.eq.bands[index];
    if (band) writeBand(band, fields);
  }
  return null;
}

function writeBand(band: BandDraft, { on, kind, frequency, gainDb, q }: Partial<Band>): void {
  if (on !== undefined) band.on = on;
  if (kind !== undefined && BAND_KINDS.includes(kind)) band.kind = kind;
  if (frequency !== undefined) band.frequency = clampTo(RANGES.frequency, frequency);
  if (gainDb !== undefined) band.gainDb = decibels(clampTo(RANGES.bandGainDb, gainDb));
  if (q !== undefined) band.q = clampTo(RANGES.q, q);
}

/** Puts one band of tracks back to how a new strip has it: off and flat. */
export function resetBand(draft: SessionDraft, ids: TrackIds, index: number): Refusal {
  const plain = plainEqualiser().bands[index];
  return plain ? setBand(draft, ids, index, plain) : null;
}

/**
 * Sets fields of the dynamics of tracks. A key must be another track whose own key does not lead back.
 * @returns a refusal if it would, or if there is no such track
 */
export function setDynamics(draft: SessionDraft, ids: TrackIds, fields: Partial<Dynamics>): Refusal {
  const tracks = named(draft, ids);
  const { key } = fields;
  if (key !== undefined && key !== null) {
    const source = trackOf(draft, key);
    if (!source) return fail('key-gone', 'The track to listen to is gone.', 'Choose another.');
    const caught = tracks.find(({ id }) => keyWouldCircle(draft.tracks, id, key));
    if (caught) {
      return fail(
        'key-circle',
        caught.id === key
          ? `"${caught.name}" can't be its own key.`
          : `"${source.name}" already listens to "${caught.name}", itself or by way of others.`,
        'Choose a track that does not depend on this one.',
      );
    }
  }
  for (const { strip } of tracks) {
    writeDynamics(strip.dynamics, fields);
    if (key !== undefined) strip.dynamics.key = key;
  }
  return null;
}

function writeDynamics(dynamics: TrackDraft['strip']['dynamics'], fields: Partial<Dynamics>): void {
  const { on, kind, detector } = fields;
  if (on !== undefined) dynamics.on = on;
  if (kind !== undefined && DYNAMICS_KINDS.includes(kind)) dynamics.kind = kind;
  if (detector !== undefined && DETECTORS.includes(detector)) dynamics.detector = detector;
  for (const name of ['thresholdDb', 'kneeDb', 'makeUpDb', 'rangeDb'] as const) {
    const value = fields[name];
    if (value !== undefined) dynamics[name] = decibels(clampTo(RANGES[name], value));
  }
  for (const name of NUMBERS) {
    const value = fields[name];
    if (value !== undefined) dynamics[name] = clampTo(RANGES[name], value);
  }
}

const NUMBERS = ['windowMs', 'ratio', 'attackMs', 'holdMs', 'releaseMs', 'lookaheadMs', 'mix'] as const;

interface Keyed {
  readonly strip: { readonly dynamics: { readonly key: TrackId | null } };
}

/** True if a track that listened to `key` would, from key to key, listen to itself. */
export function keyWouldCircle(tracks: Readonly<Record<TrackId, Keyed>>, id: TrackId, key: TrackId): boolean {
  const passed = new Set<TrackId>();
  for (let at: TrackId | null = key; at !== null && !passed.has(at); ) {
    if (at === id) return true;
    passed.add(at);
    at = Object.hasOwn(tracks, at) ? (tracks[at]?.strip.dynamics.key ?? null) : null;
  }
  return false;
}

/** Sets which of equaliser and dynamics comes first. */
export function setProcessorOrder(draft: SessionDraft, ids: TrackIds, order: ProcessorOrder): Refusal {
  if (!PROCESSOR_ORDERS.includes(order)) return null;
  for (const { strip } of named(draft, ids)) strip.order = order;
  return null;
}

/** The processors of a strip, to keep or to give to another. */
export const processorsOf = ({ eq, dynamics, order }: Strip): Processors => ({ eq, dynamics, order });

/**
 * Gives tracks the processors of another strip, all or some. A key that is gone or would lead back to the track becomes the
 * track's own signal. Lanes stay as they are.
 */
export function pasteProcessors(
  draft: SessionDraft,
  ids: TrackIds,
  { eq, dynamics, order }: Partial<Processors>,
): Refusal {
  for (const { id, strip } of named(draft, ids)) {
    if (eq) {
      strip.eq.on = eq.on;
      writePass(strip.eq.highPass, eq.highPass);
      writePass(strip.eq.lowPass, eq.lowPass);
      for (const [index, band] of strip.eq.bands.entries()) writeBand(band, eq.bands[index] ?? {});
    }
    if (dynamics) {
      const { key } = dynamics;
      writeDynamics(strip.dynamics, dynamics);
      const heard = key !== null && trackOf(draft, key) && !keyWouldCircle(draft.tracks, id, key);
      strip.dynamics.key = heard ? key : null;
    }
    if (order && PROCESSOR_ORDERS.includes(order)) strip.order = order;
  }
  return null;
}
