import { describe, expect, it } from 'vitest';
import { decibels } from '../../units/index.ts';
import { createDocument, type SessionDraft } from '../document.ts';
import { testSession } from '../test-session.ts';
import { plainDynamics, plainEqualiser, type Session, type TrackId } from '../types.ts';
import * as edits from './index.ts';

const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const STRINGS = 't-strings' as TrackId;

const clean = (): Session => {
  const session = testSession();
  const tracks = Object.fromEntries(
    Object.values(session.tracks).map((track) => [
      track.id,
      { ...track, strip: { ...track.strip, eq: plainEqualiser(), dynamics: plainDynamics() } },
    ]),
  );
  return { ...session, tracks };
};

function edited(edit: (draft: SessionDraft) => edits.Refusal, start: Session = clean()): Session {
  const document = createDocument(start);
  const result = document.transact('Edit', 'undoable', edit);
  if (!result.ok) throw new Error(result.message);
  return document.get();
}

const refusal = (edit: (draft: SessionDraft) => edits.Refusal, start: Session = clean()) =>
  createDocument(start).transact('Edit', 'undoable', edit);

const strip = (session: Session, id: TrackId) => {
  const track = session.tracks[id];
  if (!track) throw new Error('gone');
  return track.strip;
};

describe('edits of processors', () => {
  it('set a band of several tracks at once and leave the others', () => {
    const session = edited((draft) =>
      edits.setBand(draft, [CELLO, VOICE], 3, { on: true, frequency: 2000, gainDb: decibels(-6), q: 2 }),
    );
    const wanted = { on: true, kind: 'bell', frequency: 2000, gainDb: -6, q: 2 };
    expect(strip(session, CELLO).eq.bands[3]).toEqual(wanted);
    expect(strip(session, VOICE).eq.bands[3]).toEqual(wanted);
    expect(strip(session, STRINGS).eq).toEqual(plainEqualiser());
  });

  it('clamp numbers and pass over what is no choice', () => {
    const session = edited(
      (draft) =>
        edits.setBand(draft, CELLO, 0, {
          frequency: 1e9,
          gainDb: decibels(-99),
          q: Number.NaN,
          kind: 'comb' as never,
        }) ??
        edits.setBand(draft, CELLO, 9, { on: true }) ??
        edits.setPassFilter(draft, CELLO, 'highPass', { on: true, frequency: 0, slope: 13 as never }) ??
        edits.setDynamics(draft, CELLO, {
          ratio: 0,
          thresholdDb: decibels(12),
          attackMs: -1,
          detector: 'ear' as never,
        }) ??
        edits.setProcessorOrder(draft, CELLO, 'sideways' as never),
    );
    const { eq, dynamics, order } = strip(session, CELLO);
    expect(eq.bands[0]).toEqual({ on: false, kind: 'low-shelf', frequency: 20_000, gainDb: -24, q: 0.1 });
    expect(eq.highPass).toEqual({ on: true, frequency: 10, slope: 12 });
    expect(dynamics).toEqual({ ...plainDynamics(), ratio: 1, thresholdDb: 0, attackMs: 0.05 });
    expect(order).toBe('eq-first');
  });

  it('put a band back to how a new strip has it', () => {
    const turned = edited((draft) =>
      edits.setBand(draft, CELLO, 1, { on: true, kind: 'notch', frequency: 50, q: 20 }),
    );
    const back = edited((draft) => edits.resetBand(draft, CELLO, 1), turned);
    expect(strip(back, CELLO).eq).toEqual(plainEqualiser());
  });

  it('refuse keys that lead back, in words, and take others', () => {
    const one = edited((draft) => edits.setDynamics(draft, CELLO, { key: VOICE }));
    const two = edited((draft) => edits.setDynamics(draft, VOICE, { key: STRINGS }), one);
    expect(strip(two, VOICE).dynamics.key).toBe(STRINGS);
    expect(refusal((draft) => edits.setDynamics(draft, STRINGS, { key: CELLO }), two)).toMatchObject({
      ok: false,
      code: 'key-circle',
    });
    expect(refusal((draft) => edits.setDynamics(draft, CELLO, { key: CELLO }))).toMatchObject({
      ok: false,
      code: 'key-circle',
    });
    expect(refusal((draft) => edits.setDynamics(draft, CELLO, { key: 't-none' as TrackId }))).toMatchObject({
      ok: false,
      code: 'key-gone',
    });
    // Two tracks at once, one of which is the key: neither changes.
    expect(refusal((draft) => edits.setDynamics(draft, [STRINGS, CELLO], { key: CELLO }))).toMatchObject({
      ok: false,
    });
    expect(
      strip(
        edited((draft) => edits.setDynamics(draft, CELLO, { key: null }), two),
        CELLO,
      ).dynamics.key,
    ).toBe(null);
  });

  it('paste processors whole or in part; a key that would lead back becomes the own signal', () => {
    const from = edited(
      (draft) =>
        edits.setBand(draft, CELLO, 2, { on: true, gainDb: decibels(3) }) ??
        edits.setEqualiserOn(draft, CELLO, false) ??
        edits.setPassFilter(draft, CELLO, 'lowPass', { on: true, frequency: 9000, slope: 24 }) ??
        edits.setDynamics(draft, CELLO, { on: true, ratio: 4, key: VOICE }) ??
        edits.setProcessorOrder(draft, CELLO, 'dynamics-first'),
    );
    const kept = edits.processorsOf(strip(from, CELLO));
    const session = edited((draft) => edits.pasteProcessors(draft, [STRINGS, VOICE], kept), from);
    expect(edits.processorsOf(strip(session, STRINGS))).toEqual(kept);
    expect(edits.processorsOf(strip(session, VOICE))).toEqual({
      ...kept,
      dynamics: { ...kept.dynamics, key: null },
    });
    const part = edited((draft) => edits.pasteProcessors(draft, STRINGS, { eq: kept.eq }), from);
    expect(strip(part, STRINGS).eq).toEqual(kept.eq);
    expect(strip(part, STRINGS).dynamics).toEqual(plainDynamics());
  });
});
