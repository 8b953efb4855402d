import * as v from 'valibot';
import { fail, ok, type Result } from '../../units/index.ts';
import { failureAnswer } from '../schema/index.ts';

/** How requests are sent; the page's own `fetch`, or a server's in tests. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** Why a request has no answer: `offline` if no server was reached, else the code of the server's own words. */
export type AskFault = string;

const UNREADABLE = 'Load the page anew; if that does not help, its server is of another version.';

/** The server's refusal in its own words, or in ours where it has none. */
export async function refusalOf(response: Response): Promise<Result<never>> {
  const read = v.safeParse(failureAnswer, await response.json().catch(() => null));
  if (read.success) return fail(read.output.code, read.output.message, read.output.remedy);
  return fail('server-fault', `The server answered ${response.status}.`, 'Try again in a moment.');
}

/** Sends a request and reads its answer, which is hostile until it is parsed. */
export async function ask<Schema extends v.GenericSchema>(
  send: Fetch,
  path: string,
  schema: Schema,
  init: RequestInit = {},
): Promise<Result<v.InferOutput<Schema>>> {
  let response: Response;
  try {
    response = await send(path, init);
  } catch (cause) {
    if (init.signal?.aborted) return fail('cancelled', 'Cancelled.', 'Do it again if you wish.', cause);
    return fail('offline', 'The server cannot be reached.', 'What was written here is sent later.', cause);
  }
  if (!response.ok) return refusalOf(response);
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  const read = v.safeParse(schema, body);
  if (read.success) return ok(read.output);
  return fail('server-answer', `The server's answer to ${path} is not understood.`, UNREADABLE);
}

/** A body of JSON. */
export const jsonBody = (method: 'POST' | 'PATCH', body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
