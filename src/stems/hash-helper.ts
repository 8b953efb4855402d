/**
 * SHA-256 on a second thread. Of all that a large import does, hashing costs most: beside the copy and the waveform it
 * takes no time of its own.
 */
import { createRpcClient, type RpcClient, type RpcPort, StoreFault, serveRpc } from '../store/index.ts';
import { ok, type Result } from '../units/index.ts';
import { createStreamHash, type StreamHash } from './hash.ts';

/** Calls the helper answers; one stream at a time. */
type HashCalls = {
  /** Starts a stream. */
  begin: { argument: null; answer: null; event: never };
  load: { argument: { readonly state: Uint8Array }; answer: boolean; event: never };
  update: { argument: { readonly bytes: Uint8Array }; answer: Uint8Array; event: never };
  digest: { argument: null; answer: string; event: never };
};

/** Answers a hash helper's calls. Worker side. */
export function serveHash(port: RpcPort): void {
  let hash: Promise<StreamHash> = createStreamHash();
  serveRpc<HashCalls>(port, {
    async begin() {
      hash = createStreamHash();
      await hash;
      return ok(null);
    },
    // Handlers wait for the same promise, so they go on in the order of their calls.
    load: async ({ state }) => ok(await (await hash).load(state)),
    update: async ({ bytes }) => ok(await (await hash).update(bytes)),
    digest: async () => ok(await (await hash).digest()),
  });
}

/** Longest wait for a helper to start, milliseconds. */
const START_MS = 5000;

/** A started helper. */
export interface HashWorker {
  readonly port: RpcPort;
  /** Calls back if its script fails as a whole. */
  onError(listener: (reason: string) => void): void;
}

function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new StoreFault('storage-failed', `the checksum could not be made: ${result.message}`);
}

function remoteHash(client: RpcClient<HashCalls>, release: () => void): StreamHash {
  return {
    async update(bytes) {
      const { buffer } = bytes;
      // A whole buffer is moved, a part of one copied.
      const movable = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
      return must(await client.call('update', { bytes }, movable ? { transfer: [buffer] } : {}));
    },
    digest: async () => must(await client.call('digest', null)),
    load: async (state) => must(await client.call('load', { state })),
    dispose: release,
  };
}

/**
 * Gives out streams that hash on a helper's thread. `start` is called when the first is wanted. While the helper is
 * taken, or if it does not start, streams hash on the caller's own thread.
 */
export function createHashHelper(start: () => HashWorker): () => Promise<StreamHash> {
  let client: RpcClient<HashCalls> | null = null;
  let taken = false;
  const connect = (): RpcClient<HashCalls> => {
    const worker = start();
    const made = createRpcClient<HashCalls>(worker.port);
    worker.onError((reason) => made.close(reason));
    return made;
  };
  return async () => {
    if (taken) return createStreamHash();
    taken = true;
    client ??= connect();
    const begun = await client.call('begin', null, { silenceMs: START_MS });
    if (!begun.ok) return createStreamHash();
    return remoteHash(client, () => {
      taken = false;
    });
  };
}
