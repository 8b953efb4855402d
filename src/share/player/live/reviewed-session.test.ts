import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSession, type Session, type Stem, type Track } from '../../../session/index.ts';
import type { Manifest } from '../../schema/index.ts';
import { readSession, switchedSession } from './reviewed-session.ts';

const text = readFileSync(new URL('../../../../public/demo/session.json', import.meta.url), 'utf8');
const parsed = parseSession(text);
if (!parsed.ok) throw new Error(parsed.message);
const demo = parsed.value;
const pcmOf = (sha256: string): string => sha256.split('').toReversed().join('');

const manifest = (change: Partial<Manifest> = {}): Manifest =>
  ({
    sampleRate: demo.sampleRate,
    stems: Object.values<Stem>(demo.stems).map(({ sha256, channels, length }) => ({
      source: sha256,
      coding: 'opus',
      channels,
      length,
      pcm: pcmOf(sha256),
      parts: [],
    })),
    ...change,
  }) as unknown as Manifest;

async function read(change: Partial<Manifest> = {}, session = text): Promise<Session> {
  const result = await readSession(new Blob([session]), manifest(change));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

const nothing = { soloed: [], muted: [], loop: null };

describe('a reviewed session', () => {
  it('names its stems by the samples that came, never by the source', async () => {
    const session = await read();
    for (const [id, stem] of Object.entries<Stem>(demo.stems))
      expect(Object.values<Stem>(session.stems).find((one) => one.id === id)?.sha256).toBe(
        pcmOf(stem.sha256),
      );
  });

  it('is refused where session and manifest do not belong together', async () => {
    await expect(read({ sampleRate: demo.sampleRate === 48_000 ? 96_000 : 48_000 })).rejects.toThrow(
      'mix-differs',
    );
    const stems = manifest().stems.map((stem) => ({ ...stem, channels: stem.channels + 1 }));
    await expect(read({ stems })).rejects.toThrow('mix-differs');
    await expect(read({}, '{"formatVersion": 999}')).rejects.toThrow();
    await expect(read({}, 'not json')).rejects.toThrow();
  });

  it('stays the very session while nothing is switched', async () => {
    const session = await read();
    const off = switchedSession(session, nothing);
    expect(switchedSession(off, nothing)).toBe(off);
  });

  it('solos and mutes families and tracks, in place of what its sender had soloed', async () => {
    const session = await read();
    const [track] = Object.values<Track>(session.tracks);
    if (!track) throw new Error('the demo has tracks');
    const soloed = switchedSession(session, { ...nothing, soloed: [{ kind: 'family', id: 'music' }] });
    expect(Object.values(soloed.families).map((family) => family.soloed)).toEqual(
      Object.keys(soloed.families).map((name) => name === 'music'),
    );
    const one = switchedSession(session, { ...nothing, soloed: [{ kind: 'track', id: track.id }] });
    expect(Object.values<Track>(one.tracks).filter(({ strip }) => strip.soloed)).toHaveLength(1);
    const muted = switchedSession(session, { ...nothing, muted: [{ kind: 'track', id: track.id }] });
    expect(Object.values<Track>(muted.tracks).find(({ id }) => id === track.id)?.strip.muted).toBe(true);
    expect(muted.families).toEqual(session.families);
  });

  it('loops what its reviewer loops', async () => {
    const session = await read();
    const looped = switchedSession(session, { ...nothing, loop: { start: 1000, end: 5000 } });
    expect(looped.loop).toMatchObject({ start: 1000, end: 5000, enabled: true });
    expect(switchedSession(looped, nothing).loop.enabled).toBe(false);
  });
});
