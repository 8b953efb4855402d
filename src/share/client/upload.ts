import { fail, ok, type Result } from '../../units/index.ts';
import { SHARE_UPLOADS } from '../schema/index.ts';
import { type Fetch, refusalOf } from './ask.ts';

/** Bytes of one request: small enough to be sent within a minute at 1 Mb/s, large enough to cost no round trips. */
const CHUNK = 8 * 2 ** 20;
/** Status by which the server says that what came is not what was announced. */
const NOT_AS_ANNOUNCED = 460;

/** How an upload is followed. */
export interface UploadOptions {
  /** Bytes the server has. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
  /** Where an upload of this blob was begun before, and where to note it: a page that is closed goes on later. */
  readonly memory?: UploadMemory;
  /** Waits before try number n of a request that got no answer; rejects to give up. Default: seconds that double, eight times. */
  readonly pause?: (attempt: number) => Promise<void>;
}

/** Addresses of uploads that have begun, by mix and hash. */
export interface UploadMemory {
  read(key: string): string | null;
  write(key: string, url: string | null): void;
}

const LONGEST_PAUSE = 8;
async function pauseFor(attempt: number): Promise<void> {
  if (attempt > LONGEST_PAUSE) throw new Error('no answer');
  await new Promise((done) => setTimeout(done, 1_000 * 2 ** (attempt - 1)));
}

const base64 = (text: string): string => btoa(text);

/**
 * Sends a blob (tus 1.0.0: Core and Creation), from where it stopped. A connection that breaks is taken up again at the
 * offset the server has; only whole answers count.
 */
export async function uploadBlob(
  send: Fetch,
  { mixId, blob, sha256, type }: { mixId: string; blob: Blob; sha256: string; type: string },
  { onProgress, signal, memory, pause = pauseFor }: UploadOptions = {},
): Promise<Result<null>> {
  const key = `${mixId}/${sha256}`;
  const init = (method: string, headers: Record<string, string> = {}): RequestInit => ({
    method,
    headers: { 'x-mix': mixId, 'tus-resumable': '1.0.0', ...headers },
    ...(signal ? { signal } : {}),
  });
  /** An answer, after as many tries as `pause` allows; null if there was none. */
  const insist = async (request: () => Promise<Response>): Promise<Response | null> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await request();
        if (answer.status < 500 || answer.status === 507) return answer;
      } catch {
        if (signal?.aborted) return null;
      }
      try {
        await pause(attempt);
      } catch {
        return null;
      }
    }
  };
  const gone = () =>
    signal?.aborted
      ? fail('cancelled', 'The upload was cancelled.', 'Publish again; what was sent is kept for a week.')
      : fail('offline', 'The server cannot be reached.', 'Publish again; what was sent is kept for a week.');

  /** Requests with bytes that failed since the last that didn't: whoever never gets through gives up. */
  let failures = 0;
  let url = memory?.read(key) ?? null;
  let offset: number | null = null;
  for (;;) {
    if (signal?.aborted) return gone();
    if (url === null) {
      const begun = await insist(() =>
        send(
          SHARE_UPLOADS,
          init('POST', {
            'upload-length': `${blob.size}`,
            'upload-metadata': `sha256 ${base64(sha256)},type ${base64(type)}`,
          }),
        ),
      );
      if (!begun) return gone();
      if (begun.status !== 201) return refusalOf(begun);
      url = begun.headers.get('location');
      // The server's own path or nothing: a location elsewhere would get the capability.
      if (!url?.startsWith(`${SHARE_UPLOADS}/`))
        return fail('server-answer', 'The server begins no upload.', 'Its version differs from this page.');
      memory?.write(key, url);
      offset = 0;
    } else if (offset === null) {
      const address: string = url;
      const head = await insist(() => send(address, init('HEAD')));
      if (!head) return gone();
      const told = Number(head.headers.get('upload-offset') ?? Number.NaN);
      if (head.ok && Number.isSafeInteger(told)) offset = told;
      else {
        // Finished, swept or another's: begun anew.
        url = null;
        memory?.write(key, null);
        continue;
      }
    }
    onProgress?.(offset);
    if (signal?.aborted) return gone();
    const [address, from]: [string, number] = [url, offset];
    const chunk = blob.slice(from, from + CHUNK);
    const headers = { 'upload-offset': `${from}`, 'content-type': 'application/offset+octet-stream' };
    let answer: Response;
    try {
      answer = await send(address, { ...init('PATCH', headers), body: chunk });
    } catch {
      if (signal?.aborted) return gone();
      const awake = await pause(++failures).then(
        () => true,
        () => false,
      );
      if (!awake) return gone();
      offset = null;
      continue;
    }
    if (answer.status === 204) {
      failures = 0;
      offset = Number(answer.headers.get('upload-offset') ?? from + chunk.size);
      if (offset < blob.size) continue;
      onProgress?.(blob.size);
      memory?.write(key, null);
      return ok(null);
    }
    if (answer.status === NOT_AS_ANNOUNCED) {
      memory?.write(key, null);
      return fail('blob-differs', await answer.text(), 'The file changed while it was sent. Publish again.');
    }
    // Another page of the same composer was quicker, or the server was started anew: ask where it stands.
    if (answer.status === 409 || answer.status === 423 || answer.status >= 500) {
      try {
        await pause(++failures);
      } catch {
        return gone();
      }
      offset = null;
      continue;
    }
    if (answer.status === 404 || answer.status === 410) {
      url = null;
      offset = null;
      memory?.write(key, null);
      continue;
    }
    return refusalOf(answer);
  }
}
