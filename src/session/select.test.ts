import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../units/index.ts';
import { createDocument } from './document.ts';
import { addTrack, assignVca, clearSolos, moveClips, setFamily, setStrip, setVca } from './edits/index.ts';
import {
  anySolo,
  clipsOfTrack,
  effectiveLevelDb,
  freeObjects,
  keyGain,
  markersInOrder,
  nextMarker,
  objectCount,
  previousMarker,
  sessionEnd,
  silencedBy,
  stripGain,
  tracksInOrder,
  vcaMembers,
  vcasOver,
} from './select.ts';
import { testSession } from './test-session.ts';
import { type ClipId, FAMILIES, type Session, type TrackId, type VcaId } from './types.ts';

const STRINGS = 't-strings' as TrackId;
const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const RAIN = 't-rain' as TrackId;
/** Over the strings' VCA, which is over the strings. */
const ALL = 'v-all' as VcaId;
const OWN = 'v-strings' as VcaId;
const TRACKS = [STRINGS, CELLO, VOICE, RAIN];

/** Plain powers: the tests compare settings with each other, never with the core. */
const toGain = (db: number): number => 10 ** (db / 20);

function edited(...edits: readonly Parameters<ReturnType<typeof createDocument>['transact']>[2][]): Session {
  const document = createDocument(testSession());
  for (const edit of edits) document.transact('Edit', 'undoable', edit);
  return document.get();
}

const heard = (session: Session) => TRACKS.filter((id) => stripGain(session, id, toGain) !== 0);

describe('gain of a strip', () => {
  it('is the fader; trim and polarity are ahead of the processors, the family is above it', () => {
    const session = edited(
      (draft) =>
        setStrip(draft, CELLO, { trimDb: -2 as never, faderDb: -3 as never, polarityInverted: true }),
      (draft) => setFamily(draft, 'music', { faderDb: -1 as never }),
    );
    expect(effectiveLevelDb(session, CELLO)).toBe(-6);
    expect(stripGain(session, CELLO, toGain)).toBe(toGain(-3));
    expect(stripGain(session, STRINGS, toGain)).toBe(1);
    expect(stripGain(session, 't-gone' as TrackId, toGain)).toBe(0);
  });

  it('is 0 when the fader is down, without asking the converter for −∞', () => {
    const session = edited((draft) =>
      setStrip(draft, CELLO, { faderDb: Number.NEGATIVE_INFINITY as never, polarityInverted: true }),
    );
    expect(
      Object.is(
        stripGain(session, CELLO, () => Number.NaN),
        0,
      ),
    ).toBe(true);
  });

  it('lets a solo silence the others in place, but not what is solo-safe', () => {
    const session = edited(
      (draft) => setStrip(draft, CELLO, { soloed: true }) ?? setStrip(draft, RAIN, { soloSafe: true }),
    );
    expect(heard(session)).toEqual([CELLO, RAIN]);
    expect([anySolo(session), silencedBy(session, VOICE)]).toEqual([true, 'solo']);
  });

  it('as a key ignores solos and follows every mute', () => {
    const soloed = edited((draft) => setStrip(draft, CELLO, { soloed: true }));
    expect(stripGain(soloed, VOICE, toGain)).toBe(0);
    expect(keyGain(soloed, VOICE, toGain)).toBe(1);
    expect(keyGain(soloed, CELLO, toGain)).toBe(1);
    for (const muted of [
      edited((draft) => setStrip(draft, VOICE, { muted: true })),
      edited((draft) => setFamily(draft, 'dialogue', { muted: true })),
    ])
      expect(keyGain(muted, VOICE, toGain)).toBe(0);
  });

  it('adds family solos to track solos', () => {
    const family = edited((draft) => setFamily(draft, 'music', { soloed: true }));
    expect(heard(family)).toEqual([STRINGS, CELLO]);
    const both = edited(
      (draft) => setFamily(draft, 'music', { soloed: true }) ?? setStrip(draft, VOICE, { soloed: true }),
    );
    expect(heard(both)).toEqual([STRINGS, CELLO, VOICE]);
  });

  it('lets mutes win over solos and solo-safe', () => {
    const session = edited(
      (draft) => setStrip(draft, CELLO, { soloed: true, muted: true }),
      (draft) => setStrip(draft, RAIN, { soloSafe: true }) ?? setFamily(draft, 'ambience', { muted: true }),
    );
    expect(heard(session)).toEqual([]);
    expect(TRACKS.map((id) => silencedBy(session, id))).toEqual(['solo', 'mute', 'solo', 'family-mute']);
  });

  it('adds the faders of every VCA above and the trim of the family', () => {
    const session = edited(
      (draft) => setVca(draft, ALL, { faderDb: -4 as never }) ?? setVca(draft, OWN, { faderDb: -3 as never }),
      (draft) => setFamily(draft, 'music', { trimDb: 2 as never }),
    );
    expect([effectiveLevelDb(session, STRINGS), effectiveLevelDb(session, CELLO)]).toEqual([-5, 2]);
    const off = edited((draft) => setVca(draft, ALL, { faderDb: Number.NEGATIVE_INFINITY as never }));
    expect(effectiveLevelDb(off, STRINGS)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is 0 under a muted VCA however far above, and sounds alone under a soloed one', () => {
    const muted = edited(
      (draft) => setVca(draft, ALL, { muted: true }) ?? setStrip(draft, STRINGS, { soloed: true }),
    );
    expect([silencedBy(muted, STRINGS), heard(muted)]).toEqual(['vca-mute', []]);
    const soloed = edited(
      (draft) => setVca(draft, ALL, { soloed: true }),
      (draft) => assignVca(draft, [RAIN], ALL),
    );
    expect([anySolo(soloed), heard(soloed)]).toEqual([true, [STRINGS, RAIN]]);
    expect(anySolo(edited((draft) => setVca(draft, ALL, { soloed: true }), clearSolos))).toBe(false);
  });

  it('agrees with the rule written out, for every combination of buttons', () => {
    const strip = fc.record({ muted: fc.boolean(), soloed: fc.boolean(), soloSafe: fc.boolean() });
    const family = fc.record({ muted: fc.boolean(), soloed: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(strip, { minLength: 4, maxLength: 4 }),
        fc.array(family, { minLength: 4, maxLength: 4 }),
        (strips, families) => {
          const session = edited((draft) => {
            for (const [index, id] of TRACKS.entries()) setStrip(draft, id, strips[index] ?? {});
            for (const [index, name] of FAMILIES.entries()) setFamily(draft, name, families[index] ?? {});
          });
          const solos = [...strips, ...families].some(({ soloed }) => soloed);
          const expected = TRACKS.filter((id, index) => {
            const own = strips[index];
            const group = session.tracks[id] && session.families[session.tracks[id].family];
            if (!own || !group || own.muted || group.muted) return false;
            return !solos || own.soloed || own.soloSafe || group.soloed;
          });
          expect(heard(session)).toEqual(expected);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('selectors', () => {
  it('list clips by start and keep the list while the track and its clips stay', () => {
    const document = createDocument(testSession());
    const strings = clipsOfTrack(document.get(), STRINGS);
    expect(strings.map(({ id }) => id)).toEqual(['c-strings-1', 'c-strings-2']);
    document.transact('Move', 'undoable', (draft) => moveClips(draft, ['c-rain-1' as ClipId], { by: 5 }));
    expect(clipsOfTrack(document.get(), STRINGS)).toBe(strings);
    document.transact('Move', 'undoable', (draft) =>
      moveClips(draft, ['c-strings-1' as ClipId], { by: 30 * 48_000 }),
    );
    expect(clipsOfTrack(document.get(), STRINGS).map(({ id }) => id)).toEqual(['c-strings-2', 'c-strings-1']);
    expect(clipsOfTrack(document.get(), 't-gone' as TrackId)).toEqual([]);
  });

  it('give the VCAs over a track, nearest first, and the tracks under a VCA in their order', () => {
    const session = edited((draft) => assignVca(draft, [RAIN, CELLO], ALL));
    expect(vcasOver(session, STRINGS).map(({ id }) => id)).toEqual([OWN, ALL]);
    expect([vcasOver(session, VOICE), vcasOver(session, 't-gone' as TrackId)]).toEqual([[], []]);
    expect([vcaMembers(session, ALL), vcaMembers(session, OWN)]).toEqual([[STRINGS, CELLO, RAIN], [STRINGS]]);
    expect(vcaMembers(session, 'v-gone' as VcaId)).toEqual([]);
  });

  it('give tracks in order, objects in use and the end of the last clip', () => {
    const session = testSession();
    expect(tracksInOrder(session).map(({ id }) => id)).toEqual(TRACKS);
    expect(tracksInOrder(session)).toBe(tracksInOrder({ ...session, name: 'Other' }));
    expect([objectCount(session), freeObjects(session)]).toEqual([3, 115]);
    const more = edited((draft) =>
      addTrack(draft, { id: 't-new' as TrackId, name: 'New', family: 'music', format: 'stereo' }),
    );
    expect(objectCount(more)).toBe(3);
    expect(sessionEnd(session)).toBe(40 * 48_000);
    expect(sessionEnd({ ...session, clips: {} })).toBe(0);
  });

  it('find the markers around a position', () => {
    const session = testSession();
    expect(markersInOrder(session).map(({ id }) => id)).toEqual(['m-cue', 'm-door']);
    expect(nextMarker(session, 0)?.id).toBe('m-door');
    expect(nextMarker(session, 96_000)).toBeNull();
    expect(previousMarker(session, samples(96_000))?.id).toBe('m-cue');
    expect(previousMarker(session, 0)).toBeNull();
  });
});
