import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Approval,
  type Comment,
  createOwnerClient,
  type Fetch,
  listen,
  type MixKey,
  newShareId,
  type OwnedMix,
  type OwnerClient,
  SHARE_API,
  SHARE_LIMITS,
} from '../../share/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';

/** What is said of a published mix, as it stands. */
export interface NotesState {
  /** `ended`: the server knows no such mix (any more). */
  readonly link: 'connecting' | 'live' | 'offline' | 'ended';
  readonly facts: OwnedMix | null;
  readonly comments: readonly Comment[];
  readonly approvals: readonly Approval[];
  /** When the newest was said that has been looked at, milliseconds since 1970 by the server's clock. */
  readonly seenAt: number;
}

/** What nothing has been heard of yet. */
export const NOTHING_HEARD: NotesState = {
  link: 'connecting',
  facts: null,
  comments: [],
  approvals: [],
  seenAt: 0,
};

/** How many comments and judgements of others came since the composer last looked. */
export const newsOf = ({ comments, approvals, seenAt }: NotesState): number =>
  comments.filter(({ recipient, createdAt }) => recipient !== null && createdAt > seenAt).length +
  approvals.filter(({ createdAt }) => createdAt > seenAt).length;

/** Where it is remembered what was looked at. */
export interface SeenMemory {
  read(): number;
  write(at: number): void;
}

/** What the live notes need. */
export interface NotesLiveOptions {
  readonly key: MixKey;
  readonly send: Fetch;
  readonly seen: SeenMemory;
  /** Waits before connection number n is tried; default: the client's own. */
  readonly pause?: (attempt: number) => Promise<void>;
}

type Change = (state: NotesState) => Partial<NotesState>;

/**
 * Comments and judgements of one's own mix, read once and then heard as they come; a connection that breaks is made anew and
 * everything read again. Main thread.
 */
export class NotesLive {
  readonly store: StoreApi<NotesState>;
  readonly #client: OwnerClient;
  readonly #options: NotesLiveOptions;
  readonly #ending = new AbortController();
  /** What was heard while everything is read: it may be newer than the answer. */
  #heard: Change[] | null = null;

  constructor(options: NotesLiveOptions) {
    this.#options = options;
    this.#client = createOwnerClient(options.send, options.key);
    this.store = createStore<NotesState>(() => ({ ...NOTHING_HEARD, seenAt: options.seen.read() }));
  }

  /** Listens until `stop`. */
  start(): void {
    const { key, send, pause } = this.#options;
    const authorised: Fetch = (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${key.secret}`);
      return send(path, { ...init, headers });
    };
    const base = `${SHARE_API}/mixes/${encodeURIComponent(key.mixId)}`;
    void listen(
      authorised,
      base,
      {
        connected: (yes) => {
          if (yes) void this.#readAll();
          else this.store.setState({ link: 'offline' });
        },
        ended: () => this.store.setState({ link: 'ended' }),
        version: () => void this.#readFacts(),
        comment: (comment) => this.#apply((state) => ({ comments: withComment(state.comments, comment) })),
        commentRemoved: (id) =>
          this.#apply(({ comments }) => ({ comments: comments.filter((comment) => comment.id !== id) })),
        approval: (approval) =>
          this.#apply(({ approvals }) => ({
            approvals: [...approvals.filter(({ id }) => id !== approval.id), approval],
          })),
      },
      this.#ending.signal,
      pause ? { pause } : {},
    );
  }

  /** Ends listening; the store stays as it is. */
  stop(): void {
    this.#ending.abort();
  }

  /** Everything here has been looked at. */
  look(): void {
    const { comments, approvals, seenAt } = this.store.getState();
    const newest = [...comments, ...approvals].reduce((at, { createdAt }) => Math.max(at, createdAt), seenAt);
    if (newest === seenAt) return;
    this.#options.seen.write(newest);
    this.store.setState({ seenAt: newest });
  }

  /** Answers a comment as the composer. @param author one line, @param body what is said */
  async reply(
    to: Pick<Comment, 'id' | 'version' | 'at'>,
    author: string,
    body: string,
  ): Promise<Result<Comment>> {
    if (body.length > SHARE_LIMITS.text)
      return fail(
        'too-long',
        `The answer has ${body.length} characters; ${SHARE_LIMITS.text} are taken.`,
        'Shorten it, or send two.',
      );
    const answer = await this.#client.comment({
      id: newShareId(),
      version: to.version,
      author,
      body,
      at: to.at,
      end: null,
      target: null,
      place: null,
      drawing: null,
      parent: to.id,
    });
    if (answer.ok) this.#apply(({ comments }) => ({ comments: withComment(comments, answer.value) }));
    return answer;
  }

  /** Marks a comment as dealt with, or opens it again, for everyone. */
  async resolve(id: string, resolved: boolean): Promise<Result<Comment>> {
    const answer = await this.#client.change(id, { resolved });
    if (answer.ok) this.#apply(({ comments }) => ({ comments: withComment(comments, answer.value) }));
    return answer;
  }

  /** Tells many states, one after the other; stops at the first that is refused. */
  async tellStates(
    states: readonly { readonly id: string; readonly resolved: boolean }[],
  ): Promise<Result<null>> {
    for (const { id, resolved } of states) {
      const told = await this.resolve(id, resolved);
      if (!told.ok) return told;
    }
    return ok(null);
  }

  #apply(change: Change): void {
    this.#heard?.push(change);
    this.store.setState(change(this.store.getState()));
  }

  async #readAll(): Promise<void> {
    const heard: Change[] = [];
    this.#heard = heard;
    for (let attempt = 1; ; attempt++) {
      const [facts, comments, approvals] = await Promise.all([
        this.#client.facts(),
        this.#client.comments(),
        this.#client.approvals(),
      ]);
      // Another connection has begun meanwhile: its answer is the newer one.
      if (this.#heard !== heard || this.#ending.signal.aborted) return;
      if (facts.ok && comments.ok && approvals.ok) {
        this.#heard = null;
        this.store.setState({
          link: 'live',
          facts: facts.value,
          comments: comments.value,
          approvals: approvals.value,
        });
        for (const change of heard) this.store.setState(change(this.store.getState()));
        return;
      }
      this.store.setState({ link: 'offline' });
      await (this.#options.pause ?? pauseFor)(attempt);
    }
  }

  async #readFacts(): Promise<void> {
    const facts = await this.#client.facts();
    if (facts.ok && !this.#ending.signal.aborted) this.store.setState({ facts: facts.value });
  }
}

/** Seconds that double, 20 at most. */
const pauseFor = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.min(20_000, 1_000 * 2 ** (attempt - 1))));

/** A list with a comment put in or renewed. */
const withComment = (comments: readonly Comment[], comment: Comment): readonly Comment[] =>
  comments.some(({ id }) => id === comment.id)
    ? comments.map((known) => (known.id === comment.id ? comment : known))
    : [...comments, comment];
