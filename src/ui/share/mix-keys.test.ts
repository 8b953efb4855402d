import { describe, expect, it } from 'vitest';
import { memorySettings } from '../state/persist.ts';
import { keepMixKey, MOST_MIX_KEYS, mixKeyOf, onMixKeys } from './mix-keys.ts';

const key = (letter: string) => ({ mixId: letter.repeat(22), secret: letter.repeat(43) });

describe('keys of published mixes', () => {
  it('are kept by session, replaced and forgotten', () => {
    const storage = memorySettings();
    expect(mixKeyOf(storage, 's-1')).toBeNull();
    keepMixKey(storage, 's-1', key('a'));
    keepMixKey(storage, 's-2', key('b'));
    keepMixKey(storage, 's-1', key('c'));
    expect(mixKeyOf(storage, 's-1')).toEqual(key('c'));
    expect(mixKeyOf(storage, 's-2')).toEqual(key('b'));
    keepMixKey(storage, 's-1', null);
    expect(mixKeyOf(storage, 's-1')).toBeNull();
    expect(mixKeyOf(storage, 's-2')).toEqual(key('b'));
  });

  it('tell when one was kept, until nobody asks', () => {
    const storage = memorySettings();
    const told: (string | undefined)[] = [];
    const stop = onMixKeys(() => told.push(mixKeyOf(storage, 's-1')?.mixId));
    keepMixKey(storage, 's-1', key('a'));
    keepMixKey(storage, 's-1', null);
    stop();
    keepMixKey(storage, 's-1', key('b'));
    expect(told).toEqual(['a'.repeat(22), undefined]);
  });

  it('are bounded: the oldest goes', () => {
    const storage = memorySettings();
    for (let n = 0; n <= MOST_MIX_KEYS; n++) keepMixKey(storage, `s-${n}`, key('a'));
    expect(mixKeyOf(storage, 's-0')).toBeNull();
    expect(mixKeyOf(storage, 's-1')).toEqual(key('a'));
  });

  it('survive damage: what is no key is passed over', () => {
    for (const text of ['{', '{}', 'null', '[1,{"sessionId":"s-1","mixId":"../x","secret":"y"}]'])
      expect(mixKeyOf(memorySettings({ 'scorestage.mix-keys': text }), 's-1')).toBeNull();
    const half = JSON.stringify([{ sessionId: 's-2' }, { sessionId: 's-1', ...key('a') }]);
    expect(mixKeyOf(memorySettings({ 'scorestage.mix-keys': half }), 's-1')).toEqual(key('a'));
  });
});
