/** Browser-only door of the store: starts the journal worker. */
import { createSessionStore, type SessionStore } from './journal-client.ts';
import type { JournalCalls } from './journal-protocol.ts';
import { createRpcClient } from './rpc.ts';

/** Opens the session store of this origin. Main thread; owner calls `dispose`. */
export function openSessionStore(): SessionStore {
  const worker = new Worker(new URL('./journal.worker.ts', import.meta.url), {
    type: 'module',
    name: 'journal',
  });
  const client = createRpcClient<JournalCalls>(worker);
  worker.addEventListener('error', (event) => client.close(`The journal worker failed: ${event.message}`));
  const persistent = typeof navigator !== 'undefined' && navigator.storage?.getDirectory !== undefined;
  return createSessionStore(client, persistent, () => worker.terminate());
}
