/**
 * A mix saved as one HTML file: the player with the mix written into it. The page's script reads the mix from elements that hold
 * text and run nothing:
 *
 * - `#scorestage-mix`: a {@link PackedMix} as JSON in which no tag can begin;
 * - `script[data-blob=SHA256]`: bytes as base64, in pieces in the order they stand.
 */
import * as v from 'valibot';
import { listOf, manifestSchema, sha256, versionFacts, whole } from '../schema/index.ts';

/** Where the mix goes in the player's file. CONTRACT: scripts/package/one-file.ts */
export const MIX_PLACE = '<!--scorestage-mix-->';

/** Id of the element with the mix. */
export const MIX_ELEMENT = 'scorestage-mix';

/** Bytes of a piece of a blob: a multiple of three, so that pieces can be put one after the other. */
export const PIECE_BYTES = 3 * 2 ** 20;

/** Blobs of a file. */
const MOST_BLOBS = 16_384;
/** Bytes of a blob of a file: what one blob of a browser holds. */
const MOST_BLOB_BYTES = 2 ** 40;

/** What the file says of the mix in it. */
export const packedMix = v.strictObject({
  format: v.literal('scorestage-file'),
  version: v.literal(1),
  facts: versionFacts,
  manifest: manifestSchema,
  /** The set of head-related responses for the mix's rate; null: the player has none of its own and plays speakers only. */
  hrtf: v.nullable(sha256),
  blobs: listOf(v.strictObject({ sha256, bytes: whole(0, MOST_BLOB_BYTES) }), MOST_BLOBS),
});
export type PackedMix = v.InferOutput<typeof packedMix>;

/** JSON that can stand in a page: no tag begins in it. */
export const pageJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
