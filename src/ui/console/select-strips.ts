import type { TrackId } from '../../session/index.ts';
import { selectTrack } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { type ConsoleItem, createLister } from './console-items.ts';

/** Modifiers of a press or key. */
export interface PickModifiers {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

type Desk = Pick<Workspace, 'ui' | 'document' | 'console'>;

/** By document store, which a workspace has for life: one list for all who ask. */
const listers = new WeakMap<Desk['document'], ReturnType<typeof createLister>>();

/** The strips the console shows now, from left to right; the same array while they stay the same. */
export function shownItems({
  document,
  console,
}: Pick<Desk, 'document' | 'console'>): readonly ConsoleItem[] {
  const list = listers.get(document) ?? createLister();
  listers.set(document, list);
  const state = console.getState();
  return list(document.getState().session, state, state.spill);
}

/** Tracks among the strips that are shown. */
export const shownTracks = (desk: Pick<Desk, 'document' | 'console'>): readonly TrackId[] =>
  shownItems(desk).flatMap((item) => (item.kind === 'track' ? [item.id] : []));

/**
 * Selects a strip as pressed: alone; with Ctrl or ⌘ added or taken out; with Shift all from where the last selection began.
 * @param modifiers null for none
 */
export function pickStrip(desk: Desk, id: TrackId, modifiers: PickModifiers | null): void {
  const { ui, console } = desk;
  const { anchor } = console.getState();
  const { selection } = ui.getState();
  if (modifiers?.shiftKey && selection.kind === 'tracks') {
    const shown = shownTracks(desk);
    const begin = anchor !== null && selection.ids.includes(anchor) ? anchor : (selection.ids.at(-1) ?? id);
    const [from, to] = [shown.indexOf(begin), shown.indexOf(id)];
    if (from >= 0 && to >= 0) {
      const range = from <= to ? shown.slice(from, to + 1) : shown.slice(to, from + 1).toReversed();
      ui.setState({ selection: { kind: 'tracks', ids: range } });
      console.setState({ anchor: begin });
      return;
    }
  }
  selectTrack(ui, id, modifiers !== null && (modifiers.ctrlKey || modifiers.metaKey || modifiers.shiftKey));
  console.setState({ anchor: id });
}

/** The keyboard has come to a strip: it is selected unless it is already among what is. */
export function reachStrip(desk: Desk, id: TrackId): void {
  const { selection } = desk.ui.getState();
  if (selection.kind !== 'tracks' || !selection.ids.includes(id)) pickStrip(desk, id, null);
}

/** Selects every strip that is shown. */
export function selectShown(desk: Desk): void {
  const ids = shownTracks(desk);
  if (ids.length > 0) desk.ui.setState({ selection: { kind: 'tracks', ids } });
}

/** Brings a hidden strip back into view: out of the spill, of hiding, of its closed folder. */
export function revealStrip(desk: Pick<Desk, 'document' | 'console'>, id: TrackId): void {
  if (shownTracks(desk).includes(id)) return;
  const folder = desk.document.getState().session.tracks[id]?.folderId ?? null;
  desk.console.setState(({ hidden, closed }) => ({
    spill: null,
    hidden: hidden.filter((other) => other !== id),
    closed: closed.filter((other) => other !== folder),
  }));
}
