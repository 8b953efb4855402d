import { describe, expect, it } from 'vitest';
import type { AuditionSource } from '../../engine/browser.ts';
import type { HeldSound } from '../../engine/index.ts';
import { createFixtureEngine } from '../dev/fixture-engine.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { createAuditionStore } from './audition-state.ts';
import { chooseSource, endAudition } from './choose-source.ts';

const made = (name: string): HeldSound => ({
  sha256: name.padEnd(64, '0'),
  sampleRate: 48_000,
  samples: new Float32Array(4),
});

function rig() {
  const held: (string | null)[] = [];
  const notices = createNoticeStore();
  const { document } = bindDocument(fixtureDocument(3), notices, () => false);
  const engine = {
    ...createFixtureEngine(48_000),
    holdSound: (sound: HeldSound | null) => held.push(sound?.sha256.replaceAll('0', '') ?? null),
  };
  const waiting = new Map<string, { give: () => void; refuse: () => void }>();
  const make = (source: AuditionSource) =>
    new Promise<HeldSound>((resolve, reject) => {
      waiting.set(source, {
        give: () => resolve(made(source)),
        refuse: () => reject(new Error('no connection')),
      });
    });
  return { held, waiting, make, place: { audition: createAuditionStore(), document, engine, notices } };
}

describe('choosing a source', () => {
  it('gives the engine the sound before it is heard, and drops what was made too late', async () => {
    const { held, waiting, make, place } = rig();
    const first = chooseSource(place, 'bell', make);
    expect(place.audition.getState()).toMatchObject({ source: 'bell', sound: null, making: true });
    const second = chooseSource(place, 'sweep', make);
    waiting.get('sweep')?.give();
    await second;
    waiting.get('bell')?.give();
    await first;
    expect(held).toEqual(['sweep']);
    expect(place.audition.getState().sound?.sha256).toMatch(/^sweep/);
    expect(place.audition.getState().making).toBe(false);
    // Until the next is made this one goes on.
    void chooseSource(place, 'clicks', make);
    expect(place.audition.getState()).toMatchObject({ source: 'clicks', making: true });
    expect(place.audition.getState().sound?.sha256).toMatch(/^sweep/);
    endAudition(place);
    expect(held).toEqual(['sweep', null]);
    expect(place.audition.getState()).toMatchObject({ source: null, sound: null, heard: null });
  });

  it('says so when a sound cannot be loaded, and goes back to the track', async () => {
    const { held, waiting, make, place } = rig();
    const choosing = chooseSource(place, 'bass', make);
    waiting.get('bass')?.refuse();
    await choosing;
    expect(held).toEqual([]);
    expect(place.audition.getState().source).toBeNull();
    expect(place.notices.getState().notices.map(({ title }) => title)).toEqual([
      'The sound could not be loaded',
    ]);
  });
});
