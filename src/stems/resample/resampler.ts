import { filterFor, rateRatio } from './filter.ts';

/** Input frames taken at a time; bounds the memory of one channel. */
const BLOCK_FRAMES = 8192;

/** Takes planar blocks of `frames` frames; the arrays are reused after it returns. */
export type BlockSink = (channels: readonly Float32Array[], frames: number) => void;

/**
 * Changes the sample rate of a stream. Zero delay: output n is the sound at n·from/to input samples.
 * The same input gives the same bits in every host and for every cutting into blocks. Any thread.
 */
export interface Resampler {
  /** Takes `frames` frames of each channel. */
  process(channels: readonly Float32Array[], frames: number, sink: BlockSink): void;
  /** Ends the stream; the frames given to the sinks then number exactly `resampledLength(frames taken, from, to)`. */
  finish(sink: BlockSink): void;
}

/** Length of `frames` frames at another rate: the nearest whole number. */
export function resampledLength(frames: number, from: number, to: number): number {
  const { up, down } = rateRatio(from, to);
  // Split so that the product stays an exact integer for any length a file can have.
  const whole = Math.floor(frames / down);
  const rest = frames - whole * down;
  return whole * up + Math.floor((2 * rest * up + down) / (2 * down));
}

/** A resampler from rate `from` to rate `to`, both whole hertz. */
export function createResampler(channelCount: number, from: number, to: number): Resampler {
  const { up, down } = rateRatio(from, to);
  const { taps, phases, exact, table } = filterFor(from, to);
  const half = taps / 2;
  const history = Array.from({ length: channelCount }, () => new Float64Array(taps + BLOCK_FRAMES));
  const output = Array.from(
    { length: channelCount },
    () => new Float32Array(Math.ceil((BLOCK_FRAMES * up) / down) + 2),
  );
  const silence = new Float32Array(BLOCK_FRAMES);
  const silent = Array.from({ length: channelCount }, () => silence);
  /** Frames in `history`; starts with the silence before the first sample. */
  let held = half - 1;
  let taken = 0;
  let made = 0;
  /** Next output instant: input frame `whole` (relative to history's first) and `rest`/`up` of a frame beyond. */
  let whole = 0;
  let rest = 0;

  const convolve = (samples: Float64Array, at: number, row: number): number => {
    let even = 0;
    let odd = 0;
    for (let tap = 0; tap < taps; tap += 2) {
      even += (samples[at + tap] ?? 0) * (table[row + tap] ?? 0);
      odd += (samples[at + tap + 1] ?? 0) * (table[row + tap + 1] ?? 0);
    }
    return even + odd;
  };

  const sampleAt = (samples: Float64Array, at: number, remainder: number): number => {
    if (exact) return convolve(samples, at, remainder * taps);
    const place = (remainder / up) * phases;
    const phase = Math.floor(place);
    const share = place - phase;
    const before = convolve(samples, at, phase * taps);
    return before + share * (convolve(samples, at, (phase + 1) * taps) - before);
  };

  /** Makes every output whose taps are all in history, at most `limit` of them, and forgets what is not needed again. */
  const drain = (sink: BlockSink, limit: number): void => {
    let count = 0;
    let nextWhole = whole;
    let nextRest = rest;
    while (nextWhole + taps <= held && count < limit) {
      count += 1;
      nextRest += down;
      const step = Math.floor(nextRest / up);
      nextWhole += step;
      nextRest -= step * up;
    }
    for (let channel = 0; channel < channelCount; channel += 1) {
      const samples = history[channel];
      const into = output[channel];
      if (samples === undefined || into === undefined) continue;
      let at = whole;
      let remainder = rest;
      for (let index = 0; index < count; index += 1) {
        into[index] = sampleAt(samples, at, remainder);
        remainder += down;
        const step = Math.floor(remainder / up);
        at += step;
        remainder -= step * up;
      }
    }
    const forgotten = Math.min(nextWhole, held);
    for (const samples of history) samples.copyWithin(0, forgotten, held);
    held -= forgotten;
    whole = nextWhole - forgotten;
    rest = nextRest;
    made += count;
    if (count > 0) sink(output, count);
  };

  /** Takes input and makes output up to `limit` in all; answers how many there are now. */
  const feed = (
    channels: readonly Float32Array[],
    frames: number,
    sink: BlockSink,
    limit: number,
  ): number => {
    let at = 0;
    while (at < frames) {
      const count = Math.min(frames - at, taps + BLOCK_FRAMES - held, BLOCK_FRAMES);
      for (let channel = 0; channel < channelCount; channel += 1) {
        history[channel]?.set(channels[channel]?.subarray(at, at + count) ?? [], held);
      }
      held += count;
      at += count;
      drain(sink, limit - made);
    }
    return made;
  };

  return {
    process(channels, frames, sink) {
      taken += frames;
      feed(channels, frames, sink, Number.POSITIVE_INFINITY);
    },
    finish(sink) {
      const total = resampledLength(taken, from, to);
      let given = made;
      while (given < total) given = feed(silent, BLOCK_FRAMES, sink, total);
    },
  };
}
