import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addGroup,
  type GroupId,
  setGroupLinks,
  setGroupOn,
  setStrip,
  type TrackId,
} from '../../session/index.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { memorySettings } from '../state/persist.ts';
import { createUiStore } from '../state/ui-store.ts';
import { gangOf } from './gang.ts';
import { cancelLevel, commitLevel, FADER_RANGE, groupLevel, holdLevel, moveLevel } from './level-gesture.ts';

const fixture = () => fixtureDocument(4);
const [STRINGS, CELLO, VOICE, RAIN] = fixture().get().trackOrder as readonly [
  TrackId,
  TrackId,
  TrackId,
  TrackId,
];
const PAIR = 'g-pair' as GroupId;

/** A desk on a session of four tracks, with levels set. */
function desk(levels: Readonly<Record<TrackId, number>> = {}) {
  const document = fixture();
  document.transact('Levels', 'silent', (draft) => {
    for (const [id, faderDb] of Object.entries(levels))
      setStrip(draft, id as TrackId, { faderDb: faderDb as never });
  });
  const binding = bindDocument(document, createNoticeStore(), () => false);
  return { ...binding, ui: createUiStore(memorySettings()) };
}

type Desk = ReturnType<typeof desk>;
const level = ({ document }: Desk, id: TrackId) => document.getState().session.tracks[id]?.strip.faderDb;
const group = (at: Desk, trackIds: readonly TrackId[]) =>
  at.edit('Group', (draft) => addGroup(draft, { id: PAIR, name: 'Pair', trackIds }));
const track = (id: TrackId) => ({ kind: 'track', id }) as const;

test('faders of a group keep their distance until one reaches an end', () => {
  expect(groupLevel(-6, 2.5)).toBe(-3.5);
  expect(groupLevel(11, 5)).toBe(12);
  expect(groupLevel(-88, -5)).toBe(Number.NEGATIVE_INFINITY);
});

test('a fader that is off stays off with its group', () => {
  expect(groupLevel(Number.NEGATIVE_INFINITY, 6)).toBe(Number.NEGATIVE_INFINITY);
  expect(groupLevel(-3, Number.NaN)).toBe(-3);
});

test('no group move leaves the range', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -90, max: 12, noNaN: true }),
      fc.double({ min: -200, max: 200, noNaN: true }),
      (own, delta) => {
        const next = groupLevel(own, delta);
        expect(next === Number.NEGATIVE_INFINITY || (next > FADER_RANGE.min && next <= FADER_RANGE.max)).toBe(
          true,
        );
      },
    ),
    { seed: 5 },
  );
});

test('linked faders keep their offsets through both ends of the travel, as one undo step', () => {
  const at = desk({ [STRINGS]: -10, [CELLO]: -4.25, [VOICE]: -1 });
  group(at, [STRINGS, CELLO]);
  for (const to of [-3, 12, -50, Number.NEGATIVE_INFINITY, -12]) moveLevel(at, track(STRINGS), to);
  commitLevel(at);
  expect([level(at, STRINGS), level(at, CELLO), level(at, VOICE)]).toEqual([-12, -6.25, -1]);
  expect(at.document.getState().undoLabel).toBe('Level of 2 strips');
  at.undo();
  expect([level(at, STRINGS), level(at, CELLO)]).toEqual([-10, -4.25]);
});

test('the modifier, or a group that is off or does not link faders, moves one alone', () => {
  const at = desk({ [STRINGS]: -10, [CELLO]: -4 });
  group(at, [STRINGS, CELLO]);
  moveLevel(at, track(STRINGS), -8, true);
  commitLevel(at);
  expect(level(at, CELLO)).toBe(-4);
  at.edit('Links', (draft) => setGroupLinks(draft, PAIR, { fader: false }));
  expect(gangOf(at, STRINGS, 'fader')).toEqual([STRINGS]);
  expect(gangOf(at, STRINGS, 'mute')).toEqual([STRINGS, CELLO]);
  at.edit('Off', (draft) => setGroupOn(draft, PAIR, false));
  expect(gangOf(at, STRINGS, 'mute')).toEqual([STRINGS]);
});

test('a selection moves together and brings the groups of its members along', () => {
  const at = desk({ [STRINGS]: 0, [CELLO]: -1, [VOICE]: -2, [RAIN]: -3 });
  group(at, [VOICE, RAIN]);
  at.ui.setState({ selection: { kind: 'tracks', ids: [CELLO, VOICE] } });
  moveLevel(at, track(CELLO), -6);
  commitLevel(at);
  expect([STRINGS, CELLO, VOICE, RAIN].map((id) => level(at, id))).toEqual([0, -6, -7, -8]);
});

test('two fingers on two faders are one undo step, whoever lets go first', () => {
  const at = desk({ [STRINGS]: 0, [CELLO]: 0 });
  holdLevel(at, track(STRINGS), true);
  moveLevel(at, track(STRINGS), -1);
  holdLevel(at, track(CELLO), true);
  moveLevel(at, track(CELLO), -3);
  moveLevel(at, track(STRINGS), -2);
  holdLevel(at, track(STRINGS), false);
  moveLevel(at, track(CELLO), -4);
  holdLevel(at, track(CELLO), false);
  expect([level(at, STRINGS), level(at, CELLO)]).toEqual([-2, -4]);
  at.undo();
  expect([level(at, STRINGS), level(at, CELLO)]).toEqual([0, 0]);
  expect(at.document.getState().undoLabel).toBeNull();
});

test('of two held faders of one group each follows its own finger', () => {
  const at = desk({ [STRINGS]: 0, [CELLO]: -2, [VOICE]: -4 });
  group(at, [STRINGS, CELLO, VOICE]);
  holdLevel(at, track(STRINGS), true);
  holdLevel(at, track(CELLO), true);
  moveLevel(at, track(STRINGS), -10);
  moveLevel(at, track(CELLO), -3);
  holdLevel(at, track(STRINGS), false);
  holdLevel(at, track(CELLO), false);
  expect([STRINGS, CELLO, VOICE].map((id) => level(at, id))).toEqual([-10, -3, -14]);
});

test('Escape takes back what all fingers did', () => {
  const at = desk({ [STRINGS]: 0, [CELLO]: 0 });
  moveLevel(at, track(STRINGS), -9);
  moveLevel(at, { kind: 'family', name: 'music' }, -3);
  cancelLevel(at);
  expect([level(at, STRINGS), at.document.getState().session.families.music.faderDb]).toEqual([0, 0]);
});
