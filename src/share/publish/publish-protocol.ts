import type { CodedStem, StemFiles, StemWish } from './code-stem.ts';
import type { CoreAssets } from './publish-service.ts';
import type { Rendered, RenderWish } from './render-proxy.ts';

/** How far a call is, 0 … 1. */
export interface Share {
  readonly share: number;
}

/** What a stem is known to be coded as; null: nothing yet. */
export type KnownStem = CodedStem | null;

/** Calls the publish worker answers. */
export type PublishCalls = {
  /** Whether the stems are here, and what earlier publishing made of them. Nothing is coded. */
  look: { argument: { readonly stems: readonly StemWish[] }; answer: readonly KnownStem[]; event: never };
  /** Codes a stem, or finds it coded. */
  code: { argument: StemWish; answer: StemFiles; event: Share };
  /** Renders and codes a proxy into a file of that name. */
  render: {
    argument: RenderWish & { readonly assets: CoreAssets; readonly ticket: string };
    answer: Rendered;
    event: Share;
  };
  /** Lets go of the bytes of coded stems and renders; what the stems are coded as stays known. */
  tidy: {
    argument: { readonly stems: readonly StemWish[]; readonly tickets: readonly string[] };
    answer: null;
    event: never;
  };
};
