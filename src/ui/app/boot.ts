import type { Failure } from '../../units/index.ts';
import type { Workspace } from '../state/workspace.ts';
import { missingFeature } from './features.ts';

/** What the page shows: on its way, ready, or why not. */
export type BootState =
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'ready'; readonly workspace: Workspace }
  | { readonly kind: 'unsupported'; readonly title: string; readonly detail: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Brings the page up and swaps workspaces when another session is opened. */
export interface Boot {
  getState(): BootState;
  subscribe(listener: (state: BootState) => void): () => void;
  start(): Promise<void>;
}

/** Makes the boot of this page; nothing happens before `start`. */
export function createBoot(): Boot {
  let state: BootState = { kind: 'loading', what: 'Starting Scorestage' };
  let started = false;
  const listeners = new Set<(state: BootState) => void>();
  const set = (next: BootState) => {
    state = next;
    for (const listener of listeners) listener(next);
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      // StrictMode mounts twice in development; two workspaces on one session would fight over its lock.
      if (started && state.kind !== 'failed') return;
      started = true;
      const missing = missingFeature();
      if (missing) {
        set({ kind: 'unsupported', ...missing });
        return;
      }
      const fixture = import.meta.env.DEV ? new URLSearchParams(location.search).get('fixture') : null;
      if (fixture !== null) {
        const { createFixtureWorkspace } = await import('../dev/fixture-workspace.ts');
        set({ kind: 'ready', workspace: createFixtureWorkspace(Number(fixture) || 15) });
        return;
      }
      set({ kind: 'loading', what: 'Opening the session' });
    },
  };
}
