/**
 * What each control does, in a sentence with its unit. Found by the control's name, first match first; so a control is explained as
 * soon as it is named as its neighbours are. A journey walks the window and asks for every control's sentence.
 */
import { CONSOLE_HELP } from './help-console.ts';
import { FIRST_HELP } from './help-first.ts';
import { PROCESSOR_HELP } from './help-processors.ts';
import { SHARE_HELP } from './help-share.ts';
import { STAGE_HELP } from './help-stage.ts';
import { WINDOW_HELP } from './help-window.ts';

/** A sentence and whose it is. */
export interface HelpEntry {
  /** Matches the accessible name. */
  readonly pattern: RegExp;
  /** Selector of what the control must stand in. */
  readonly within?: string;
  readonly sentence: string;
}

/** Every sentence, in the order they are tried. */
export const HELP: readonly HelpEntry[] = [
  ...FIRST_HELP,
  ...SHARE_HELP,
  ...STAGE_HELP,
  ...CONSOLE_HELP,
  ...PROCESSOR_HELP,
  ...WINDOW_HELP,
];
