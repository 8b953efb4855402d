import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as v from 'valibot';
import { SHARE_LIMITS } from '../../share/schema/index.ts';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';

/** Sends a failure in words. The cause stays here. */
export const refuse = (context: Context, status: ContentfulStatusCode, failure: Failure): Response =>
  context.json({ code: failure.code, message: failure.message, remedy: failure.remedy }, status);

/**
 * The one answer to everything a stranger may not know: no such thing, a wrong capability, an expired or a revoked one
 * look alike to the last byte.
 */
export const nothingHere = (context: Context): Response =>
  refuse(context, 404, fail('not-found', 'There is nothing here, or no longer.', 'Ask for a new link.'));

/** Refusal of someone known, for what his link doesn't allow. */
export const notAllowed = (context: Context, what: string): Response =>
  refuse(context, 403, fail('not-allowed', `This link does not allow ${what}.`, 'Ask who sent it.'));

/** Refusal for now. */
export function tooMany(context: Context, seconds: number): Response {
  context.header('Retry-After', `${Math.ceil(seconds)}`);
  return refuse(
    context,
    429,
    fail('too-many', 'Too many tries.', `Try again in ${Math.ceil(seconds)} seconds.`),
  );
}

/** Cuts a body of JSON off where it is longer than any request of ours. */
export const jsonLimit = (maxSize: number = SHARE_LIMITS.requestBytes) =>
  bodyLimit({
    maxSize,
    onError: (context) =>
      refuse(
        context,
        413,
        fail('too-large', `The request is longer than ${maxSize} bytes.`, 'Send less at once.'),
      ),
  });

/** Reads and checks a body of JSON. The first fault is told with the path of its field. */
export async function readBody<Schema extends v.GenericSchema>(
  context: Context,
  schema: Schema,
): Promise<Result<v.InferOutput<Schema>, 'bad-request'>> {
  let raw: unknown;
  try {
    raw = await context.req.json();
  } catch (cause) {
    return fail('bad-request', 'The request is not JSON.', 'Send JSON.', cause);
  }
  return checked(schema, raw, 'The request');
}

/** Checks what came from outside. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  raw: unknown,
  name: string,
): Result<v.InferOutput<Schema>, 'bad-request'> {
  const parsed = v.safeParse(schema, raw, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  return fail('bad-request', `${name}${path ? `: ${path}` : ''}: ${issue.message}.`, 'Correct it.');
}
