import { type Samples, samples } from '../units/index.ts';
import { type IdSource, randomIds } from './create.ts';
import { LIMITS } from './limits.ts';
import type {
  Clip,
  Family,
  LanePoint,
  Lanes,
  Marker,
  Session,
  SessionNote,
  SessionRate,
  Space,
  Stem,
  Track,
  Vca,
} from './types.ts';

/** What a conversion may be told. */
export interface RateConversion {
  readonly ids?: Pick<IdSource, 'session'>;
  /** Length of a stem's audio at the new rate where it is known; else the present length is scaled. Samples. */
  readonly lengthOf?: (stem: Stem) => number;
}

/**
 * A copy of a session at another rate, under a new id: every position and length in samples is scaled and rounded, and
 * clips are held inside their stems. Tempo, timecode and levels keep their meaning. The audio is not touched: the same
 * sources are imported again at the new rate.
 */
export function convertRate(
  session: Session,
  sampleRate: SessionRate,
  { ids = randomIds(), lengthOf }: RateConversion = {},
): Session {
  const ratio = sampleRate / session.sampleRate;
  const scale = (value: number): Samples => samples(Math.min(LIMITS.time, Math.round(value * ratio)));
  const stems = mapRecord(session.stems, (stem: Stem) => ({
    ...stem,
    length: lengthOf ? samples(lengthOf(stem)) : scale(stem.length),
    timeReference: stem.timeReference === null ? null : samples(Math.round(stem.timeReference * ratio)),
  }));
  const { loop, picture, tempo } = session;
  const loopStart = scale(loop.start);
  return {
    ...session,
    id: ids.session(),
    sampleRate,
    tempo: { ...tempo, origin: scale(tempo.origin) },
    stems,
    tracks: mapRecord(session.tracks, (track: Track) => ({
      ...track,
      lanes: scaleLanes(track.lanes, scale),
      trajectories: track.trajectories.map((made) => {
        const start = scale(made.start);
        return { ...made, start, end: samples(Math.max(start + 1, scale(made.end))) };
      }),
    })),
    families: mapRecord(session.families, (family: Family) => ({
      ...family,
      lanes: scaleLanes(family.lanes, scale),
      duck: { ...family.duck, printed: scaleLanes(family.duck.printed, scale) },
    })),
    vcas: mapRecord(session.vcas, (vca: Vca) => ({ ...vca, lanes: scaleLanes(vca.lanes, scale) })),
    spaces: mapRecord(session.spaces, (space: Space) => ({
      ...space,
      lanes: scaleLanes(space.lanes, scale),
    })),
    clips: mapRecord(session.clips, (clip: Clip) => scaleClip(clip, stems[clip.stemId]?.length ?? 1, scale)),
    markers: mapRecord(session.markers, (marker: Marker) => scalePlace(marker, scale)),
    reviewNotes: mapRecord(session.reviewNotes, (note: SessionNote) => scalePlace(note, scale)),
    loop: {
      ...loop,
      start: loopStart,
      end: samples(Math.max(loopStart + (loop.enabled ? 1 : 0), scale(loop.end))),
    },
    picture: picture && { ...picture, start: scale(picture.start) },
  };
}

type Scale = (value: number) => Samples;

function mapRecord<Id extends string, Member>(
  record: Readonly<Record<Id, Member>>,
  change: (member: Member) => Member,
) {
  const entries = Object.entries<Member>(record).map(([id, member]) => [id, change(member)] as const);
  return Object.fromEntries(entries) as Record<Id, Member>;
}

function scaleLanes<Target extends string>(lanes: Lanes<Target>, scale: Scale): Lanes<Target> {
  const entries = Object.entries(lanes as Readonly<Record<string, readonly LanePoint[]>>).map(
    ([target, points]) => [target, points.map((point) => ({ ...point, time: scale(point.time) }))] as const,
  );
  return Object.fromEntries(entries) as unknown as Lanes<Target>;
}

function scaleClip(clip: Clip, stemLength: number, scale: Scale): Clip {
  // Scaling both edges, not the length, keeps clips that touch touching.
  const begin = Math.min(scale(clip.start), LIMITS.time - 1);
  const sourceOffset = Math.max(0, Math.min(scale(clip.sourceOffset), stemLength - 1));
  const wanted = scale(clip.start + clip.length) - begin;
  const length = Math.max(1, Math.min(wanted, stemLength - sourceOffset));
  const fadeIn = Math.min(scale(clip.fadeIn.length), length);
  const fadeOut = Math.min(scale(clip.fadeOut.length), length - fadeIn);
  return {
    ...clip,
    start: samples(begin),
    sourceOffset: samples(sourceOffset),
    length: samples(length),
    fadeIn: { ...clip.fadeIn, length: samples(fadeIn) },
    fadeOut: { ...clip.fadeOut, length: samples(fadeOut) },
  };
}

function scalePlace<Placed extends Pick<Marker, 'start' | 'end'>>(placed: Placed, scale: Scale): Placed {
  const start = scale(placed.start);
  return {
    ...placed,
    start,
    end: placed.end === null ? null : samples(Math.max(start + 1, scale(placed.end))),
  };
}
