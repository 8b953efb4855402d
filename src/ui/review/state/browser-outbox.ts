import type { OutboxStorage } from '../../../share/index.ts';

/** The browser's local storage, or a map where site data is blocked: then what is unsent lasts for the visit. */
export function browserOutbox(): OutboxStorage {
  const memory = new Map<string, string>();
  let backing: Storage | null;
  try {
    backing = globalThis.localStorage ?? null;
  } catch {
    // Reading the property itself throws where the user blocks site data.
    backing = null;
  }
  const kept = backing;
  if (kept === null)
    return {
      keys: () => [...memory.keys()],
      read: (key) => memory.get(key) ?? null,
      write: (key, text) => void memory.set(key, text),
      remove: (key) => void memory.delete(key),
    };
  return {
    keys: () => Array.from({ length: kept.length }, (_, n) => kept.key(n)).filter((key) => key !== null),
    read: (key) => kept.getItem(key),
    write: (key, text) => kept.setItem(key, text),
    remove: (key) => kept.removeItem(key),
  };
}
