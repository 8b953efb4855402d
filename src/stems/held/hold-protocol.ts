import type { HeldStem } from './held-stem.ts';
import type { HoldRequest } from './hold.ts';

/** Calls a holding worker answers. */
export type HoldCalls = {
  hold: {
    argument: HoldRequest;
    answer: HeldStem;
    /** Bytes of the stem's files decoded so far. */
    event: { readonly bytes: number };
  };
};
