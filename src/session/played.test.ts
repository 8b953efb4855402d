import { describe, expect, it } from 'vitest';
import { samples } from '../units/index.ts';
import { createDocument } from './document.ts';
import { setAutomationMode } from './edits/index.ts';
import { automationOf, lanesOf, trackOwner } from './lane-owner.ts';
import { laneValueAt } from './lane-value.ts';
import { heldSession, playedSession } from './played.ts';
import { testSession } from './test-session.ts';
import type { GroupId, TrackId } from './types.ts';

const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const cello = trackOwner(CELLO);

const held = (value: number) => [{ time: samples(0), value, curve: 'linear' as const }];

const withMode = (mode: 'off' | 'touch') => {
  const document = createDocument(testSession());
  document.transact('Mode', 'silent', (draft) => setAutomationMode(draft, [cello], mode));
  return document.get();
};

describe('what is played of a session', () => {
  it('leaves out the lanes of automation that is off, and nothing else', () => {
    const off = withMode('off');
    const played = playedSession(off);
    expect(lanesOf(played, cello)).toEqual({});
    expect(lanesOf(off, cello).x).toHaveLength(3);
    expect(played.tracks[VOICE]).toBe(off.tracks[VOICE]);
    expect(played.tracks[CELLO]?.strip).toBe(off.tracks[CELLO]?.strip);
    // The same object again: the engine must see no edit where there is none.
    expect(playedSession(off).tracks[CELLO]).toBe(played.tracks[CELLO]);
    const touch = withMode('touch');
    expect(playedSession(touch)).toBe(touch);
  });

  it('is what hands hold in place of their lanes', () => {
    const session = testSession();
    const heard = heldSession(session, [
      { owner: cello, target: 'x', points: held(-1) },
      { owner: cello, target: 'rideDb', points: held(-6) },
      { owner: { kind: 'family', name: 'music' }, target: 'rideDb', points: held(3) },
      { owner: trackOwner('t-gone' as TrackId), target: 'x', points: held(1) },
    ]);
    for (const time of [0, 10_000, 1e6]) {
      expect(laneValueAt(lanesOf(heard, cello).x, time, 9)).toBe(-1);
      expect(laneValueAt(lanesOf(heard, cello).rideDb, time, 9)).toBe(-6);
      expect(laneValueAt(lanesOf(heard, { kind: 'family', name: 'music' }).rideDb, time, 9)).toBe(3);
    }
    expect(heard.tracks[VOICE]).toBe(session.tracks[VOICE]);
    expect(heldSession(session, [])).toBe(session);
  });
});

describe('automation modes', () => {
  it('are set for all tracks of a group that links automation', () => {
    const document = createDocument({
      ...testSession(),
      groups: {
        ['g-1' as GroupId]: {
          id: 'g-1' as GroupId,
          name: 'Solo',
          colour: null,
          on: true,
          trackIds: [CELLO, VOICE],
          links: { fader: false, mute: false, solo: false, automation: true },
        },
      },
    });
    document.transact('Mode', 'silent', (draft) => setAutomationMode(draft, [cello], 'latch'));
    expect(automationOf(document.get(), trackOwner(VOICE))).toBe('latch');
    expect(automationOf(document.get(), trackOwner('t-strings' as TrackId))).toBe('read');
    expect(document.undoLabel()).toBeNull();
  });
});
