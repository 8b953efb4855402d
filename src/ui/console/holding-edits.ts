import {
  addFolder,
  addGroup,
  addVca,
  assignFolder,
  type FolderId,
  nestVca,
  randomIds,
  reorderTracks,
  type TrackId,
} from '../../session/index.ts';
import type { Workspace } from '../state/workspace.ts';
import type { ConsoleItem } from './console-items.ts';

/** What these edits need of a workspace. */
export type HoldingDesk = Pick<Workspace, 'document' | 'ui' | 'edit'>;

const newIds = randomIds();
const strips = (ids: readonly unknown[]): string => `${ids.length} strip${ids.length === 1 ? '' : 's'}`;

/** The selected tracks, none when something else is selected. */
export function selectedTracks({ ui }: Pick<Workspace, 'ui'>): readonly TrackId[] {
  const { selection } = ui.getState();
  return selection.kind === 'tracks' ? selection.ids : [];
}

/** Makes a VCA over the selected tracks and selects it; of a selected VCA, one above it. */
export function makeVca(workspace: HoldingDesk): void {
  const { vcas } = workspace.document.getState().session;
  const id = newIds.vca();
  const { selection } = workspace.ui.getState();
  const trackIds = selectedTracks(workspace);
  const name = `VCA ${Object.keys(vcas).length + 1}`;
  const below = selection.kind === 'vca' ? vcas[selection.id] : undefined;
  workspace.edit(`${name} over ${below?.name ?? strips(trackIds)}`, (draft) => {
    const refused = addVca(draft, { id, name, trackIds, parentId: below?.parentId ?? null });
    return refused ?? (below ? nestVca(draft, below.id, id) : null);
  });
  if (id in workspace.document.getState().session.vcas)
    workspace.ui.setState({ selection: { kind: 'vca', id } });
}

/** Makes a group of the selected tracks. */
export function makeGroup(workspace: HoldingDesk): void {
  const name = `Group ${Object.keys(workspace.document.getState().session.groups).length + 1}`;
  const trackIds = selectedTracks(workspace);
  workspace.edit(`${name} of ${strips(trackIds)}`, (draft) =>
    addGroup(draft, { id: newIds.group(), name, trackIds }),
  );
}

/** Puts the selected tracks into a new folder. */
export function makeFolder(workspace: HoldingDesk): void {
  const name = `Folder ${Object.keys(workspace.document.getState().session.folders).length + 1}`;
  const trackIds = selectedTracks(workspace);
  workspace.edit(`${name} of ${strips(trackIds)}`, (draft) =>
    addFolder(draft, { id: newIds.folder(), name, trackIds }),
  );
}

/** The folder that what is dropped before an item comes into: that of both neighbours, or the one whose head is before. */
function folderAt(workspace: HoldingDesk, items: readonly ConsoleItem[], index: number): FolderId | null {
  const { tracks } = workspace.document.getState().session;
  const before = items[index - 1];
  const after = items[index];
  if (before?.kind === 'folder') return before.closed ? null : before.id;
  const left = before ? (tracks[before.id]?.folderId ?? null) : null;
  const right = after?.kind === 'track' ? (tracks[after.id]?.folderId ?? null) : null;
  return left !== null && left === right ? left : null;
}

/** Moves tracks before an item of the console, in and out of folders as its place asks. @param index may be one past the last */
export function dropStrips(
  workspace: HoldingDesk,
  ids: readonly TrackId[],
  items: readonly ConsoleItem[],
  index: number,
): void {
  const { session } = workspace.document.getState();
  const moving = new Set(ids);
  const folder = folderAt(workspace, items, index);
  /** The first track at or behind the place that stays; a folder's head stands for its first track. */
  const next = items.slice(index).flatMap((item): readonly TrackId[] => {
    if (item.kind === 'track') return moving.has(item.id) ? [] : [item.id];
    return session.trackOrder.filter((id) => session.tracks[id]?.folderId === item.id && !moving.has(id));
  })[0];
  workspace.edit(`Move ${strips(ids)}`, (draft) => {
    const changed = ids.filter((id) => draft.tracks[id]?.folderId !== folder);
    assignFolder(draft, changed, folder);
    const staying = draft.trackOrder.filter((id) => !moving.has(id));
    const to = next === undefined ? staying.length : staying.indexOf(next);
    return reorderTracks(draft, ids, to);
  });
}

/** Moves the selected tracks by one strip of the console. */
export function stepStrips(workspace: HoldingDesk, items: readonly ConsoleItem[], step: 1 | -1): void {
  const ids = selectedTracks(workspace);
  const places = items.flatMap((item, index) =>
    item.kind === 'track' && ids.includes(item.id) ? [index] : [],
  );
  const edge = step < 0 ? places[0] : places.at(-1);
  if (edge === undefined || (step < 0 ? edge === 0 : edge === items.length - 1)) return;
  dropStrips(workspace, ids, items, step < 0 ? edge - 1 : edge + 2);
}
