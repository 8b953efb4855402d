import type { TrackId } from '../../session/index.ts';
import {
  copyProcessors,
  giveProcessors,
  switchSides,
  toggleDynamics,
  toggleEqualiser,
} from '../processors/processor-edits.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';
import { primaryTrack } from './mix-commands.ts';

const NO_TRACK = 'Select a track first.';
const hasTrack = (workspace: Workspace): boolean => primaryTrack(workspace) !== null;
const withTrack = (run: (workspace: Workspace, id: TrackId) => void) => (workspace: Workspace) => {
  const id = primaryTrack(workspace);
  if (id !== null) run(workspace, id);
};

/** Opens the dock at a processor; a second time closes it. */
function toggleDock({ ui }: Workspace, view: 'eq' | 'dynamics'): void {
  ui.setState(({ processors }) => ({ processors: processors === view ? null : view }));
  // The keyboard goes along, once the dock stands.
  requestAnimationFrame(() => {
    const part = view === 'eq' ? '.eq-editor' : '.dynamics-editor';
    document.querySelector<HTMLElement>(`.processor-dock ${part} .processor-title button`)?.focus();
  });
}

/** Equaliser and dynamics of the selected strips. */
export const PROCESSOR_COMMANDS: readonly Command[] = [
  {
    id: 'processors.eq',
    title: 'Equaliser of the selected strip',
    section: 'Mix',
    keys: ['e'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: (workspace) => toggleDock(workspace, 'eq'),
  },
  {
    id: 'processors.dynamics',
    title: 'Dynamics of the selected strip',
    section: 'Mix',
    keys: ['Shift+e'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: (workspace) => toggleDock(workspace, 'dynamics'),
  },
  {
    id: 'processors.bypass-eq',
    title: 'Bypass the equaliser',
    section: 'Mix',
    keys: ['b'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(toggleEqualiser),
  },
  {
    id: 'processors.bypass-dynamics',
    title: 'Dynamics on / off',
    section: 'Mix',
    keys: ['Shift+b'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(toggleDynamics),
  },
  {
    id: 'processors.compare',
    title: 'Equaliser and dynamics: the other of A and B',
    section: 'Mix',
    keys: ['Alt+KeyB'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(switchSides),
  },
  {
    id: 'processors.copy',
    title: 'Copy equaliser and dynamics',
    section: 'Mix',
    keys: ['$mod+Alt+KeyC'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(copyProcessors),
  },
  {
    id: 'processors.paste',
    title: 'Paste equaliser and dynamics',
    section: 'Mix',
    keys: ['$mod+Alt+KeyV'],
    whyNot: 'Copy from a strip first, then select others.',
    when: (workspace) => hasTrack(workspace) && workspace.ui.getState().copiedProcessors !== null,
    run: withTrack((workspace, id) => {
      const { copiedProcessors } = workspace.ui.getState();
      if (copiedProcessors) giveProcessors(workspace, id, 'Paste processors', copiedProcessors);
    }),
  },
];
