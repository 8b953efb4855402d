/** What holds tracks together: VCAs, groups, folders. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDocument, type Recipe } from '../document.ts';
import { vcaMembers } from '../select.ts';
import { testSession } from '../test-session.ts';
import type { FolderId, GroupId, Session, SpaceId, TrackId, VcaId } from '../types.ts';
import * as edits from './index.ts';

const STRINGS = 't-strings' as TrackId;
const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const RAIN = 't-rain' as TrackId;
const ALL = 'v-all' as VcaId;
const OWN = 'v-strings' as VcaId;
const LOW = 'g-low' as GroupId;
const BAND = 'f-band' as FolderId;

function edited(...recipes: readonly Recipe[]): Session {
  const document = createDocument(testSession());
  for (const recipe of recipes) expect(document.transact('Edit', 'undoable', recipe).ok).toBe(true);
  return document.get();
}

test('a new VCA stands at unity over its tracks, each of which leaves the VCA it had', () => {
  const id = 'v-new' as VcaId;
  const session = edited((draft) =>
    edits.addVca(draft, { id, name: ' Low ', colour: 'red', parentId: ALL, trackIds: [STRINGS, VOICE] }),
  );
  expect(session.vcas[id]).toMatchObject({
    name: 'Low',
    colour: null,
    faderDb: 0,
    muted: false,
    parentId: ALL,
  });
  expect([vcaMembers(session, id), vcaMembers(session, OWN)]).toEqual([[STRINGS, VOICE], []]);
});

test('a deleted VCA hands what stood under it to the one above, and its spaces to no one', () => {
  const session = edited(
    (draft) => {
      const space = draft.spaces['r-hall' as SpaceId];
      if (space) space.ownerVcaId = OWN;
    },
    (draft) => edits.deleteVcas(draft, [OWN]),
  );
  expect(session.tracks[STRINGS]?.vcaId).toBe(ALL);
  expect(session.spaces['r-hall' as SpaceId]?.ownerVcaId).toBeNull();
  const none = edited((draft) => edits.deleteVcas(draft, [ALL]));
  expect([none.vcas[OWN]?.parentId, none.tracks[STRINGS]?.vcaId]).toEqual([null, OWN]);
  expect(edited((draft) => edits.deleteVcas(draft, [ALL, OWN])).tracks[STRINGS]?.vcaId).toBeNull();
});

test('no nesting closes a circle, whatever is tried in whatever order', () => {
  const ids = ['v-all', 'v-strings', 'v-1', 'v-2', 'v-3'] as VcaId[];
  const start = edited((draft) => {
    for (const id of ids) edits.addVca(draft, { id, name: id });
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(4), fc.integer({ min: -1, max: 4 })), { maxLength: 20 }),
      (moves) => {
        const document = createDocument(start);
        for (const [child, parent] of moves) {
          const id = ids[child] ?? ALL;
          const to = ids[parent] ?? null;
          const allowed = edits.mayNest(document.get().vcas, id, to);
          // A circle would make the transaction throw: the document refuses it.
          document.transact('Nest', 'undoable', (draft) => edits.nestVca(draft, id, to));
          if (allowed) expect(document.get().vcas[id]?.parentId).toBe(to);
        }
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test('a VCA keeps its fader in range', () => {
  const set = (faderDb: number) =>
    edited((draft) => edits.setVca(draft, ALL, { faderDb: faderDb as never })).vcas[ALL];
  expect([set(40)?.faderDb, set(-500)?.faderDb, set(-6)?.faderDb]).toEqual([
    12,
    Number.NEGATIVE_INFINITY,
    -6,
  ]);
});

test('a group names each track once, and its links and switch are set one by one', () => {
  const id = 'g-new' as GroupId;
  const session = edited(
    (draft) => edits.addGroup(draft, { id, name: '', trackIds: [RAIN, RAIN, 't-gone' as TrackId] }),
    (draft) => edits.setGroupMembers(draft, id, [VOICE, RAIN], true),
    (draft) => edits.setGroupLinks(draft, id, { solo: false }),
    (draft) => edits.setGroupOn(draft, id, false),
  );
  expect(session.groups[id]).toEqual({
    id,
    name: 'Group',
    colour: null,
    on: false,
    trackIds: [RAIN, VOICE],
    links: { fader: true, mute: true, solo: false, automation: true },
  });
  expect(edited((draft) => edits.setGroupMembers(draft, LOW, [CELLO], false)).groups[LOW]?.trackIds).toEqual([
    STRINGS,
  ]);
  expect(edited((draft) => edits.deleteGroups(draft, [LOW])).groups).toEqual({});
});

test('tracks of a folder stand together: newcomers after those in it, leavers after those that stay', () => {
  const moved = edited((draft) => edits.assignFolder(draft, [RAIN], BAND));
  expect(moved.trackOrder).toEqual([STRINGS, RAIN, CELLO, VOICE]);
  expect(moved.tracks[RAIN]?.folderId).toBe(BAND);
  const left = edited(
    (draft) => edits.assignFolder(draft, [RAIN, VOICE], BAND),
    (draft) => edits.assignFolder(draft, [STRINGS], null),
  );
  expect(left.trackOrder).toEqual([VOICE, RAIN, STRINGS, CELLO]);
  const fresh = edited((draft) =>
    edits.addFolder(draft, { id: 'f-new' as FolderId, name: 'Air', trackIds: [RAIN, CELLO] }),
  );
  expect(fresh.trackOrder).toEqual([STRINGS, CELLO, RAIN, VOICE]);
});

test('a deleted folder leaves its tracks where they are', () => {
  const session = edited((draft) => edits.deleteFolders(draft, [BAND]));
  expect([session.folders, session.tracks[STRINGS]?.folderId]).toEqual([{}, null]);
  expect(session.trackOrder).toEqual(testSession().trackOrder);
});
