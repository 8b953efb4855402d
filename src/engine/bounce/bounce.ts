import { createSHA256 } from 'hash-wasm';
import {
  type BextFields,
  channelMaskFor,
  createWavWriter,
  packFloat32,
  packInt16,
  packInt24,
  type WavWriter,
  type WriteCoding,
  writeSampleBytes,
} from '../../formats/index.ts';
import { fail, type RenderTarget, type Result, type Samples } from '../../units/index.ts';
import { type IntegerBits, quantise } from './dither.ts';
import { TruePeakMeter } from './true-peak.ts';

/** Where a bounce's bytes go. Written mostly in order; the header may be written again at the end. */
export interface BounceSink {
  write(bytes: Uint8Array, offset: number): void | Promise<void>;
}

/** What a bounce renders from. Planes are valid until the next `render`. */
export interface BounceSource {
  readonly sampleRate: number;
  readonly channels: number;
  /** Moves to a timeline sample, ready to render from it as if it had played up to it. */
  locate(position: number): void;
  /** Renders up to `BOUNCE_FRAMES` frames. */
  render(frames: number): BounceBlock;
  /** Reads of audio that were not in memory in time; more than 0 makes the file untrustworthy. */
  readonly missedSlots: number;
}

/** A stretch of rendered audio. */
export interface BounceBlock {
  /** The engine's unclamped output; hashes are taken of it. */
  readonly engine: readonly Float32Array[];
  /** What goes into the file: the same, or behind the limiter. */
  readonly file: readonly Float32Array[];
}

/** What to write. */
export interface BounceOptions {
  readonly target: RenderTarget;
  readonly coding: WriteCoding;
  /** Timeline samples, `from` ≤ n < `to`. */
  readonly from: number;
  readonly to: number;
  /** Samples since midnight of timeline sample 0, for the bext time reference; null writes no bext. */
  readonly timeReference: number | null;
  readonly description: string;
  readonly onProgress?: (framesDone: number, framesTotal: number) => void;
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface BounceReport {
  readonly frames: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly seconds: number;
  /** Samples beyond full scale: clipped in an integer file, kept in a float file. */
  readonly clippedSamples: number;
  /** Largest true peak of any channel of the file's audio, linear. */
  readonly truePeak: number;
  /** SHA-256, lower-case hex, of the engine's float output, interleaved, little-endian. */
  readonly hash: string;
  readonly bytes: number;
}

/** Most frames rendered and written at once. */
export const BOUNCE_FRAMES = 8192;

/** Silence behind the last sample, so that the peak meter sees what its filter still holds. */
const TAIL_FRAMES = 16;

const BITS: Readonly<Record<Exclude<WriteCoding, 'float32'>, IntegerBits>> = { int16: 16, int24: 24 };

/** Encodes blocks of float planes in the file's coding; keeps its buffers from call to call. */
class Encoder {
  readonly #coding: WriteCoding;
  readonly #words: Int32Array[];
  readonly #bytes: Uint8Array;
  clipped = 0;

  constructor(coding: WriteCoding, channels: number) {
    this.#coding = coding;
    this.#words = Array.from(
      { length: coding === 'float32' ? 0 : channels },
      () => new Int32Array(BOUNCE_FRAMES),
    );
    this.#bytes = new Uint8Array(BOUNCE_FRAMES * channels * writeSampleBytes(coding));
  }

  /** Bytes of `frames` frames whose first is at timeline sample `position`. A view, valid until the next call. */
  encode(planes: readonly Float32Array[], frames: number, position: number): Uint8Array {
    if (this.#coding === 'float32') {
      for (const plane of planes)
        for (let n = 0; n < frames; n++) if (Math.abs(plane[n] ?? 0) > 1) this.clipped++;
      return this.#bytes.subarray(0, packFloat32(planes, frames, this.#bytes));
    }
    const bits = BITS[this.#coding];
    planes.forEach((plane, channel) => {
      const words = this.#words[channel];
      if (words) this.clipped += quantise(plane.subarray(0, frames), words, bits, position, channel);
    });
    const pack = bits === 16 ? packInt16 : packInt24;
    return this.#bytes.subarray(0, pack(this.#words, frames, this.#bytes));
  }
}

function bextOf(options: BounceOptions): { bext: BextFields } | Record<never, never> {
  if (options.timeReference === null) return {};
  return {
    bext: {
      description: options.description,
      originator: 'Scorestage',
      timeReference: (options.timeReference + options.from) as Samples,
    },
  };
}

/**
 * Renders a range into a WAV file (RF64 beyond 4 GiB), as a stream: memory does not grow with length. Worker or Node.
 * Fails with 'cancelled' on abort, 'empty-range', or 'audio-missing' if any audio could not be read in time; what a sink
 * throws is passed on.
 */
export async function bounce(
  source: BounceSource,
  sink: BounceSink,
  options: BounceOptions,
): Promise<Result<BounceReport, 'cancelled' | 'empty-range' | 'audio-missing'>> {
  const { from, to, coding, target } = options;
  const total = to - from;
  if (!(total > 0)) {
    return fail(
      'empty-range',
      'There is nothing to render: the range is empty.',
      'Choose a range with an end after its start.',
    );
  }
  const { channels, sampleRate } = source;
  const writer = createWavWriter({
    rate: sampleRate,
    channels,
    coding,
    channelMask: channelMaskFor(target),
    frames: total,
    ...bextOf(options),
  });
  const hasher = await createSHA256();
  hasher.init();
  const encoder = new Encoder(coding, channels);
  const floats = new Uint8Array(BOUNCE_FRAMES * channels * 4);
  const truePeak = new TruePeakMeter(channels);
  await sink.write(writer.header, 0);
  source.locate(from);
  for (let done = 0; done < total; ) {
    if (options.signal?.aborted)
      return fail('cancelled', 'The bounce was cancelled.', 'Start it again when you like.');
    const frames = Math.min(BOUNCE_FRAMES, total - done);
    const block = source.render(frames);
    hasher.update(floats.subarray(0, packFloat32(block.engine, frames, floats)));
    truePeak.process(block.file, frames);
    const bytes = encoder.encode(block.file, frames, from + done);
    await sink.write(bytes, writer.accept(bytes.length));
    done += frames;
    options.onProgress?.(done, total);
  }
  truePeak.process(
    Array.from({ length: channels }, () => new Float32Array(TAIL_FRAMES)),
    TAIL_FRAMES,
  );
  await finish(writer, sink);
  if (source.missedSlots > 0) {
    return fail(
      'audio-missing',
      `Some audio could not be read while rendering (${source.missedSlots} gaps); the file is not complete.`,
      'Import the missing stems again, then bounce again.',
    );
  }
  return {
    ok: true,
    value: {
      frames: total,
      sampleRate,
      channels,
      seconds: total / sampleRate,
      clippedSamples: encoder.clipped,
      truePeak: truePeak.peak(),
      hash: hasher.digest('hex'),
      bytes: writer.header.length + total * writer.blockAlign + ((total * writer.blockAlign) % 2),
    },
  };
}

async function finish(writer: WavWriter, sink: BounceSink): Promise<void> {
  for (const patch of writer.finish()) await sink.write(patch.bytes, patch.offset);
}
