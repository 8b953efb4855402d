import { createRpcClient, type RpcClient, type RpcPort } from '../../store/index.ts';
import type { Result } from '../../units/index.ts';
import type { HeldStem } from './held-stem.ts';
import type { HoldRequest, HoldRun } from './hold.ts';
import type { HoldCalls } from './hold-protocol.ts';

/** A started worker that decodes. */
export interface HoldWorker {
  readonly port: RpcPort;
  /** Calls back if its script fails as a whole. */
  onError(listener: (reason: string) => void): void;
  end(): void;
}

/** Decodes stems that are held as blobs, off the main thread. Owner calls `dispose`. */
export interface StemHolder {
  /** As `holdStem`, in a worker; several at once share the workers. Never rejects. */
  hold(request: HoldRequest, run?: HoldRun): Promise<Result<HeldStem>>;
  dispose(): void;
}

/** One stem after the other in each of up to `workers` workers, which are started when they are needed. */
export function createStemHolder(start: () => HoldWorker, workers: number): StemHolder {
  const all: { readonly client: RpcClient<HoldCalls>; readonly end: () => void }[] = [];
  const free: RpcClient<HoldCalls>[] = [];
  const waiting: ((client: RpcClient<HoldCalls>) => void)[] = [];

  const take = (): Promise<RpcClient<HoldCalls>> => {
    const ready = free.pop();
    if (ready) return Promise.resolve(ready);
    if (all.length >= workers) return new Promise((resolve) => waiting.push(resolve));
    const worker = start();
    const client = createRpcClient<HoldCalls>(worker.port);
    worker.onError((reason) => client.close(reason));
    all.push({ client, end: () => worker.end() });
    return Promise.resolve(client);
  };

  return {
    async hold(request, { signal, onBytes } = {}) {
      const client = await take();
      try {
        return await client.call('hold', request, {
          ...(signal ? { signal } : {}),
          onEvent: ({ bytes }) => onBytes?.(bytes),
        });
      } finally {
        const next = waiting.shift();
        if (next) next(client);
        else free.push(client);
      }
    },
    dispose() {
      for (const { client, end } of all) {
        client.close('No longer wanted.');
        end();
      }
    },
  };
}
