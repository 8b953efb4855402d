import type { StemEnergy } from './energy.ts';
import type { Imported } from './import-file.ts';
import type { PeakRange } from './peaks/reader.ts';
import type { Collected } from './pool-care.ts';
import type { ImportEvent, PoolEntry, PoolKey } from './types.ts';

/** Sent every second of an import while the worker's thread runs: its absence means a decoder that hangs. */
export interface Alive {
  readonly kind: 'alive';
}

/** Calls the import worker answers. */
export type StemCalls = {
  host: { argument: null; answer: { readonly persistent: boolean }; event: never };
  import: {
    argument: { readonly file: Blob; readonly fileName: string; readonly rate: number };
    answer: Imported;
    event: ImportEvent | Alive;
  };
  peaks: {
    argument: {
      readonly key: PoolKey;
      readonly channel: number;
      readonly level: number;
      readonly fromBin: number;
      /** Null reads to the end. */
      readonly toBin: number | null;
    };
    answer: PeakRange;
    event: never;
  };
  energy: { argument: { readonly key: PoolKey }; answer: StemEnergy; event: never };
  entry: { argument: { readonly key: PoolKey }; answer: PoolEntry | null; event: never };
  source: { argument: { readonly sha256: string }; answer: Blob; event: never };
  collect: { argument: { readonly inUse: readonly string[] }; answer: Collected; event: never };
};
