/** Scenes: storing the mix as it stands, recalling it, following another. */
import { castDraft, create } from 'mutative';
import { decibels } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { own } from '../fault.ts';
import { clampLevel, clampTo, cleanName, RANGES } from '../limits.ts';
import { copyTree, followed, type Mix, type MixDifference, mixDifferences } from '../scene-diff.ts';
import {
  FAMILIES,
  type FamilyName,
  type Scene,
  type SceneId,
  type SceneTrack,
  type Session,
  type Space,
  type Track,
  type TrackId,
  type Vca,
} from '../types.ts';
import { type Refusal, roomFor, trackOf } from './draft.ts';
import { setOutput } from './outputs.ts';
import { pasteProcessors } from './processors.ts';

/** What a scene holds: everything, a family, or the tracks named. */
export type SceneScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'family'; readonly family: FamilyName }
  | { readonly kind: 'tracks'; readonly ids: readonly TrackId[] };

/** The settings a track has now, as a scene keeps them. */
export const sceneTrackOf = ({ strip, output, sends }: Track): SceneTrack => ({ strip, output, sends });

/** The mix as it stands, as far as a scope reaches. VCAs and spaces belong to the whole mix alone. */
export function mixOf(session: Session, scope: SceneScope): Mix {
  const inScope = (track: Track): boolean =>
    scope.kind === 'all' ||
    (scope.kind === 'family' ? track.family === scope.family : scope.ids.includes(track.id));
  const families = FAMILIES.filter((name) =>
    scope.kind === 'family' ? name === scope.family : scope.kind === 'all',
  );
  const all = scope.kind === 'all';
  return {
    tracks: Object.fromEntries(
      Object.values<Track>(session.tracks)
        .filter(inScope)
        .map((track) => [track.id, sceneTrackOf(track)]),
    ),
    families: Object.fromEntries(
      families.map((name) => {
        const { trimDb, faderDb, muted } = session.families[name];
        return [name, { trimDb, faderDb, muted }];
      }),
    ),
    vcas: all
      ? Object.fromEntries(
          Object.values<Vca>(session.vcas).map(({ id, faderDb, muted }) => [id, { faderDb, muted }]),
        )
      : {},
    spaces: all
      ? Object.fromEntries(
          Object.values<Space>(session.spaces).map(({ id, returnDb, muted }) => [id, { returnDb, muted }]),
        )
      : {},
  };
}

/** What the scene would hold if it were stored again: the same tracks and families, as they stand. */
function mixLike(session: Session, scene: Mix): Mix {
  const now = mixOf(session, { kind: 'all' });
  const kept = <Member>(members: Readonly<Record<string, Member>>, names: object) =>
    Object.fromEntries(Object.entries(members).filter(([key]) => Object.hasOwn(names, key)));
  return {
    tracks: kept(now.tracks, scene.tracks),
    families: kept(now.families as Readonly<Record<string, never>>, scene.families),
    vcas: kept(now.vcas, scene.vcas),
    spaces: kept(now.spaces, scene.spaces),
  };
}

const sceneOf = (draft: SessionDraft, id: SceneId) => own<SessionDraft['scenes'][SceneId]>(draft.scenes, id);

/** A scene to be stored. */
export interface NewScene {
  readonly id: SceneId;
  readonly name: string;
  readonly scope: SceneScope;
  /** Default none. */
  readonly followsId?: SceneId | null;
}

/** Stores the mix as it stands under a new name. */
export function storeScene(draft: SessionDraft, { id, name, scope, followsId = null }: NewScene): Refusal {
  const full = roomFor(draft, 'scenes', 1);
  if (full) return full;
  if (sceneOf(draft, id)) return null;
  draft.scenes[id] = castDraft({
    id,
    name: cleanName(name) || 'Scene',
    followsId: followsId !== null && sceneOf(draft, followsId) ? followsId : null,
    ...copyTree(mixOf(plain(draft), scope)),
  });
  return null;
}

/** Recipes read the document they write; nothing of it is changed here. */
const plain = (draft: SessionDraft): Session => draft as Session;

/** Stores the mix as it stands into a scene that is there; scenes that follow it take over what they had in common with it. */
export function updateScene(draft: SessionDraft, id: SceneId): Refusal {
  const scene = sceneOf(draft, id);
  if (!scene) return null;
  const before = copyTree(mixParts(scene as Scene));
  const after = copyTree(mixLike(plain(draft), scene as Scene));
  Object.assign(scene, castDraft(after));
  bringAlong(draft, id, before, after);
  return null;
}

const mixParts = ({ tracks, families, vcas, spaces }: Mix): Mix => ({ tracks, families, vcas, spaces });

function bringAlong(draft: SessionDraft, id: SceneId, before: Mix, after: Mix): void {
  for (const follower of Object.values(draft.scenes)) {
    if (follower.followsId !== id) continue;
    const was = copyTree(mixParts(follower as Scene));
    const is = followed(was, before, after);
    if (mixDifferences(was, is).length === 0) continue;
    Object.assign(follower, castDraft(is));
    bringAlong(draft, follower.id, was, is);
  }
}

/** Renames a scene; an empty name is passed over. */
export function renameScene(draft: SessionDraft, id: SceneId, name: string): Refusal {
  const scene = sceneOf(draft, id);
  if (scene) scene.name = cleanName(name) || scene.name;
  return null;
}

/** Lets a scene follow another, or none; passed over where that one follows it already, itself or by way of others. */
export function followScene(draft: SessionDraft, id: SceneId, followsId: SceneId | null): Refusal {
  const scene = sceneOf(draft, id);
  if (!scene) return null;
  for (let at = followsId; at !== null; at = sceneOf(draft, at)?.followsId ?? null)
    if (at === id) return null;
  scene.followsId = followsId !== null && sceneOf(draft, followsId) ? followsId : null;
  return null;
}

/** Deletes a scene; what followed it follows nothing and stays as it is. */
export function deleteScene(draft: SessionDraft, id: SceneId): Refusal {
  delete draft.scenes[id];
  for (const scene of Object.values(draft.scenes)) if (scene.followsId === id) scene.followsId = null;
  return null;
}

/**
 * Recalls a scene: every fader, processor, place and send it holds, now. Solos, lanes and what the session no longer has stay
 * untouched; an output that would need more than the session's objects stays as it is.
 */
export function recallScene(draft: SessionDraft, id: SceneId): Refusal {
  const scene = sceneOf(draft, id);
  return scene ? applyMix(draft, copyTree(mixParts(scene as Scene))) : null;
}

/** Sets a mix as `recallScene` does. */
export function applyMix(draft: SessionDraft, mix: Mix): Refusal {
  for (const [id, stored] of Object.entries<SceneTrack>(mix.tracks)) applyTrack(draft, id as TrackId, stored);
  for (const name of FAMILIES) {
    const stored = mix.families[name];
    if (!stored) continue;
    const family = draft.families[name];
    family.trimDb = decibels(clampTo(RANGES.trimDb, stored.trimDb));
    family.faderDb = decibels(clampLevel(RANGES.faderDb, stored.faderDb));
    family.muted = stored.muted;
  }
  for (const vca of Object.values(draft.vcas)) {
    const stored = own(mix.vcas, vca.id);
    if (!stored) continue;
    vca.faderDb = decibels(clampLevel(RANGES.faderDb, stored.faderDb));
    vca.muted = stored.muted;
  }
  for (const space of Object.values(draft.spaces)) {
    const stored = own(mix.spaces, space.id);
    if (!stored) continue;
    space.returnDb = decibels(clampLevel(RANGES.faderDb, stored.returnDb));
    space.muted = stored.muted;
  }
  return null;
}

function applyTrack(draft: SessionDraft, id: TrackId, stored: SceneTrack): void {
  const track = trackOf(draft, id);
  if (!track) return;
  const { strip } = track;
  strip.trimDb = decibels(clampTo(RANGES.trimDb, stored.strip.trimDb));
  strip.faderDb = decibels(clampLevel(RANGES.faderDb, stored.strip.faderDb));
  strip.polarityInverted = stored.strip.polarityInverted;
  strip.muted = stored.strip.muted;
  pasteProcessors(draft, id, stored.strip);
  setOutput(draft, id, stored.output);
  for (const [spaceId, send] of Object.entries(stored.sends)) {
    if (Object.hasOwn(draft.spaces, spaceId)) Object.assign(track.sends, { [spaceId]: { ...send } });
  }
  for (const [spaceId, send] of Object.entries(track.sends)) {
    if (!Object.hasOwn(stored.sends, spaceId)) send.on = false;
  }
}

/** The session as it would be with a scene recalled; the one given is not touched. */
export const withScene = (session: Session, id: SceneId): Session =>
  create(session, (draft: SessionDraft) => {
    recallScene(draft, id);
  });

/** How a stored mix differs from the mix as it stands. */
export const differencesNow = (session: Session, scene: Scene): readonly MixDifference[] =>
  mixDifferences(mixLike(session, scene), scene);
