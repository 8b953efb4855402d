import type { HrtfListing } from './hrtf-sets.ts';

/** What the worker of head-related sets is asked. */
export type HrtfCalls = {
  readonly import: {
    argument: { readonly file: File };
    answer: HrtfListing;
    event: { readonly share: number };
  };
  readonly list: { argument: null; answer: readonly HrtfListing[]; event: never };
  readonly read: {
    argument: { readonly id: string; readonly sampleRate: number };
    answer: Uint8Array;
    event: never;
  };
  readonly remove: { argument: { readonly id: string }; answer: null; event: never };
};
