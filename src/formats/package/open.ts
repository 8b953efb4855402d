import {
  BlobReader,
  type Entry,
  type FileEntry,
  Reader,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import { type ByteSource, blobSource, windowSource } from '../byte-source.ts';
import { quoteName } from '../pcm/file-fault.ts';
import {
  type AssetKind,
  type AssetName,
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
   * Random access to the bytes where they lie in the package. Their CRC is not checked; whoever imports them compares
   * the SHA-256. Rejects if the entry's own header contradicts the package's directory.
   */
  source(): Promise<ByteSource>;
  /** The bytes as a stream that errors at its end if the CRC-32 doesn't match, or on `signal`. */
  stream(signal?: AbortSignal): ReadableStream<Uint8Array>;
}

/** An asset of a package opened from a Blob. */
export interface BlobPackageEntry extends PackageEntry {
  /** The bytes as a lazy slice of the package's Blob; unchecked and rejecting like `source`. */
  blob(): Promise<Blob>;
}

/** An opened package. Holds what it was opened from and nothing that needs closing. */
export interface OpenedPackage<AssetEntry extends PackageEntry = PackageEntry> {
  readonly sessionJson: string;
  /** By SHA-256. */
  readonly entries: ReadonlyMap<string, AssetEntry>;
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

/** Reads a package through a byte source, for Node: its Blobs of files are wrong beyond 4 GiB (Node 20). */
class SourceReader extends Reader<ByteSource> {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super(source);
    this.#source = source;
    this.size = source.size;
  }

  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    return this.#source.read(index, length);
  }
}

/** Where an asset's bytes lie, after its own header was compared with the directory and with its neighbours. */
async function locate(entry: FileEntry, fileSize: number): Promise<number> {
  await entry.getData(new WritableStream(), { ...READ_OPTIONS, checkOverlappingEntryOnly: true });
  const start = entry.localDirectory?.dataOffset;
  if (start === undefined || start + entry.compressedSize > fileSize) {
    throw new RangeError('the entry lies outside the package');
  }
  return start;
}

function makeEntry(source: ByteSource, entry: FileEntry, { kind, extension }: AssetName): PackageEntry {
  const size = entry.uncompressedSize;
  return {
    kind,
    extension,
    size,
    async source() {
      return windowSource(source, await locate(entry, source.size), size);
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
function checkRecord(entry: Entry, refuse: Refuse): Failure<PackageFailureCode> | null {
  const shown = quoteName(entry.filename);
  if (entry.encrypted) {
    return refuse(
      'package-encrypted',
      `is encrypted (${shown}).`,
      'Decrypt it first; packages are stored in the clear.',
    );
  }
  const isSession = entry.filename === SESSION_ENTRY;
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

interface Directory {
  readonly session: FileEntry;
  readonly assets: ReadonlyMap<string, { readonly name: AssetName; readonly entry: FileEntry }>;
}

/** Reads and checks the directory, one record at a time. */
async function readDirectory(
  zip: ZipReader<unknown>,
  fileSize: number,
  refuse: Refuse,
): Promise<Result<Directory, PackageFailureCode>> {
  const assets = new Map<string, { readonly name: AssetName; readonly entry: FileEntry }>();
  let session: FileEntry | null = null;
  let count = 0;
  for await (const entry of zip.getEntriesGenerator()) {
    const shown = quoteName(entry.filename);
    if (++count > MAX_PACKAGE_ENTRIES) {
      return refuse('package-too-many-entries', `has more than ${MAX_PACKAGE_ENTRIES} entries.`, SAVE_AGAIN);
    }
    const name = parseAssetName(entry.filename);
    if (entry.directory || (!name && entry.filename !== SESSION_ENTRY)) {
      return refuse(
        'package-foreign-entry',
        `holds ${shown}, which does not belong in a package.`,
        SAVE_AGAIN,
      );
    }
    const refused = checkRecord(entry, refuse);
    if (refused) return refused;
    if (name ? assets.has(name.sha256) : session !== null) {
      return refuse('package-duplicate', `holds ${shown} twice.`, SAVE_AGAIN);
    }
    if (entry.offset + entry.compressedSize > fileSize) {
      return refuse('package-damaged', `is cut short: ${shown} lies beyond its end.`, SAVE_AGAIN);
    }
    if (name) assets.set(name.sha256, { name, entry });
    else session = entry;
  }
  if (!session) return refuse('package-no-session', 'holds no session document.', SAVE_AGAIN);
  return ok({ session, assets });
}

/**
 * Opens a `.scorestage` package: reads the directory and the document, nothing of the assets. Hostile packages are
 * refused: only the strict names of `layout.ts` exist, each once; assets must be stored, so nothing can unpack to more
 * than the file holds. In Node open files through a byte source, not a Blob. Any thread; rejects never.
 */
export async function openPackage(
  input: Blob,
  fileName?: string,
): Promise<Result<OpenedPackage<BlobPackageEntry>, PackageFailureCode>>;
export async function openPackage(
  input: ByteSource,
  fileName?: string,
): Promise<Result<OpenedPackage, PackageFailureCode>>;
export async function openPackage(
  input: Blob | ByteSource,
  fileName = 'This package',
): Promise<Result<OpenedPackage, PackageFailureCode>> {
  const refuse: Refuse = (code, fault, remedy, cause) =>
    fail(code, `${quoteName(fileName)} ${fault}`, remedy, cause);
  const blob = input instanceof Blob ? input : null;
  const source = input instanceof Blob ? blobSource(input) : input;
  if (source.size === 0) return refuse('not-a-package', 'is empty (0 bytes).', SAVE_AGAIN);
  try {
    const magic = await source.read(0, 4);
    if (magic[0] !== 0x50 || magic[1] !== 0x4b) {
      return refuse(
        'not-a-package',
        'is not a Scorestage package.',
        'Choose a .scorestage file; drop audio files as stems.',
      );
    }
    const zip = new ZipReader(blob ? new BlobReader(blob) : new SourceReader(source), {
      ...READ_OPTIONS,
      // Names are held to the one pattern of `layout.ts`, which says more than any general check.
      filenameValidation: 'tolerant',
    });
    const directory = await readDirectory(zip, source.size, refuse);
    if (!directory.ok) return directory;
    const { session, assets } = directory.value;
    const entries = new Map<string, PackageEntry | BlobPackageEntry>();
    for (const [sha256, { name, entry }] of assets) {
      const made = makeEntry(source, entry, name);
      const slice = async (whole: Blob): Promise<Blob> => {
        const start = await locate(entry, whole.size);
        return whole.slice(start, start + entry.compressedSize);
      };
      entries.set(sha256, blob ? ({ ...made, blob: () => slice(blob) } satisfies BlobPackageEntry) : made);
    }
    return ok({ sessionJson: await readSession(session), entries });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return refuse('package-damaged', `is damaged and can’t be opened (${detail}).`, SAVE_AGAIN, cause);
  }
}
