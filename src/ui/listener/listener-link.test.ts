import { describe, expect, it } from 'vitest';
import type { ListenerTurn } from '../../engine/index.ts';
import { createUiStore, resizePane } from '../state/ui-store.ts';
import { headOf } from './head.ts';
import { linkListener } from './listener-link.ts';

describe('the link from the window’s head to the engine', () => {
  it('sends radians at once and on each turn, nothing for other changes, and stops when told', () => {
    const ui = createUiStore({ read: () => null, write: () => undefined });
    const sent: ListenerTurn[] = [];
    const stop = linkListener({ setListener: (head) => sent.push(head) }, ui);
    expect(sent).toEqual([{ yaw: 0, pitch: 0, roll: 0 }]);
    ui.setState({ head: headOf({ yaw: 90, pitch: -45, roll: 0 }) });
    expect(sent.at(-1)).toEqual({ yaw: Math.PI / 2, pitch: -Math.PI / 4, roll: 0 });
    resizePane(ui, 'console', 300);
    expect(sent).toHaveLength(2);
    stop();
    ui.setState({ head: headOf({ yaw: 10, pitch: 0, roll: 0 }) });
    expect(sent).toHaveLength(2);
  });
});
