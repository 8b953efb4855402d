/** Dedicated worker that codes stems and renders proxies for mix links. */
import { createHostStore, type RpcHandlers, type RpcPort, serveRpc } from '../../store/index.ts';
import type { PublishCalls } from './publish-protocol.ts';
import { createPublishService } from './publish-service.ts';

const scope: RpcPort = globalThis as unknown as RpcPort;
const service = createHostStore().then((store) => createPublishService(store));

/** Handlers that wait for the store, so that no call made while it opens is lost. */
const handlers: RpcHandlers<PublishCalls> = {
  look: async (argument, context) => (await service).look(argument, context),
  code: async (argument, context) => (await service).code(argument, context),
  render: async (argument, context) => (await service).render(argument, context),
  tidy: async (argument, context) => (await service).tidy(argument, context),
};
serveRpc<PublishCalls>(scope, handlers);
