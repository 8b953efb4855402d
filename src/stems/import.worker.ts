/** Dedicated worker that owns the stem pool: imports, waveforms, source files. */
import { createHostStore, type RpcHandlers, type RpcPort, serveRpc } from '../store/index.ts';
import { createHashHelper } from './hash-helper.ts';
import { startHashWorker } from './start-hash-worker.ts';
import type { StemCalls } from './stem-protocol.ts';
import { createStemService } from './stem-service.ts';

const scope: RpcPort = globalThis as unknown as RpcPort;
const createHash = createHashHelper(startHashWorker);
const service = createHostStore().then((store) => createStemService(store, createHash));

/** Handlers that wait for the store, so that no call made while it opens is lost. */
const handlers: RpcHandlers<StemCalls> = {
  host: async (argument, context) => (await service).host(argument, context),
  import: async (argument, context) => (await service).import(argument, context),
  peaks: async (argument, context) => (await service).peaks(argument, context),
  energy: async (argument, context) => (await service).energy(argument, context),
  entry: async (argument, context) => (await service).entry(argument, context),
  source: async (argument, context) => (await service).source(argument, context),
  collect: async (argument, context) => (await service).collect(argument, context),
};
serveRpc<StemCalls>(scope, handlers);
