/** Whose lanes: tracks, families, VCAs and spaces, seen alike. */
import { own } from './fault.ts';
import { clampTo } from './limits.ts';
import {
  type AutomationMode,
  type ControlTarget,
  controlRangeOf,
  type FamilyName,
  type Lanes,
  type LaneTarget,
  laneRangeOf,
  type Session,
  type Space,
  type SpaceId,
  type SpaceTarget,
  sendOfTarget,
  spaceRangeOf,
  type Track,
  type TrackId,
  type Vca,
  type VcaId,
} from './types.ts';

/** What has lanes. */
export type LaneOwner =
  | { readonly kind: 'track'; readonly id: TrackId }
  | { readonly kind: 'family'; readonly name: FamilyName }
  | { readonly kind: 'vca'; readonly id: VcaId }
  | { readonly kind: 'space'; readonly id: SpaceId };

/** Whatever any owner's lane can move. */
export type AnyLaneTarget = LaneTarget | ControlTarget | SpaceTarget;

/** A track as an owner. */
export const trackOwner = (id: TrackId): LaneOwner => ({ kind: 'track', id });

/** A text that is the same for the same owner and no other, e.g. for keys of a map. */
export const ownerKey = (owner: LaneOwner): string =>
  `${owner.kind}:${owner.kind === 'family' ? owner.name : owner.id}`;

/** Lanes of an owner in a document, undefined if the owner is gone. */
function lanesIn(session: Session, owner: LaneOwner): Lanes<AnyLaneTarget> | undefined {
  switch (owner.kind) {
    case 'track':
      return own<Track>(session.tracks, owner.id)?.lanes;
    case 'family':
      return session.families[owner.name].lanes;
    case 'vca':
      return own<Vca>(session.vcas, owner.id)?.lanes;
    case 'space':
      return own<Space>(session.spaces, owner.id)?.lanes;
  }
}

const NO_LANES: Lanes<AnyLaneTarget> = {};

/** Lanes of an owner by target; none if the owner is gone. */
export const lanesOf = (session: Session, owner: LaneOwner): Lanes<AnyLaneTarget> =>
  lanesIn(session, owner) ?? NO_LANES;

/** Inclusive range of what an owner's lane moves; null if owners of this kind have no such lane. */
export function laneRangeOfOwner(owner: LaneOwner, target: string): readonly [number, number] | null {
  switch (owner.kind) {
    case 'track':
      return laneRangeOf(target);
    case 'family':
    case 'vca':
      return controlRangeOf(target);
    case 'space':
      return spaceRangeOf(target);
  }
}

/**
 * What holds where a lane has no points, in the lane's unit and range: the static value it would replace; for `rideDb`,
 * which is added to the fader, 0; for `muted` 1 while the mute is pressed. A level that is off is the range's low end.
 */
export function currentStaticValue(session: Session, owner: LaneOwner, target: AnyLaneTarget): number {
  const range = laneRangeOfOwner(owner, target);
  return range ? clampTo(range, target === 'rideDb' ? 0 : staticOf(session, owner, target)) : 0;
}

function staticOf(session: Session, owner: LaneOwner, target: AnyLaneTarget): number {
  switch (owner.kind) {
    case 'track': {
      const track = own<Track>(session.tracks, owner.id);
      return track ? staticOfTrack(track, target as LaneTarget) : 0;
    }
    case 'family':
      return session.families[owner.name].muted ? 1 : 0;
    case 'vca':
      return own<Vca>(session.vcas, owner.id)?.muted ? 1 : 0;
    case 'space':
      return numberAt(own<Space>(session.spaces, owner.id), target);
  }
}

function staticOfTrack({ strip, output, sends }: Track, target: LaneTarget): number {
  const send = sendOfTarget(target);
  if (send !== null) return own(sends, send)?.levelDb ?? Number.NEGATIVE_INFINITY;
  if (target === 'muted') return strip.muted ? 1 : 0;
  if (target === 'trimDb') return strip.trimDb;
  const [part = '', field = ''] = target.split('.');
  if (part === 'dynamics') return numberAt(strip.dynamics, field);
  if (part === 'highPass') return strip.eq.highPass.frequency;
  if (part === 'lowPass') return strip.eq.lowPass.frequency;
  if (field !== '') return numberAt(strip.eq.bands[Number(part.slice('band'.length)) - 1], field);
  if (output.kind === 'object' && (target === 'x' || target === 'y' || target === 'z'))
    return output.position[target];
  return numberAt(output, target);
}

/** A number among fields that are known by name; 0 where this kind of output has none of that name. */
function numberAt(fields: object | undefined, name: string): number {
  const found = fields && own(fields as Readonly<Record<string, unknown>>, name);
  return typeof found === 'number' ? found : 0;
}

/** What the automation of an owner does; `read` if the owner is gone. */
export function automationOf(session: Session, owner: LaneOwner): AutomationMode {
  switch (owner.kind) {
    case 'track':
      return own<Track>(session.tracks, owner.id)?.automation ?? 'read';
    case 'family':
      return session.families[owner.name].automation;
    case 'vca':
      return own<Vca>(session.vcas, owner.id)?.automation ?? 'read';
    case 'space':
      return own<Space>(session.spaces, owner.id)?.automation ?? 'read';
  }
}
