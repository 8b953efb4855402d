/**
 * One writer a session, by Web Locks. Main thread.
 *
 * The writer holds the lock `scorestage:<id>` while it works. A second tab is a reader; to take over it asks over a
 * BroadcastChannel, the holder saves and lets go, and only if no answer comes (a frozen tab) is the lock stolen.
 * A stolen writer cannot harm: a new writer never writes to the files of the old one (`session-files.ts`).
 */

/** The part of `navigator.locks` used here. */
export interface LockHost {
  request<Value>(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    callback: (lock: unknown) => Promise<Value>,
  ): Promise<Value>;
}

/** The part of `BroadcastChannel` used here. */
export interface LockChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** What `acquireSession` works with; defaults are the browser's. */
export interface SessionLockOptions {
  /** Saves and closes the session; run when another tab asks for it, before the lock is given up. */
  readonly beforeRelease: () => Promise<void>;
  /** Milliseconds a holder has to save before its lock is stolen. Default 3000. */
  readonly patienceMs?: number;
  readonly locks?: LockHost;
  readonly openChannel?: (name: string) => LockChannel;
}

/** A tab's hold on a session. Owner calls `release`. */
export interface SessionLock {
  /** `writer` may edit; `reader` shows the session as it was read. */
  readonly mode: 'writer' | 'reader';
  /** Called once when a writer loses the session to another tab: go read-only. Returns the way to stop listening. */
  onLost(listener: () => void): () => void;
  /** Makes a reader the writer: resolves when the holder has saved and let go, or its lock was stolen. Read the session again then. */
  takeOver(): Promise<void>;
  release(): Promise<void>;
}

type LockMessage = { readonly kind: 'release-please' } | { readonly kind: 'released' };

const isLockMessage = (data: unknown): data is LockMessage =>
  typeof data === 'object' &&
  data !== null &&
  'kind' in data &&
  (data.kind === 'release-please' || data.kind === 'released');

/** Holds a lock until told to let go. Resolves with null if it was not to be had. */
function hold(
  locks: LockHost,
  name: string,
  options: { readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
  onStolen: () => void,
): Promise<{ letGo(): Promise<void> } | null> {
  return new Promise((resolve, reject) => {
    let held = false;
    let letGo: () => void = () => undefined;
    const ended: Promise<void> = locks
      .request(name, options, (lock) => {
        if (lock === null) {
          resolve(null);
          return Promise.resolve();
        }
        held = true;
        return new Promise<void>((release) => {
          letGo = release;
          resolve({
            letGo: () => {
              letGo();
              return ended;
            },
          });
        });
      })
      .catch((error: unknown) => {
        // A lock that was held ends with AbortError when it is stolen; before that, the wait itself was given up.
        if (held) onStolen();
        else reject(error);
      });
  });
}

/** Tries to become the writer of a session; if another tab is, opens as a reader that can take over. */
export async function acquireSession(id: string, options: SessionLockOptions): Promise<SessionLock> {
  const locks = options.locks ?? (navigator.locks as unknown as LockHost);
  const openChannel = options.openChannel ?? ((name: string): LockChannel => new BroadcastChannel(name));
  const patienceMs = options.patienceMs ?? 3000;
  const name = `scorestage:${id}`;
  const channel = openChannel(name);
  const listeners = new Set<() => void>();
  let mode: 'writer' | 'reader' = 'reader';
  let held: { letGo(): Promise<void> } | null = null;

  const lose = (): void => {
    if (mode === 'reader') return;
    mode = 'reader';
    held = null;
    for (const listener of listeners) listener();
  };

  const giveUp = async (): Promise<void> => {
    const holding = held;
    if (holding === null) return;
    held = null;
    try {
      await options.beforeRelease();
    } finally {
      lose();
      await holding.letGo();
      channel.postMessage({ kind: 'released' } satisfies LockMessage);
    }
  };

  channel.addEventListener('message', ({ data }) => {
    if (isLockMessage(data) && data.kind === 'release-please') void giveUp();
  });

  held = await hold(locks, name, { ifAvailable: true }, lose);
  if (held !== null) mode = 'writer';

  return {
    get mode() {
      return mode;
    },
    onLost(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async takeOver() {
      if (mode === 'writer') return;
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), patienceMs);
      const asked = hold(locks, name, { signal: patience.signal }, lose);
      channel.postMessage({ kind: 'release-please' } satisfies LockMessage);
      try {
        held = await asked;
      } catch (error) {
        if (!patience.signal.aborted) throw error;
        held = await hold(locks, name, { steal: true }, lose);
      } finally {
        clearTimeout(timer);
      }
      mode = 'writer';
    },
    async release() {
      const holding = held;
      mode = 'reader';
      held = null;
      channel.close();
      await holding?.letGo();
    },
  };
}
