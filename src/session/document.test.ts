import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decibels, fail, samples } from '../units/index.ts';
import { plainBed, plainObject } from './create.ts';
import { createDocument, type DocumentChange, type Recipe, type SessionDraft } from './document.ts';
import { copyOutput } from './edits/outputs.ts';
import { serialiseSession } from './parse.ts';
import { applyPatches, diffSessions } from './patches.ts';
import { testSession } from './test-session.ts';
import type { ClipId, MarkerId, Session, TrackId } from './types.ts';

const CELLO = 't-cello' as TrackId;
const RAIN = 't-rain' as TrackId;

const fader =
  (id: TrackId, db: number): Recipe =>
  (draft) => {
    const track = draft.tracks[id];
    if (track) track.strip.faderDb = decibels(db);
  };

const faderOf = (session: Session, id: TrackId) => session.tracks[id]?.strip.faderDb;

/** A raw edit of any kind out of three numbers: scalars, records, arrays, replaced objects. */
function anyEdit(kind: number, pick: number, value: number): Recipe {
  const choose = <Item>(items: readonly Item[]): Item | undefined => items[pick % Math.max(1, items.length)];
  const edits: readonly ((draft: SessionDraft) => void)[] = [
    (draft) => {
      const track = choose(Object.values(draft.tracks));
      if (track) track.strip.faderDb = decibels(value === 0 ? Number.NEGATIVE_INFINITY : -(value % 60));
    },
    (draft) => {
      const clip = choose(Object.values(draft.clips));
      if (clip) clip.start = samples(value);
    },
    (draft) => {
      const clip = choose(Object.values(draft.clips));
      if (clip && Object.keys(draft.clips).length > 2) delete draft.clips[clip.id];
    },
    (draft) => {
      const clip = choose(Object.values(draft.clips));
      const id = `c-${value}` as ClipId;
      if (clip && !draft.clips[id]) draft.clips[id] = { ...clip, channels: [...clip.channels], id };
    },
    (draft) => {
      const [moved] = draft.trackOrder.splice(pick % draft.trackOrder.length, 1);
      if (moved) draft.trackOrder.splice(value % (draft.trackOrder.length + 1), 0, moved);
    },
    (draft) => {
      const track = draft.tracks[CELLO];
      if (!track) return;
      const lane = track.lanes.y ?? [];
      lane.push({ time: samples(value), value: (value % 100) / 100, curve: 'linear' });
      lane.sort((a, b) => a.time - b.time);
      track.lanes.y = lane;
    },
    (draft) => {
      const track = draft.tracks[CELLO];
      track?.lanes.y?.splice(pick % track.lanes.y.length, 1);
      if (track?.lanes.y?.length === 0) delete track.lanes.y;
    },
    (draft) => {
      const track = draft.tracks[RAIN];
      if (!track) return;
      track.output =
        track.output.kind === 'bed'
          ? copyOutput(plainObject({ x: 0, y: 0, z: 0 }, 0, (value % 10) / 10))
          : copyOutput({ ...plainBed('stereo'), lfeDb: decibels(-6) });
    },
    (draft) => {
      draft.loop = { start: samples(value), end: samples(value + 1), enabled: pick % 2 === 0 };
    },
  ];
  return (draft) => edits[kind % edits.length]?.(draft);
}

const edits = (length: number) =>
  fc.array(fc.tuple(fc.nat(100), fc.nat(1000), fc.nat(1_000_000)), { minLength: length, maxLength: length });

/** Text that tells documents apart down to the order of their keys. */
const exact = (session: Session) =>
  JSON.stringify(session, (_, value: unknown) => (value === Number.NEGATIVE_INFINITY ? '-inf' : value));

describe('history', () => {
  it('undoes 1,000 random edits to the identical document and redoes them forward', () => {
    fc.assert(
      fc.property(edits(1000), (list) => {
        const document = createDocument(testSession(), { depth: 1000 });
        const states = [exact(document.get())];
        for (const [kind, pick, value] of list) {
          const result = document.transact('Edit', 'undoable', anyEdit(kind, pick, value));
          if (result.ok && result.changed) states.push(exact(document.get()));
        }
        for (const state of states.slice(0, -1).toReversed()) {
          expect(document.undo()).toBe(true);
          expect(exact(document.get()) === state).toBe(true);
        }
        expect(document.undo()).toBe(false);
        for (const state of states.slice(1)) {
          expect(document.redo()).toBe(true);
          expect(exact(document.get()) === state).toBe(true);
        }
        expect(document.redo()).toBe(false);
      }),
      { seed: 7, numRuns: 2 },
    );
  });

  it('keeps no more steps than its depth', () => {
    const document = createDocument(testSession(), { depth: 3 });
    for (let db = 1; db <= 5; db++) document.transact('Fader', 'undoable', fader(CELLO, -db));
    expect([document.undo(), document.undo(), document.undo(), document.undo()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(faderOf(document.get(), CELLO)).toBe(-2);
  });

  it('names the steps and forgets what was undone once something new is done', () => {
    const document = createDocument(testSession());
    expect([document.undoLabel(), document.redoLabel()]).toEqual([null, null]);
    document.transact('Cello fader', 'undoable', fader(CELLO, -3));
    document.transact('Rain fader', 'undoable', fader(RAIN, -3));
    document.undo();
    expect([document.undoLabel(), document.redoLabel()]).toEqual(['Cello fader', 'Rain fader']);
    document.transact('Rain fader', 'undoable', fader(RAIN, -9));
    expect(document.redoLabel()).toBeNull();
  });

  it('makes no step of a recipe that changes nothing', () => {
    const document = createDocument(testSession());
    expect(document.transact('Fader', 'undoable', fader(CELLO, 0))).toEqual({ ok: true, changed: false });
    expect(document.undoLabel()).toBeNull();
  });

  it('shares what did not change between versions', () => {
    const document = createDocument(testSession());
    const before = document.get();
    document.transact('Fader', 'undoable', fader(CELLO, -3));
    const after = document.get();
    expect(after.tracks[RAIN]).toBe(before.tracks[RAIN]);
    expect(after.tracks[CELLO]?.lanes).toBe(before.tracks[CELLO]?.lanes);
    expect(after.clips).toBe(before.clips);
  });
});

describe('gestures', () => {
  it('make one undo step of a drag', () => {
    const document = createDocument(testSession());
    for (let db = 1; db <= 50; db++) document.transact('Fader', 'gesture', fader(CELLO, -db));
    document.commitGesture();
    expect(faderOf(document.get(), CELLO)).toBe(-50);
    document.undo();
    expect(faderOf(document.get(), CELLO)).toBe(0);
    expect(document.undoLabel()).toBeNull();
    document.redo();
    expect(faderOf(document.get(), CELLO)).toBe(-50);
  });

  it('revert on cancel to the identical document and leave redo alone', () => {
    const document = createDocument(testSession());
    document.transact('Rain fader', 'undoable', fader(RAIN, -9));
    document.undo();
    const before = exact(document.get());
    document.transact('Fader', 'gesture', fader(CELLO, -5));
    document.transact('Fader', 'gesture', fader(CELLO, -6));
    document.cancelGesture();
    expect(exact(document.get())).toBe(before);
    expect(document.undoLabel()).toBeNull();
    expect(document.redoLabel()).toBe('Rain fader');
  });

  it('end when another label, an edit or an undo comes', () => {
    const document = createDocument(testSession());
    document.transact('Cello', 'gesture', fader(CELLO, -5));
    document.transact('Rain', 'gesture', fader(RAIN, -6));
    document.transact('Edit', 'undoable', fader(CELLO, -7));
    document.transact('Rain', 'gesture', fader(RAIN, -8));
    const labels = [];
    for (let label = document.undoLabel(); label !== null; label = document.undoLabel()) {
      labels.push(label);
      document.undo();
    }
    expect(labels).toEqual(['Rain', 'Edit', 'Rain', 'Cello']);
  });

  it('keep silent changes out of their undo step', () => {
    const document = createDocument(testSession());
    document.transact('Fader', 'gesture', fader(CELLO, -5));
    document.transact('Rename', 'silent', (draft) => {
      draft.name = 'Renamed';
    });
    document.transact('Fader', 'gesture', fader(CELLO, -8));
    document.commitGesture();
    document.undo();
    expect(faderOf(document.get(), CELLO)).toBe(0);
    expect(document.get().name).toBe('Renamed');
    document.redo();
    expect(faderOf(document.get(), CELLO)).toBe(-8);
  });
});

describe('what the journal is told', () => {
  it('leads from the first document to the last through edits, gestures, cancels, silent changes and undo', () => {
    const step = fc.tuple(
      fc.constantFrom(
        'edit',
        'edit',
        'gesture',
        'gesture',
        'flush',
        'commit',
        'cancel',
        'silent',
        'undo',
        'redo',
      ),
      fc.nat(100),
      fc.nat(1000),
      fc.nat(1_000_000),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 120 }), (steps) => {
        const document = createDocument(testSession());
        let replayed = document.get();
        document.subscribe((_, { journal }) => {
          replayed = applyPatches(replayed, journal);
        });
        for (const [action, kind, pick, value] of steps) {
          if (action === 'edit') document.transact('Edit', 'undoable', anyEdit(kind, pick, value));
          else if (action === 'gesture') document.transact('Drag', 'gesture', anyEdit(kind, pick, value));
          else if (action === 'flush')
            replayed = applyPatches(replayed, document.gesturePatches()?.patches ?? []);
          else if (action === 'commit') document.commitGesture();
          else if (action === 'cancel') document.cancelGesture();
          else if (action === 'undo') document.undo();
          else if (action === 'redo') document.redo();
          else {
            document.transact('Name', 'silent', (draft) => {
              draft.name = `Name ${value}`;
            });
          }
        }
        document.commitGesture();
        expect(exact(replayed)).toBe(exact(document.get()));
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('gives each gesture part once, as few patches', () => {
    const document = createDocument(testSession());
    for (let db = 1; db <= 50; db++) document.transact('Fader', 'gesture', fader(CELLO, -db));
    expect(document.gesturePatches()).toEqual({
      label: 'Fader',
      patches: [{ op: 'replace', path: ['tracks', CELLO, 'strip', 'faderDb'], value: -50 }],
    });
    expect(document.gesturePatches()).toBeNull();
  });
});

describe('transactions', () => {
  it('refuse what a recipe refuses and change nothing', () => {
    const document = createDocument(testSession());
    const before = document.get();
    const refusal = fail('too-many', 'Too many.', 'Use fewer.');
    const result = document.transact('Fader', 'undoable', (draft) => {
      draft.name = 'half done';
      return refusal;
    });
    expect(result).toBe(refusal);
    expect(document.get()).toBe(before);
  });

  it('throw on a recipe that breaks the document, naming the field, and change nothing', () => {
    const document = createDocument(testSession());
    const before = document.get();
    const breakings: readonly [RegExp, Recipe][] = [
      [/faderDb must be −∞ or lie between/, fader(CELLO, 40)],
      [
        /tracks\.t-cello\.strip\.faderDb/,
        (draft) => Object.assign(draft.tracks[CELLO]?.strip ?? {}, { faderDb: Number.NaN }),
      ],
      [/trackOrder must list each track once/, (draft) => draft.trackOrder.pop()],
      [
        /clips\.c-cello-1\.trackId must name a track/,
        (draft) => {
          delete draft.tracks[CELLO];
          draft.trackOrder = draft.trackOrder.filter((id) => id !== CELLO);
        },
      ],
      [
        /stemId must name a stem/,
        (draft) => {
          for (const id of Object.keys(draft.stems)) Reflect.deleteProperty(draft.stems, id);
        },
      ],
      [
        /loop\.end must not lie before/,
        (draft) => {
          draft.loop.end = samples(0);
        },
      ],
      [/lanes\.x\.1\.time/, (draft) => draft.tracks[CELLO]?.lanes.x?.sort((a, b) => b.time - a.time)],
      [/is not a field/, (draft) => Object.assign(draft, { extra: 1 })],
      [
        /boom/,
        () => {
          throw new Error('boom');
        },
      ],
    ];
    for (const [message, recipe] of breakings) {
      expect(() => document.transact('Break', 'undoable', recipe)).toThrow(message);
      expect(document.get()).toBe(before);
    }
    expect(document.undoLabel()).toBeNull();
  });

  it('freeze what enters, so that the maker cannot change history', () => {
    const document = createDocument(testSession());
    const id = 'm-new' as MarkerId;
    const marker = { id, kind: 'hit' as const, name: 'New', start: samples(5), end: null };
    document.transact('Marker', 'undoable', (draft) => {
      draft.markers[id] = marker;
    });
    expect(() => Object.assign(marker, { name: 'Old' })).toThrow(TypeError);
  });

  it('tell every listener in order, also of what listeners do themselves, and surface a broken one', () => {
    const document = createDocument(testSession());
    const heard: string[] = [];
    document.subscribe((session, change: DocumentChange) => {
      if (change.label === 'First') document.transact('Second', 'undoable', fader(RAIN, -1));
      heard.push(`a ${change.label} ${faderOf(session, RAIN)}`);
    });
    const stop = document.subscribe((session, change) =>
      heard.push(`b ${change.label} ${faderOf(session, RAIN)}`),
    );
    document.transact('First', 'undoable', fader(CELLO, -1));
    expect(heard).toEqual(['a First 0', 'b First 0', 'a Second -1', 'b Second -1']);
    stop();
    document.subscribe(() => {
      throw new Error('broken listener');
    });
    expect(() => document.transact('Third', 'undoable', fader(CELLO, -2))).toThrow('broken listener');
    expect(heard.at(-1)).toBe('a Third -1');
    expect(faderOf(document.get(), CELLO)).toBe(-2);
  });
});

describe('patches', () => {
  it('are few where an array loses or gains a point', () => {
    const session = testSession();
    const cello = session.tracks[CELLO];
    const without: Session = {
      ...session,
      tracks: {
        ...session.tracks,
        ...(cello && { [CELLO]: { ...cello, lanes: { x: cello.lanes.x?.slice(1) ?? [] } } }),
      },
    };
    expect(diffSessions(session, without)).toEqual([
      { op: 'remove', path: ['tracks', CELLO, 'lanes', 'x', 0] },
    ]);
    expect(diffSessions(without, session)).toMatchObject([
      { op: 'add', path: ['tracks', CELLO, 'lanes', 'x', 0] },
    ]);
  });

  it('refuse paths that do not exist, prototype names and double adds', () => {
    const session = testSession();
    const before = serialiseSession(session);
    for (const path of [
      [],
      ['nothing'],
      ['__proto__', 'x'],
      ['tracks', 'constructor'],
      ['trackOrder', 9],
      ['trackOrder', 'length'],
      ['trackOrder', -1],
    ]) {
      expect(() => applyPatches(session, [{ op: 'replace', path, value: 0 }])).toThrow(/document|field|path/);
    }
    expect(() => applyPatches(session, [{ op: 'add', path: ['tracks', CELLO], value: 0 }])).toThrow(
      /already/,
    );
    expect(serialiseSession(session)).toBe(before);
  });
});
