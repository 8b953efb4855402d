import { type PointerEvent, useState } from 'react';
import { trackOwner } from '../../session/index.ts';
import type { AutomatableProps } from '../automation/automatable.ts';
import { automatableLevel } from '../automation/automatable-level.ts';
import { useWorkspace, type Workspace } from '../state/workspace.ts';
import { gangOf } from './gang.ts';
import { cancelLevel, commitLevel, holdLevel, type LevelOwner, moveLevel } from './level-gesture.ts';

/** What a control of a level is given: how it hands its value over, and what tells when Ctrl or ⌘ is held. */
export interface LevelControl {
  /** Handlers, and what automation moves the level to. */
  readonly control: AutomatableProps;
  /** For the element around the control: Ctrl or ⌘ at the beginning of a move moves the one alone. */
  readonly watch: {
    onPointerDownCapture(event: PointerEvent): void;
    onKeyDownCapture(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): void;
    onWheelCapture(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): void;
  };
}

/** Handlers of a level of the document, recorded as its ride while a pass says so. `alone`: nothing is to move with it. */
export function levelControl(
  workspace: Workspace,
  owner: LevelOwner,
  alone: () => boolean = () => false,
): AutomatableProps {
  const gang = () =>
    owner.kind === 'track' ? gangOf(workspace, owner.id, 'fader', alone()).map(trackOwner) : [owner];
  const recorded = automatableLevel(workspace, owner, gang, {
    onChange: (value) => moveLevel(workspace, owner, value, alone()),
    onCommit: () => commitLevel(workspace),
    onCancel: () => cancelLevel(workspace),
  });
  return {
    ...recorded,
    onHold(held) {
      recorded.onHold(held);
      holdLevel(workspace, owner, held);
    },
  };
}

/** A level's handlers with the modifier that moves it alone. */
function watchedLevel(workspace: Workspace, owner: LevelOwner): LevelControl {
  let alone = false;
  const note = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }) => {
    alone = event.ctrlKey || event.metaKey;
  };
  return {
    control: levelControl(workspace, owner, () => alone),
    watch: { onPointerDownCapture: note, onKeyDownCapture: note, onWheelCapture: note },
  };
}

/** Ties a fader or its number to a level of the document. `owner` must stay the same thing for the control's life. */
export function useLevel(owner: LevelOwner): LevelControl {
  const workspace = useWorkspace();
  const [level] = useState(() => watchedLevel(workspace, owner));
  return level;
}
