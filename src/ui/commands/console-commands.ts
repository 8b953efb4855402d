import { makeFolder, makeGroup, makeVca, selectedTracks, stepStrips } from '../console/holding-edits.ts';
import { shownItems } from '../console/select-strips.ts';
import { STRIP_WIDTHS, setHidden, setStripWidth, toggleSpill } from '../state/console-store.ts';
import { toggleFold } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

const NO_TRACK = 'Select a track first.';
const hasTracks = (workspace: Workspace): boolean => selectedTracks(workspace).length > 0;

/** Opens the find field, and the console if it is folded or another tab is shown. */
function find(workspace: Workspace): void {
  const { ui, console } = workspace;
  if (ui.getState().folded.includes('console')) toggleFold(ui, 'console');
  ui.setState({ tab: 'console' });
  if (console.getState().finding) document.querySelector<HTMLInputElement>('.find-strip input')?.select();
  else console.setState({ finding: true });
}

function spill({ ui, console }: Workspace): void {
  const { selection } = ui.getState();
  if (selection.kind === 'vca') toggleSpill(console, { kind: 'vca', id: selection.id });
  else if (selection.kind === 'family') toggleSpill(console, { kind: 'family', name: selection.name });
  else toggleSpill(console, null);
}

/** Find, spill, widths, hiding, moving strips; making VCAs, groups, folders. */
export const CONSOLE_COMMANDS: readonly Command[] = [
  {
    id: 'console.find',
    title: 'Find a strip in the console',
    section: 'Mix',
    keys: ['$mod+f'],
    run: find,
  },
  {
    id: 'console.spill',
    title: 'Spill the selected VCA or family / show all strips',
    section: 'Mix',
    keys: ['Shift+v'],
    whyNot: 'Select a VCA or a family first.',
    when: ({ ui, console }) =>
      console.getState().spill !== null || ['vca', 'family'].includes(ui.getState().selection.kind),
    run: spill,
  },
  {
    id: 'console.width',
    title: 'Strip width: narrow, normal, wide',
    section: 'Mix',
    keys: ['Shift+w'],
    run({ console }) {
      const at = STRIP_WIDTHS.indexOf(console.getState().width);
      const next = STRIP_WIDTHS[(at + 1) % STRIP_WIDTHS.length];
      if (next) setStripWidth(console, next);
    },
  },
  {
    id: 'console.hide',
    title: 'Hide the selected strips in the console',
    section: 'Mix',
    keys: ['Shift+h'],
    whyNot: NO_TRACK,
    when: hasTracks,
    run: (workspace) => setHidden(workspace.console, selectedTracks(workspace), true),
  },
  {
    id: 'console.show-all',
    title: 'Show all strips of the console',
    section: 'Mix',
    keys: [],
    whyNot: 'No strip is hidden.',
    when: ({ console }) => console.getState().hidden.length > 0 || console.getState().spill !== null,
    run: ({ console }) => console.setState({ hidden: [], spill: null }),
  },
  {
    id: 'console.move-left',
    title: 'Move the selected strips left',
    section: 'Mix',
    keys: ['Alt+Shift+ArrowLeft'],
    repeats: true,
    whyNot: NO_TRACK,
    when: hasTracks,
    run: (workspace) => stepStrips(workspace, shownItems(workspace), -1),
  },
  {
    id: 'console.move-right',
    title: 'Move the selected strips right',
    section: 'Mix',
    keys: ['Alt+Shift+ArrowRight'],
    repeats: true,
    whyNot: NO_TRACK,
    when: hasTracks,
    run: (workspace) => stepStrips(workspace, shownItems(workspace), 1),
  },
  {
    id: 'console.make-vca',
    title: 'New VCA over the selection',
    section: 'Mix',
    keys: [],
    run: makeVca,
  },
  {
    id: 'console.make-group',
    title: 'New group of the selected strips',
    section: 'Mix',
    keys: ['$mod+Shift+g'],
    whyNot: NO_TRACK,
    when: hasTracks,
    run: makeGroup,
  },
  {
    id: 'console.make-folder',
    title: 'New folder of the selected strips',
    section: 'Mix',
    keys: [],
    whyNot: NO_TRACK,
    when: hasTracks,
    run: makeFolder,
  },
];
