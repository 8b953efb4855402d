import { type LaneOwner, type Parameter, setStrip } from '../../session/index.ts';
import type { Workspace } from '../state/workspace.ts';

/**
 * Presses a mute of a pass: true if it was recorded (or previewed) and nothing is left to do. A pressed mute of the strip itself
 * is let go, as the lane says from here on what is muted.
 */
export function recordMute(
  { automation, gesture, document }: Workspace,
  owners: readonly LaneOwner[],
  muted: boolean,
): boolean {
  const values = owners.map((owner) => ({ owner, target: 'muted' as const, value: muted ? 1 : 0 }));
  const hand = `mute ${values.length}`;
  if (!automation.move(values, hand)) return false;
  const { tracks } = document.getState().session;
  const pressed = owners.flatMap((owner) =>
    owner.kind === 'track' && tracks[owner.id]?.strip.muted && automation.takes({ owner, target: 'muted' })
      ? [owner.id]
      : [],
  );
  if (pressed.length > 0) gesture('Automation pass', (draft) => setStrip(draft, pressed, { muted: false }));
  automation.release(hand);
  return true;
}

/** Whether a mute is on as it is heard: pressed, or by its lane. */
export function heardMuted({ automation }: Workspace, owner: LaneOwner, pressed: boolean): boolean {
  const muted: Parameter = { owner, target: 'muted' };
  return pressed || (automation.live(muted) ?? 0) >= 0.5;
}
