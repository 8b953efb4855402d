import { useEffect } from 'react';
import { useWorkspace } from '../state/workspace.ts';
import { commandFor } from './keys.ts';
import { COMMANDS } from './registry.ts';

/** Where keys are text. */
const TYPING =
  'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';
/** Overlays that keep all keys to themselves. */
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
/** What Space and Enter press when the focus was brought there by keyboard. */
const PRESSABLE =
  'button, a[href], summary, input[type="checkbox"], input[type="radio"], [role="tab"], [role="option"], [role="menuitem"]';

/**
 * True if the focused element has the first claim to the key: text fields take all plain keys; a button reached by
 * keyboard keeps Space and Enter, while one that was clicked does not hold the transport's keys hostage.
 */
function belongsToFocus(event: KeyboardEvent, clicked: Element | null): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest(OVERLAY) || target.closest(TYPING)) return true;
  const presses = event.key === ' ' || event.key === 'Enter';
  return presses && target.closest(PRESSABLE) !== null && target !== clicked;
}

/** Listens for the keys of all commands while the workspace is open. Keys a control has used never arrive here. */
export function useCommandKeys(): void {
  const workspace = useWorkspace();
  useEffect(() => {
    // :focus-visible can't tell: browsers turn it on for a clicked button at the next key.
    let pointerDown = false;
    let clicked: Element | null = null;
    let taken = '';
    /** Commands whose keys are down, by the place of the key. */
    const held = new Map<string, string>();
    const onPointerDown = () => {
      pointerDown = true;
      clicked = null;
    };
    const onPointerUp = () => {
      if (pointerDown) clicked = document.activeElement;
      pointerDown = false;
    };
    const onFocusIn = (event: FocusEvent) => {
      clicked = pointerDown && event.target instanceof Element ? event.target : null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || belongsToFocus(event, clicked)) return;
      const allows = (command: (typeof COMMANDS)[number]) => command.when?.(workspace) ?? true;
      const command = commandFor(COMMANDS, event, workspace.prefs.getState(), allows, new Set(held.values()));
      if (!command) return;
      event.preventDefault();
      taken = event.code;
      held.set(event.code, command.id);
      command.run(workspace);
    };
    const onKeyUp = (event: KeyboardEvent) => {
      // Some browsers press a focused button when Space comes up, whatever became of its going down.
      if (event.code === taken) event.preventDefault();
      taken = '';
      held.delete(event.code);
    };
    // A key that comes up while another window has the keyboard is not heard of.
    const onBlur = () => held.clear();
    window.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('pointerup', onPointerUp, true);
    window.addEventListener('focusin', onFocusIn);
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('pointerup', onPointerUp, true);
      window.removeEventListener('focusin', onFocusIn);
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
    };
  }, [workspace]);
}
