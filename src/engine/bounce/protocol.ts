import type { CoreHrtf } from '../../core/index.ts';
import type { Failure } from '../../units/index.ts';
import type { BounceReport } from './bounce.ts';
import type { BounceJob } from './bounce-session.ts';

/** Where a bounce goes: a file the user chose, a temporary file of this origin to be downloaded, or nowhere: its report is all. */
export type BounceDestination =
  | { readonly kind: 'file'; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'temporary'; readonly name: string }
  | { readonly kind: 'nowhere' };

/** What the main thread tells the bounce worker. */
export type BounceRequest =
  | {
      readonly kind: 'start';
      readonly job: BounceJob;
      readonly module: WebAssembly.Module;
      readonly shared: boolean;
      readonly hrtf: CoreHrtf | null;
      readonly destination: BounceDestination;
    }
  | { readonly kind: 'cancel' };

/** What the bounce worker tells the main thread. */
export type BounceEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly report: BounceReport; readonly file: File | null }
  | { readonly kind: 'failed'; readonly failure: Failure };
