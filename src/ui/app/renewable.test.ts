import { describe, expect, it } from 'vitest';
import { countedIds, newSession, type Session, type Stem } from '../../session/index.ts';
import { fail, ok, samples } from '../../units/index.ts';
import { renewableStems } from './renewable.ts';

const stem = (name: string): Stem => ({
  id: name as Stem['id'],
  sha256: name.padStart(64, '0'),
  fileName: `${name}.flac`,
  coding: 'FLAC 24-bit',
  bytes: 4,
  channels: 1,
  length: samples(1),
  sourceRate: 48_000,
  timeReference: null,
});

describe('renewableStems', () => {
  it('finds what is here as a file but not decoded, once each', async () => {
    const base = newSession({ name: 'x', sampleRate: 48_000, frameRate: '24', ids: countedIds() });
    const all = ['a', 'b', 'c'].map(stem);
    const session = {
      ...base,
      stems: Object.fromEntries([...all, { ...stem('b'), id: 'b2' }].map((one) => [one.id, one])),
    } as Session;
    const found = await renewableStems(session, {
      has: async ({ sha256 }) => sha256.endsWith('a'),
      exportSource: async ({ sha256 }) =>
        sha256.endsWith('b') ? ok(new Blob(['fLaC'])) : fail('stem-missing', 'gone', 'Add it.'),
    });
    expect(found.map(({ stem: { fileName } }) => fileName)).toEqual(['b.flac']);
    expect(await (await found[0]?.read())?.text()).toBe('fLaC');
  });
});
