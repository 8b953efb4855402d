import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Approval,
  type ApprovalRequest,
  type Comment,
  type CommentRequest,
  createOutbox,
  type Fetch,
  type LinkClient,
  listen,
  type Outbox,
  type OutboxEntry,
  type OutboxItem,
  type OutboxStorage,
  type Present,
} from '../../../share/index.ts';
import type { Result } from '../../../units/index.ts';

/** What is said about a mix, as this page knows it. */
export interface TalkState {
  /** Of every version the link shows. */
  readonly comments: readonly Comment[];
  readonly approvals: readonly Approval[];
  readonly here: readonly Present[];
  /** What waits to be sent. */
  readonly waiting: readonly OutboxEntry[];
  /** Whether the server is reached; null: not tried yet. */
  readonly connected: boolean | null;
  /** Whether the comments of the server have been read at least once. */
  readonly read: boolean;
}

/** Comments, judgements and presence of one link, live. Main thread. */
export interface Talk {
  readonly state: StoreApi<TalkState>;
  comment(wish: CommentRequest): Result<null>;
  change(id: string, change: { readonly body?: string; readonly resolved?: boolean }): Result<null>;
  remove(id: string): Result<null>;
  approve(wish: ApprovalRequest): Result<null>;
  readonly outbox: Pick<Outbox, 'retry' | 'drop' | 'clear' | 'flush'>;
  present(who: Present): void;
  dispose(): void;
}

/** What a talk needs. */
export interface TalkOptions {
  readonly send: Fetch;
  readonly client: LinkClient;
  readonly linkId: string;
  readonly storage: OutboxStorage;
  readonly now: () => number;
  onVersion(): void;
  onEnded(): void;
}

const upsert = <Item extends { readonly id: string }>(list: readonly Item[], item: Item): readonly Item[] =>
  list.some(({ id }) => id === item.id)
    ? list.map((one) => (one.id === item.id ? item : one))
    : [...list, item];

/** Begins to listen and reads what has been said so far. */
export function createTalk({ send, client, linkId, storage, now, onVersion, onEnded }: TalkOptions): Talk {
  const state = createStore<TalkState>(() => ({
    comments: [],
    approvals: [],
    here: [],
    waiting: [],
    connected: null,
    read: false,
  }));
  const scope = new AbortController();
  /** Events that come while the list is read are laid over it afterwards: the list may be older than they are. */
  let reading = 0;
  let late: (() => void)[] = [];
  const apply = (change: () => void) => {
    change();
    if (reading > 0) late.push(change);
  };
  const putComment = (comment: Comment) =>
    state.setState(({ comments }) => ({ comments: upsert(comments, comment) }));
  const dropComment = (id: string) =>
    state.setState(({ comments }) => ({ comments: comments.filter((one) => one.id !== id) }));
  const putApproval = (approval: Approval) =>
    state.setState(({ approvals }) => ({ approvals: upsert(approvals, approval) }));

  const readAll = async () => {
    reading++;
    const [comments, approvals] = await Promise.all([client.comments(), client.approvals()]);
    reading--;
    if (scope.signal.aborted) return;
    if (comments.ok) state.setState({ comments: comments.value, read: true });
    if (approvals.ok) state.setState({ approvals: approvals.value });
    const again = late;
    if (reading === 0) late = [];
    for (const change of again) change();
  };

  const onSent = (item: OutboxItem, answer: unknown) => {
    if (item.kind === 'comment' || item.kind === 'change') apply(() => putComment(answer as Comment));
    else if (item.kind === 'approval') apply(() => putApproval(answer as Approval));
    else apply(() => dropComment(item.id));
  };
  const outbox = createOutbox({ linkId, storage, client, onSent, now });
  const follow = () => state.setState({ waiting: outbox.entries() });
  outbox.subscribe(follow);
  follow();

  let first = true;
  void readAll();
  void listen(
    send,
    client.base,
    {
      version: onVersion,
      comment: (comment) => apply(() => putComment(comment)),
      commentRemoved: (id) => apply(() => dropComment(id)),
      approval: (approval) => apply(() => putApproval(approval)),
      presence: (here) => state.setState({ here }),
      connected(yes) {
        state.setState({ connected: yes, ...(yes ? {} : { here: [] }) });
        if (!yes) return;
        void outbox.flush();
        // What was said between the first reading and the first event; later streams go on where the last ended.
        if (first) void readAll();
        first = false;
      },
      ended: onEnded,
    },
    scope.signal,
  );
  const awake = () => void outbox.flush();
  globalThis.addEventListener?.('online', awake, { signal: scope.signal });

  return {
    state,
    comment: (wish) => outbox.add({ kind: 'comment', wish }),
    change: (id, change) => outbox.add({ kind: 'change', id, change }),
    remove: (id) => outbox.add({ kind: 'remove', id }),
    approve: (wish) => outbox.add({ kind: 'approval', wish }),
    outbox,
    present: (who) => void client.present(who),
    dispose: () => scope.abort(),
  };
}
