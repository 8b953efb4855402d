import type { SessionDraft } from '../document.ts';
import { withRide } from '../gestures/ride.ts';
import {
  type Breath,
  breathShape,
  type PullBack,
  pullBackShape,
  type Swell,
  swellShape,
} from '../gestures/shapes.ts';
import { type LaneOwner, lanesOf } from '../lane-owner.ts';
import type { LanePoint, Session } from '../types.ts';
import type { Refusal } from './draft.ts';
import { setLane } from './lanes.ts';

/** Adds a shape to the rides of owners. */
function ride(draft: SessionDraft, owners: readonly LaneOwner[], shape: readonly LanePoint[]): Refusal {
  for (const owner of owners) {
    const points = lanesOf(draft as Session, owner).rideDb ?? [];
    const refused = setLane(draft, owner, 'rideDb', withRide(points, shape, 0));
    if (refused) return refused;
  }
  return null;
}

/** Swell under silence: raises tracks, families or VCAs into a silence of the dialogue and brings them back when it ends. */
export const swell = (draft: SessionDraft, owners: readonly LaneOwner[], gesture: Swell): Refusal =>
  ride(draft, owners, swellShape(gesture));

/** Pull back before a hit: down to a depth some time before it, back after it. */
export const pullBack = (draft: SessionDraft, owners: readonly LaneOwner[], gesture: PullBack): Refusal =>
  ride(draft, owners, pullBackShape(gesture));

/** Let silence breathe: everything named goes out and comes back; what is left out (room tone) stays. */
export const breathe = (draft: SessionDraft, owners: readonly LaneOwner[], gesture: Breath): Refusal =>
  ride(draft, owners, breathShape(gesture));
