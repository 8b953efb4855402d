import * as v from 'valibot';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import type { LinkClient } from '../client/link-client.ts';
import { approvalRequest, commentChange, commentRequest, shareId } from '../schema/index.ts';

const item = v.variant('kind', [
  v.object({ kind: v.literal('comment'), wish: commentRequest }),
  v.object({ kind: v.literal('change'), id: shareId, change: commentChange }),
  v.object({ kind: v.literal('remove'), id: shareId }),
  v.object({ kind: v.literal('approval'), wish: approvalRequest }),
]);

/** Something said that the server has not answered yet. */
export type OutboxItem = v.InferOutput<typeof item>;

const entrySchema = v.object({
  /** Place in line: milliseconds since 1970, or one more than the entry before. */
  order: v.pipe(v.number(), v.safeInteger()),
  item,
  /** Why the server will not have it; null while it waits. */
  refused: v.nullable(v.object({ code: v.string(), message: v.string(), remedy: v.string() })),
});

/** An item on its way, as it is kept. */
export interface OutboxEntry extends v.InferOutput<typeof entrySchema> {
  readonly key: string;
}

/** Where entries are kept, one key each, so that two pages of one link don't overwrite each other's. */
export interface OutboxStorage {
  keys(): readonly string[];
  read(key: string): string | null;
  /** @throws where there is no room */
  write(key: string, text: string): void;
  remove(key: string): void;
}

/** Bounds of what one link keeps. */
export const OUTBOX_LIMITS = { entries: 200, characters: 1_000_000 } as const;

/** Failures that pass: what meets one is sent again. */
const PASSING = new Set(['offline', 'server-fault', 'too-many', 'cancelled', 'server-answer']);

/** What was written and not yet answered. Main thread. */
export interface Outbox {
  /** In the order they were written. The same list until something changes. */
  entries(): readonly OutboxEntry[];
  subscribe(listener: () => void): () => void;
  /** Keeps an item and sends what can be sent. */
  add(item: OutboxItem): Result<null, 'outbox-full'>;
  /** Sends what waits, in order, until all is answered or the server is out of reach. */
  flush(): Promise<void>;
  /** Lets a refused entry wait again, or forgets it. */
  retry(key: string): void;
  drop(key: string): void;
  /** Forgets everything: the link has ended. */
  clear(): void;
}

/** What the outbox needs beside its storage. */
export interface OutboxOptions {
  readonly linkId: string;
  readonly storage: OutboxStorage;
  readonly client: Pick<LinkClient, 'comment' | 'change' | 'remove' | 'approve'>;
  /** Told each answer before its entry goes, so that nothing said is shown twice or not at all. */
  onSent(item: OutboxItem, answer: unknown): void;
  readonly now: () => number;
}

/**
 * What was written while the server was out of reach: kept by link, sent later. Each item has an id made by its writer, so an
 * item whose answer was lost is sent again and is there once.
 */
export function createOutbox({ linkId, storage, client, onSent, now }: OutboxOptions): Outbox {
  const prefix = `scorestage.outbox.${linkId}.`;
  const listeners = new Set<() => void>();
  let known: readonly OutboxEntry[] = [];
  let shown = '';
  let sending: Promise<void> | null = null;

  const readAll = (): readonly OutboxEntry[] => {
    const all: OutboxEntry[] = [];
    for (const key of storage.keys()) {
      if (!key.startsWith(prefix)) continue;
      const entry = parseEntry(storage.read(key));
      if (entry) all.push({ ...entry, key });
      else storage.remove(key);
    }
    return all.sort((one, other) => one.order - other.order || (one.key < other.key ? -1 : 1));
  };
  const changed = () => {
    const all = readAll();
    const text = JSON.stringify(all);
    if (text === shown) return;
    shown = text;
    known = all;
    for (const listener of listeners) listener();
  };
  const put = ({ key, ...entry }: OutboxEntry) => storage.write(key, JSON.stringify(entry));

  const send = (next: OutboxItem): Promise<Result<unknown>> => {
    switch (next.kind) {
      case 'comment':
        return client.comment(next.wish);
      case 'change':
        return client.change(next.id, {
          ...(next.change.body === undefined ? {} : { body: next.change.body }),
          ...(next.change.resolved === undefined ? {} : { resolved: next.change.resolved }),
        });
      case 'remove':
        return client.remove(next.id);
      case 'approval':
        return client.approve(next.wish);
    }
  };

  const drain = async () => {
    for (;;) {
      const next = readAll().find(({ refused }) => refused === null);
      if (!next) return;
      const answer = await send(next.item);
      // Taken back twice is taken back.
      if (answer.ok || (next.item.kind === 'remove' && answer.code === 'not-found')) {
        onSent(next.item, answer.ok ? answer.value : null);
        storage.remove(next.key);
      } else if (PASSING.has(answer.code)) return;
      else put({ ...next, refused: words(answer) });
      changed();
    }
  };

  const outbox: Outbox = {
    entries: () => known,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(next) {
      const all = readAll();
      const text = JSON.stringify({ order: 0, item: next, refused: null });
      const characters = all.reduce((sum, entry) => sum + JSON.stringify(entry).length, text.length);
      const full = () =>
        fail('outbox-full', 'This browser keeps no more unsent notes.', 'Go online, then write it again.');
      if (all.length >= OUTBOX_LIMITS.entries || characters > OUTBOX_LIMITS.characters) return full();
      const order = Math.max(now(), (all.at(-1)?.order ?? 0) + 1);
      const id = next.kind === 'change' || next.kind === 'remove' ? next.id : next.wish.id;
      try {
        put({ key: `${prefix}${order.toString(36)}.${next.kind}.${id}`, order, item: next, refused: null });
      } catch {
        // The browser's own limit; nothing was kept.
        return full();
      }
      changed();
      void outbox.flush();
      return ok(null);
    },
    flush() {
      // What is added while it runs is found by the loop; what is added as it ends, by the next call.
      sending ??= drain().finally(() => {
        sending = null;
      });
      return sending;
    },
    retry(key) {
      const entry = readAll().find((one) => one.key === key);
      if (!entry) return;
      put({ ...entry, refused: null });
      changed();
      void outbox.flush();
    },
    drop(key) {
      if (key.startsWith(prefix)) storage.remove(key);
      changed();
    },
    clear() {
      for (const { key } of readAll()) storage.remove(key);
      changed();
    },
  };
  changed();
  return outbox;
}

const words = ({ code, message, remedy }: Failure) => ({ code, message, remedy });

function parseEntry(text: string | null): Omit<OutboxEntry, 'key'> | null {
  if (text === null) return null;
  try {
    const read = v.safeParse(entrySchema, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    // Not ours, or damaged: nothing that could be sent.
    return null;
  }
}

/** A new identifier: 128 random bits as the server's schema wants them. */
export function newShareId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22);
}
