import { describe, expect, it } from 'vitest';
import { samples } from '../../units/index.ts';
import { createDocument } from '../document.ts';
import { trackOwner } from '../lane-owner.ts';
import { laneValueAt } from '../lane-value.ts';
import { testSession } from '../test-session.ts';
import type { ClipId, Session, TrackId } from '../types.ts';
import * as edits from './index.ts';

const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const CLIP = 'c-cello-1' as ClipId;
const SECOND = 48_000;

/** The cello's clip lies from 5 s to 9 s; a ride moves within it, before and after it. */
function ridden(): Session {
  const document = createDocument(testSession());
  document.transact('Ride', 'silent', (draft) => {
    edits.setLane(draft, trackOwner(CELLO), 'rideDb', [
      { time: SECOND, value: -3 },
      { time: 6 * SECOND, value: -12 },
      { time: 7 * SECOND, value: 2, curve: 's-curve' },
      { time: 11 * SECOND, value: -6 },
    ]);
  });
  return document.get();
}

const ride = (session: Session, id: TrackId, second: number): number =>
  laneValueAt(session.tracks[id]?.lanes.rideDb, second * SECOND, 0);

describe('lanes that follow their clips', () => {
  it('go with a clip that is moved, and undo brings back the identical document', () => {
    const before = ridden();
    const document = createDocument(before);
    document.transact('Move', 'undoable', (draft) =>
      edits.moveClips(draft, [CLIP], { by: 10 * SECOND, withLanes: true }),
    );
    const after = document.get();
    for (const at of [5.1, 6, 6.5, 7.2, 8.9])
      expect(ride(after, CELLO, at + 10)).toBeCloseTo(ride(before, CELLO, at), 2);
    for (const at of [0, 1, 3, 4.99, 9, 10, 11, 14.99, 19, 25])
      expect(ride(after, CELLO, at)).toBeCloseTo(ride(before, CELLO, at), 2);
    // What it left holds the value before it.
    expect(ride(after, CELLO, 6)).toBeCloseTo(ride(before, CELLO, 5), 9);
    // The lane of x stands still from 3 s on: nothing of it moves.
    expect(after.tracks[CELLO]?.lanes.x).toEqual(before.tracks[CELLO]?.lanes.x);
    document.undo();
    expect(document.get()).toEqual(before);
  });

  it('stay where they are unless asked', () => {
    const before = ridden();
    const document = createDocument(before);
    document.transact('Move', 'undoable', (draft) => edits.moveClips(draft, [CLIP], { by: SECOND }));
    expect(document.get().tracks[CELLO]?.lanes).toEqual(before.tracks[CELLO]?.lanes);
  });

  it('are copied with a copy and go on under the original', () => {
    const before = ridden();
    const document = createDocument(before);
    document.transact('Duplicate', 'undoable', (draft) =>
      edits.duplicateClips(draft, [CLIP], () => 'c-new' as ClipId, 20 * SECOND, { withLanes: true }),
    );
    for (const at of [5.1, 6, 6.9, 8.5]) {
      expect(ride(document.get(), CELLO, at)).toBeCloseTo(ride(before, CELLO, at), 2);
      expect(ride(document.get(), CELLO, at + 20)).toBeCloseTo(ride(before, CELLO, at), 2);
    }
    expect(ride(document.get(), CELLO, 30)).toBeCloseTo(-6, 9);
  });

  it('are cleared with a clip that is deleted', () => {
    const before = ridden();
    const document = createDocument(before);
    document.transact('Delete', 'undoable', (draft) => edits.deleteClips(draft, [CLIP], { withLanes: true }));
    const after = document.get();
    expect(after.clips[CLIP]).toBeUndefined();
    for (const at of [5.5, 6, 8.9]) expect(ride(after, CELLO, at)).toBeCloseTo(ride(before, CELLO, 5), 9);
    for (const at of [2, 9, 10, 12]) expect(ride(after, CELLO, at)).toBeCloseTo(ride(before, CELLO, at), 2);
  });

  it('reach another track, which keeps its own values around', () => {
    const before = ridden();
    const document = createDocument(before);
    document.transact('Move', 'undoable', (draft) =>
      edits.moveClips(draft, [CLIP], { by: SECOND, rows: 1, withLanes: true }),
    );
    const after = document.get();
    expect(after.clips[CLIP]?.trackId).toBe(VOICE);
    expect(ride(after, VOICE, 7)).toBeCloseTo(ride(before, CELLO, 6), 6);
    expect(ride(after, VOICE, 5.9)).toBe(0);
    expect(ride(after, VOICE, 10)).toBe(0);
    expect(ride(after, CELLO, 7)).toBeCloseTo(ride(before, CELLO, 5), 9);
  });

  it('are refused where a lane would outgrow its limit', () => {
    const document = createDocument(ridden());
    document.transact('Fill', 'silent', (draft) =>
      edits.setLane(
        draft,
        trackOwner(CELLO),
        'rideDb',
        Array.from({ length: 200_000 }, (_, index) => ({
          time: index < 100_000 ? 5 * SECOND + index : 60 * SECOND + index,
          value: index % 2,
        })),
      ),
    );
    const before = document.get();
    const outcome = document.transact('Duplicate', 'undoable', (draft) =>
      edits.duplicateClips(draft, [CLIP], () => 'c-new' as ClipId, 20 * SECOND, { withLanes: true }),
    );
    expect(outcome).toMatchObject({ ok: false, code: 'lane-full' });
    expect(document.get()).toBe(before);
  });

  it('carries what a drag let go of: places as they lay before', () => {
    const before = ridden();
    const document = createDocument(before);
    const place = { trackId: CELLO, start: samples(5 * SECOND), length: samples(4 * SECOND) };
    document.transact('Carry', 'undoable', (draft) =>
      edits.carryLanes(draft, [place], { by: -2 * SECOND, leave: 'hold' }),
    );
    for (const at of [5, 6, 7.5, 8.9])
      expect(ride(document.get(), CELLO, at - 2)).toBeCloseTo(ride(before, CELLO, at), 2);
    // What overlaps its own new place was lifted before it was put down.
    expect(ride(document.get(), CELLO, 8)).toBeCloseTo(ride(before, CELLO, 5), 9);
  });
});
