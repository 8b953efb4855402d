import { useMemo } from 'react';
import { useStore } from 'zustand';
import { browserSettings } from '../state/persist.ts';
import { useWorkspace, type Workspace } from '../state/workspace.ts';
import { createFileSaver, type FileSaver } from './save-file.ts';
import { createShareDesk, type ShareDesk, type ShareDeskState } from './share-desk.ts';

/** Desks of open sessions: publishing goes on while the dialog is closed. */
const desks = new WeakMap<Workspace, ShareDesk>();

function deskOf(workspace: Workspace): ShareDesk {
  const known = desks.get(workspace);
  if (known) return known;
  const desk = createShareDesk({
    session: () => workspace.document.getState().session,
    settings: browserSettings(),
    pictureFile: () => workspace.pictureFile(),
    send: (path, init) => fetch(path, init),
    origin: location.origin,
  });
  desks.set(workspace, desk);
  return desk;
}

/** The share desk of the open session. */
export function useDesk(): ShareDesk {
  const workspace = useWorkspace();
  return useMemo(() => deskOf(workspace), [workspace]);
}

/** Savers of open sessions. */
const savers = new WeakMap<Workspace, FileSaver>();

/** What saves the open session as one file, and the picture's file if the session has one. */
export function useSaver(): { readonly saver: FileSaver; readonly pictureFile: () => Promise<Blob | null> } {
  const workspace = useWorkspace();
  return useMemo(() => {
    const saver = savers.get(workspace) ?? createFileSaver();
    savers.set(workspace, saver);
    return { saver, pictureFile: () => workspace.pictureFile() };
  }, [workspace]);
}

/** Slice of the desk's state. */
export function useDeskState<T>(desk: ShareDesk, select: (state: ShareDeskState) => T): T {
  return useStore(desk.store, select);
}
