/**
 * The journal of a session: every change as one record, appended in order.
 *
 * A record is `<length> <crc> <body>\n`: length of the body in bytes and its CRC-32 as eight lower-case hex digits each,
 * body `<sequence> <kind> <json>` in UTF-8. The JSON holds the label and the patches that lead from the document after
 * the record before to the document after this one. So replay is plain application in order: a later part of a gesture
 * builds on the earlier ones, a cancelled gesture has a record that takes its parts back, and wherever the journal is
 * cut, what is left is a document that once was.
 */
import { crc32, fail, ok, type Result } from '../units/index.ts';
import type { DocumentChange, SessionDocument } from './document.ts';
import { canonicalJson, isLevelKey, jsonFault, readJson } from './json.ts';
import { completeValue } from './migrations.ts';
import { parseSession, serialiseSession } from './parse.ts';
import { applyPatches, type Patch, PatchError } from './patches.ts';
import type { Session } from './types.ts';

/** What a record tells of; `snapshot` marks that the document up to here is stored whole and changes nothing. */
export const RECORD_KINDS = [
  'edit',
  'silent',
  'gesture-part',
  'gesture-cancel',
  'undo',
  'redo',
  'snapshot',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A change as the journal keeps it. */
export interface JournalRecord {
  /** Counts up by one from record to record; the first of a journal may be any whole number. */
  readonly sequence: number;
  readonly kind: RecordKind;
  readonly label: string;
  readonly patches: readonly Patch[];
}

/** The end of a journal that could not be read. */
export interface DroppedTail {
  readonly bytes: number;
  /** For people: what is wrong with it. */
  readonly reason: string;
  /** Label of the last change that was kept, null if none. */
  readonly lastLabel: string | null;
}

/** A journal as far as it can be read. */
export interface DecodedJournal {
  readonly records: readonly JournalRecord[];
  /** Bytes of whole, sound records; append after truncating to this. */
  readonly validBytes: number;
  readonly dropped: DroppedTail | null;
}

/** `<length> <crc> ` */
const HEAD_BYTES = 18;
const NEWLINE = 0x0a;

const hex8 = (value: number): string => value.toString(16).padStart(8, '0');

/** A record as bytes to append. */
export function encodeRecord({ sequence, kind, label, patches }: JournalRecord): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(`${sequence} ${kind} ${canonicalJson({ label, patches })}`);
  const head = new TextEncoder().encode(`${hex8(body.length)} ${hex8(crc32(body))} `);
  const bytes = new Uint8Array(head.length + body.length + 1);
  bytes.set(head);
  bytes.set(body, head.length);
  bytes[bytes.length - 1] = NEWLINE;
  return bytes;
}

/** Reads a journal up to its first unsound record. Never throws; allocates no more than what it reads. */
export function decodeJournal(bytes: Uint8Array): DecodedJournal {
  const records: JournalRecord[] = [];
  let at = 0;
  while (at < bytes.length) {
    const read = readRecord(bytes.subarray(at), records.at(-1)?.sequence ?? null);
    if (typeof read === 'string') {
      const lastLabel = records.findLast(({ kind }) => kind !== 'snapshot')?.label ?? null;
      return { records, validBytes: at, dropped: { bytes: bytes.length - at, reason: read, lastLabel } };
    }
    records.push(read.record);
    at += read.bytes;
  }
  return { records, validBytes: at, dropped: null };
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The first record of some bytes, or why there is none. */
function readRecord(
  bytes: Uint8Array,
  previous: number | null,
): { record: JournalRecord; bytes: number } | string {
  if (bytes.length < HEAD_BYTES) return 'the last change was not written to its end';
  const head = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/.exec(ascii(bytes.subarray(0, HEAD_BYTES)));
  if (!head) return 'a change has no readable head';
  const end = HEAD_BYTES + Number.parseInt(head[1] ?? '', 16);
  if (end >= bytes.length) return 'the last change was not written to its end';
  const body = bytes.subarray(HEAD_BYTES, end);
  if (bytes[end] !== NEWLINE || crc32(body) !== Number.parseInt(head[2] ?? '', 16))
    return 'a change is damaged (checksum)';
  const record = readBody(body);
  if (!record) return 'a change cannot be understood';
  if (previous !== null && record.sequence !== previous + 1) {
    return `change ${record.sequence} follows change ${previous}: some are missing`;
  }
  return { record, bytes: end + 1 };
}

function readBody(body: Uint8Array): JournalRecord | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const [, sequence, kindText, json] = /^(\d{1,15}) ([a-z-]{1,20}) (.*)$/s.exec(text) ?? [];
    const kind = RECORD_KINDS.find((known) => known === kindText);
    const content = readJson(json ?? '');
    if (!kind || jsonFault(content) !== null || typeof content !== 'object' || content === null) return null;
    if (!('label' in content) || typeof content.label !== 'string') return null;
    if (!('patches' in content) || !Array.isArray(content.patches)) return null;
    const patches = content.patches.map(readPatch);
    const sound = patches.filter((patch) => patch !== null);
    if (sound.length < patches.length) return null;
    return { sequence: Number(sequence), kind, label: content.label, patches: sound };
  } catch {
    // Unreadable text or JSON behind a matching checksum: the caller reports the record as not understood.
    return null;
  }
}

function readPatch(raw: unknown): Patch | null {
  if (
    typeof raw !== 'object' ||
    raw === null ||
    !('op' in raw) ||
    !('path' in raw) ||
    !Array.isArray(raw.path)
  )
    return null;
  const path: (string | number)[] = [];
  for (const key of raw.path) {
    if (typeof key !== 'string' && typeof key !== 'number') return null;
    path.push(key);
  }
  if (raw.op === 'remove') return { op: 'remove', path };
  if ((raw.op !== 'add' && raw.op !== 'replace') || !('value' in raw)) return null;
  const value = raw.value === null && isLevelKey(path.at(-1)) ? Number.NEGATIVE_INFINITY : raw.value;
  return { op: raw.op, path, value: completeValue(path, value) };
}

/**
 * The document after a journal: a snapshot with all its records applied, checked as a whole at the end.
 * @returns the document, or a failure if the records do not fit the snapshot (they belong to another)
 */
export function applyRecords(
  snapshot: Session,
  records: readonly JournalRecord[],
): Result<Session, 'journal-mismatch'> {
  const mismatch = (why: string, cause?: unknown) =>
    fail(
      'journal-mismatch',
      `The journal of "${snapshot.name}" does not belong to its snapshot: ${why}.`,
      'Open the session without its journal, or restore an earlier export.',
      cause,
    );
  let session = snapshot;
  try {
    for (const { patches } of records) session = applyPatches(session, patches);
  } catch (error) {
    if (error instanceof PatchError) return mismatch(error.message, error);
    throw error;
  }
  const found = session === snapshot ? null : faultOf(session);
  return found === null ? ok(session) : mismatch(found);
}

/** What a journal's values break; they come out of a file and are checked by the same gate as any file. */
function faultOf(session: Session): string | null {
  try {
    const parsed = parseSession(serialiseSession(session));
    return parsed.ok ? null : parsed.message.replace(/\.$/, '');
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Turns a document's changes into records; see `createJournalFeed`. */
export interface JournalFeed {
  /** Records what an open gesture did since last time; call every 250 ms. */
  flushGesture(): void;
  /** Records that the document as it stands is stored whole; the next journal may begin here. */
  markSnapshot(label: string): void;
  /** Sequence number of the last record written. */
  sequence(): number;
  /** Stops listening. */
  dispose(): void;
}

const RECORD_KIND_OF: Readonly<Record<DocumentChange['kind'], RecordKind>> = {
  edit: 'edit',
  silent: 'silent',
  gesture: 'gesture-part',
  'gesture-commit': 'gesture-part',
  'gesture-cancel': 'gesture-cancel',
  undo: 'undo',
  redo: 'redo',
};

/**
 * Follows a document and hands out each change as an encoded record, in order, such that the records written so far
 * always lead from the document at the feed's start to the document now (less the unflushed part of an open gesture).
 * One feed per document; create it with no gesture open. @param from sequence number of the record before the first
 */
export function createJournalFeed(
  document: SessionDocument,
  write: (bytes: Uint8Array<ArrayBuffer>, record: JournalRecord) => void,
  from = 0,
): JournalFeed {
  let sequence = from;
  const record = (kind: RecordKind, label: string, patches: readonly Patch[]): void => {
    if (patches.length === 0 && kind !== 'snapshot') return;
    sequence += 1;
    const entry: JournalRecord = { sequence, kind, label, patches };
    write(encodeRecord(entry), entry);
  };
  const stop = document.subscribe((_, { kind, label, journal }) =>
    record(RECORD_KIND_OF[kind], label, journal),
  );
  return {
    flushGesture() {
      const part = document.gesturePatches();
      if (part) record('gesture-part', part.label, part.patches);
    },
    markSnapshot: (label) => record('snapshot', label, []),
    sequence: () => sequence,
    dispose: stop,
  };
}
