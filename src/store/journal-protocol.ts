import type { SessionListing, StoredSession } from './session-files.ts';

/** Calls the journal worker answers; see `session-files.ts` for what they do. */
export type JournalCalls = {
  list: { argument: null; answer: readonly SessionListing[]; event: never };
  read: { argument: { readonly id: string }; answer: StoredSession; event: never };
  start: {
    argument: { readonly id: string; readonly snapshot: string; readonly name: string };
    answer: null;
    event: never;
  };
  append: {
    argument: { readonly id: string; readonly records: readonly Uint8Array[] };
    answer: { readonly journalBytes: number };
    event: never;
  };
  compact: {
    argument: { readonly id: string; readonly snapshot: string; readonly name: string };
    answer: null;
    event: never;
  };
  close: { argument: { readonly id: string }; answer: null; event: never };
  delete: { argument: { readonly id: string }; answer: null; event: never };
};
