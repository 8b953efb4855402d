import type { KeyboardEvent, Ref } from 'react';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { describeHead, FACING_FRONT, headKey } from './head.ts';

/** The head as a slider over its drawing: arrows turn and nod, page keys tip it, Home faces the screen. */
export function ListenerHandle({ ref }: { readonly ref: Ref<HTMLDivElement> }) {
  const { ui } = useWorkspace();
  const head = useUi((state) => state.head);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = event.key === 'Home' ? FACING_FRONT : headKey(event.key, event.shiftKey, head);
    if (!next) return;
    ui.setState({ head: next });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={ref}
      className="stage-handle"
      role="slider"
      tabIndex={0}
      aria-label="Listener, head"
      aria-valuemin={-180}
      aria-valuemax={180}
      aria-valuenow={head.yaw}
      aria-valuetext={describeHead(head)}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown PageUp PageDown Home"
      onKeyDown={onKeyDown}
    />
  );
}
