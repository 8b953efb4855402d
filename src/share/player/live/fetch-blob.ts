import { createSHA256 } from 'hash-wasm';
import { fail, ok, type Result } from '../../../units/index.ts';
import { type Pause, pauseDoubling } from '../proxy/blob-reader.ts';
import type { MixSource } from '../types.ts';

/** Connections in a row that may break off without a byte. */
const TRIES = 8;
/** Bytes gathered before they are handed to the browser's keeping. */
const PIECE = 4 * 2 ** 20;

/** How a blob is fetched. */
export interface FetchBlobOptions {
  readonly signal: AbortSignal;
  /** Bytes that came, each counted once. */
  readonly onBytes?: (bytes: number) => void;
  readonly pause?: Pause;
  /** Whether its hash is compared here. Default true. */
  readonly hash?: boolean;
}

/**
 * Fetches a blob behind what is heard: taken up again where a connection broke, compared with its length and hash. Never
 * rejects.
 */
export async function fetchBlob(
  source: MixSource,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
  { signal, onBytes, pause = pauseDoubling, hash = true }: FetchBlobOptions,
): Promise<Result<Blob>> {
  const hasher = hash ? await createSHA256() : null;
  const kept: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let gathered = 0;
  let at = 0;
  const gather = (): void => {
    kept.push(new Blob(parts));
    parts = [];
    gathered = 0;
  };
  for (let idle = 0; at < bytes; ) {
    if (signal.aborted) return cancelled();
    const before = at;
    try {
      const opened = await source.open(sha256, at, signal, true);
      if (!opened.ok && opened.code !== 'offline' && opened.code !== 'server-fault') return opened;
      if (opened.ok) {
        const reader = opened.value.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          if (at + value.length > bytes) {
            await reader.cancel();
            return different();
          }
          hasher?.update(value);
          parts.push(value.slice());
          gathered += value.length;
          at += value.length;
          if (gathered >= PIECE) gather();
          onBytes?.(value.length);
        }
      }
    } catch {
      // Broken off: taken up again at `at`.
      if (signal.aborted) return cancelled();
    }
    idle = at > before ? 0 : idle + 1;
    if (at < bytes && idle >= TRIES)
      return fail('offline', 'The stems could not be fetched.', 'The mix goes on as it was published.');
    if (at < bytes) await pause(Math.max(1, idle), signal);
  }
  gather();
  return !hasher || hasher.digest('hex') === sha256 ? ok(new Blob(kept)) : different();
}

const cancelled = () => fail('cancelled', 'Cancelled.', 'Open the link again.');

const different = () =>
  fail(
    'blob-differs',
    'A stem is not the one that was published.',
    'The mix goes on as it was published; tell its sender.',
  );
