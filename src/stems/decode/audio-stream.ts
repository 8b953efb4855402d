import { quoteName } from '../../formats/index.ts';
import { type Failure, fail } from '../../units/index.ts';
import type { BlockSink } from '../resample/resampler.ts';

/** What a file's header tells of its audio. */
export interface StreamFacts {
  /** Container and coding for people, e.g. "FLAC 24-bit". */
  readonly coding: string;
  readonly channels: number;
  /** Hertz. */
  readonly rate: number;
  /** Frames at `rate`; null where only decoding tells. */
  readonly expectedFrames: number | null;
  /** First sample since midnight at `rate`, from bext. */
  readonly timeReference: number | null;
  readonly warnings: readonly string[];
}

/** What decoding a whole file came to. */
export interface DecodeOutcome {
  readonly frames: number;
  readonly warnings: readonly string[];
}

/** How a decode is run. */
export interface DecodeRun {
  readonly signal: AbortSignal | undefined;
  /** Bytes of the file consumed so far. The decode goes on when it resolves, so that several can take turns. */
  readonly onBytes: (bytes: number) => Promise<void> | void;
  /** Planar blocks in the house's channel order; the arrays are reused after it returns. */
  readonly sink: BlockSink;
}

/** An opened audio file, to be decoded once from its start. */
export interface AudioStream {
  readonly facts: StreamFacts;
  /** Decodes to the end. @throws ImportFault, CopyCancelled, and whatever the sink throws. */
  decode(run: DecodeRun): Promise<DecodeOutcome>;
}

/** Why a file that looked like audio could not be used. */
export type DecodeFailureCode =
  | 'damaged'
  | 'not-finite'
  | 'no-audio'
  | 'too-many-channels'
  | 'bad-rate'
  | 'codec-missing';

/** Carries a failure out of a decoder or an import in progress. */
export class ImportFault extends Error {
  override readonly name = 'ImportFault';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Builds the failure of one file: its name, what is wrong and what to do. */
export function decodeFailure(
  fileName: string,
  code: DecodeFailureCode,
  fault: string,
  remedy = 'Export it again from the program it came from, as WAV, AIFF or FLAC.',
  cause?: unknown,
): Failure<DecodeFailureCode> {
  return fail(code, `${quoteName(fileName)} ${fault}`, remedy, cause);
}

/** Refuses figures no stem can have. @throws ImportFault */
export function checkFacts(fileName: string, channels: number, rate: number): void {
  if (!Number.isInteger(channels) || channels < 1 || channels > 128) {
    throw new ImportFault(
      decodeFailure(fileName, 'too-many-channels', `claims ${channels} channels; 1 to 128 can be used.`),
    );
  }
  if (!Number.isInteger(rate) || rate < 1000 || rate > 768_000) {
    throw new ImportFault(
      decodeFailure(fileName, 'bad-rate', `claims a sample rate of ${rate} Hz; 1 to 768 kHz can be used.`),
    );
  }
}
