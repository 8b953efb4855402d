import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LiveEngine, MetronomeClick } from '../../engine/browser.ts';
import type { Session } from '../../session/index.ts';
import type { NoticeStore } from '../state/notice-store.ts';
import type { Metronome, MetronomeState } from '../state/workspace.ts';

/** What the metronome is made from. */
export interface MetronomeParts {
  readonly engine: LiveEngine;
  readonly notices: NoticeStore;
  session(): Session;
}

/** The click on the tempo map. Its instruments load when it is first switched on; it is heard, never bounced. */
export function createMetronome({ engine, notices, session }: MetronomeParts): Metronome & {
  update(session: Session): void;
  dispose(): void;
} {
  const state: StoreApi<MetronomeState> = createStore<MetronomeState>(() => ({ on: false, loading: false }));
  let click: MetronomeClick | null = null;
  let disposed = false;

  const load = async (): Promise<MetronomeClick | null> => {
    if (click) return click;
    await engine.resume();
    const { MetronomeClick: Made } = await import('../../engine/browser.ts');
    const made = await Made.load(engine, session());
    if (disposed) {
      made.dispose();
      return null;
    }
    click = made;
    return made;
  };

  return {
    state,
    async toggle() {
      const { on, loading } = state.getState();
      if (loading) return;
      state.setState({ loading: true });
      try {
        const made = await load();
        made?.turn(!on);
        state.setState({ on: made !== null && !on });
      } catch (cause) {
        notices.show({
          tone: 'fault',
          title: 'The metronome could not be loaded',
          detail: `${cause instanceof Error ? cause.message : String(cause)}. Check the connection and switch it on again.`,
        });
      } finally {
        state.setState({ loading: false });
      }
    },
    update: (next) => click?.update(next),
    dispose() {
      disposed = true;
      click?.dispose();
      click = null;
    },
  };
}
