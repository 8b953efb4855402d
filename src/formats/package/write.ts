import { BlobReader, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { fail, ok, type Result } from '../../units/index.ts';
import { type AssetName, assetEntryName, MAX_SESSION_BYTES, SESSION_ENTRY } from './layout.ts';

/** An asset to store: its original bytes as a Blob (read lazily), or as a stream with its exact size. */
export interface PackageAsset extends AssetName {
  readonly content: Blob | { readonly stream: () => ReadableStream<Uint8Array>; readonly size: number };
}

/** What goes into a package. */
export interface PackageContent {
  readonly sessionJson: string;
  /** Each SHA-256 once. Written in this order. */
  readonly assets: readonly PackageAsset[];
}

/** How a package is written. */
export interface PackageWriteOptions {
  readonly signal?: AbortSignal;
  /** Called with the asset bytes done and in all, about once in 256 KiB. */
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
}

/** Why a package could not be written. */
export type PackageWriteFailureCode = 'cancelled' | 'session-too-large' | 'package-write-failed';

/** A fixed date, so that the same session gives the same package bytes: ZIP's epoch. */
const ENTRY_DATE = new Date(1980, 0, 1);

const sizeOf = ({ content }: PackageAsset): number => content.size;

/**
 * Streams a `.scorestage` package: a stored zip (zip64 where needed) with the document first. The output is closed on
 * success and aborted on failure or cancel, so a half package never looks whole. Memory stays at a few chunks.
 * Any thread. @throws RangeError if an asset's name is malformed or given twice.
 */
export async function writePackage(
  { sessionJson, assets }: PackageContent,
  output: WritableStream<Uint8Array>,
  { signal, onProgress }: PackageWriteOptions = {},
): Promise<Result<{ readonly bytes: number }, PackageWriteFailureCode>> {
  const names = assets.map(assetEntryName);
  if (new Set(assets.map(({ sha256 }) => sha256)).size !== assets.length)
    throw new RangeError('an asset is given twice');
  if (new Blob([sessionJson]).size > MAX_SESSION_BYTES) {
    await output.abort();
    return fail(
      'session-too-large',
      'The session document is larger than a package may hold (64 MB).',
      'Remove unused automation or clips and save again.',
    );
  }
  const total = assets.reduce((sum, asset) => sum + sizeOf(asset), 0);
  let done = 0;
  let bytes = 0;
  const writer = output.getWriter();
  const counted = new WritableStream<Uint8Array>({
    async write(chunk) {
      await writer.ready;
      await writer.write(chunk);
      bytes += chunk.length;
    },
  });
  try {
    const zip = new ZipWriter(counted, {
      level: 0,
      useWebWorkers: false,
      keepOrder: true,
      extendedTimestamp: false,
      lastModDate: ENTRY_DATE,
      ...(signal ? { signal } : {}),
    });
    await zip.add(SESSION_ENTRY, new TextReader(sessionJson));
    for (const [i, asset] of assets.entries()) {
      signal?.throwIfAborted();
      const { content } = asset;
      const before = done;
      await zip.add(
        names[i] ?? '',
        content instanceof Blob ? new BlobReader(content) : { readable: content.stream() },
        {
          uncompressedSize: content.size,
          onprogress: async (progress) => onProgress?.(before + progress, total),
        },
      );
      done += content.size;
      onProgress?.(done, total);
    }
    await zip.close();
    await writer.close();
    return ok({ bytes });
  } catch (cause) {
    // The output may be the thing that failed; then it is already errored and abort has nothing to add.
    await writer.abort(cause).catch(() => undefined);
    if (signal?.aborted)
      return fail(
        'cancelled',
        'Saving the package was cancelled.',
        'Save it again when you are ready.',
        cause,
      );
    const detail = cause instanceof Error ? cause.message : String(cause);
    return fail(
      'package-write-failed',
      `The package could not be written: ${detail}.`,
      'Check that there is space where it is saved, and save it again. The session itself is untouched.',
      cause,
    );
  }
}
