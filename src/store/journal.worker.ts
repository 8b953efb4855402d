/** Dedicated worker that owns the session files; every call is answered when its bytes are on the disk. */
import { createHostStore } from './host-store.ts';
import type { JournalCalls } from './journal-protocol.ts';
import { createJournalService } from './journal-service.ts';
import { type RpcHandlers, type RpcPort, serveRpc } from './rpc.ts';

const scope: RpcPort = globalThis as unknown as RpcPort;
const service = createHostStore().then(createJournalService);

/** Handlers that wait for the store, so that no call made while it opens is lost. */
const handlers: RpcHandlers<JournalCalls> = {
  list: async (argument, context) => (await service).list(argument, context),
  read: async (argument, context) => (await service).read(argument, context),
  start: async (argument, context) => (await service).start(argument, context),
  append: async (argument, context) => (await service).append(argument, context),
  compact: async (argument, context) => (await service).compact(argument, context),
  close: async (argument, context) => (await service).close(argument, context),
  delete: async (argument, context) => (await service).delete(argument, context),
};
serveRpc<JournalCalls>(scope, handlers);
