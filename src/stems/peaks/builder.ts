import { decodePcm, type SampleFormat, sampleBytes } from '../../formats/index.ts';
import type { FileStore, SyncFile } from '../../store/index.ts';
import {
  binCount,
  framesPerBin,
  LEVEL_RATIO,
  PAIR_BYTES,
  PEAK_LEVELS,
  TILE_BINS,
  tileBytes,
} from './layout.ts';

const FULL_SCALE = 32_767;
const BIN_FRAMES = framesPerBin(0);

/** A sample as a 16-bit peak; NaN never comes here. */
const toPeak = (value: number): number =>
  Math.max(-FULL_SCALE, Math.min(FULL_SCALE, Math.round(value * FULL_SCALE)));

/** Collects bins of one level into tiles and appends them to its file. */
function createTileWriter(file: SyncFile, channels: number) {
  const tile = new Int16Array(channels * TILE_BINS * 2);
  const bytes = new Uint8Array(tile.buffer);
  let bins = 0;
  let tiles = 0;
  const flush = (): void => {
    file.write(bytes, tiles * bytes.length);
    tiles += 1;
    tile.fill(0);
    bins = 0;
  };
  return {
    /** Adds a bin; `lows` and `highs` hold a value a channel. */
    add(lows: Int16Array, highs: Int16Array): void {
      for (let channel = 0; channel < channels; channel += 1) {
        const at = (channel * TILE_BINS + bins) * 2;
        tile[at] = lows[channel] ?? 0;
        tile[at + 1] = highs[channel] ?? 0;
      }
      bins += 1;
      if (bins === TILE_BINS) flush();
    },
    restart(): void {
      tile.fill(0);
      bins = 0;
      tiles = 0;
    },
    finish(): void {
      if (bins > 0) flush();
      file.truncate(tiles * bytes.length);
      file.flush();
    },
  };
}

/** Builds the finest level while audio streams by. Owner calls `finish`, or `close` to give up. */
export interface PeakBuilder {
  /** Takes planar audio, ±1 nominal. */
  addPlanar(channels: readonly Float32Array[], frames: number): void;
  /** Takes whole interleaved frames. */
  addInterleaved(bytes: Uint8Array, format: SampleFormat): void;
  /** Forgets everything taken so far. */
  restart(): void;
  /** Writes what is left; the coarser levels are made by `buildCoarserLevels`. */
  finish(): void;
  close(): void;
}

/** Byte of a little-endian integer sample whose upper 16 bits begin there; null for formats read in full. */
const upperHalfAt = (format: SampleFormat): number | null => {
  if (format === 's16le') return 0;
  if (format === 's24le') return 1;
  return format === 's32le' ? 2 : null;
};

/** Starts the peaks of a stem in `folder`. */
export async function createPeakBuilder(
  store: FileStore,
  folder: string,
  channelCount: number,
): Promise<PeakBuilder> {
  const file = await store.open(`${folder}/peaks-0`, 'write');
  const writer = createTileWriter(file, channelCount);
  const lows = new Int16Array(channelCount);
  const highs = new Int16Array(channelCount);
  const all = Array.from({ length: channelCount }, (_, channel) => channel);
  const planes = all.map(() => new Float32Array(BIN_FRAMES));
  let inBin = 0;

  const openBin = (): void => {
    lows.fill(FULL_SCALE);
    highs.fill(-FULL_SCALE);
  };
  openBin();
  const advance = (frames: number): void => {
    inBin += frames;
    if (inBin < BIN_FRAMES) return;
    writer.add(lows, highs);
    inBin = 0;
    openBin();
  };

  const takePlanar = (channels: readonly Float32Array[], at: number, frames: number): void => {
    for (let channel = 0; channel < channelCount; channel += 1) {
      const samples = channels[channel];
      if (samples === undefined) continue;
      let low = samples[at] ?? 0;
      let high = low;
      for (let index = at + 1; index < at + frames; index += 1) {
        const value = samples[index] ?? 0;
        if (value < low) low = value;
        else if (value > high) high = value;
      }
      lows[channel] = Math.min(lows[channel] ?? 0, toPeak(low));
      highs[channel] = Math.max(highs[channel] ?? 0, toPeak(high));
    }
  };

  // The hot path of a large import: 128 channels of 24 bits, two byte loads a sample, straight along the memory.
  const takeIntegers = (
    bytes: Uint8Array,
    at: number,
    frames: number,
    width: number,
    upper: number,
  ): void => {
    let place = at + upper;
    for (let frame = 0; frame < frames; frame += 1) {
      for (let channel = 0; channel < channelCount; channel += 1) {
        const value = (((bytes[place] ?? 0) << 16) | ((bytes[place + 1] ?? 0) << 24)) >> 16;
        if (value < (lows[channel] ?? 0)) lows[channel] = value;
        if (value > (highs[channel] ?? 0)) highs[channel] = value;
        place += width;
      }
    }
  };

  const widen = (channel: number, value: number): void => {
    if (value < (lows[channel] ?? 0)) lows[channel] = value;
    if (value > (highs[channel] ?? 0)) highs[channel] = value;
  };

  /** The same for 24 bits where four samples fill three aligned words: a third of the loads. */
  const takeWords24 = (words: Int32Array, frames: number): void => {
    let place = 0;
    for (let frame = 0; frame < frames; frame += 1) {
      for (let channel = 0; channel < channelCount; channel += 4) {
        const first = words[place] ?? 0;
        const second = words[place + 1] ?? 0;
        const third = words[place + 2] ?? 0;
        widen(channel, (first << 8) >> 16);
        widen(channel + 1, (second << 16) >> 16);
        widen(channel + 2, ((third << 24) >> 16) | (second >>> 24));
        widen(channel + 3, third >> 16);
        place += 3;
      }
    }
  };

  return {
    addPlanar(channels, frames) {
      for (let at = 0; at < frames; ) {
        const count = Math.min(BIN_FRAMES - inBin, frames - at);
        takePlanar(channels, at, count);
        advance(count);
        at += count;
      }
    },
    addInterleaved(bytes, format) {
      const width = sampleBytes(format);
      const stride = width * channelCount;
      const frames = Math.floor(bytes.length / stride);
      const upper = upperHalfAt(format);
      for (let at = 0; at < frames; ) {
        const count = Math.min(BIN_FRAMES - inBin, frames - at);
        if (upper === null) {
          decodePcm(bytes.subarray(at * stride, (at + count) * stride), format, channelCount, all, planes);
          takePlanar(planes, 0, count);
        } else if (
          format === 's24le' &&
          channelCount % 4 === 0 &&
          (bytes.byteOffset + at * stride) % 4 === 0
        ) {
          const wordCount = (count * stride) / 4;
          takeWords24(new Int32Array(bytes.buffer, bytes.byteOffset + at * stride, wordCount), count);
        } else {
          takeIntegers(bytes, at * stride, count, width, upper);
        }
        advance(count);
        at += count;
      }
    },
    restart() {
      writer.restart();
      inBin = 0;
      openBin();
    },
    finish() {
      if (inBin > 0) writer.add(lows, highs);
      inBin = 0;
      writer.finish();
      file.close();
    },
    close: () => file.close(),
  };
}

/** Makes level 1 and up from the finished level 0, tile by tile. `frames` is the stem's length. */
export async function buildCoarserLevels(
  store: FileStore,
  folder: string,
  channelCount: number,
  frames: number,
): Promise<void> {
  const lows = new Int16Array(channelCount);
  const highs = new Int16Array(channelCount);
  const tile = new Int16Array(tileBytes(channelCount) / 2);
  for (let level = 1; level < PEAK_LEVELS.length; level += 1) {
    const fine = await store.open(`${folder}/peaks-${level - 1}`, 'read');
    try {
      const coarse = await store.open(`${folder}/peaks-${level}`, 'write');
      try {
        const writer = createTileWriter(coarse, channelCount);
        const fineBins = binCount(frames, level - 1);
        for (let first = 0; first < fineBins; first += TILE_BINS) {
          fine.read(new Uint8Array(tile.buffer), (first / TILE_BINS) * tileBytes(channelCount));
          const held = Math.min(TILE_BINS, fineBins - first);
          for (let bin = 0; bin < held; bin += LEVEL_RATIO) {
            mergeBins(tile, bin, Math.min(held, bin + LEVEL_RATIO), lows, highs);
            writer.add(lows, highs);
          }
        }
        writer.finish();
      } finally {
        coarse.close();
      }
    } finally {
      fine.close();
    }
  }
}

function mergeBins(tile: Int16Array, from: number, to: number, lows: Int16Array, highs: Int16Array): void {
  for (let channel = 0; channel < lows.length; channel += 1) {
    let low = FULL_SCALE;
    let high = -FULL_SCALE;
    for (let bin = from; bin < to; bin += 1) {
      const at = (channel * TILE_BINS + bin) * (PAIR_BYTES / 2);
      low = Math.min(low, tile[at] ?? 0);
      high = Math.max(high, tile[at + 1] ?? 0);
    }
    lows[channel] = low;
    highs[channel] = high;
  }
}
