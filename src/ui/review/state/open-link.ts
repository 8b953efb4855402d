import { createStore, type StoreApi } from 'zustand/vanilla';
import { createLinkClient, type Fetch, type OpenedLink, openLink } from '../../../share/index.ts';
import type { Failure, Result } from '../../../units/index.ts';

/** How far the page is with its link. */
export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'password'; readonly fault: string | null; readonly busy: boolean }
  /** Unknown, expired, revoked: one page, the same words. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'open'; readonly facts: OpenedLink };

/** What the opener needs of the browser. */
export interface LinkPlace {
  /** Path and fragment of the address as it stands. */
  read(): { readonly path: string; readonly hash: string };
  /** Shows another address without loading it. */
  replace(path: string): void;
}

/** Opens the link of the address: by the capability in its fragment, or by the cookie of a link opened before. */
export interface LinkOpener {
  readonly state: StoreApi<Opening>;
  start(): Promise<void>;
  givePassword(password: string): Promise<void>;
  end(): void;
}

const TOKEN = /^#([A-Za-z0-9_-]{43})$/;
const LINK_ID = /^\/r\/([A-Za-z0-9_-]{22})$/;

/** Codes by which the server says that there is nothing, or nothing any more. */
const isEnd = (code: string): boolean => code === 'not-found' || code === 'bad-request';

/** Makes the opener of this page. Main thread. */
export function createLinkOpener(send: Fetch, place: LinkPlace): LinkOpener {
  const state = createStore<Opening>(() => ({ kind: 'opening' }));
  /** Kept while a password is asked for; the address no longer shows it. */
  let token: string | null = null;
  let round = 0;

  const take = (answer: Result<OpenedLink>, asked: number) => {
    if (asked !== round) return;
    if (answer.ok) {
      token = null;
      // The capability leaves the address bar, the history and whatever copies them.
      place.replace(`/r/${answer.value.linkId}`);
      state.setState({ kind: 'open', facts: answer.value }, true);
    } else if (answer.code === 'password-needed')
      state.setState({ kind: 'password', fault: null, busy: false }, true);
    else if (answer.code === 'password-wrong' || (answer.code === 'too-many' && isAsking()))
      state.setState({ kind: 'password', fault: `${answer.message} ${answer.remedy}`, busy: false }, true);
    else if (isEnd(answer.code)) state.setState({ kind: 'ended' }, true);
    else state.setState({ kind: 'failed', failure: answer }, true);
  };
  const isAsking = () => state.getState().kind === 'password';

  return {
    state,
    async start() {
      const asked = ++round;
      const { path, hash } = place.read();
      const given = TOKEN.exec(hash)?.[1] ?? token;
      const linkId = LINK_ID.exec(path)?.[1];
      state.setState({ kind: 'opening' }, true);
      if (given) {
        token = given;
        take(await openLink(send, given, null), asked);
      } else if (linkId) take(await createLinkClient(send, linkId).facts(), asked);
      else state.setState({ kind: 'ended' }, true);
    },
    async givePassword(password) {
      if (token === null) return;
      const asked = ++round;
      state.setState({ kind: 'password', fault: null, busy: true }, true);
      take(await openLink(send, token, password), asked);
    },
    end() {
      round++;
      state.setState({ kind: 'ended' }, true);
    },
  };
}
