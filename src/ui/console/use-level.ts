import { type PointerEvent, useMemo, useRef } from 'react';
import type { ValueHandlers } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { cancelLevel, commitLevel, holdLevel, type LevelOwner, moveLevel } from './level-gesture.ts';

/** What a control of a level is given: how it hands its value over, and what tells when Ctrl or ⌘ is held. */
export interface LevelControl {
  readonly handlers: ValueHandlers;
  onHold(held: boolean): void;
  /** For the element around the control: Ctrl or ⌘ at the beginning of a move moves the one alone. */
  readonly watch: {
    onPointerDownCapture(event: PointerEvent): void;
    onKeyDownCapture(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): void;
    onWheelCapture(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): void;
  };
}

/** Ties a fader or its number to a level of the document. `owner` must stay the same thing for the control's life. */
export function useLevel(owner: LevelOwner): LevelControl {
  const workspace = useWorkspace();
  const alone = useRef(false);
  const first = useRef(owner);
  return useMemo(() => {
    const note = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }) => {
      alone.current = event.ctrlKey || event.metaKey;
    };
    return {
      handlers: {
        onChange: (value) => moveLevel(workspace, first.current, value, alone.current),
        onCommit: () => commitLevel(workspace),
        onCancel: () => cancelLevel(workspace),
      },
      onHold: (held) => holdLevel(workspace, first.current, held),
      watch: { onPointerDownCapture: note, onKeyDownCapture: note, onWheelCapture: note },
    };
  }, [workspace]);
}
