import { type FocusEvent, useRef } from 'react';

/** Handlers of the element whose controls are reached. */
export interface ReachHandlers {
  onFocus(event: FocusEvent): void;
  onBlur(event: FocusEvent): void;
}

/**
 * Tells a strip that is reached from one that only has its focus given back. A dialog that closes and a window that is come
 * back to put the focus where it was; the selection may have moved on meanwhile, and stays what it is.
 * @param onReach the keyboard or a screen reader has moved to one of the controls
 */
export function useReach(onReach: () => void): ReachHandlers {
  /** The control that lent its focus to a dialog or lost it with the window; null when it was left for good. */
  const lent = useRef<EventTarget | null>(null);
  return {
    onBlur({ target, relatedTarget }) {
      const away =
        relatedTarget === null ? !document.hasFocus() : relatedTarget.closest('[role="dialog"]') !== null;
      lent.current = away ? target : null;
    },
    onFocus({ target, relatedTarget }) {
      const returned =
        lent.current === target &&
        (relatedTarget === null || relatedTarget.closest('[role="dialog"]') !== null);
      lent.current = null;
      if (!returned) onReach();
    },
  };
}
