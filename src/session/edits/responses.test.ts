import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../../units/index.ts';
import { createDocument, type SessionDraft } from '../document.ts';
import { parseSession, serialiseSession } from '../parse.ts';
import { testSession } from '../test-session.ts';
import type { Session, SpaceId, Stem, StemId } from '../types.ts';
import * as edits from './index.ts';

const HALL = 'r-hall' as SpaceId;
const RATE = 48_000;

const church: Stem = {
  id: 'a-church' as StemId,
  sha256: 'c'.repeat(64),
  fileName: 'Church.wav',
  coding: 'WAV 24-bit',
  bytes: 1_000_000,
  channels: 2,
  length: samples(3 * RATE),
  sourceRate: RATE,
  timeReference: null,
};

const open = (session: Session = testSession()) => {
  const document = createDocument(session);
  return {
    document,
    edit: (recipe: (draft: SessionDraft) => edits.Refusal) => document.transact('Edit', 'undoable', recipe),
    hall: () => document.get().spaces[HALL],
  };
};

describe('responses of spaces', () => {
  it('come with their stem in one step, make the space a convolution, and go with one undo', () => {
    const { document, edit, hall } = open();
    const before = document.get();
    expect(edit((draft) => edits.setResponse(draft, HALL, church)).ok).toBe(true);
    expect(document.get().stems[church.id]).toEqual(church);
    expect(hall()).toEqual({
      ...before.spaces[HALL],
      kind: 'convolution',
      response: { stemId: church.id, channels: [0, 1], startMs: 0, lengthMs: null, fadeMs: 0 },
    });
    document.undo();
    expect(document.get()).toEqual(before);
  });

  it('of four channels are refused in words, and nothing changes', () => {
    const { document, edit } = open();
    const before = document.get();
    const refused = edit((draft) => edits.setResponse(draft, HALL, { ...church, channels: 4 }));
    expect(refused).toMatchObject({ ok: false, code: 'response-channels' });
    if (refused.ok) throw new Error('must be refused');
    expect(`${refused.message} ${refused.remedy}`).toBe(
      '“Church.wav” has 4 channels; no response has that many. Taken are mono (1), stereo (2), 5.1 (6), 7.1 (8), 7.1.2 (10). Convert it to one of these.',
    );
    expect(document.get()).toBe(before);
  });

  it('stay when the space becomes a reverb, and so do the settings of the reverb', () => {
    const { edit, hall } = open();
    edit((draft) => edits.setResponse(draft, HALL, church));
    edit((draft) => edits.trimResponse(draft, HALL, { startMs: 12, lengthMs: 1500, fadeMs: 200 }));
    const convolution = hall();
    edit((draft) => edits.setSpaceKind(draft, HALL, 'reverb'));
    expect(hall()).toEqual({ ...convolution, kind: 'reverb' });
    edit((draft) => edits.setSpaceKind(draft, HALL, 'convolution'));
    expect(hall()).toEqual(convolution);
    // The stem it has already keeps its trim: choosing it again, or finding its file again, changes nothing.
    edit((draft) => edits.setResponse(draft, HALL, church));
    expect(hall()).toEqual(convolution);
  });

  it('are held inside their stem', () => {
    const { edit, hall } = open();
    edit((draft) => edits.setResponse(draft, HALL, church));
    edit((draft) => edits.trimResponse(draft, HALL, { startMs: 5000, fadeMs: 900 }));
    expect(hall()?.response).toMatchObject({ startMs: 2999, lengthMs: null, fadeMs: 1 });
    edit((draft) => edits.trimResponse(draft, HALL, { startMs: 1000, lengthMs: 2000 }));
    expect(hall()?.response).toMatchObject({ startMs: 1000, lengthMs: null });
    edit((draft) => edits.trimResponse(draft, HALL, { lengthMs: 500, fadeMs: 800 }));
    expect(hall()?.response).toMatchObject({ lengthMs: 500, fadeMs: 500 });
    edit((draft) => edits.trimResponse(draft, HALL, { startMs: Number.NaN, lengthMs: 0, fadeMs: -1 }));
    expect(hall()?.response).toMatchObject({ startMs: 0, lengthMs: 1, fadeMs: 0 });
  });

  it('keep their stem when unused ones are forgotten, for a reverb too: it may be switched back', () => {
    const { document, edit } = open();
    edit((draft) => edits.setResponse(draft, HALL, church));
    edit((draft) => edits.setSpaceKind(draft, HALL, 'reverb'));
    edit((draft) => edits.removeUnusedStems(draft));
    expect(document.get().stems[church.id]).toEqual(church);
  });

  it('never leave the document broken, whatever numbers they are given', () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer({ min: -10, max: 100_000 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 200_000 }),
        fc.array(fc.tuple(anyNumber, fc.option(anyNumber), anyNumber), { maxLength: 8 }),
        (channels, length, trims) => {
          const { document, edit } = open();
          const known = edit((draft) =>
            edits.setResponse(draft, HALL, { ...church, channels, length: samples(length) }),
          );
          expect(known.ok).toBe([1, 2, 6, 8, 10].includes(channels));
          for (const [startMs, lengthMs, fadeMs] of trims)
            expect(edit((draft) => edits.trimResponse(draft, HALL, { startMs, lengthMs, fadeMs })).ok).toBe(
              true,
            );
          expect(parseSession(serialiseSession(document.get())).ok).toBe(true);
        },
      ),
      { seed: 19, numRuns: 200 },
    );
  });
});
