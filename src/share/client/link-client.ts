import * as v from 'valibot';
import type { Result } from '../../units/index.ts';
import {
  type Approval,
  type ApprovalRequest,
  approvalAnswer,
  type OpenedLink,
  openedLink,
  type Present,
  SHARE_API,
  type VersionAnswer,
  versionAnswer,
} from '../schema/index.ts';
import { ask, type Fetch, jsonBody } from './ask.ts';
import { createTalk, type Talk } from './talk.ts';

/** What a holder of a link does. */
export interface LinkClient extends Talk {
  readonly base: string;
  facts(): Promise<Result<OpenedLink>>;
  version(n: number): Promise<Result<VersionAnswer>>;
  approve(wish: ApprovalRequest): Promise<Result<Approval>>;
  present(who: Present): Promise<Result<null>>;
  /** URL of a blob, for elements and fetches of this origin; the cookie lets it through. */
  blobUrl(sha256: string): string;
}

/** Exchanges a link's capability for its cookie. */
export const openLink = (send: Fetch, token: string, password: string | null): Promise<Result<OpenedLink>> =>
  ask(
    send,
    `${SHARE_API}/links/open`,
    openedLink,
    jsonBody('POST', { token, ...(password === null ? {} : { password }) }),
  );

/** A link that is open in this browser. */
export function createLinkClient(send: Fetch, linkId: string): LinkClient {
  const base = `${SHARE_API}/r/${encodeURIComponent(linkId)}`;
  return {
    ...createTalk(send, base),
    base,
    facts: () => ask(send, base, openedLink),
    version: (n) => ask(send, `${base}/versions/${n}`, versionAnswer),
    approve: (wish) => ask(send, `${base}/approvals`, approvalAnswer, jsonBody('POST', wish)),
    present: (who) => ask(send, `${base}/presence`, v.null(), jsonBody('POST', who)),
    blobUrl: (sha256) => `${base}/blobs/${encodeURIComponent(sha256)}`,
  };
}
