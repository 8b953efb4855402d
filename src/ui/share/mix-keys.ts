import * as v from 'valibot';
import { capability, type MixKey, shareId } from '../../share/index.ts';
import type { SettingsStorage } from '../state/persist.ts';

/** Where the keys are kept. */
const MIX_KEYS = 'scorestage.mix-keys';
/** Sessions remembered; of more, the one published longest ago is forgotten. */
export const MOST_MIX_KEYS = 200;

const stored = v.array(
  v.strictObject({
    sessionId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    mixId: shareId,
    secret: capability,
  }),
);
type StoredKey = v.InferOutput<typeof stored>[number];

/** Tells the page's other parts; one for the page, as the keys are. */
const changes = new EventTarget();

/** Calls back when keys were kept or forgotten, in this page or another of this browser. @returns the way to stop */
export function onMixKeys(listener: () => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  changes.addEventListener('keys', () => listener(), { signal });
  globalThis.addEventListener?.(
    'storage',
    ({ key }) => {
      if (key === MIX_KEYS || key === null) listener();
    },
    { signal },
  );
  return () => ending.abort();
}

/** All keys, the newest first. What is damaged is left out entry by entry. */
function keysIn(storage: SettingsStorage): readonly StoredKey[] {
  const text = storage.read(MIX_KEYS);
  if (text === null) return [];
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // Not ours any more; the next key written replaces it.
    return [];
  }
  if (!Array.isArray(raw)) return [];
  return raw.slice(0, MOST_MIX_KEYS).flatMap((entry) => {
    const read = v.safeParse(stored.item, entry);
    return read.success ? [read.output] : [];
  });
}

/** The mix a session is published as, and the capability of its owner; null: not published from this browser. */
export function mixKeyOf(storage: SettingsStorage, sessionId: string): MixKey | null {
  const found = keysIn(storage).find((key) => key.sessionId === sessionId);
  return found ? { mixId: found.mixId, secret: found.secret } : null;
}

/**
 * Keeps the mix of a session in this browser, or forgets it. The secret is the only way to change the mix or to read what was
 * said about it: it is in no session, package or link.
 */
export function keepMixKey(storage: SettingsStorage, sessionId: string, key: MixKey | null): void {
  const others = keysIn(storage).filter((other) => other.sessionId !== sessionId);
  const mine = key === null ? [] : [{ sessionId, mixId: key.mixId, secret: key.secret }];
  storage.write(MIX_KEYS, JSON.stringify([...mine, ...others].slice(0, MOST_MIX_KEYS)));
  changes.dispatchEvent(new Event('keys'));
}
