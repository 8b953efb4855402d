/** Documents in and out of text. */
import * as v from 'valibot';
import { fail, ok, type Result } from '../units/index.ts';
import { sessionFault } from './invariants.ts';
import { canonicalJson, jsonFault } from './json.ts';
import { LIMITS } from './limits.ts';
import { type MigrationFault, migrate, type RawDocument } from './migrations.ts';
import { orderRecords } from './patches.ts';
import { describeIssue, issuePath, sessionJsonSchema } from './schema.ts';
import type { Session } from './types.ts';

/** Codes of the failures of `parseSession`. */
export type SessionFault = MigrationFault | 'session-not-json' | 'session-too-large';

const REMEDY = 'Open an undamaged copy, or an earlier export of the session.';

const isDocument = (value: unknown): value is RawDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads an untrusted document: migrates older versions, refuses newer ones, checks every field, limit and reference.
 * @param json its text, or what JSON.parse made of it
 * @param name what to call it in messages, e.g. the file's name
 * @returns the document with its records in canonical order, or the first fault with the path of the field
 */
export function parseSession(json: unknown, name = 'The session'): Result<Session, SessionFault> {
  let raw = json;
  if (typeof json === 'string') {
    if (json.length > LIMITS.json) {
      return fail('session-too-large', `${name} is longer than ${LIMITS.json} characters.`, REMEDY);
    }
    try {
      raw = JSON.parse(json);
    } catch (cause) {
      return fail('session-not-json', `${name} is not a session: it is not JSON.`, REMEDY, cause);
    }
  }
  if (!isDocument(raw))
    return fail('session-invalid', `${name} is not a session: it must be an object.`, REMEDY);
  const hostile = jsonFault(raw);
  if (hostile !== null) return fail('session-invalid', `${name} ${hostile}.`, REMEDY);
  const migrated = migrate(raw, name);
  if (!migrated.ok) return migrated;

  const parsed = v.safeParse(sessionJsonSchema, migrated.value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return fail('session-invalid', `${name}: ${issuePath(issue)} ${describeIssue(issue)}.`, REMEDY);
  }
  const session: Session = parsed.output;
  const found = sessionFault(session);
  if (found) return fail('session-invalid', `${name}: ${found.path} ${found.message}.`, REMEDY);
  return ok(orderRecords(session));
}

/** The document as canonical JSON: equal documents give equal text; `parseSession` gives the document back. */
export const serialiseSession = (session: Session): string => canonicalJson(session);
