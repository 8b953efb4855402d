import { describe, expect, test } from 'vitest';
import { initialPrefs } from '../state/prefs-store.ts';
import { commandFor, isSingleKey, keyConflicts, keysOf, prettyKeys } from './keys.ts';
import { COMMANDS, commandById } from './registry.ts';

type Held = 'Shift' | 'Control' | 'Alt' | 'Meta';

function press(key: string, code: string, held: readonly Held[] = [], repeat = false): KeyboardEvent {
  return {
    key,
    code,
    repeat,
    getModifierState: (name: string) => held.some((one) => one === name),
  } as unknown as KeyboardEvent;
}
const found = (event: KeyboardEvent, preferences = initialPrefs) =>
  commandFor(COMMANDS, event, preferences, () => true)?.id ?? null;

describe('the command table', () => {
  test('ids are unique', () => {
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  });

  test('no two commands share a default key', () => {
    expect(keyConflicts(COMMANDS, initialPrefs)).toEqual([]);
  });

  test('an unknown id is a fault of the program', () => {
    expect(() => commandById('transport.fly')).toThrow(RangeError);
  });
});

describe('finding a command', () => {
  test.each([
    [press(' ', 'Space'), 'transport.play'],
    [press(' ', 'Space', ['Shift']), 'transport.pause'],
    [press('m', 'KeyM'), 'markers.add'],
    [press('M', 'KeyM', ['Shift']), 'markers.hit'],
    [press('ArrowLeft', 'ArrowLeft'), 'transport.frame-back'],
    [press('ArrowLeft', 'ArrowLeft', ['Shift']), 'transport.second-back'],
    [press('z', 'KeyZ', ['Control']), 'edit.undo'],
    [press('Z', 'KeyZ', ['Control', 'Shift']), 'edit.redo'],
    [press('ß', 'KeyS', ['Alt']), 'mix.clear-solos'],
    [press('?', 'Slash', ['Shift']), 'view.help'],
    [press('/', 'Digit7', ['Shift']), 'transport.loop'],
    [press('[', 'Digit8', ['Control', 'Alt']), 'transport.loop-in'],
    [press('q', 'KeyQ'), null],
  ])('case %#', (event, id) => {
    expect(found(event)).toBe(id);
  });

  test('a held key repeats only what may repeat', () => {
    expect(found(press('ArrowRight', 'ArrowRight', [], true))).toBe('transport.frame-forward');
    expect(found(press(' ', 'Space', [], true))).toBeNull();
  });

  test('J and L shuttle, or step a frame while the key that stops is held', () => {
    const stop = new Set(['transport.stop']);
    const under = (held: ReadonlySet<string>, key: string, repeat = false) =>
      commandFor(COMMANDS, press(key, `Key${key.toUpperCase()}`, [], repeat), initialPrefs, () => true, held)
        ?.id ?? null;
    expect(under(new Set(), 'j')).toBe('transport.shuttle-back');
    expect(under(new Set(), 'l', true)).toBeNull();
    expect(under(stop, 'j')).toBe('transport.frame-back');
    expect(under(stop, 'l', true)).toBe('transport.frame-forward');
    expect(under(stop, 'm')).toBe('markers.add');
  });

  test('single-letter keys can be turned off, the rest stay', () => {
    const off = { ...initialPrefs, singleKeys: false };
    expect(found(press('m', 'KeyM'), off)).toBeNull();
    expect(found(press('?', 'Slash', ['Shift']), off)).toBeNull();
    expect(found(press(' ', 'Space'), off)).toBe('transport.play');
    expect(found(press('z', 'KeyZ', ['Control']), off)).toBe('edit.undo');
  });

  test('a remapped command answers to its new key only', () => {
    const mapped = { ...initialPrefs, keys: { 'markers.add': ['q'] } };
    expect(found(press('q', 'KeyQ'), mapped)).toBe('markers.add');
    expect(found(press('m', 'KeyM'), mapped)).toBeNull();
    expect(keysOf(commandById('markers.add'), mapped)).toEqual(['q']);
  });

  test('a remap onto a used key is told as a conflict', () => {
    expect(keyConflicts(COMMANDS, { ...initialPrefs, keys: { 'markers.add': ['Space'] } })).toEqual([
      ['transport.play', 'markers.add'],
    ]);
  });
});

test('keys are written as people read them', () => {
  expect(prettyKeys('$mod+Shift+z', false)).toBe('Ctrl+Shift+Z');
  expect(prettyKeys('$mod+Shift+z', true)).toBe('⌘⇧Z');
  expect(prettyKeys('[Shift]+?', false)).toBe('?');
  expect(prettyKeys('Alt+KeyS', false)).toBe('Alt+S');
  expect(prettyKeys('Space', false)).toBe('Space');
});

test('what counts as a single key', () => {
  expect(['m', 'Shift+m', '[Shift]+?', '1'].map(isSingleKey)).toEqual([true, true, true, true]);
  expect(['Space', 'Enter', '$mod+z', 'Alt+KeyS', 'F1'].map(isSingleKey)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
