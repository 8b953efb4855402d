import { type Parameter, parameterKey } from '../../session/index.ts';
import type { ValueHandlers } from '../kit/value-range.ts';
import type { Workspace } from '../state/workspace.ts';

/** What a control that can be automated is given besides its value. */
export interface AutomatableProps extends ValueHandlers {
  /** A typed value: all parameters go to it. */
  onTyped(value: number): void;
  /** A pointer took the control, or let it go. */
  onHold(held: boolean): void;
  /** The value that automation moves the control to now; null while it does not. */
  live(): number | null;
}

/** Between what a control shows and its lane; by default they are the same. */
export interface LaneScale {
  toLane(value: number): number;
  fromLane(value: number): number;
}

const SAME: LaneScale = { toLane: (value) => value, fromLane: (value) => value };

/**
 * The handlers of a control that can be automated: recorded while its owner's mode and the transport say so, else `handlers`.
 * Spread them into a Fader, NumericField or SliderRow. Of several parameters the last leads and the others follow by as much.
 */
export function automatable(
  { automation }: Pick<Workspace, 'automation'>,
  parameters: Parameter | readonly Parameter[],
  handlers: ValueHandlers & { onTyped?(value: number): void },
  scale: LaneScale = SAME,
): AutomatableProps {
  const all = 'owner' in parameters ? [parameters] : parameters;
  const leader = all.at(-1);
  const typed = handlers.onTyped ?? handlers.onChange;
  if (!leader) return { ...handlers, onTyped: typed, onHold: () => undefined, live: () => null };
  const hand = parameterKey(leader);
  return {
    onHold(held) {
      if (held) for (const parameter of all) automation.touch(parameter, hand);
      else automation.release(hand);
    },
    onChange(value) {
      const taken = automation.takes(leader) && automation.moveTogether(all, scale.toLane(value), hand);
      if (!taken) handlers.onChange(value);
    },
    onTyped(value) {
      const values = all.map((one) => ({ ...one, value: scale.toLane(value) }));
      if (!automation.takes(leader) || !automation.move(values, hand)) typed(value);
    },
    onCommit() {
      automation.release(hand);
      handlers.onCommit();
    },
    onCancel() {
      if (!automation.cancel(hand)) handlers.onCancel();
    },
    live() {
      const value = automation.live(leader);
      return value === null ? null : scale.fromLane(value);
    },
  };
}
