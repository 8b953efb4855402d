import { BlobReader, type Entry, type FileEntry, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import { quoteName } from '../pcm/file-fault.ts';
import {
  type AssetKind,
  MAX_PACKAGE_ENTRIES,
  MAX_SESSION_BYTES,
  parseAssetName,
  SESSION_ENTRY,
} from './layout.ts';

const STORED = 0;
const DEFLATED = 8;

/** An asset of an opened package. Nothing of it has been read yet. */
export interface PackageEntry {
  readonly kind: AssetKind;
  readonly extension: string;
  /** Bytes, checked to lie inside the package. */
  readonly size: number;
  /**
   * The bytes as a lazy slice of the package: reads touch only what is asked for. Its CRC is not checked; whoever
   * imports it compares the SHA-256. Rejects if the entry's own header contradicts the package's directory.
   */
  blob(): Promise<Blob>;
  /** The bytes as a stream that errors at its end if the CRC-32 doesn't match, or on `signal`. */
  stream(signal?: AbortSignal): ReadableStream<Uint8Array>;
}

/** An opened package. Holds the Blob and nothing that needs closing. */
export interface OpenedPackage {
  readonly sessionJson: string;
  /** By SHA-256. */
  readonly entries: ReadonlyMap<string, PackageEntry>;
}

/** Why a package is refused. */
export type PackageFailureCode =
  | 'not-a-package'
  | 'package-damaged'
  | 'package-encrypted'
  | 'package-compressed'
  | 'package-foreign-entry'
  | 'package-duplicate'
  | 'package-too-many-entries'
  | 'package-no-session'
  | 'session-too-large';

const SAVE_AGAIN = 'Copy it again, or save it again from Scorestage.';
/** Every entry read is compared with its own header and with its neighbours. */
const READ_OPTIONS = { useWebWorkers: false, strictness: 'strict', checkOverlappingEntry: true } as const;

function makeEntry(blob: Blob, entry: FileEntry, kind: AssetKind, extension: string): PackageEntry {
  return {
    kind,
    extension,
    size: entry.uncompressedSize,
    async blob() {
      await entry.getData(new WritableStream(), { ...READ_OPTIONS, checkOverlappingEntryOnly: true });
      const start = entry.localDirectory?.dataOffset;
      const end = (start ?? 0) + entry.compressedSize;
      if (start === undefined || end > blob.size) throw new RangeError('the entry lies outside the package');
      return blob.slice(start, end);
    },
    stream(signal) {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      entry
        .getData(writable, { ...READ_OPTIONS, checkCrc32: true, ...(signal ? { signal } : {}) })
        .catch((cause: unknown) =>
          // zip.js has usually errored the stream itself by now; aborting it once more changes nothing.
          writable.abort(cause).catch(() => undefined),
        );
      return readable;
    },
  };
}

/** Checks one directory record; answers with the refusal or null. Only the document may be compressed. */
function checkRecord(entry: Entry, name: string, refuse: Refuse): Failure<PackageFailureCode> | null {
  const shown = quoteName(entry.filename);
  if (entry.encrypted) {
    return refuse(
      'package-encrypted',
      `is encrypted (${shown}).`,
      'Decrypt it first; packages are stored in the clear.',
    );
  }
  const isSession = name === SESSION_ENTRY;
  const method = entry.compressionMethod;
  if (method !== STORED && !(isSession && method === DEFLATED)) {
    return refuse(
      'package-compressed',
      `was compressed by another program (${shown}); packages store audio as it is.`,
      'Unpack it and zip it again without compression, or save it again from Scorestage.',
    );
  }
  if (method === STORED && entry.compressedSize !== entry.uncompressedSize) {
    return refuse('package-damaged', `contradicts itself about the size of ${shown}.`, SAVE_AGAIN);
  }
  if (isSession && Math.max(entry.uncompressedSize, entry.compressedSize) > MAX_SESSION_BYTES) {
    return refuse('session-too-large', 'holds a session document of more than 64 MB.', SAVE_AGAIN);
  }
  return null;
}

type Refuse = (
  code: PackageFailureCode,
  fault: string,
  remedy: string,
  cause?: unknown,
) => Failure<PackageFailureCode>;

/** Decodes the document, stopping at the size limit whatever its header claimed. */
async function readSession(entry: FileEntry): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      bytes += chunk.length;
      if (bytes > MAX_SESSION_BYTES) throw new RangeError('the session document unpacks to more than 64 MB');
      text += decoder.decode(chunk, { stream: true });
    },
    close() {
      text += decoder.decode();
    },
  });
  await entry.getData(sink, { ...READ_OPTIONS, checkCrc32: true });
  return text;
}

/**
 * Opens a `.scorestage` package: reads the directory and the document, nothing of the assets. Hostile packages are
 * refused: only the strict names of `layout.ts` exist, each once; assets must be stored, so nothing can unpack to more
 * than the file holds. Any thread; rejects never.
 */
export async function openPackage(
  blob: Blob,
  fileName = 'This package',
): Promise<Result<OpenedPackage, PackageFailureCode>> {
  const refuse: Refuse = (code, fault, remedy, cause) =>
    fail(code, `${quoteName(fileName)} ${fault}`, remedy, cause);
  if (blob.size === 0) return refuse('not-a-package', 'is empty (0 bytes).', SAVE_AGAIN);
  const magic = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  if (magic[0] !== 0x50 || magic[1] !== 0x4b) {
    return refuse(
      'not-a-package',
      'is not a Scorestage package.',
      'Choose a .scorestage file; drop audio files as stems.',
    );
  }
  const zip = new ZipReader(new BlobReader(blob), { ...READ_OPTIONS, filenameValidation: 'tolerant' });
  const entries = new Map<string, PackageEntry>();
  let session: FileEntry | null = null;
  try {
    let count = 0;
    for await (const entry of zip.getEntriesGenerator()) {
      if (++count > MAX_PACKAGE_ENTRIES) {
        return refuse(
          'package-too-many-entries',
          `has more than ${MAX_PACKAGE_ENTRIES} entries.`,
          SAVE_AGAIN,
        );
      }
      const asset = parseAssetName(entry.filename);
      if (entry.directory || (!asset && entry.filename !== SESSION_ENTRY)) {
        return refuse(
          'package-foreign-entry',
          `holds ${quoteName(entry.filename)}, which does not belong in a package.`,
          SAVE_AGAIN,
        );
      }
      const refused = checkRecord(entry, entry.filename, refuse);
      if (refused) return refused;
      if (asset ? entries.has(asset.sha256) : session !== null) {
        return refuse('package-duplicate', `holds ${quoteName(entry.filename)} twice.`, SAVE_AGAIN);
      }
      if (entry.offset + entry.compressedSize > blob.size) {
        return refuse(
          'package-damaged',
          `is cut short: ${quoteName(entry.filename)} lies beyond its end.`,
          SAVE_AGAIN,
        );
      }
      if (asset) entries.set(asset.sha256, makeEntry(blob, entry, asset.kind, asset.extension));
      else session = entry;
    }
    if (!session) return refuse('package-no-session', 'holds no session document.', SAVE_AGAIN);
    return ok({ sessionJson: await readSession(session), entries });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return refuse('package-damaged', `is damaged and can’t be opened (${detail}).`, SAVE_AGAIN, cause);
  }
}
