import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';
import { mirrorSelection, rotateSelection, scaleSelection, selectedObjects } from './object-edits.ts';

/** Turn of one key, degrees. */
const TURN = 15;
/** Factor of one key: eight presses halve or double. */
const SCALE = 2 ** (1 / 8);

const hasObjects = (workspace: Workspace): boolean => selectedObjects(workspace).length > 0;

const command = (
  id: string,
  title: string,
  keys: readonly string[],
  run: (workspace: Workspace) => void,
): Command => ({
  id: `objects.${id}`,
  title,
  section: 'Mix',
  keys,
  repeats: !id.startsWith('mirror'),
  when: hasObjects,
  run,
});

/** Turning, scaling and mirroring the selected objects about what the inspector says. */
export const OBJECT_COMMANDS: readonly Command[] = [
  command('rotate-left', 'Rotate objects 15° to the left', ['Shift+r'], (workspace) =>
    rotateSelection(workspace, TURN),
  ),
  command('rotate-right', 'Rotate objects 15° to the right', ['r'], (workspace) =>
    rotateSelection(workspace, -TURN),
  ),
  command('apart', 'Draw objects apart', ['Shift+g'], (workspace) => scaleSelection(workspace, SCALE)),
  command('together', 'Draw objects together', ['g'], (workspace) => scaleSelection(workspace, 1 / SCALE)),
  command('mirror-sides', 'Mirror objects left to right', ['Alt+KeyX'], (workspace) =>
    mirrorSelection(workspace, 'x'),
  ),
  command('mirror-depth', 'Mirror objects front to back', ['Alt+KeyY'], (workspace) =>
    mirrorSelection(workspace, 'y'),
  ),
];
