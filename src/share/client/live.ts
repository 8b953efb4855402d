import * as v from 'valibot';
import {
  type Approval,
  approvalAnswer,
  type Comment,
  commentAnswer,
  type Present,
  presenceRequest,
} from '../schema/index.ts';
import type { Fetch } from './ask.ts';

/** What is heard of a mix as it happens. */
export interface LiveListener {
  version?(n: number): void;
  comment?(comment: Comment): void;
  commentRemoved?(id: string): void;
  approval?(approval: Approval): void;
  presence?(here: readonly Present[]): void;
  /** Whether the server is reached. */
  connected?(yes: boolean): void;
  /** The link has ended; nothing more comes. */
  ended?(): void;
}

/** One message of a stream of Server-Sent Events. */
interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** Most characters of one message; more is not ours. */
const LONGEST = 1_000_000;

/** Cuts a stream into messages (WHATWG HTML §9.2.6: of its fields `event`, `id` and `data`). @throws RangeError if one has no end */
export async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  let text = '';
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      if (text.length > LONGEST) throw new RangeError('a message without end');
      for (const part of parts) {
        const fields = new Map<string, string>();
        for (const line of part.split('\n')) {
          const colon = line.indexOf(':');
          if (colon <= 0) continue;
          const name = line.slice(0, colon);
          const field = line.slice(colon + 1).replace(/^ /, '');
          fields.set(name, name === 'data' && fields.has('data') ? `${fields.get('data')}\n${field}` : field);
        }
        const data = fields.get('data');
        if (data !== undefined)
          yield { event: fields.get('event') ?? 'message', id: fields.get('id') ?? '', data };
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const versionEvent = v.object({ version: v.number() });
const commentEvent = v.object({
  comment: v.omit(commentAnswer, ['own']),
  own: v.optional(v.boolean(), false),
});
const removedEvent = v.object({ id: v.string() });
const approvalEvent = v.object({ approval: approvalAnswer });

/** Reads a message's data and hands it on; what is not understood is another version's and left alone. */
function tell(listener: LiveListener, { event, data }: Message): void {
  let raw: unknown;
  try {
    raw = JSON.parse(data);
  } catch {
    return;
  }
  const read = <Schema extends v.GenericSchema>(
    schema: Schema,
    then: (value: v.InferOutput<Schema>) => void,
  ) => {
    const parsed = v.safeParse(schema, raw);
    if (parsed.success) then(parsed.output);
  };
  if (event === 'version') read(versionEvent, ({ version }) => listener.version?.(version));
  else if (event === 'comment')
    read(commentEvent, ({ comment, own }) => listener.comment?.({ ...comment, own }));
  else if (event === 'comment-removed') read(removedEvent, ({ id }) => listener.commentRemoved?.(id));
  else if (event === 'approval') read(approvalEvent, ({ approval }) => listener.approval?.(approval));
  else if (event === 'presence') read(v.array(presenceRequest), (here) => listener.presence?.(here));
}

/** How a stream is kept up. */
export interface ListenOptions {
  /** Waits before try number n; default: up to 20 s, doubling from one. */
  readonly pause?: (attempt: number) => Promise<void>;
}

const pauseFor = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.min(20_000, 1_000 * 2 ** (attempt - 1))));

/**
 * Listens until `signal`: a connection that breaks is made anew, after the last event that came, so none is missed.
 * By `fetch`, since an EventSource can't carry the owner's capability.
 */
export async function listen(
  send: Fetch,
  base: string,
  listener: LiveListener,
  signal: AbortSignal,
  { pause = pauseFor }: ListenOptions = {},
): Promise<void> {
  let last: string | null = null;
  for (let attempt = 0; !signal.aborted; ) {
    try {
      const headers = { accept: 'text/event-stream', ...(last === null ? {} : { 'last-event-id': last }) };
      const answer = await send(`${base}/events`, { headers, signal });
      if (answer.status === 404) {
        listener.ended?.();
        return;
      }
      if (answer.ok && answer.body) {
        listener.connected?.(true);
        attempt = 0;
        for await (const message of messagesOf(answer.body)) {
          if (message.event === 'ended') {
            listener.ended?.();
            return;
          }
          tell(listener, message);
          if (message.id !== '') last = message.id;
        }
      }
    } catch {
      // Broken off: made anew below. What ended it is nothing the user can do anything about.
    }
    if (signal.aborted) return;
    listener.connected?.(false);
    await pause(++attempt);
  }
}
