import { type Marker, notesInOrder, type Session, type TrackId } from '../../session/index.ts';
import { formatTimecode, samplesToFrames } from '../../units/index.ts';
import { COMMANDS, commandKeys } from '../commands/registry.ts';
import { locate } from '../commands/transport.ts';
import { selectTrack } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { sessionRows } from '../timeline/lanes/lane-rows.ts';
import { topForRow } from '../timeline/rows.ts';
import type { Rankable } from './rank.ts';

/** A line of the palette. */
export interface PaletteItem extends Rankable {
  /** Shortcut; "" if there is none. */
  readonly keys: string;
  /** Row or timecode of what is gone to; "" for a command. */
  readonly where: string;
  /** True for what the list of recent things remembers. */
  readonly remembered: boolean;
  run(): void;
}

const MARKER_KINDS: Readonly<Record<Marker['kind'], string>> = {
  marker: 'Marker',
  hit: 'Hit point',
  range: 'Range',
  cue: 'Cue',
};

/** Selects a track, shows it in the inspector and scrolls the timeline to its row. */
function goToTrack(workspace: Workspace, id: TrackId): void {
  const { ui, document: doc } = workspace;
  selectTrack(ui, id);
  const { session } = doc.getState();
  const layout = sessionRows(session, ui.getState().lanes);
  const lanes = document.querySelector('.timeline-heads')?.parentElement;
  const { view } = ui.getState();
  ui.setState({
    tab: 'inspector',
    ...(lanes
      ? { view: { ...view, top: topForRow(layout, layout.rowOf(id), view.top, lanes.clientHeight) } }
      : {}),
  });
}

/** Moves the playhead to a marker and selects it. */
function goToMarker(workspace: Workspace, marker: Marker): void {
  locate(workspace, marker.start);
  workspace.ui.setState({ selection: { kind: 'marker', id: marker.id } });
}

/** Everything the palette can do or go to now: commands in the order of the registry, then tracks, objects, markers and notes. */
export function paletteItems(workspace: Workspace): readonly PaletteItem[] {
  const { session } = workspace.document.getState();
  const commands = COMMANDS.filter(({ id }) => id !== 'view.palette').map(
    (command): PaletteItem => ({
      id: command.id,
      title: command.title,
      group: command.section,
      always: true,
      remembered: true,
      keys: commandKeys(workspace, command.id),
      where: '',
      whyNot: (command.when?.(workspace) ?? true) ? null : (command.whyNot ?? 'Not possible now.'),
      run: () => command.run(workspace),
    }),
  );
  return [
    ...commands,
    ...trackItems(workspace, session),
    ...markerItems(workspace, session),
    ...noteItems(workspace, session),
  ];
}

const place = { keys: '', always: false, remembered: false, whyNot: null } as const;

function trackItems(workspace: Workspace, session: Session): readonly PaletteItem[] {
  return session.trackOrder.flatMap((id, row) => {
    const track = session.tracks[id];
    if (!track) return [];
    const group = track.output.kind === 'object' ? 'Object' : 'Track';
    const run = () => goToTrack(workspace, id);
    return { ...place, id: `track ${id}`, title: track.name, group, where: `row ${row + 1}`, run };
  });
}

function markerItems(workspace: Workspace, session: Session): readonly PaletteItem[] {
  return Object.values<Marker>(session.markers).map((marker) => {
    const frame = samplesToFrames(marker.start, session.frameRate, session.sampleRate);
    return {
      ...place,
      id: `marker ${marker.id}`,
      title: marker.name,
      group: MARKER_KINDS[marker.kind],
      where: formatTimecode(session.startFrames + frame, session.frameRate),
      run: () => goToMarker(workspace, marker),
    };
  });
}

function noteItems(workspace: Workspace, session: Session): readonly PaletteItem[] {
  return notesInOrder(session).map((note) => {
    const frame = samplesToFrames(note.start, session.frameRate, session.sampleRate);
    return {
      ...place,
      id: `note ${note.id}`,
      title: `${note.author === '' ? '' : `${note.author}: `}${note.text.slice(0, 80).replace(/\s+/g, ' ')}`,
      group: note.resolved ? 'Note, resolved' : 'Note',
      where: formatTimecode(session.startFrames + frame, session.frameRate),
      run: () => void import('../notes/go-to.ts').then(({ goToNote }) => goToNote(workspace, note)),
    };
  });
}
