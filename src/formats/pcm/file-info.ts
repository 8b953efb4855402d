import type { Bext } from '../wav/bext.ts';
import type { SampleFormat } from './sample-format.ts';

/** Fewest and most hertz a file may claim: beyond them a rate is a fault, and resampling it a bomb. */
export const MIN_RATE = 1_000;
export const MAX_RATE = 768_000;
/** Most channels a file may have. */
export const MAX_CHANNELS = 128;

/** A chunk that was seen but not read: the range of its payload, clamped to the file. */
export interface RawChunk {
  /** Four characters, exactly as stored. */
  readonly id: string;
  readonly offset: number;
  readonly size: number;
}

/** Why a file is odd although it can be used. */
export type FormatWarningCode =
  | 'truncated'
  | 'open-ended'
  | 'partial-frame'
  | 'missing-pad'
  | 'stray-bytes'
  | 'duplicate-chunk'
  | 'missing-ds64'
  | 'bad-bext'
  | 'too-many-chunks'
  | 'rounded-rate'
  | 'short-mask';

/** A remark for the user about a file that was accepted. */
export interface FormatWarning {
  readonly code: FormatWarningCode;
  readonly message: string;
}

/** What is known of an uncompressed audio file once its chunks were read. Plain data: it may cross threads. */
export interface PcmFileInfo {
  readonly container: 'RIFF' | 'RF64' | 'BW64' | 'AIFF' | 'AIFC';
  /** Container and coding for people, e.g. "WAV 24-bit". */
  readonly coding: string;
  readonly format: SampleFormat;
  readonly channels: number;
  /** Hertz, `MIN_RATE`…`MAX_RATE`. */
  readonly rate: number;
  /** Bytes of one sample of all channels. */
  readonly blockAlign: number;
  /** Bits that carry signal, at most those stored. */
  readonly validBits: number;
  /** WAVE_FORMAT_EXTENSIBLE speaker mask; null where the file has none or it is 0. A hint: the channel count wins. */
  readonly channelMask: number | null;
  /** Offset of the first sample in the file. */
  readonly dataOffset: number;
  /** Whole frames really in the file; at least 1. */
  readonly frames: number;
  readonly bext: Bext | null;
  /** Every other chunk in file order (axml, chna, iXML, LIST …), at most `MAX_CHUNKS`. */
  readonly chunks: readonly RawChunk[];
  readonly warnings: readonly FormatWarning[];
}

/** Info of a WAV, RF64 or BW64 file. */
export type WavInfo = PcmFileInfo;

/** Stable codes of everything that makes a file unusable. */
export type FormatFailureCode =
  | 'empty-file'
  | 'not-wav'
  | 'not-aiff'
  | 'truncated-header'
  | 'no-format'
  | 'bad-format'
  | 'no-channels'
  | 'too-many-channels'
  | 'bad-rate'
  | 'bad-block-align'
  | 'unsupported-coding'
  | 'no-data'
  | 'no-audio';
