import type { StoreApi } from 'zustand/vanilla';

/** A place for small settings: the browser's local storage, or a map where that is refused. */
export interface SettingsStorage {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

/** Settings storage that never throws: where site data is blocked the settings last for the visit. Main thread. */
export function browserSettings(): SettingsStorage {
  const memory = new Map<string, string>();
  let backing: Storage | null;
  try {
    backing = globalThis.localStorage ?? null;
  } catch {
    // Reading the property itself throws where the user blocks site data.
    backing = null;
  }
  return {
    read: (key) => memory.get(key) ?? backing?.getItem(key) ?? null,
    write(key, value) {
      memory.set(key, value);
      try {
        backing?.setItem(key, value);
      } catch {
        // Quota or policy. Only settings live here, never work; the copy in memory keeps this visit right.
        backing = null;
      }
    },
  };
}

/** Settings kept in memory only; for tests. */
export function memorySettings(initial: Readonly<Record<string, string>> = {}): SettingsStorage {
  const memory = new Map(Object.entries(initial));
  return { read: (key) => memory.get(key) ?? null, write: (key, value) => void memory.set(key, value) };
}

/**
 * Keeps a slice of a store in settings storage: restores it now, writes it on each change of the slice.
 * `restore` receives untrusted JSON and returns only what it recognises.
 */
export function persistSlice<State, Slice>(
  store: StoreApi<State>,
  storage: SettingsStorage,
  key: string,
  pick: (state: State) => Slice,
  restore: (saved: unknown) => Partial<State>,
): () => void {
  const text = storage.read(key);
  if (text !== null) {
    let saved: unknown = null;
    try {
      saved = JSON.parse(text);
    } catch {
      // A damaged setting is worth no error: the defaults are complete.
      saved = null;
    }
    store.setState(restore(saved));
  }
  let last = JSON.stringify(pick(store.getState()));
  return store.subscribe((state) => {
    const next = JSON.stringify(pick(state));
    if (next === last) return;
    last = next;
    storage.write(key, next);
  });
}

/** True for a plain JSON object; narrows untrusted settings. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The saved number clamped to a range, or the default when it is no finite number. */
export function savedNumber(value: unknown, min: number, max: number, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}
