import { FAMILIES, type LaneOwner, type Session, trackOwner, type Vca } from '../../session/index.ts';
import type { Selection } from '../state/ui-store.ts';

/** Something a gesture can be made on. */
export interface GestureTarget {
  /** Stable while the thing is there. */
  readonly key: string;
  readonly name: string;
  readonly owners: readonly LaneOwner[];
}

/** What a gesture can be made on: the selected tracks, families but dialogue, VCAs. */
export function gestureTargets(session: Session, selection: Selection): readonly GestureTarget[] {
  const ids =
    selection.kind === 'tracks' ? selection.ids.filter((id) => Object.hasOwn(session.tracks, id)) : [];
  const [only] = ids;
  const selected: GestureTarget = {
    key: 'selection',
    name: ids.length === 1 && only ? (session.tracks[only]?.name ?? '') : `${ids.length} selected tracks`,
    owners: ids.map(trackOwner),
  };
  const families = FAMILIES.filter((name) => name !== 'dialogue').map((name) => ({
    key: `family-${name}`,
    name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    owners: [{ kind: 'family' as const, name }],
  }));
  const vcas = Object.values<Vca>(session.vcas).map(({ id, name }) => ({
    key: `vca-${id}`,
    name: `VCA ${name}`,
    owners: [{ kind: 'vca' as const, id }],
  }));
  return [...(ids.length > 0 ? [selected] : []), ...families, ...vcas];
}

/** Everything but what keeps sounding in a silence that breathes: families other than ambience, and tracks of it that are no room tone. */
export function allButRoomTone(session: Session, selection: Selection): readonly LaneOwner[] {
  const kept = new Set(selection.kind === 'tracks' ? selection.ids : []);
  if (kept.size > 0) return session.trackOrder.filter((id) => !kept.has(id)).map(trackOwner);
  return FAMILIES.filter((name) => name !== 'ambience').map((name) => ({ kind: 'family' as const, name }));
}
