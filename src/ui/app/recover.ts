import {
  applyRecords,
  type DroppedTail,
  decodeJournal,
  parseSession,
  type Session,
} from '../../session/index.ts';
import type { StoredSession } from '../../store/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';

/** A session as the disk gives it back, and what could not be. */
export interface Recovered {
  readonly session: Session;
  /** Sentences for the user; empty when all was sound. */
  readonly losses: readonly string[];
}

const lossOf = ({ bytes, reason, lastLabel }: DroppedTail): string =>
  `The end of the journal could not be read (${reason}; ${bytes} bytes). ` +
  (lastLabel === null ? 'No edit of it is left.' : `The last edit kept is “${lastLabel}”.`);

/** Rebuilds a session from its snapshot and journals; a damaged tail costs only itself, and is told. Pure. */
export function recoverSession(stored: StoredSession): Result<Recovered> {
  const parsed = parseSession(stored.snapshot);
  if (!parsed.ok) return parsed;
  const losses: string[] = [];
  if (stored.damagedSnapshots > 0) {
    losses.push('The newest stored state was damaged; the one before it and its journal were used.');
  }
  let session = parsed.value;
  for (const bytes of stored.journals) {
    const { records, dropped } = decodeJournal(bytes);
    const applied = applyRecords(session, records);
    if (!applied.ok) {
      losses.push(`${applied.message} The stored state before it was used.`);
      break;
    }
    session = applied.value;
    if (dropped) {
      losses.push(lossOf(dropped));
      // What follows a gap does not fit what is before it.
      break;
    }
  }
  return ok({ session, losses });
}

/** The failure shown when a stored session is gone. */
export const sessionGone = (): ReturnType<typeof fail> =>
  fail(
    'session-missing',
    'That session is not stored in this browser any more.',
    'Open another one, or its .scorestage file.',
  );
