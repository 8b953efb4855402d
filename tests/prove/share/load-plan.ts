/** What is published for the load, known to both sides, and what the load tells. */
import { hashOf, seededBytes } from './people.ts';

/** Bytes of the blobs: a proxy of four minutes at 160 kb/s, stems of 8 MiB. */
export const LOAD_BLOBS: readonly number[] = [4_800_000, ...Array.from({ length: 16 }, () => 8 * 2 ** 20)];

const made = new Map<number, { readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string }>();

/** A blob of the load; made once in a process. */
export function blobOf(index: number): { readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string } {
  let blob = made.get(index);
  if (!blob) {
    const bytes = seededBytes(500 + index, LOAD_BLOBS[index] ?? 0);
    blob = { bytes, sha256: hashOf(bytes) };
    made.set(index, blob);
  }
  return blob;
}

/** What the load process tells. */
export interface LoadReport {
  readonly kinds: readonly {
    readonly kind: string;
    readonly count: number;
    readonly medianMs: number;
    readonly p99Ms: number;
  }[];
  readonly errors: number;
  readonly faults: readonly string[];
  readonly bytesRead: number;
  /** Comments written, and how often one of them came to a listener. */
  readonly comments: number;
  readonly delivered: number;
}
