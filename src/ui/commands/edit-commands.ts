import {
  type ClipId,
  deleteClips,
  deleteMarkers,
  deleteTracks,
  duplicateClips,
  nudgeClips,
  randomIds,
  type Session,
  splitClips,
} from '../../session/index.ts';
import type { LaneRef } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import {
  copyPoints,
  cutPoints,
  deletePoints,
  hasCopiedPoints,
  pastePoints,
} from '../timeline/lanes/lane-actions.ts';
import { pointsOf } from '../timeline/lanes/lane-rows.ts';
import { nudgePoints } from '../timeline/lanes/point-edits.ts';
import type { Command } from './command.ts';

/** Clips the edit keys act on: the selected ones, or all of the selected tracks. */
export function selectedClips(workspace: Workspace): readonly ClipId[] {
  const { selection } = workspace.ui.getState();
  if (selection.kind === 'clips') return selection.ids;
  if (selection.kind !== 'tracks') return [];
  const { clips } = workspace.document.getState().session;
  return Object.values<Session['clips'][ClipId]>(clips)
    .filter((clip) => selection.ids.includes(clip.trackId))
    .map((clip) => clip.id);
}

const newIds = randomIds();

const NO_CLIPS = 'Select a clip or a track first.';
const hasClips = (workspace: Workspace): boolean => selectedClips(workspace).length > 0;
const hasPoints = ({ ui }: Workspace): boolean => {
  const { selection } = ui.getState();
  return selection.kind === 'points' && selection.indexes.length > 0;
};
const NO_LANE = 'Select a lane or points of one first.';
const hasLane = ({ ui }: Workspace): boolean => ui.getState().selection.kind === 'points';
const withLane = ({ ui }: Workspace, use: (lane: LaneRef) => void): void => {
  const { selection } = ui.getState();
  if (selection.kind === 'points') use(selection.lane);
};
const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

/** Whether lanes go with clips here. */
const following = (workspace: Workspace) => ({ withLanes: workspace.prefs.getState().lanesFollow });

function nudge(workspace: Workspace, direction: 1 | -1): void {
  const { nudge: unit } = workspace.prefs.getState();
  const { selection } = workspace.ui.getState();
  if (selection.kind === 'points') {
    nudgePoints(workspace, selection.lane, selection.indexes, unit, direction, 'edit');
    return;
  }
  const ids = selectedClips(workspace);
  workspace.edit(`Nudge ${count(ids.length, 'clip')}`, (draft) =>
    nudgeClips(draft, ids, unit, direction, following(workspace)),
  );
}

function removeSelection(workspace: Workspace): void {
  const { selection } = workspace.ui.getState();
  switch (selection.kind) {
    case 'clips':
      workspace.edit(`Delete ${count(selection.ids.length, 'clip')}`, (draft) =>
        deleteClips(draft, selection.ids, following(workspace)),
      );
      break;
    case 'points':
      deletePoints(workspace, selection.lane, selection.indexes);
      return;
    case 'marker':
      workspace.edit('Delete marker', (draft) => deleteMarkers(draft, [selection.id]));
      break;
    case 'tracks':
      workspace.edit(`Delete ${count(selection.ids.length, 'track')}`, (draft) =>
        deleteTracks(draft, selection.ids),
      );
      break;
    default:
      return;
  }
  workspace.ui.setState({ selection: { kind: 'none' } });
}

/** Clips under the playhead: of the selection, or all. */
function clipsUnderPlayhead(workspace: Workspace): readonly ClipId[] {
  const { session } = workspace.document.getState();
  const at = workspace.engine.telemetry.position;
  const chosen = selectedClips(workspace);
  const pool = chosen.length > 0 ? chosen : (Object.keys(session.clips) as ClipId[]);
  return pool.filter((id) => {
    const clip = session.clips[id];
    return clip !== undefined && clip.start < at && at < clip.start + clip.length;
  });
}

/** Undo, clips, deleting. */
export const EDIT_COMMANDS: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    section: 'Edit',
    keys: ['$mod+z'],
    repeats: true,
    whyNot: 'There is nothing to undo.',
    when: (workspace) => workspace.document.getState().undoLabel !== null,
    run: (workspace) => workspace.undo(),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    section: 'Edit',
    keys: ['$mod+Shift+z', '$mod+y'],
    repeats: true,
    whyNot: 'There is nothing to redo.',
    when: (workspace) => workspace.document.getState().redoLabel !== null,
    run: (workspace) => workspace.redo(),
  },
  {
    id: 'edit.nudge-back',
    title: 'Nudge clips or points earlier',
    section: 'Edit',
    keys: [','],
    repeats: true,
    whyNot: 'Select a clip, a track or points of a lane first.',
    when: (workspace) => hasClips(workspace) || hasPoints(workspace),
    run: (workspace) => nudge(workspace, -1),
  },
  {
    id: 'edit.nudge-forward',
    title: 'Nudge clips or points later',
    section: 'Edit',
    keys: ['.'],
    repeats: true,
    whyNot: 'Select a clip, a track or points of a lane first.',
    when: (workspace) => hasClips(workspace) || hasPoints(workspace),
    run: (workspace) => nudge(workspace, 1),
  },
  {
    id: 'edit.split',
    title: 'Split clips at the playhead',
    section: 'Edit',
    keys: ['$mod+e'],
    whyNot: 'Put the playhead inside a clip first.',
    when: (workspace) => clipsUnderPlayhead(workspace).length > 0,
    run(workspace) {
      const ids = clipsUnderPlayhead(workspace);
      const at = Math.round(workspace.engine.telemetry.position);
      workspace.edit(`Split ${count(ids.length, 'clip')}`, (draft) =>
        splitClips(draft, ids, at, newIds.clip),
      );
    },
  },
  {
    id: 'edit.duplicate',
    title: 'Duplicate clips',
    section: 'Edit',
    keys: ['$mod+d'],
    whyNot: NO_CLIPS,
    when: hasClips,
    run(workspace) {
      const ids = selectedClips(workspace);
      workspace.edit(`Duplicate ${count(ids.length, 'clip')}`, (draft) =>
        duplicateClips(draft, ids, newIds.clip, undefined, following(workspace)),
      );
    },
  },
  {
    id: 'edit.delete',
    title: 'Delete the selection',
    section: 'Edit',
    keys: ['Delete', 'Backspace'],
    whyNot: 'Select a clip, a marker, a track or points of a lane first.',
    when: ({ ui }) => {
      const { selection } = ui.getState();
      return selection.kind === 'points'
        ? selection.indexes.length > 0
        : ['clips', 'marker', 'tracks'].includes(selection.kind);
    },
    run: removeSelection,
  },
  {
    id: 'edit.copy-points',
    title: 'Copy points of the lane',
    section: 'Edit',
    keys: ['$mod+c'],
    whyNot: NO_LANE,
    when: hasLane,
    run: (workspace) => withLane(workspace, (lane) => copyPoints(workspace, lane)),
  },
  {
    id: 'edit.cut-points',
    title: 'Cut points of the lane',
    section: 'Edit',
    keys: ['$mod+x'],
    whyNot: NO_LANE,
    when: hasLane,
    run: (workspace) => withLane(workspace, (lane) => cutPoints(workspace, lane)),
  },
  {
    id: 'edit.paste-points',
    title: 'Paste points into the lane at the playhead',
    section: 'Edit',
    keys: ['$mod+v'],
    whyNot: 'Copy points first, then select the lane they go to.',
    when: (workspace) => hasLane(workspace) && hasCopiedPoints(),
    run: (workspace) =>
      withLane(workspace, (lane) => pastePoints(workspace, lane, workspace.engine.telemetry.position)),
  },
  {
    id: 'edit.pencil',
    title: 'Pencil for lanes on / off',
    section: 'Edit',
    keys: [],
    run: ({ ui }) =>
      ui.setState(({ laneTool }) => ({ laneTool: laneTool === 'pencil' ? 'point' : 'pencil' })),
  },
  {
    id: 'edit.select-all',
    title: 'Select all clips, or all points of the lane',
    section: 'Edit',
    keys: ['$mod+a'],
    run(workspace) {
      const { selection } = workspace.ui.getState();
      if (selection.kind === 'points') {
        const points = pointsOf(workspace.document.getState().session, selection.lane);
        workspace.ui.setState({ selection: { ...selection, indexes: points.map((_, index) => index) } });
        return;
      }
      const ids = Object.keys(workspace.document.getState().session.clips) as ClipId[];
      workspace.ui.setState({ selection: ids.length > 0 ? { kind: 'clips', ids } : { kind: 'none' } });
    },
  },
  {
    id: 'edit.escape',
    title: 'Take a drag back / select nothing',
    section: 'Edit',
    keys: ['Escape'],
    run(workspace) {
      workspace.cancel();
      workspace.ui.setState({ selection: { kind: 'none' } });
    },
  },
];
