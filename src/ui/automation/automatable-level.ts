import {
  type LaneOwner,
  ownerKey,
  type Parameter,
  type Session,
  setLane,
  setStrip,
} from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import type { ValueHandlers } from '../kit/value-range.ts';
import type { Workspace } from '../state/workspace.ts';
import { type AutomatableProps, automatable } from './automatable.ts';

/** A fader that is off, on a scale that has an end, dB. */
const OFF_DB = -144;

/** Where a fader stands, dB: the level that its ride is added to. */
function faderOf(session: Session, owner: LaneOwner): number {
  switch (owner.kind) {
    case 'track':
      return session.tracks[owner.id]?.strip.faderDb ?? 0;
    case 'family':
      return session.families[owner.name].faderDb;
    case 'vca':
      return session.vcas[owner.id]?.faderDb ?? 0;
    case 'space':
      return session.spaces[owner.id]?.returnDb ?? 0;
  }
}

/**
 * A fader's handlers that record its ride: the fader shows the sum of level and ride, and what is written is how far it stands
 * from the level. `gang` are the owners moved with it, itself among them.
 */
export function automatableLevel(
  workspace: Workspace,
  owner: LaneOwner,
  gang: () => readonly LaneOwner[],
  handlers: ValueHandlers,
): AutomatableProps {
  const ride = (of: LaneOwner): Parameter => ({ owner: of, target: 'rideDb' });
  const session = () => workspace.document.getState().session;
  const base = () => Math.max(OFF_DB, faderOf(session(), owner));
  // The leader comes last.
  const parameters = () => [
    ...gang()
      .filter((one) => ownerKey(one) !== ownerKey(owner))
      .map(ride),
    ride(owner),
  ];
  const scale = {
    toLane: (value: number) => Math.max(OFF_DB, value) - base(),
    fromLane: (value: number) => base() + value,
  };
  const props = () => automatable(workspace, parameters(), handlers, scale);
  const move = (value: number): void => {
    const { automation } = workspace;
    if (automation.takes(ride(owner))) {
      liftOff(workspace, owner);
      props().onChange(value);
    } else
      handlers.onChange(
        Math.round((value - (automation.arms(ride(owner)) ? (automation.live(ride(owner)) ?? 0) : 0)) * 1e6) /
          1e6,
      );
  };
  return {
    onHold: (held) => props().onHold(held),
    onChange: move,
    onTyped: move,
    onCommit: () => props().onCommit(),
    onCancel: () => props().onCancel(),
    // A level that is only read is balanced under its ride.
    live: () =>
      workspace.automation.arms(ride(owner))
        ? automatable(workspace, ride(owner), handlers, scale).live()
        : null,
  };
}

/** A ride can't lift a fader that is off: it is put to 0 dB, and a ride without points keeps it as silent as it was. */
function liftOff({ document, gesture }: Workspace, owner: LaneOwner): void {
  if (owner.kind !== 'track') return;
  const track = document.getState().session.tracks[owner.id];
  if (!track || Number.isFinite(track.strip.faderDb)) return;
  gesture('Automation pass', (draft) => {
    setStrip(draft, owner.id, { faderDb: decibels(0) });
    if ((track.lanes.rideDb?.length ?? 0) === 0)
      setLane(draft, owner, 'rideDb', [{ time: 0, value: OFF_DB }]);
    return null;
  });
}
