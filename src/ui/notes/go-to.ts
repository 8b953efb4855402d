import { FAMILIES, notesInOrder, type SessionNote } from '../../session/index.ts';
import { locate } from '../commands/transport.ts';
import { type Sketch, selectTrack } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';

/** What a note is about and where it lies: one of the review lane, or one that is still on the server. */
export interface NotePlace {
  readonly start: number;
  readonly about: SessionNote['about'];
  /** Strokes over the picture; default none. */
  readonly strokes?: Sketch['strokes'] | undefined;
}

/** Puts the playhead on a note and selects the track or family it is about, where there still is one. */
export function goToPlace(workspace: Workspace, { start, about, strokes }: NotePlace): void {
  const { ui, document: doc } = workspace;
  locate(workspace, start);
  ui.setState({ sketch: strokes ? { at: start, strokes } : null });
  const { view } = ui.getState();
  const width = document.querySelector('.timeline-ruler')?.clientWidth ?? 0;
  const x = (start - view.start) / view.samplesPerPixel;
  if (x < 0 || x > width - 24)
    ui.setState({ view: { ...view, start: Math.max(0, start - 40 * view.samplesPerPixel) } });
  if (!about) return;
  const family = FAMILIES.find((name) => about.kind === 'family' && name === about.id);
  if (family) ui.setState({ selection: { kind: 'family', name: family } });
  const track = doc.getState().session.trackOrder.find((id) => about.kind === 'track' && id === about.id);
  if (track) selectTrack(ui, track);
}

/** Goes to a note of the review lane and marks it. */
export function goToNote(workspace: Workspace, note: SessionNote): void {
  goToPlace(workspace, note);
  workspace.ui.setState({ note: note.id });
}

/** Goes to the next or previous note: from the one marked while the playhead is on it, else from the playhead. */
export function stepNote(workspace: Workspace, direction: 1 | -1): void {
  const notes = notesInOrder(workspace.document.getState().session);
  const at = workspace.engine.telemetry.position;
  const { note } = workspace.ui.getState();
  const here = notes.findIndex(({ id, start }) => id === note && start === Math.round(at));
  const next =
    here >= 0
      ? notes[here + direction]
      : direction > 0
        ? notes.find(({ start }) => start > at)
        : notes.findLast(({ start }) => start < at);
  if (next) goToNote(workspace, next);
}
