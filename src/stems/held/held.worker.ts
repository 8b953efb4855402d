/** Dedicated worker that decodes stems to be held as blobs. */
import { type RpcPort, serveRpc } from '../../store/index.ts';
import { holdStem } from './hold.ts';
import type { HoldCalls } from './hold-protocol.ts';

const scope: RpcPort = globalThis as unknown as RpcPort;

serveRpc<HoldCalls>(scope, {
  hold: (request, { signal, tell }) => holdStem(request, { signal, onBytes: (bytes) => tell({ bytes }) }),
});
