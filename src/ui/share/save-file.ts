/** Saving a mix as one file, which goes on while the dialog is closed: one a session. Main thread. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type PublishJob, type PublishProgress, saveAsFile } from '../../share/browser.ts';
import type { Failure } from '../../units/index.ts';
import { offerDownload, safeFileName } from '../app/files.ts';

/** The saving that runs or ran last. */
export type SaveRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: PublishProgress | null }
  | { readonly kind: 'done'; readonly file: Blob; readonly name: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Makes files of mixes. */
export interface FileSaver {
  readonly store: StoreApi<SaveRun>;
  save(job: PublishJob): Promise<void>;
  cancel(): void;
  clear(): void;
}

/** Makes the saver of a session. */
export function createFileSaver(): FileSaver {
  const store = createStore<SaveRun>(() => ({ kind: 'idle' }));
  let stop: AbortController | null = null;
  return {
    store,
    async save(job) {
      if (store.getState().kind === 'running') return;
      stop = new AbortController();
      store.setState({ kind: 'running', progress: null }, true);
      const saved = await saveAsFile(job, {
        signal: stop.signal,
        onProgress: (progress) => store.setState({ kind: 'running', progress }, true),
      });
      if (saved.ok) {
        const name = `${safeFileName(job.title)}.html`;
        store.setState({ kind: 'done', file: saved.value, name }, true);
        offerDownload(saved.value, name);
      } else if (saved.code === 'cancelled') store.setState({ kind: 'idle' }, true);
      else store.setState({ kind: 'failed', failure: saved }, true);
    },
    cancel: () => stop?.abort(),
    clear: () => store.setState({ kind: 'idle' }, true),
  };
}
