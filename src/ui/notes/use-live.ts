import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { mixKeyOf, onMixKeys } from '../share/mix-keys.ts';
import { isRecord } from '../state/persist.ts';
import { useWorkspace, type Workspace } from '../state/workspace.ts';
import { NOTHING_HEARD, NotesLive, type NotesState, type SeenMemory } from './live.ts';

const SEEN = 'scorestage.notes-seen';
/** Mixes whose last look is remembered. */
const MOST_SEEN = 200;

/** Remembers in this browser when a mix's notes were looked at. */
function seenMemory({ settings }: Workspace, mixId: string): SeenMemory {
  const all = (): readonly (readonly [string, number])[] => {
    try {
      const raw: unknown = JSON.parse(settings.read(SEEN) ?? '{}');
      if (!isRecord(raw)) return [];
      return Object.entries(raw).flatMap(([id, at]) => (typeof at === 'number' ? [[id, at] as const] : []));
    } catch {
      // Damaged: then everything counts as new once more.
      return [];
    }
  };
  return {
    read: () => all().find(([id]) => id === mixId)?.[1] ?? 0,
    write: (at) =>
      settings.write(
        SEEN,
        JSON.stringify(
          Object.fromEntries([
            ...all()
              .filter(([id]) => id !== mixId)
              .slice(1 - MOST_SEEN),
            [mixId, at],
          ]),
        ),
      ),
  };
}

/** The live notes of a workspace, kept while some part of the window uses them. */
class Holder {
  readonly store = createStore<{ readonly live: NotesLive | null }>(() => ({ live: null }));
  readonly #workspace: Workspace;
  #users = 0;
  #mixId: string | null = null;
  #stopKeys: () => void = () => undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** @returns the way to let go */
  use(): () => void {
    if (this.#users++ === 0) {
      this.#stopKeys = onMixKeys(() => this.#open());
      this.#open();
    }
    return () => {
      if (--this.#users > 0) return;
      this.#stopKeys();
      this.#close();
    };
  }

  #open(): void {
    const { settings, document } = this.#workspace;
    const key = mixKeyOf(settings, document.getState().session.id);
    if ((key?.mixId ?? null) === this.#mixId) return;
    this.#close();
    if (!key) return;
    this.#mixId = key.mixId;
    const live = new NotesLive({
      key,
      send: (path, init) => fetch(path, init),
      seen: seenMemory(this.#workspace, key.mixId),
    });
    live.start();
    this.store.setState({ live });
  }

  #close(): void {
    this.store.getState().live?.stop();
    this.#mixId = null;
    this.store.setState({ live: null });
  }
}

/** One for each open session; gone with it. */
const holders = new WeakMap<Workspace, Holder>();

function holderOf(workspace: Workspace): Holder {
  const holder = holders.get(workspace) ?? new Holder(workspace);
  holders.set(workspace, holder);
  return holder;
}

/** The live notes of the session's published mix; null while it has none. */
export function useNotesLive(): NotesLive | null {
  const workspace = useWorkspace();
  const holder = useMemo(() => holderOf(workspace), [workspace]);
  useEffect(() => holder.use(), [holder]);
  return useStore(holder.store, ({ live }) => live);
}

const nothing = createStore<NotesState>(() => NOTHING_HEARD);

/** Slice of what is said of the mix; select primitives or parts of the state itself. */
export function useNotesState<T>(live: NotesLive | null, select: (state: NotesState) => T): T {
  return useStore(live?.store ?? nothing, select);
}
