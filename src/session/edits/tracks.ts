import { castDraft } from 'mutative';
import { framesToSamples, samples, TRACK_FORMATS, type TrackFormat } from '../../units/index.ts';
import { type IdSource, plainBed, plainRouting, plainStrip } from '../create.ts';
import type { SessionDraft } from '../document.ts';
import { clampTime, cleanName } from '../limits.ts';
import type { FamilyName, Output, Stem, StemId, TrackId } from '../types.ts';
import { addClip } from './clips.ts';
import { colourOr, type Refusal, roomFor, trackOf } from './draft.ts';
import { layoutForStem } from './layout.ts';
import { copyOutput, objectsWouldFit } from './outputs.ts';

/** A track to be made. */
export interface NewTrack {
  readonly id: TrackId;
  readonly name: string;
  readonly family: FamilyName;
  readonly format: TrackFormat;
  /** #rrggbb; default the family's. */
  readonly colour?: string | null;
  /** Default: the bed, as recorded. An object where all 118 are taken becomes bed too. */
  readonly output?: Output;
  /** Place from the top; default the bottom. */
  readonly index?: number;
}

/** Adds an empty track. */
export function addTrack(draft: SessionDraft, track: NewTrack): Refusal {
  const full = roomFor(draft, 'tracks', 1);
  if (full) return full;
  if (trackOf(draft, track.id)) return null;
  const channels = TRACK_FORMATS[track.format].length;
  const wanted = track.output ?? plainBed(track.format);
  const asObject = wanted.kind === 'object' && channels <= 2 && objectsWouldFit(draft, channels);
  const output = wanted.kind === 'bed' || asObject ? wanted : plainBed(track.format);
  draft.tracks[track.id] = {
    id: track.id,
    name: cleanName(track.name) || 'Track',
    family: track.family,
    colour: colourOr(track.colour ?? null, null),
    format: track.format,
    strip: castDraft(plainStrip()),
    ...plainRouting(),
    trajectories: [],
    output: copyOutput(output),
    lanes: {},
  };
  const index = Math.max(
    0,
    Math.min(draft.trackOrder.length, Math.round(track.index ?? draft.trackOrder.length)),
  );
  draft.trackOrder.splice(index, 0, track.id);
  return null;
}

/** Adds a stem to the document (its audio is in the pool already). Does nothing if the stem is there. */
export function addStem(draft: SessionDraft, stem: Stem): Refusal {
  const full = roomFor(draft, 'stems', 1);
  if (full) return full;
  if (!Object.hasOwn(draft.stems, stem.id)) draft.stems[stem.id] = { ...stem };
  return null;
}

/** Where imported stems go. */
export interface ImportPlacement {
  readonly ids: Pick<IdSource, 'track' | 'clip'>;
  /** Timeline position of the clips, samples. Default 0. */
  readonly at?: number;
  /** Places a stem that carries a time reference at its own timecode instead, if that lies on the timeline. */
  readonly useTimeReference?: boolean;
  /** Place of the first new track from the top; default the bottom. */
  readonly index?: number;
}

/**
 * Adds stems with a track (or tracks) and a clip each, laid out by name and channels (`layoutForStem`).
 * @returns a refusal if they do not all fit; inside `transact` nothing is added then
 */
export function importStems(
  draft: SessionDraft,
  stems: readonly Stem[],
  placement: ImportPlacement,
): Refusal {
  let index = placement.index ?? draft.trackOrder.length;
  const origin = framesToSamples(draft.startFrames, draft.frameRate, draft.sampleRate);
  for (const stem of stems) {
    const refused = addStem(draft, stem);
    if (refused) return refused;
    const ownTime =
      placement.useTimeReference && stem.timeReference !== null ? stem.timeReference - origin : -1;
    const start = clampTime(ownTime >= 0 ? ownTime : (placement.at ?? 0));
    for (const plan of layoutForStem(stem)) {
      const id = placement.ids.track();
      const { name, channels } = plan;
      const stopped =
        addTrack(draft, { ...plan, id, index }) ??
        addClip(draft, {
          id: placement.ids.clip(),
          trackId: id,
          stemId: stem.id,
          name,
          channels,
          start: samples(start),
        });
      if (stopped) return stopped;
      index += 1;
    }
  }
  return null;
}

/** Deletes tracks with their clips, and what names them: keys, places in groups. Stems stay (see `removeUnusedStems`). */
export function deleteTracks(draft: SessionDraft, ids: readonly TrackId[]): Refusal {
  const gone = new Set(ids);
  for (const clip of Object.values(draft.clips)) if (gone.has(clip.trackId)) delete draft.clips[clip.id];
  for (const id of gone) delete draft.tracks[id];
  for (const { strip } of Object.values(draft.tracks)) {
    if (strip.dynamics.key !== null && gone.has(strip.dynamics.key)) strip.dynamics.key = null;
  }
  for (const group of Object.values(draft.groups)) {
    if (group.trackIds.some((id) => gone.has(id)))
      group.trackIds = group.trackIds.filter((id) => !gone.has(id));
  }
  draft.trackOrder = draft.trackOrder.filter((id) => !gone.has(id));
  return null;
}

/** Forgets stems that no clip plays and no space answers with. @returns nothing is refused */
export function removeUnusedStems(draft: SessionDraft): Refusal {
  const used = new Set<StemId>(Object.values(draft.clips).map(({ stemId }) => stemId));
  for (const { response } of Object.values(draft.spaces)) if (response) used.add(response.stemId);
  for (const stem of Object.values(draft.stems)) if (!used.has(stem.id)) delete draft.stems[stem.id];
  return null;
}

/** Moves tracks, in their present order, to a place counted among the tracks that stay. @param index clamped */
export function reorderTracks(draft: SessionDraft, ids: readonly TrackId[], index: number): Refusal {
  const moving = new Set(ids);
  const moved = draft.trackOrder.filter((id) => moving.has(id));
  const staying = draft.trackOrder.filter((id) => !moving.has(id));
  staying.splice(Math.max(0, Math.min(staying.length, Math.round(index))), 0, ...moved);
  if (staying.some((id, at) => id !== draft.trackOrder[at])) draft.trackOrder = staying;
  return null;
}

/** Renames a track; an empty name is passed over. */
export function renameTrack(draft: SessionDraft, id: TrackId, name: string): Refusal {
  const track = trackOf(draft, id);
  if (track) track.name = cleanName(name) || track.name;
  return null;
}

/** Moves a track to another family. */
export function setTrackFamily(draft: SessionDraft, id: TrackId, family: FamilyName): Refusal {
  const track = trackOf(draft, id);
  if (track) track.family = family;
  return null;
}

/** Colours a track; null gives back its family's colour, anything but #rrggbb is passed over. */
export function setTrackColour(draft: SessionDraft, id: TrackId, colour: string | null): Refusal {
  const track = trackOf(draft, id);
  if (track) track.colour = colour === null ? null : colourOr(colour, track.colour);
  return null;
}
