import {
  applyRecords,
  decodeJournal,
  type JournalRecord,
  parseSession,
  type Session,
} from '../session/index.ts';
import { ok, type Result } from '../units/index.ts';
import type { StoredSession } from './session-files.ts';

/** A session as its files give it. */
export interface RecoveredSession {
  readonly session: Session;
  /** Sequence number of the last record applied; a new journal may count on from it. */
  readonly sequence: number;
  /** Sentences for the user about what could not be kept; empty as a rule. */
  readonly dropped: readonly string[];
}

/** Applies records until one does not fit; answers how many did. */
function replay(start: Session, records: readonly JournalRecord[]): { session: Session; applied: number } {
  const whole = applyRecords(start, records);
  if (whole.ok) return { session: whole.value, applied: records.length };
  let session = start;
  for (const [index, record] of records.entries()) {
    const next = applyRecords(session, [record]);
    if (!next.ok) return { session, applied: index };
    session = next.value;
  }
  return { session, applied: records.length };
}

/**
 * Rebuilds the document from a snapshot and its journals: every sound record in order, up to the first that is damaged.
 * Fails only if the snapshot's own document cannot be used (made by a newer version, for instance). Any thread.
 */
export function recoverSession(stored: StoredSession): Result<RecoveredSession> {
  const parsed = parseSession(stored.snapshot);
  if (!parsed.ok) return parsed;
  let session = parsed.value;
  let sequence = 0;
  const dropped: string[] = [];
  if (stored.damagedSnapshots > 0) {
    dropped.push('The newest stored state was damaged; the one before it and its journal were used.');
  }
  for (const journal of stored.journals) {
    const { records, dropped: tail } = decodeJournal(journal);
    const played = replay(session, records);
    session = played.session;
    sequence = records[played.applied - 1]?.sequence ?? sequence;
    const lost = records.length - played.applied;
    if (lost > 0) {
      dropped.push(
        `${lost} ${lost === 1 ? 'edit' : 'edits'} at the end of the journal did not fit the document and were left out.`,
      );
      break;
    }
    if (tail !== null) {
      const last =
        tail.lastLabel === null
          ? 'No edit of this journal was kept.'
          : `The last edit kept is “${tail.lastLabel}”.`;
      dropped.push(`The end of the journal was damaged (${tail.reason}; ${tail.bytes} bytes). ${last}`);
    }
  }
  return ok({ session, sequence, dropped });
}
