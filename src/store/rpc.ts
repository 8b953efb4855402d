/**
 * Calls to a worker and what it tells on the way, typed on both ends.
 * A call answers once; between, the worker may send events of that call. Values and failures travel as plain objects.
 */
import { fail, type Result } from '../units/index.ts';

/** Raised when the messages change their meaning, so that a stale worker is noticed and not misunderstood. */
const PROTOCOL_VERSION = 1;

/** What a room's protocol lists: for each call its argument, its answer and the events it may send meanwhile. */
export type RpcCalls = Readonly<Record<string, { argument: unknown; answer: unknown; event: unknown }>>;

/** The part of `Worker`, `MessagePort` and a worker's own scope that calls need. */
export interface RpcPort {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

interface CallMessage {
  readonly rpc: typeof PROTOCOL_VERSION;
  readonly id: number;
  readonly call: string;
  readonly argument: unknown;
}
interface AbortMessage {
  readonly rpc: typeof PROTOCOL_VERSION;
  readonly id: number;
  readonly abort: true;
}
interface ReplyMessage {
  readonly rpc: typeof PROTOCOL_VERSION;
  readonly id: number;
  readonly kind: 'event' | 'answer';
  readonly value: unknown;
}

const isMessage = (data: unknown): data is { rpc: number; id: number } =>
  typeof data === 'object' && data !== null && 'rpc' in data && data.rpc === PROTOCOL_VERSION && 'id' in data;

/** Reasons a call fails that lie in the transport, not in the work. */
export type RpcFaultCode = 'worker-failed' | 'worker-silent';

/** How one call is made. */
export interface RpcCallOptions<Event> {
  readonly onEvent?: (event: Event) => void;
  readonly signal?: AbortSignal;
  readonly transfer?: Transferable[];
  /** Milliseconds without an event or the answer after which the worker counts as hung. Default 30 000; 0 waits for ever. */
  readonly silenceMs?: number;
}

/** The main thread's end. Owner closes it; calls still open then answer 'worker-failed'. */
export interface RpcClient<Calls extends RpcCalls> {
  call<Name extends keyof Calls & string>(
    name: Name,
    argument: Calls[Name]['argument'],
    options?: RpcCallOptions<Calls[Name]['event']>,
  ): Promise<Result<Calls[Name]['answer']>>;
  /** Answers every open call with 'worker-failed', for when the worker died or is ended. */
  close(reason: string): void;
}

interface Pending {
  settle(result: Result<unknown>): void;
  tell(event: unknown): void;
}

/** Makes the calling end over a worker or port. */
export function createRpcClient<Calls extends RpcCalls>(port: RpcPort): RpcClient<Calls> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let closed: string | null = null;

  port.addEventListener('message', ({ data }) => {
    if (!isMessage(data)) return;
    const reply = data as ReplyMessage;
    const waiting = pending.get(reply.id);
    if (reply.kind === 'event') waiting?.tell(reply.value);
    else waiting?.settle(reply.value as Result<unknown>);
  });

  const workerFailed = (reason: string): Result<never, RpcFaultCode> =>
    fail('worker-failed', reason, 'Reload the page; everything saved so far is kept.');

  return {
    call(name, argument, options = {}) {
      if (closed !== null) return Promise.resolve(workerFailed(closed));
      lastId += 1;
      const id = lastId;
      const silenceMs = options.silenceMs ?? 30_000;
      return new Promise((resolve) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const abort = (): void => {
          port.postMessage({ rpc: PROTOCOL_VERSION, id, abort: true } satisfies AbortMessage);
        };
        const settle = (result: Result<unknown>): void => {
          clearTimeout(timer);
          options.signal?.removeEventListener('abort', abort);
          pending.delete(id);
          resolve(result);
        };
        const restartClock = (): void => {
          clearTimeout(timer);
          if (silenceMs === 0) return;
          timer = setTimeout(() => {
            settle(
              fail('worker-silent', `The background worker did not answer (${name}).`, 'Reload the page.'),
            );
          }, silenceMs);
        };
        pending.set(id, {
          settle,
          tell(event) {
            restartClock();
            options.onEvent?.(event);
          },
        });
        restartClock();
        const message: CallMessage = { rpc: PROTOCOL_VERSION, id, call: name, argument };
        port.postMessage(message, options.transfer ?? []);
        if (options.signal?.aborted) abort();
        else options.signal?.addEventListener('abort', abort, { once: true });
      });
    },
    close(reason) {
      closed = reason;
      for (const waiting of pending.values()) waiting.settle(workerFailed(reason));
    },
  };
}

/** What a handler may use beside its argument. */
export interface RpcContext<Event> {
  readonly signal: AbortSignal;
  tell(event: Event): void;
  /** Marks buffers of the answer to be moved, not copied. */
  transfer(...buffers: Transferable[]): void;
}

/** One function a call. They may run interleaved wherever they await; order is the handler's own business. */
export type RpcHandlers<Calls extends RpcCalls> = {
  readonly [Name in keyof Calls]: (
    argument: Calls[Name]['argument'],
    context: RpcContext<Calls[Name]['event']>,
  ) => Promise<Result<Calls[Name]['answer']>>;
};

/** Failures cross threads without their `cause`, which may hold what cannot be cloned. */
const cloneable = (result: Result<unknown>): Result<unknown> =>
  result.ok ? result : fail(result.code, result.message, result.remedy);

/** Serves calls in a worker. A handler that throws answers 'worker-failed' with the error's message. */
export function serveRpc<Calls extends RpcCalls>(port: RpcPort, handlers: RpcHandlers<Calls>): void {
  const running = new Map<number, AbortController>();

  const answer = async (message: CallMessage): Promise<void> => {
    const { id, call } = message;
    const abort = new AbortController();
    running.set(id, abort);
    const moved: Transferable[] = [];
    const reply = (kind: ReplyMessage['kind'], value: unknown, transfer: Transferable[] = []): void =>
      port.postMessage({ rpc: PROTOCOL_VERSION, id, kind, value } satisfies ReplyMessage, transfer);
    try {
      if (!Object.hasOwn(handlers, call)) throw new TypeError(`no such call: ${call}`);
      const handler = handlers[call as keyof Calls];
      const result = await handler(message.argument as never, {
        signal: abort.signal,
        tell: (event) => reply('event', event),
        transfer: (...buffers) => void moved.push(...buffers),
      });
      reply('answer', cloneable(result), moved);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      reply('answer', fail('worker-failed', `The background worker failed: ${detail}`, 'Reload the page.'));
    } finally {
      running.delete(id);
    }
  };

  port.addEventListener('message', ({ data }) => {
    if (!isMessage(data)) return;
    const message = data as CallMessage | AbortMessage;
    if ('abort' in message) running.get(message.id)?.abort();
    else void answer(message);
  });
}
