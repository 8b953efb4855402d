/** What recipes share. Ids that are no longer in the document are passed over: undo may take a thing from under a drag. */
import { type Failure, fail } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { own } from '../invariants.ts';
import { LIMITS } from '../limits.ts';
import type {
  Clip,
  ClipId,
  FamilyName,
  MarkerId,
  NoteId,
  SpaceId,
  StemId,
  TrackId,
  VcaId,
} from '../types.ts';

/** Why an edit did not happen, null when it did. `transact` passes it to its caller. */
export type Refusal = Failure | null;

export type TrackDraft = SessionDraft['tracks'][TrackId];
export type ClipDraft = SessionDraft['clips'][ClipId];

/** A track of the draft, undefined if it is gone. */
export const trackOf = (draft: SessionDraft, id: TrackId) => own<TrackDraft>(draft.tracks, id);

/** A family of the draft. */
export const familyOf = (draft: SessionDraft, name: FamilyName) => draft.families[name];

/** A VCA of the draft, undefined if it is gone. */
export const vcaOf = (draft: SessionDraft, id: VcaId) => own<SessionDraft['vcas'][VcaId]>(draft.vcas, id);

/** A space of the draft, undefined if it is gone. */
export const spaceOf = (draft: SessionDraft, id: SpaceId) =>
  own<SessionDraft['spaces'][SpaceId]>(draft.spaces, id);

/** A clip of the draft, undefined if it is gone. */
export const clipOf = (draft: SessionDraft, id: ClipId) => own<ClipDraft>(draft.clips, id);

/** A stem of the draft, undefined if it is gone. */
export const stemOf = (draft: SessionDraft, id: StemId) =>
  own<SessionDraft['stems'][StemId]>(draft.stems, id);

/** A marker of the draft, undefined if it is gone. */
export const markerOf = (draft: SessionDraft, id: MarkerId) =>
  own<SessionDraft['markers'][MarkerId]>(draft.markers, id);

/** A review note of the draft, undefined if it is gone. */
export const noteOf = (draft: SessionDraft, id: NoteId) =>
  own<SessionDraft['reviewNotes'][NoteId]>(draft.reviewNotes, id);

/** The clips of these ids that still exist. */
export const clipsOf = (draft: SessionDraft, ids: readonly ClipId[]): ClipDraft[] =>
  ids.flatMap((id) => clipOf(draft, id) ?? []);

/** Each track of these ids that still exists. */
export const tracksOf = (draft: SessionDraft, ids: readonly TrackId[]): TrackDraft[] =>
  ids.flatMap((id) => trackOf(draft, id) ?? []);

/** Refuses to grow a record beyond its limit. */
export function roomFor(
  draft: SessionDraft,
  record: Exclude<keyof typeof LIMITS & keyof SessionDraft, 'name'>,
  more: number,
): Refusal {
  const have = Object.keys(draft[record]).length;
  if (have + more <= LIMITS[record]) return null;
  const words = record === 'reviewNotes' ? 'review notes' : record;
  return fail(
    'session-full',
    `A session holds ${LIMITS[record]} ${words}; it has ${have} and ${more} more were asked for.`,
    `Delete ${words} that are not needed, or split the work into two sessions.`,
  );
}

/** A fresh copy of a clip. */
export const copyClip = (clip: Clip): ClipDraft => ({
  ...clip,
  channels: [...clip.channels],
  fadeIn: { ...clip.fadeIn },
  fadeOut: { ...clip.fadeOut },
});

/** A colour as the document keeps it (#rrggbb), or another where the text is none. */
export const colourOr = (colour: string | null, otherwise: string | null): string | null =>
  colour !== null && /^#[0-9a-f]{6}$/i.test(colour) ? colour : otherwise;
