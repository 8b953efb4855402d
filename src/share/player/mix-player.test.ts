import { describe, expect, it } from 'vitest';
import { manifestOf } from '../../../tests/support/share-manifest.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';
import { createMixPlayer } from './mix-player.ts';
import type { MixSource } from './types.ts';

const manifest = manifestOf({ sha256: 'a'.repeat(64), bytes: 10 });

/** A source whose manifests come when they are let through. */
function slowSource() {
  const waiting: { readonly n: number; readonly answer: (read: Result<Manifest>) => void }[] = [];
  const source: MixSource = {
    kind: 'link',
    versions: () => [2, 1].map((n) => ({ n, manifestSha256: 'b'.repeat(64), note: null, createdAt: 0 })),
    manifest: (n) => new Promise((answer) => waiting.push({ n, answer })),
    open: async () => fail('offline', 'The server cannot be reached.', 'Try again.'),
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    source,
    async arrive(n: number) {
      for (const asked of waiting) if (asked.n === n) asked.answer(ok(manifest));
      await turn();
      await turn();
    },
  };
}

describe('a player of mixes', () => {
  it('compares no version with itself, whatever arrives first', async () => {
    const { source, arrive } = slowSource();
    const player = createMixPlayer(source, { version: 1 });
    await arrive(1);
    expect(player.getState().version).toBe(1);
    player.show(2);
    player.compare(2);
    await arrive(2);
    expect(player.getState()).toMatchObject({ version: 2, compare: null });
    await player.dispose();
  });

  it('ends comparing when the other version is shown', async () => {
    const { source, arrive } = slowSource();
    const player = createMixPlayer(source, { version: 1 });
    await arrive(1);
    player.compare(2);
    await arrive(2);
    expect(player.getState()).toMatchObject({ version: 1, compare: { other: 2, heard: 'shown' } });
    player.show(2);
    await arrive(2);
    expect(player.getState()).toMatchObject({ version: 2, compare: null });
    await player.dispose();
  });
});
