/** How the audio of a stem travels (docs/decisions/021-codings-of-mix-links.md). */
import { isFloatFormat, type SampleFormat, type SniffKind, sampleBytes } from '../../formats/index.ts';
import type { StemCoding } from '../schema/index.ts';

/** What the composer chose for all stems. */
export type CodingWish = 'lossless' | 'opus';

/** What is known of a stem's audio in the pool. */
export interface StemAudio {
  /** What its source file is. */
  readonly kind: SniffKind;
  /** How its samples are stored; null where they were decoded or converted from the source. */
  readonly stored: SampleFormat | null;
}

/** Formats whose decoders are pinned and travel with both sides: the same file gives the same bits everywhere. */
const PINNED: readonly SniffKind[] = ['flac', 'mp3', 'ogg-opus', 'ogg-vorbis'];

/** Bits of integer samples as FLAC takes them; null for what it can't hold. */
export function flacBits(stored: SampleFormat | null): 16 | 24 | null {
  if (stored === null || isFloatFormat(stored) || sampleBytes(stored) > 3) return null;
  return sampleBytes(stored) === 3 ? 24 : 16;
}

/** The coding of a stem. What is lossy already isn't coded a second time. */
export function codingOf({ kind, stored }: StemAudio, wish: CodingWish): StemCoding {
  const pinned = PINNED.includes(kind);
  if (pinned && (wish === 'lossless' || kind !== 'flac')) return 'source';
  if (wish === 'opus') return 'opus';
  return flacBits(stored) === null ? 'f32' : 'flac';
}

/** Channels of one FLAC file: eight could be held, but those are ordered otherwise than ours. */
const FLAC_CHANNELS = 6;

/** Which channels go into which file of a coding. */
export function partsOf(coding: StemCoding, channels: number): readonly (readonly number[])[] {
  const most = coding === 'opus' ? 2 : coding === 'flac' ? FLAC_CHANNELS : channels;
  const parts: number[][] = [];
  for (let first = 0; first < channels; first += most)
    parts.push(Array.from({ length: Math.min(most, channels - first) }, (_, index) => first + index));
  return parts;
}

/** Bits a second of one channel of an Opus stem: transparent for most ears, and a stem may stand alone. */
export const OPUS_STEM_BITS = 96_000;
/** Bits a second of a proxy of the whole mix, and of one family. */
export const OPUS_MIX_BITS = 160_000;
export const OPUS_FAMILY_BITS = 96_000;
