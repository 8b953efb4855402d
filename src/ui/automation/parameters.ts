import {
  type AnyLaneTarget,
  FAMILIES,
  type LaneOwner,
  lanesOf,
  type Parameter,
  parameterKey,
  type Session,
  type SpaceId,
  trackOwner,
  type VcaId,
} from '../../session/index.ts';
import type { Selection } from '../state/ui-store.ts';

/** True for the same parameter of the same owner. */
export const sameParameters = (one: Parameter, other: Parameter): boolean =>
  parameterKey(one) === parameterKey(other);

/** Everything that has lanes. */
export const allOwners = (session: Session): readonly LaneOwner[] => [
  ...session.trackOrder.map(trackOwner),
  ...FAMILIES.map((name) => ({ kind: 'family' as const, name })),
  ...(Object.keys(session.vcas) as VcaId[]).map((id) => ({ kind: 'vca' as const, id })),
  ...(Object.keys(session.spaces) as SpaceId[]).map((id) => ({ kind: 'space' as const, id })),
];

/** Parameters that have a lane. */
export const automatedParameters = (session: Session): readonly Parameter[] =>
  allOwners(session).flatMap((owner) => {
    const lanes = lanesOf(session, owner);
    return (Object.keys(lanes) as AnyLaneTarget[])
      .filter((target) => (lanes[target]?.length ?? 0) > 0)
      .map((target) => ({ owner, target }));
  });

/** What the automation keys and the automation bar act on. */
export function selectedOwners(selection: Selection): readonly LaneOwner[] {
  switch (selection.kind) {
    case 'tracks':
      return selection.ids.map(trackOwner);
    case 'family':
      return [{ kind: 'family', name: selection.name }];
    case 'vca':
      return [{ kind: 'vca', id: selection.id }];
    default:
      return [];
  }
}
