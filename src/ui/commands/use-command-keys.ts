import { useEffect } from 'react';
import { useWorkspace } from '../state/workspace.ts';
import { commandFor } from './keys.ts';
import { COMMANDS } from './registry.ts';

/** Where keys are text. */
const TYPING =
  'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';
/** What Space and Enter press when the focus was brought there by keyboard. */
const PRESSABLE =
  'button, a[href], summary, input[type="checkbox"], input[type="radio"], [role="tab"], [role="option"], [role="menuitem"]';

/**
 * True if the focused element has the first claim to the key: text fields take all plain keys; a button reached by
 * keyboard keeps Space and Enter, while one that was clicked does not hold the transport's keys hostage.
 */
function belongsToFocus(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return true;
  if (target.closest(TYPING)) return true;
  const presses = event.key === ' ' || event.key === 'Enter';
  return presses && target.closest(PRESSABLE) !== null && target.matches(':focus-visible');
}

/** Listens for the keys of all commands while the workspace is open. Keys a control has used never arrive here. */
export function useCommandKeys(): void {
  const workspace = useWorkspace();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || belongsToFocus(event)) return;
      const command = commandFor(
        COMMANDS,
        event,
        workspace.prefs.getState(),
        (candidate) => candidate.when?.(workspace) ?? true,
      );
      if (!command) return;
      event.preventDefault();
      command.run(workspace);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [workspace]);
}
