/** Folders: drawers of the track list. Their tracks stand together in it. */
import type { SessionDraft } from '../document.ts';
import { own } from '../invariants.ts';
import { cleanName } from '../limits.ts';
import type { FolderId, TrackId } from '../types.ts';
import { colourOr, type Refusal, roomFor, tracksOf } from './draft.ts';

/** A folder of the draft, undefined if it is gone. */
const folderOf = (draft: SessionDraft, id: FolderId) =>
  own<SessionDraft['folders'][FolderId]>(draft.folders, id);

/** A folder to be made. */
export interface NewFolder {
  readonly id: FolderId;
  readonly name: string;
  /** #rrggbb; default the house's own. */
  readonly colour?: string | null;
  readonly trackIds: readonly TrackId[];
}

/** Adds a folder with tracks in it. */
export function addFolder(draft: SessionDraft, folder: NewFolder): Refusal {
  const full = roomFor(draft, 'folders', 1);
  if (full) return full;
  if (folderOf(draft, folder.id)) return null;
  draft.folders[folder.id] = {
    id: folder.id,
    name: cleanName(folder.name) || 'Folder',
    colour: colourOr(folder.colour ?? null, null),
  };
  return assignFolder(draft, folder.trackIds, folder.id);
}

/** Deletes folders; their tracks stay where they are, in no folder. */
export function deleteFolders(draft: SessionDraft, ids: readonly FolderId[]): Refusal {
  const gone = new Set(ids);
  for (const track of Object.values(draft.tracks))
    if (track.folderId !== null && gone.has(track.folderId)) track.folderId = null;
  for (const id of gone) delete draft.folders[id];
  return null;
}

/** Renames a folder; an empty name is passed over. */
export function renameFolder(draft: SessionDraft, id: FolderId, name: string): Refusal {
  const folder = folderOf(draft, id);
  if (folder) folder.name = cleanName(name) || folder.name;
  return null;
}

/** Colours a folder; null gives back the house's own, anything but #rrggbb is passed over. */
export function setFolderColour(draft: SessionDraft, id: FolderId, colour: string | null): Refusal {
  const folder = folderOf(draft, id);
  if (folder) folder.colour = colour === null ? null : colourOr(colour, folder.colour);
  return null;
}

/**
 * Puts tracks into a folder, or out of any. Tracks that come in go after those that are in it, in their present order;
 * the first ones of an empty folder gather at the first of them; tracks that leave go after the folder they left.
 */
export function assignFolder(
  draft: SessionDraft,
  trackIds: readonly TrackId[],
  id: FolderId | null,
): Refusal {
  if (id !== null && !folderOf(draft, id)) return null;
  const moving = new Set(
    tracksOf(draft, trackIds).flatMap((track) => (track.folderId === id ? [] : [track.id])),
  );
  if (moving.size === 0) return null;
  const order = draft.trackOrder;
  const moved = order.filter((trackId) => moving.has(trackId));
  const folderAt = (trackId: TrackId) => draft.tracks[trackId]?.folderId ?? null;
  const left = new Set(moved.map(folderAt).filter((folderId) => folderId !== null));
  const staying = order.filter((trackId) => !moving.has(trackId));
  for (const trackId of moved) {
    const track = draft.tracks[trackId];
    if (track) track.folderId = id;
  }
  const home =
    id === null
      ? staying.findLastIndex((trackId) => left.has(folderAt(trackId) ?? ('' as FolderId)))
      : staying.findLastIndex((trackId) => folderAt(trackId) === id);
  const first = order.findIndex((trackId) => moving.has(trackId));
  // Without a home the tracks gather where the first of them stood.
  const at = home >= 0 ? home + 1 : order.slice(0, first).filter((trackId) => !moving.has(trackId)).length;
  staying.splice(at, 0, ...moved);
  if (staying.some((trackId, index) => trackId !== order[index])) draft.trackOrder = staying;
  return null;
}
