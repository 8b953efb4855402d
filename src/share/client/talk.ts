import * as v from 'valibot';
import type { Result } from '../../units/index.ts';
import {
  type Approval,
  approvalAnswer,
  type Comment,
  type CommentRequest,
  commentAnswer,
} from '../schema/index.ts';
import { ask, type Fetch, jsonBody } from './ask.ts';

/** What owners and holders of a link do alike. */
export interface Talk {
  comments(): Promise<Result<readonly Comment[]>>;
  /** Sends a comment; may be sent again until it is answered. */
  comment(wish: CommentRequest): Promise<Result<Comment>>;
  change(
    id: string,
    change: { readonly body?: string; readonly resolved?: boolean },
  ): Promise<Result<Comment>>;
  remove(id: string): Promise<Result<null>>;
  approvals(): Promise<Result<readonly Approval[]>>;
}

/** @param base path of the mix or of the link */
export function createTalk(send: Fetch, base: string): Talk {
  return {
    comments: () => ask(send, `${base}/comments`, v.array(commentAnswer)),
    comment: (wish) => ask(send, `${base}/comments`, commentAnswer, jsonBody('POST', wish)),
    change: (id, change) =>
      ask(send, `${base}/comments/${encodeURIComponent(id)}`, commentAnswer, jsonBody('PATCH', change)),
    remove: (id) => ask(send, `${base}/comments/${encodeURIComponent(id)}`, v.null(), { method: 'DELETE' }),
    approvals: () => ask(send, `${base}/approvals`, v.array(approvalAnswer)),
  };
}
