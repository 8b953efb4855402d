import {
  type FamilyName,
  type FolderId,
  type Session,
  type TrackId,
  vcaMembers,
} from '../../session/index.ts';
import type { ConsoleLook, Spill, StripWidth } from '../state/console-store.ts';

/** One strip of the console's row: a track, or the folder that stands before its tracks. */
export type ConsoleItem =
  | { readonly kind: 'track'; readonly key: TrackId; readonly id: TrackId; readonly width: StripWidth }
  | {
      readonly kind: 'folder';
      readonly key: string;
      readonly id: FolderId;
      readonly closed: boolean;
      readonly count: number;
    };

/** Tracks of a folder, in their order. */
export const folderTracks = (session: Session, id: FolderId): readonly TrackId[] =>
  session.trackOrder.filter((track) => session.tracks[track]?.folderId === id);

/** Tracks by family, for as long as the tracks and their order stay. */
const familyLists = new WeakMap<
  Session['tracks'],
  { readonly order: Session['trackOrder']; readonly lists: Map<FamilyName, readonly TrackId[]> }
>();

function familyTracks(session: Session, name: FamilyName): readonly TrackId[] {
  let known = familyLists.get(session.tracks);
  if (known?.order !== session.trackOrder) {
    known = { order: session.trackOrder, lists: new Map() };
    familyLists.set(session.tracks, known);
  }
  const found = known.lists.get(name);
  if (found) return found;
  const list = session.trackOrder.filter((id) => session.tracks[id]?.family === name);
  known.lists.set(name, list);
  return list;
}

/** Tracks of a VCA or family, in their order. */
export const spilledTracks = (session: Session, spill: Spill): readonly TrackId[] =>
  spill.kind === 'vca' ? vcaMembers(session, spill.id) : familyTracks(session, spill.name);

/** The strips to show, from left to right. A folder's tracks gather behind it; a spill shows its members, hidden or not. */
function listItems(session: Session, look: ConsoleLook, spill: Spill | null): readonly ConsoleItem[] {
  const trackItem = (id: TrackId): ConsoleItem => ({
    kind: 'track',
    key: id,
    id,
    width: look.widths[id] ?? look.width,
  });
  if (spill) return spilledTracks(session, spill).map(trackItem);
  const hidden = new Set(look.hidden);
  const listed = new Set<FolderId>();
  return session.trackOrder.flatMap((id): readonly ConsoleItem[] => {
    const folderId = session.tracks[id]?.folderId ?? null;
    if (folderId === null) return hidden.has(id) ? [] : [trackItem(id)];
    if (listed.has(folderId)) return [];
    listed.add(folderId);
    const members = folderTracks(session, folderId);
    const closed = look.closed.includes(folderId);
    const shown = members.filter((member) => !hidden.has(member));
    if (shown.length === 0) return [];
    const head: ConsoleItem = {
      kind: 'folder',
      key: `folder-${folderId}`,
      id: folderId,
      closed,
      count: members.length,
    };
    return closed ? [head] : [head, ...shown.map(trackItem)];
  });
}

const sameItem = (one: ConsoleItem, other: ConsoleItem | undefined): boolean =>
  other !== undefined &&
  one.key === other.key &&
  (one.kind === 'track'
    ? other.kind === 'track' && one.width === other.width
    : other.kind === 'folder' && one.closed === other.closed && one.count === other.count);

/**
 * Makes a list of strips that stays the same array while the same strips are to be shown: the row is built anew when
 * strips come, go or change width, and not with every move of a fader.
 */
export function createLister(): (
  session: Session,
  look: ConsoleLook,
  spill: Spill | null,
) => readonly ConsoleItem[] {
  let last: readonly ConsoleItem[] = [];
  let from: readonly unknown[] = [];
  return (session, look, spill) => {
    const { tracks, trackOrder, vcas } = session;
    const now = [tracks, trackOrder, vcas, look.width, look.widths, look.hidden, look.closed, spill];
    if (now.length === from.length && now.every((part, index) => part === from[index])) return last;
    from = now;
    const next = listItems(session, look, spill);
    if (next.length !== last.length || !next.every((item, index) => sameItem(item, last[index]))) last = next;
    return last;
  };
}
