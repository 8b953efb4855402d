import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../commands/registry.ts';
import { fuzzyMatch } from './fuzzy.ts';
import { type Rankable, rankItems, withUse } from './rank.ts';

const item = (title: string, changes: Partial<Rankable> = {}): Rankable => ({
  id: title,
  title,
  group: 'Test',
  always: true,
  whyNot: null,
  ...changes,
});
const titles = (items: readonly Rankable[], query: string, recent: readonly string[] = []) =>
  rankItems(items, query, recent).map((ranked) => ranked.item.title);
const commands = COMMANDS.map(({ id, title, section }) => item(title, { id, group: section }));
const first = (query: string) => rankItems(commands, query, [])[0]?.item.id;

describe('fuzzy matching', () => {
  test('finds the beginnings of words and marks them', () => {
    expect(fuzzyMatch('cas', 'Clear all solos')?.marks).toEqual([0, 6, 10]);
    expect(fuzzyMatch('solo', 'Clear all solos')?.marks).toEqual([10, 11, 12, 13]);
  });

  test('takes words in any order, without case or accents', () => {
    expect(fuzzyMatch('SOLOS clear', 'Clear all solos')).not.toBeNull();
    expect(fuzzyMatch('celeste', 'Céleste')?.marks).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(fuzzyMatch('Ça', 'ca')?.marks).toEqual([0, 1]);
  });

  test('refuses letters that only happen to be there, or are not', () => {
    expect(fuzzyMatch('elo', 'Clear all solos')).toBeNull();
    expect(fuzzyMatch('xyz', 'Clear all solos')).toBeNull();
    expect(fuzzyMatch('clear mute', 'Clear all solos')).toBeNull();
  });

  test('marks letters of the text that make up the query, whatever it is', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'É', 'e'), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (query, text) => {
        const match = fuzzyMatch(query, text);
        if (!match) return;
        expect(match.marks).toEqual([...new Set(match.marks)].sort((a, b) => a - b));
        const wanted = new Set(
          query
            .normalize('NFD')
            .replace(/[\u0301 ]/g, '')
            .toLowerCase(),
        );
        const marked = new Set(
          match.marks.map((at) => text.charAt(at).normalize('NFD').charAt(0).toLowerCase()),
        );
        expect(marked).toEqual(wanted);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('ranking', () => {
  test('prefers runs to scattered letters and short titles to long ones', () => {
    expect(titles([item('Split clips'), item('Spread of the pad'), item('Sp')], 'sp')[0]).toBe('Sp');
    expect(titles([item('Show the long rope'), item('Shuttle back')], 'shu')[0]).toBe('Shuttle back');
  });

  test('puts what was used last on top without a query, and lifts it among equals with one', () => {
    const items = [item('Alpha one'), item('Alpha two'), item('Hidden', { always: false })];
    expect(titles(items, '', ['Alpha two'])).toEqual(['Alpha two', 'Alpha one']);
    expect(titles(items, '', ['Hidden', 'gone'])).toEqual(['Hidden', 'Alpha one', 'Alpha two']);
    expect(titles(items, 'alpha', ['Alpha two'])).toEqual(['Alpha two', 'Alpha one']);
    expect(titles(items, 'hidden')).toEqual(['Hidden']);
  });

  test('puts what can’t be done now behind its equals, and still shows it', () => {
    const items = [item('Alpha one', { whyNot: 'Nothing is selected.' }), item('Alpha two')];
    expect(titles(items, 'alpha')).toEqual(['Alpha two', 'Alpha one']);
  });

  test('finds things by what kind they are, and does not mark that', () => {
    const [found] = rankItems([item('Door slam', { group: 'Hit point' })], 'hit door', []);
    expect(found?.marks).toEqual([0, 1, 2, 3]);
    expect(titles([item('Dawn', { group: 'Marker' }), item('Next marker')], 'mar')[0]).toBe('Next marker');
  });

  test.each([
    ['loop', 'transport.loop'],
    ['bounce', 'session.bounce'],
    ['undo', 'edit.undo'],
    ['clear solo', 'mix.clear-solos'],
    ['sh back half', 'transport.slow-back'],
    ['keys', 'view.keys'],
    ['metro', 'transport.metronome'],
  ])('“%s” is %s', (query, id) => {
    expect(first(query)).toBe(id);
  });

  test('a use moves to the front once, and old ones fall out', () => {
    expect(withUse(['a', 'b', 'c'], 'b', 3)).toEqual(['b', 'a', 'c']);
    expect(withUse(['a', 'b', 'c'], 'd', 3)).toEqual(['d', 'a', 'b']);
  });
});
