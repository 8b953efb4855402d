import { FACING_FRONT, type HeadDegrees, headOf } from '../listener/head.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

/** Turn of one key, degrees. */
const STEP = 5;

const onHeadphones = ({ prefs }: Workspace): boolean => prefs.getState().target === 'binaural';

const command = (
  id: string,
  title: string,
  keys: readonly string[],
  to: (head: HeadDegrees) => HeadDegrees,
): Command => ({
  id: `listener.${id}`,
  title,
  section: 'View',
  keys,
  repeats: true,
  when: onHeadphones,
  run: ({ ui }) => ui.setState(({ head }) => ({ head: headOf(to(head)) })),
});

/** Turning the listener's head on headphones. */
export const LISTENER_COMMANDS: readonly Command[] = [
  command('left', 'Turn the head 5° to the left', ['Alt+Comma'], (head) => ({
    ...head,
    yaw: head.yaw + STEP,
  })),
  command('right', 'Turn the head 5° to the right', ['Alt+Period'], (head) => ({
    ...head,
    yaw: head.yaw - STEP,
  })),
  command('front', 'Face the screen again', ['Alt+Slash'], () => FACING_FRONT),
];
