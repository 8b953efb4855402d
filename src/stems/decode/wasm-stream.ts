import { CopyCancelled } from '../staging.ts';
import {
  type AudioStream,
  checkFacts,
  type DecodeOutcome,
  decodeFailure,
  ImportFault,
  type StreamFacts,
} from './audio-stream.ts';
import type { ChannelOrder } from './channel-order.ts';

/** What the WASM decoders answer. */
export interface WasmDecoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly { readonly message: string }[];
}

/** The common face of the WASM decoders. */
export interface WasmDecoder {
  decode(bytes: Uint8Array): Promise<WasmDecoded> | WasmDecoded;
  flush?(): Promise<WasmDecoded>;
  free(): void | Promise<void>;
}

/** Errors after which a file is given up: more than odd tags at its ends can cause. */
const MOST_ERRORS = 64;
/** Bytes without a single frame after which a file is given up, so that garbage of any size is answered soon. */
const BARREN_BYTES = 4 << 20;

/** What a WASM-decoded file needs. */
export interface WasmStreamParts {
  readonly fileName: string;
  readonly facts: StreamFacts;
  readonly order: ChannelOrder;
  /** Channels the decoder gives but the file has not (MP3 mono comes twice) are left out by `order`. */
  readonly open: () => Promise<WasmDecoder>;
  /** The file's bytes in order, cut anywhere. */
  readonly slices: () => AsyncGenerator<Uint8Array>;
  /** Faults found in the container while its slices were made. */
  readonly containerWarnings: () => readonly string[];
}

/** A file read through one of the pinned WASM decoders: the same bits in every host. */
export function createWasmStream(parts: WasmStreamParts): AudioStream {
  const { fileName, facts, order, open, slices, containerWarnings } = parts;
  const damaged = (fault: string, cause?: unknown): ImportFault =>
    new ImportFault(
      decodeFailure(fileName, 'damaged', fault, 'Copy or download it again, or export it anew.', cause),
    );

  const outcome = (frames: number, errors: number): DecodeOutcome => {
    if (frames === 0) throw damaged('holds no audio that can be decoded.');
    const warnings = [...containerWarnings()];
    if (errors > 0)
      warnings.push(
        `It is damaged in ${errors === 1 ? 'one place' : `${errors} places`}; what can’t be decoded is left out.`,
      );
    const { expectedFrames } = facts;
    if (expectedFrames !== null && frames < expectedFrames) {
      warnings.push(`It is cut short: ${frames} of ${expectedFrames} samples are there; they are used.`);
    }
    return { frames, warnings };
  };

  return {
    facts,
    async decode({ signal, onBytes, sink }) {
      const decoder = await open();
      let frames = 0;
      let errors = 0;
      let barren = 0;
      let consumed = 0;

      const take = ({ channelData, samplesDecoded, sampleRate, errors: found }: WasmDecoded): void => {
        errors += found.length;
        if (samplesDecoded === 0) return;
        if (sampleRate !== facts.rate) {
          throw damaged(`changes its sample rate from ${facts.rate} to ${sampleRate} Hz on the way.`);
        }
        const planes = order.map((place) => channelData[place]);
        if (planes.some((plane) => plane === undefined || plane.length < samplesDecoded)) {
          throw damaged('changes its number of channels on the way.');
        }
        barren = 0;
        // The container knows the end to the sample; the decoder of an Ogg file with a single page doesn't find it.
        const kept = Math.min(samplesDecoded, (facts.expectedFrames ?? Number.POSITIVE_INFINITY) - frames);
        if (kept <= 0) return;
        frames += kept;
        sink(planes as readonly Float32Array[], kept);
      };

      try {
        for await (const bytes of slices()) {
          if (signal?.aborted) throw new CopyCancelled('cancelled');
          consumed += bytes.length;
          barren += bytes.length;
          take(await runGuarded(() => decoder.decode(bytes), damaged));
          if (errors > MOST_ERRORS) throw damaged('is damaged in too many places to be used.');
          if (barren > BARREN_BYTES) throw damaged('holds long stretches that can’t be decoded.');
          await onBytes(consumed);
        }
        if (decoder.flush !== undefined)
          take(await runGuarded(async () => decoder.flush?.() ?? NOTHING, damaged));
      } finally {
        await decoder.free();
      }
      return outcome(frames, errors);
    },
  };
}

const NOTHING: WasmDecoded = { channelData: [], samplesDecoded: 0, sampleRate: 0, errors: [] };

/** Hostile bytes can make a decoder trap or throw; both mean a damaged file, and the decoder is not used again. */
async function runGuarded(
  work: () => Promise<WasmDecoded> | WasmDecoded,
  damaged: (fault: string, cause?: unknown) => ImportFault,
): Promise<WasmDecoded> {
  try {
    return await work();
  } catch (error) {
    throw damaged('is damaged: its decoder gave up on it.', error);
  }
}

/** Checked facts of a compressed file. @throws ImportFault */
export function makeFacts(
  fileName: string,
  coding: string,
  channels: number,
  rate: number,
  expectedFrames: number | null,
): StreamFacts {
  checkFacts(fileName, channels, rate);
  return { coding, channels, rate, expectedFrames, timeReference: null, warnings: [] };
}
