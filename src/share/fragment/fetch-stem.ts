import type { Stem } from '../../session/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { addressFault, originOf } from './address.ts';

/** How a stem is fetched. */
export interface FetchStemOptions {
  readonly signal: AbortSignal;
  /** Bytes here so far. */
  readonly onBytes: (bytes: number) => void;
  /** Default: the browser's. */
  readonly fetch?: typeof fetch;
}

/**
 * Fetches a stem's file from the address a link names: without cookies, without saying where from, to nowhere else than asked,
 * and no byte more than the session says it has. Its hash is compared by who decodes it. Rejects never.
 */
export async function fetchStem(
  stem: Pick<Stem, 'fileName' | 'bytes'>,
  address: string,
  { signal, onBytes, fetch: get = fetch }: FetchStemOptions,
): Promise<Result<Blob>> {
  const fault = addressFault(address);
  if (fault !== null) throw new RangeError(`an address that ${fault}`);
  const host = originOf(address) ?? 'this site';
  try {
    const response = await get(address, {
      mode: 'cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal,
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      return fail(
        'stem-not-there',
        `${host} has no “${stem.fileName}” (${response.status}).`,
        'Ask who sent the link.',
      );
    }
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      if (bytes > stem.bytes) {
        await reader.cancel();
        return wrong(stem.fileName, host);
      }
      parts.push(value);
      onBytes(bytes);
    }
    return bytes === stem.bytes ? ok(new Blob(parts)) : wrong(stem.fileName, host);
  } catch (cause) {
    if (signal.aborted) return fail('cancelled', 'Fetching was stopped.', 'Start it again.');
    return fail(
      'stem-not-fetched',
      `“${stem.fileName}” could not be fetched from ${host}.`,
      `Check the connection; ${host} must also allow other sites to read it (CORS), and must not send elsewhere.`,
      cause,
    );
  }
}

const wrong = (fileName: string, host: string) =>
  fail(
    'stem-changed',
    `“${fileName}” on ${host} is not the file this mix was made of.`,
    'Ask who sent the link.',
  );
