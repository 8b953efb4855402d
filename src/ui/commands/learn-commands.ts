import type { TrackId } from '../../session/index.ts';
import { idleAudition } from '../learn/audition-state.ts';
import type { UiState } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

/** The selected track, else the first object, else the first track. */
function trackToHear({ ui, document }: Workspace): TrackId | null {
  const { selection } = ui.getState();
  const chosen = selection.kind === 'tracks' ? selection.ids.at(-1) : undefined;
  const { trackOrder, tracks } = document.getState().session;
  const object = trackOrder.find((id) => tracks[id]?.output.kind === 'object');
  return chosen ?? object ?? trackOrder[0] ?? null;
}

/** Opens a panel beside the mix, or closes it. */
function toggle(workspace: Workspace, panel: NonNullable<UiState['learning']>): void {
  const { ui, audition } = workspace;
  const opens = ui.getState().learning !== panel;
  audition.setState({ ...idleAudition, track: opens ? trackToHear(workspace) : null });
  ui.setState({ learning: opens ? panel : null });
}

/** Comparing and learning by ear, scenes, gestures, notes. */
export const LEARN_COMMANDS: readonly Command[] = [
  {
    id: 'mix.audition',
    title: 'Audition placements',
    section: 'Mix',
    keys: [],
    run: (workspace) => toggle(workspace, 'audition'),
  },
  {
    id: 'mix.where',
    title: 'Train: where is it?',
    section: 'Mix',
    keys: [],
    run: (workspace) => toggle(workspace, 'where'),
  },
  {
    id: 'mix.scenes',
    title: 'Scenes',
    section: 'Mix',
    keys: [],
    run: (workspace) => toggle(workspace, 'scenes'),
  },
  {
    id: 'mix.gestures',
    title: 'Gestures: swell, pull back, let silence breathe',
    section: 'Mix',
    keys: [],
    run: (workspace) => toggle(workspace, 'gestures'),
  },
  {
    id: 'notes.panel',
    title: 'Notes of reviewers',
    section: 'Markers',
    keys: [],
    run: (workspace) => toggle(workspace, 'notes'),
  },
];
