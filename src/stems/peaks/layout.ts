/**
 * The waveform of a stem: for each channel the lowest and highest sample of every 256, 1024, 4096 … frames, as pairs of
 * 16-bit integers (full scale ±1 is ±32767; louder floats stand at the stops).
 *
 * Each level is a file `peaks-<level>` of tiles. A tile holds 256 consecutive bins: first all pairs of channel 0, then of
 * channel 1, and so on; so it can be written as the audio streams by, and one channel's bins are read in whole kilobytes.
 * The last tile is padded with zero pairs; how many bins count follows from the stem's length.
 */

/** Frames a bin of each level. */
export const PEAK_LEVELS = [256, 1024, 4096, 16_384, 65_536, 262_144] as const;
/** Bins of one channel in a tile. */
export const TILE_BINS = 256;
/** Bins of a level that make one of the next. */
export const LEVEL_RATIO = 4;
/** Bytes of a pair. */
export const PAIR_BYTES = 4;

/** Frames a bin of a level. @throws RangeError if there is no such level. */
export function framesPerBin(level: number): number {
  const frames = PEAK_LEVELS[level];
  if (frames === undefined) throw new RangeError(`peak level ${level} of ${PEAK_LEVELS.length}`);
  return frames;
}

/** Bins of a level for a stem of `frames` frames. */
export const binCount = (frames: number, level: number): number => Math.ceil(frames / framesPerBin(level));

/** Bytes of a tile. */
export const tileBytes = (channels: number): number => channels * TILE_BINS * PAIR_BYTES;

/** Coarsest level whose bins are not wider than `framesPerPixel`; 0 where even the finest are. */
export function levelFor(framesPerPixel: number): number {
  let level = 0;
  while (level + 1 < PEAK_LEVELS.length && framesPerBin(level + 1) <= framesPerPixel) level += 1;
  return level;
}
