import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useUi, useWorkspace } from '../state/workspace.ts';
import './help.css';

/** Half the bubble's width and what it keeps from the window's edges, CSS pixels. */
const REACH = 156;
const EDGE = 8;

/** Keys that leave it there. */
const STAYS: ReadonlySet<string> = new Set(['?', 'Shift', 'Control', 'Alt', 'Meta']);

/** The sentence that explains a control, beside it; any key or press takes it away. Read out politely. */
export function HelpBubble() {
  const { ui } = useWorkspace();
  const help = useUi((state) => state.help);
  useEffect(() => {
    if (!help) return;
    const close = () => ui.setState({ help: null });
    const onKey = ({ key }: KeyboardEvent) => {
      // The key that asks again is the command's; modifiers alone are on their way to something.
      if (!STAYS.has(key)) close();
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('pointerdown', close, true);
    window.addEventListener('blur', close);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('pointerdown', close, true);
      window.removeEventListener('blur', close);
    };
  }, [help, ui]);
  const box = help?.element.getBoundingClientRect();
  const above = box !== undefined && box.bottom + 110 > window.innerHeight;
  return createPortal(
    <div className="help-live" role="status" aria-label="Help">
      {help && box && (
        <div
          className="help-bubble"
          data-above={above || undefined}
          style={{
            left: Math.min(
              window.innerWidth - REACH - EDGE,
              Math.max(REACH + EDGE, box.left + box.width / 2),
            ),
            top: above ? box.top - EDGE : box.bottom + EDGE,
          }}
        >
          <strong>{help.name}</strong> {help.sentence}
          <span className="help-more">Esc closes · ? again: all keys</span>
        </div>
      )}
    </div>,
    document.body,
  );
}
