import type { Engine } from '../../engine/index.ts';
import type { UiStore } from '../state/ui-store.ts';
import { headRadians } from './head.ts';

/** Keeps the engine's listener turned as the window says. Returns the way to stop. Main thread. */
export function linkListener(engine: Pick<Engine, 'setListener'>, ui: UiStore): () => void {
  let sent = ui.getState().head;
  engine.setListener(headRadians(sent));
  return ui.subscribe(({ head }) => {
    if (head === sent) return;
    sent = head;
    engine.setListener(headRadians(head));
  });
}
