import type { Workspace } from '../state/workspace.ts';
import { AUTOMATION_COMMANDS } from './automation-commands.ts';
import type { Command } from './command.ts';
import { CONSOLE_COMMANDS } from './console-commands.ts';
import { EDIT_COMMANDS } from './edit-commands.ts';
import { isMac, keysOf, prettyKeys } from './keys.ts';
import { LEARN_COMMANDS } from './learn-commands.ts';
import { LISTENER_COMMANDS } from './listener-commands.ts';
import { MIX_COMMANDS } from './mix-commands.ts';
import { NOTE_COMMANDS } from './note-commands.ts';
import { OBJECT_COMMANDS } from './object-commands.ts';
import { PROCESSOR_COMMANDS } from './processor-commands.ts';
import { SESSION_COMMANDS } from './session-commands.ts';
import { TRANSPORT_COMMANDS } from './transport-commands.ts';
import { VIEW_COMMANDS } from './view-commands.ts';

/** Every command of the interface: the one table behind menus, keys and the key sheet. */
export const COMMANDS: readonly Command[] = [
  ...SESSION_COMMANDS,
  ...TRANSPORT_COMMANDS,
  ...EDIT_COMMANDS,
  ...MIX_COMMANDS,
  ...PROCESSOR_COMMANDS,
  ...CONSOLE_COMMANDS,
  ...AUTOMATION_COMMANDS,
  ...LEARN_COMMANDS,
  ...OBJECT_COMMANDS,
  ...VIEW_COMMANDS,
  ...LISTENER_COMMANDS,
  ...NOTE_COMMANDS,
];

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]));

/** The command of an id. @throws RangeError if there is none: ids are written by hand and must be right. */
export function commandById(id: string): Command {
  const command = BY_ID.get(id);
  if (!command) throw new RangeError(`no command has the id "${id}"`);
  return command;
}

/** Runs a command if it makes sense now. */
export function runCommand(workspace: Workspace, id: string): void {
  const command = commandById(id);
  if (command.when?.(workspace) ?? true) command.run(workspace);
}

/** The shown shortcut of a command; "" if it has none. */
export function commandKeys(workspace: Workspace, id: string): string {
  const [first] = keysOf(commandById(id), workspace.prefs.getState());
  return first === undefined ? '' : prettyKeys(first, isMac(navigator.platform));
}
