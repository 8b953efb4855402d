/**
 * An expected failure (file, codec, quota, permission, device). `code` is stable and machine-readable;
 * `message` names the thing and the fault in words for the user; `remedy` says what to do next.
 */
export interface Failure<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

/** Outcome of work that may fail in ways a user can meet. */
export type Result<Value, Code extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | Failure<Code>;

/** Wraps a value as a success. */
export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

/** Builds a failure. */
export function fail<Code extends string>(
  code: Code,
  message: string,
  remedy: string,
  cause?: unknown,
): Failure<Code> {
  return cause === undefined
    ? { ok: false, code, message, remedy }
    : { ok: false, code, message, remedy, cause };
}

/** Marks a branch the type checker has proved unreachable. @throws TypeError always. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
}
