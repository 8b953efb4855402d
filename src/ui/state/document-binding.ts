import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Recipe, SessionDocument } from '../../session/index.ts';
import type { NoticeStore } from './notice-store.ts';
import type { DocumentState, Workspace } from './workspace.ts';

/** The part of a workspace that is the document. */
export type DocumentBinding = Pick<
  Workspace,
  'document' | 'edit' | 'gesture' | 'commit' | 'cancel' | 'undo' | 'redo'
> & {
  /** Stops following the document. */
  dispose(): void;
};

/**
 * Ties a session document to the components: a store to select from, and writes that respect read-only and tell
 * refusals as notices. Main thread; the caller disposes it.
 */
export function bindDocument(
  document: SessionDocument,
  notices: NoticeStore,
  isReadOnly: () => boolean,
): DocumentBinding {
  const read = (): DocumentState => ({
    session: document.get(),
    undoLabel: document.undoLabel(),
    redoLabel: document.redoLabel(),
  });
  const store: StoreApi<DocumentState> = createStore<DocumentState>(read);
  const unsubscribe = document.subscribe(() => store.setState(read()));

  const write = (label: string, tag: 'undoable' | 'gesture', recipe: Recipe) => {
    if (isReadOnly()) {
      notices.show({
        tone: 'info',
        title: 'Read-only here',
        detail: 'Another tab is editing this session. Take over first, then edit.',
      });
      return;
    }
    const outcome = document.transact(label, tag, recipe);
    if (!outcome.ok) notices.fail(outcome);
  };

  return {
    document: store,
    edit: (label, recipe) => write(label, 'undoable', recipe),
    gesture: (label, recipe) => write(label, 'gesture', recipe),
    commit: () => document.commitGesture(),
    cancel: () => document.cancelGesture(),
    undo() {
      if (!isReadOnly()) document.undo();
    },
    redo() {
      if (!isReadOnly()) document.redo();
    },
    dispose: unsubscribe,
  };
}
