import { describe, expect, it } from 'vitest';
import { createDocument } from './document.ts';
import { setLane } from './edits/index.ts';
import {
  type AnyLaneTarget,
  currentStaticValue,
  type LaneOwner,
  laneRangeOfOwner,
  lanesOf,
  ownerKey,
  trackOwner,
} from './lane-owner.ts';
import { testSession } from './test-session.ts';
import {
  CONTROL_TARGETS,
  LANE_TARGETS,
  SPACE_TARGETS,
  type SpaceId,
  type TrackId,
  type VcaId,
} from './types.ts';

const session = testSession();
const cello = trackOwner('t-cello' as TrackId);
const owners: readonly LaneOwner[] = [
  ...session.trackOrder.map(trackOwner),
  { kind: 'family', name: 'music' },
  ...(Object.keys(session.vcas) as VcaId[]).map((id) => ({ kind: 'vca' as const, id })),
  ...(Object.keys(session.spaces) as SpaceId[]).map((id) => ({ kind: 'space' as const, id })),
];

describe('lane owners', () => {
  it('take a lane for each target of their kind and refuse the others', () => {
    const all: readonly AnyLaneTarget[] = [...LANE_TARGETS, ...CONTROL_TARGETS, ...SPACE_TARGETS];
    for (const owner of owners) {
      for (const target of new Set(all)) {
        const document = createDocument(session);
        document.transact('Draw', 'undoable', (draft) =>
          setLane(draft, owner, target, [{ time: 5, value: 1e9 }]),
        );
        const range = laneRangeOfOwner(owner, target);
        const written = lanesOf(document.get(), owner)[target];
        expect(written?.at(-1)?.value, `${ownerKey(owner)} ${target}`).toBe(range ? range[1] : undefined);
      }
    }
  });

  it('tell what holds without a lane, in its range', () => {
    expect(currentStaticValue(session, cello, 'x')).toBe(0.2);
    expect(currentStaticValue(session, cello, 'rideDb')).toBe(0);
    expect(currentStaticValue(session, cello, 'band3.frequency')).toBe(700);
    expect(currentStaticValue(session, cello, 'lowPass.frequency')).toBe(16_000);
    expect(currentStaticValue(session, cello, 'dynamics.attackMs')).toBe(10);
    expect(currentStaticValue(session, cello, 'send.nowhere')).toBe(-144);
    expect(currentStaticValue(session, trackOwner('t-gone' as TrackId), 'x')).toBe(0);
    for (const owner of owners) {
      for (const target of [...LANE_TARGETS, ...SPACE_TARGETS]) {
        const range = laneRangeOfOwner(owner, target);
        if (!range) continue;
        const value = currentStaticValue(session, owner, target);
        expect(value).toBeGreaterThanOrEqual(range[0]);
        expect(value).toBeLessThanOrEqual(range[1]);
      }
    }
  });
});
