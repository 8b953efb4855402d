import { describe, expect, it } from 'vitest';
import { acquireSession, type LockChannel, type LockHost } from './session-lock.ts';

/** Web Locks for one name, as the standard has them: queue, ifAvailable, steal, abort of a wait. */
function createLockHost(): LockHost {
  let holder: { reject(error: unknown): void } | null = null;
  const queue: (() => void)[] = [];
  const next = (): void => queue.shift()?.();
  return {
    request(_name, options, callback) {
      return new Promise((resolve, reject) => {
        const grant = (): void => {
          const own = { reject };
          holder = own;
          const settle = (deliver: () => void): void => {
            if (holder !== own) return;
            holder = null;
            deliver();
            next();
          };
          callback({}).then(
            (value) => settle(() => resolve(value)),
            (error: unknown) => settle(() => reject(error)),
          );
        };
        if (options.steal) {
          holder?.reject(new DOMException('stolen', 'AbortError'));
          grant();
        } else if (holder === null) grant();
        else if (options.ifAvailable) callback(null).then(resolve, reject);
        else {
          queue.push(grant);
          options.signal?.addEventListener('abort', () => {
            queue.splice(queue.indexOf(grant), 1);
            reject(new DOMException('gave up', 'AbortError'));
          });
        }
      });
    },
  };
}

/** A BroadcastChannel whose tabs can be frozen. */
function createChannels() {
  const open = new Set<{ tab: string; hear(data: unknown): void }>();
  const frozen = new Set<string>();
  return {
    frozen,
    of: (tab: string) => (): LockChannel => {
      const own = { tab, hear: (_data: unknown): void => undefined };
      open.add(own);
      return {
        postMessage(data) {
          for (const other of open) if (other !== own && !frozen.has(other.tab)) other.hear(data);
        },
        addEventListener(_type, listener) {
          own.hear = (data) => queueMicrotask(() => listener({ data }));
        },
        close: () => void open.delete(own),
      };
    },
  };
}

describe('session lock', () => {
  it('makes the first tab the writer and the second a reader that can take over after a save', async () => {
    const locks = createLockHost();
    const channels = createChannels();
    const told: string[] = [];
    const first = await acquireSession('film', {
      locks,
      openChannel: channels.of('one'),
      beforeRelease: async () => void told.push('saved'),
    });
    first.onLost(() => told.push('lost'));
    const second = await acquireSession('film', {
      locks,
      openChannel: channels.of('two'),
      beforeRelease: async () => undefined,
    });
    expect([first.mode, second.mode]).toEqual(['writer', 'reader']);
    await second.takeOver();
    expect(told).toEqual(['saved', 'lost']);
    expect([first.mode, second.mode]).toEqual(['reader', 'writer']);
    await first.takeOver();
    expect([first.mode, second.mode]).toEqual(['writer', 'reader']);
  });

  it('steals from a tab that does not answer, and tells it', async () => {
    const locks = createLockHost();
    const channels = createChannels();
    let lost = 0;
    const first = await acquireSession('film', {
      locks,
      openChannel: channels.of('one'),
      beforeRelease: async () => undefined,
    });
    first.onLost(() => {
      lost += 1;
    });
    channels.frozen.add('one');
    const second = await acquireSession('film', {
      locks,
      openChannel: channels.of('two'),
      beforeRelease: async () => undefined,
      patienceMs: 1,
    });
    await second.takeOver();
    expect(second.mode).toBe('writer');
    expect(first.mode).toBe('reader');
    expect(lost).toBe(1);
  });

  it('lets the next tab write after a release', async () => {
    const locks = createLockHost();
    const channels = createChannels();
    const options = { locks, openChannel: channels.of('one'), beforeRelease: async () => undefined };
    const first = await acquireSession('film', options);
    await first.release();
    const second = await acquireSession('film', { ...options, openChannel: channels.of('two') });
    expect(second.mode).toBe('writer');
  });
});
