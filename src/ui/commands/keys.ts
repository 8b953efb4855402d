import { matchKeybindingPress, parseKeybinding } from 'tinykeys';
import type { Command } from './command.ts';

/** Whether this is a Mac, where ⌘ plays the part of Ctrl. */
export const isMac = (platform: string): boolean => /Mac|iPod|iPhone|iPad/.test(platform);

const SYMBOLS: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Space: 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
};

/** A shortcut as people read it, e.g. "Ctrl+Shift+Z" or "⌘⇧Z". Optional modifiers are left out. */
export function prettyKeys(keys: string, mac: boolean): string {
  const [press] = parseKeybinding(keys.replaceAll('$mod', mac ? 'Meta' : 'Control'));
  if (!press) return '';
  const [required, , key] = press;
  const plain = key instanceof RegExp ? key.source : key;
  const name = SYMBOLS[plain] ?? plain.replace(/^(Key|Digit)(?=.$)/, '');
  const shown = name.length === 1 ? name.toUpperCase() : name;
  const names: Readonly<Record<string, string>> = mac
    ? { Control: '⌃', Meta: '⌘', Alt: '⌥', Shift: '⇧' }
    : { Control: 'Ctrl', Meta: 'Win', Alt: 'Alt', Shift: 'Shift' };
  const parts = [...required.map((modifier) => names[modifier] ?? modifier), shown];
  return parts.join(mac ? '' : '+');
}

/** True for a shortcut of one printable character without Ctrl, Alt or ⌘ (WCAG 2.1.4: must be able to be off). */
export function isSingleKey(keys: string): boolean {
  const [press] = parseKeybinding(keys);
  if (!press) return false;
  const [required, , key] = press;
  const plain = key instanceof RegExp ? key.source : key;
  return plain.length === 1 && required.every((modifier) => modifier === 'Shift');
}

/** What the dispatcher needs to know of preferences. */
export interface KeyPreferences {
  readonly singleKeys: boolean;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** Keys a command answers to under these preferences. */
export function keysOf(command: Command, preferences: KeyPreferences): readonly string[] {
  const keys = preferences.keys[command.id] ?? command.keys;
  return preferences.singleKeys ? keys : keys.filter((key) => !isSingleKey(key));
}

const NONE_HELD: ReadonlySet<string> = new Set();

/** What a command's key runs while the keys of other commands, by id, are held. */
function standIn(command: Command, commands: readonly Command[], held: ReadonlySet<string>): Command {
  const other = Object.entries(command.whileHeld ?? {}).find(([id]) => held.has(id));
  return (other && commands.find(({ id }) => id === other[1])) ?? command;
}

/** The first command whose keys match the event and which `allows`; null if none. `held`: commands whose keys are down. */
export function commandFor(
  commands: readonly Command[],
  event: KeyboardEvent,
  preferences: KeyPreferences,
  allows: (command: Command) => boolean,
  held: ReadonlySet<string> = NONE_HELD,
): Command | null {
  for (const command of commands) {
    const acting = standIn(command, commands, held);
    if (event.repeat && acting.repeats !== true) continue;
    for (const keys of keysOf(command, preferences)) {
      const [press] = parseKeybinding(keys);
      if (press && matchKeybindingPress(event, press) && allows(acting)) return acting;
    }
  }
  return null;
}

/** Commands that share a key under these preferences: pairs of ids, for the key sheet to warn about. */
export function keyConflicts(
  commands: readonly Command[],
  preferences: KeyPreferences,
): readonly (readonly [string, string])[] {
  const owners = new Map<string, string>();
  const conflicts: (readonly [string, string])[] = [];
  for (const command of commands) {
    for (const keys of keysOf(command, preferences)) {
      const normal = keys.replace(/\[\w+\]\+/g, '').toLowerCase();
      const owner = owners.get(normal);
      if (owner !== undefined && owner !== command.id) conflicts.push([owner, command.id]);
      owners.set(normal, command.id);
    }
  }
  return conflicts;
}

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/** A pressed key in the grammar of the command table; null while only modifiers are down. */
export function keyFromEvent(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>,
  mac: boolean,
): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('$mod');
  if (mac ? event.ctrlKey : event.metaKey) parts.push(mac ? 'Control' : 'Meta');
  if (event.altKey) parts.push('Alt');
  const letter = event.key.length === 1;
  // Symbols already carry their shift in the character; Alt changes the character, so the place of the key counts.
  if (event.shiftKey) parts.push(letter && !/\p{L}/u.test(event.key) && !event.altKey ? '[Shift]' : 'Shift');
  parts.push(
    event.altKey && letter
      ? event.code
      : event.key === ' '
        ? 'Space'
        : letter
          ? event.key.toLowerCase()
          : event.key,
  );
  return parts.join('+');
}
