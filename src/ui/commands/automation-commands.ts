import { AUTOMATION_MODES, automationOf } from '../../session/index.ts';
import { WRITE_TO, type WriteTo } from '../automation/automation.ts';
import { selectedOwners } from '../automation/parameters.ts';
import { timeSelection } from '../automation/time-selection.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

const owners = ({ ui }: Workspace) => selectedOwners(ui.getState().selection);
const hasOwner = (workspace: Workspace): boolean => owners(workspace).length > 0;
const NO_OWNER = 'Select a strip first.';

/** What punch and glide write. */
const hasValues = ({ automation }: Workspace): boolean => {
  const { previewed, captured } = automation.store.getState();
  return previewed.length + captured.length > 0;
};
const NO_VALUES = 'Preview or capture values first.';

/** What capture and write-to take: the selection's, or what is previewed or written now. */
const hasSources = (workspace: Workspace): boolean =>
  hasOwner(workspace) ||
  workspace.automation.busy ||
  workspace.automation.store.getState().previewed.length > 0;

const WHERE: Readonly<Record<WriteTo, string>> = {
  start: 'the start',
  end: 'the end',
  all: 'the whole timeline',
  next: 'the next breakpoint',
  selection: 'the selected time',
};

const TITLES = {
  off: 'off',
  read: 'read',
  touch: 'touch',
  latch: 'latch',
  write: 'write',
  trim: 'trim',
} as const;

/** Modes and moves of recorded automation. */
export const AUTOMATION_COMMANDS: readonly Command[] = [
  {
    id: 'automation.cycle',
    title: 'Automation: next mode',
    section: 'Automation',
    keys: ['a'],
    whyNot: NO_OWNER,
    when: hasOwner,
    run(workspace) {
      const chosen = owners(workspace);
      const last = chosen.at(-1);
      if (!last) return;
      const mode = automationOf(workspace.document.getState().session, last);
      const next = AUTOMATION_MODES[(AUTOMATION_MODES.indexOf(mode) + 1) % AUTOMATION_MODES.length];
      if (next) workspace.automation.setMode(chosen, next);
    },
  },
  ...AUTOMATION_MODES.map(
    (mode): Command => ({
      id: `automation.mode-${mode}`,
      title: `Automation: ${TITLES[mode]}`,
      section: 'Automation',
      keys: [],
      whyNot: NO_OWNER,
      when: hasOwner,
      run: (workspace) => workspace.automation.setMode(owners(workspace), mode),
    }),
  ),
  {
    id: 'automation.snap-back',
    title: 'Snap back to what is written',
    section: 'Automation',
    keys: ['Alt+KeyA'],
    run: ({ automation }) => automation.snapBack(),
  },
  {
    id: 'automation.preview',
    title: 'Preview: moves write nothing',
    section: 'Automation',
    keys: [],
    run: ({ automation }) => automation.togglePreview(),
  },
  {
    id: 'automation.capture',
    title: 'Capture values',
    section: 'Automation',
    keys: [],
    whyNot: NO_OWNER,
    when: hasSources,
    run: (workspace) => workspace.automation.capture(owners(workspace)),
  },
  {
    id: 'automation.punch',
    title: 'Punch previewed or captured values',
    section: 'Automation',
    keys: [],
    whyNot: NO_VALUES,
    when: hasValues,
    run({ automation, notices }) {
      if (!automation.punch())
        notices.show({
          tone: 'info',
          title: 'Nowhere to punch',
          detail: 'Play, or choose a range, cue, clips or a loop first.',
        });
    },
  },
  {
    id: 'automation.glide',
    title: 'Glide to previewed or captured values',
    section: 'Automation',
    keys: [],
    whyNot: NO_VALUES,
    when: hasValues,
    run: ({ automation }) => void automation.glide(),
  },
  {
    id: 'automation.join',
    title: 'AutoJoin: go on with a stopped latch',
    section: 'Automation',
    keys: [],
    run: ({ automation }) => automation.store.setState(({ join }) => ({ join: !join })),
  },
  ...WRITE_TO.map(
    (where): Command => ({
      id: `automation.write-to-${where}`,
      title: `Write automation to ${WHERE[where]}`,
      section: 'Automation',
      keys: [],
      whyNot: where === 'selection' ? 'Choose a strip and a range, cue, clips or a loop first.' : NO_OWNER,
      when: (workspace) =>
        hasSources(workspace) &&
        (where !== 'selection' ||
          timeSelection(workspace.document.getState().session, workspace.ui.getState().selection) !== null),
      run: (workspace) => void workspace.automation.writeTo(where, owners(workspace)),
    }),
  ),
];
