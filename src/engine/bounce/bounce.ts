import { createSHA256 } from 'hash-wasm';
import { DELIVERY_FRAMES, type Delivery } from '../../core/index.ts';
import {
  type BextFields,
  channelMaskFor,
  createWavWriter,
  type WavWriter,
  type WriteCoding,
} from '../../formats/index.ts';
import { fail, type RenderTarget, type Result, type Samples } from '../../units/index.ts';

/** SHA-256 of a bounce's float output, on this thread or another. */
export interface BounceHash {
  /** Takes the next bytes, which belong to it from then on. */
  update(bytes: Uint8Array): unknown;
  /** Lower-case hex of everything given. */
  digest(): string | Promise<string>;
}

async function localHash(): Promise<BounceHash> {
  const hasher = await createSHA256();
  return { update: (bytes) => hasher.update(bytes), digest: () => hasher.digest('hex') };
}

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
  /** Makes the hash of the float output; default on this thread. */
  readonly createHash?: () => Promise<BounceHash>;
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
export const BOUNCE_FRAMES = DELIVERY_FRAMES;

const BITS: Readonly<Record<Exclude<WriteCoding, 'float32'>, 16 | 24>> = { int16: 16, int24: 24 };

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
  delivery: Delivery,
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
  const hash = await (options.createHash ?? localHash)();
  let hashing: unknown;
  let clipped = 0;
  await sink.write(writer.header, 0);
  source.locate(from);
  for (let done = 0; done < total; ) {
    if (options.signal?.aborted)
      return fail('cancelled', 'The bounce was cancelled.', 'Start it again when you like.');
    const frames = Math.min(BOUNCE_FRAMES, total - done);
    const block = source.render(frames);
    delivery.take(block.engine, frames);
    // Another thread's hash may be one block behind.
    await hashing;
    hashing = hash.update(delivery.floats().slice());
    if (block.file !== block.engine) delivery.take(block.file, frames);
    delivery.measure();
    const before = delivery.clippedSamples;
    const bytes = coding === 'float32' ? delivery.floats() : delivery.integers(BITS[coding], from + done);
    clipped += delivery.clippedSamples - before;
    await sink.write(bytes, writer.accept(bytes.length));
    done += frames;
    options.onProgress?.(done, total);
  }
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
      clippedSamples: clipped,
      truePeak: delivery.finishPeak(),
      hash: await hash.digest(),
      bytes: writer.header.length + total * writer.blockAlign + ((total * writer.blockAlign) % 2),
    },
  };
}

async function finish(writer: WavWriter, sink: BounceSink): Promise<void> {
  for (const patch of writer.finish()) await sink.write(patch.bytes, patch.offset);
}
