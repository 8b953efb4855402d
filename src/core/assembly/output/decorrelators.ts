import { BLOCK_FRAMES, DECORRELATOR_TAPS, MAX_SPEAKERS } from '../../contract';
import { reserve } from '../arena';
import { fftForward } from '../convolver/fft';
import { fftInverse } from '../convolver/fft-inverse';
import { FFT_TABLE_BYTES, fftTables, SPECTRUM_BYTES } from '../convolver/fft-tables';
import { energy, weigh } from '../strip/kernels';

/**
 * The decorrelation filters of a layout (ITU-R BS.2127-1 §7.4): overlap-save in blocks of 128 with the filters in four
 * partitions. A block that is cut moves all windows of the past, so their spectra are made anew in it. A speaker without
 * anything diffuse costs nothing once its filter has rung out.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const PARTITIONS: i32 = DECORRELATOR_TAPS / BLOCK_FRAMES;
/** What a speaker's bus played lately, as far as the windows of all partitions reach. */
const LINE_FRAMES: i32 = BLOCK_FRAMES * (PARTITIONS + 1);
const LINE_BYTES: usize = 4 * LINE_FRAMES;
const SET_BYTES: usize = SPECTRUM_BYTES * PARTITIONS;

/** Every filter there is by its seed, f32 × DECORRELATOR_TAPS, as the host writes them after `init`. */
export let decorrelatorBank: usize = 0;
/** i32 seed of each speaker's filter as the host writes them before `setTarget`, and those of a target that waits or is in force. */
export const seedRequest: usize = memory.data(96, 16);
const seeds: usize = memory.data(96, 16);

let tables: usize = 0;
/** SET_BYTES a speaker: spectra of its filter's partitions, and of the windows they meet. */
let filters: usize = 0;
let spectra: usize = 0;
let lines: usize = 0;
/** i32 a speaker: frames of silence it has had; its line and its spectra are zeros from QUIET_FRAMES on. */
let quiet: usize = 0;
const QUIET_FRAMES: i32 = LINE_FRAMES + BLOCK_FRAMES;
let sum: usize = 0;
let heard: usize = 0;
/** Which of a speaker's spectra is the last block's. */
let latest: i32 = 0;

/** Takes memory. */
export function initDecorrelators(): void {
  decorrelatorBank = reserve(4 * DECORRELATOR_TAPS * MAX_SPEAKERS);
  tables = reserve(FFT_TABLE_BYTES);
  fftTables(tables);
  filters = reserve(SET_BYTES * MAX_SPEAKERS);
  spectra = reserve(SET_BYTES * MAX_SPEAKERS);
  lines = reserve(LINE_BYTES * MAX_SPEAKERS);
  quiet = reserve(4 * MAX_SPEAKERS);
  sum = reserve(SPECTRUM_BYTES);
  heard = reserve(2 * BLOCK_BYTES);
  resetDecorrelators();
}

/** Keeps the seeds in `seedRequest` for `applySeeds`. */
export function noteSeeds(): void {
  memory.copy(seeds, seedRequest, 4 * MAX_SPEAKERS);
}

/** Transforms the filters of a layout's speakers and forgets what was played. */
export function applySeeds(speakers: i32): void {
  const silence = heard + BLOCK_BYTES;
  // The inverse transform is 128 times too large.
  const scale: f32 = 1.0 / 128.0;
  memory.fill(silence, 0, BLOCK_BYTES);
  for (let speaker = 0; speaker < speakers; speaker++) {
    const seed = load<i32>(seeds + 4 * <usize>speaker);
    assert(seed >= 0 && seed < MAX_SPEAKERS, 'a seed is a place among the names of a layout');
    let from = decorrelatorBank + 4 * <usize>(seed * DECORRELATOR_TAPS);
    let to = filters + SET_BYTES * <usize>speaker;
    for (let partition = 0; partition < PARTITIONS; partition++, from += BLOCK_BYTES, to += SPECTRUM_BYTES) {
      for (let at: usize = 0; at < BLOCK_BYTES; at += 4) store<f32>(heard + at, scale * load<f32>(from + at));
      fftForward(to, heard, silence, tables);
    }
  }
  resetDecorrelators();
}

/** Forgets what was played. */
export function resetDecorrelators(): void {
  memory.fill(lines, 0, LINE_BYTES * MAX_SPEAKERS);
  memory.fill(spectra, 0, SET_BYTES * MAX_SPEAKERS);
  for (let speaker: usize = 0; speaker < <usize>MAX_SPEAKERS; speaker++) store<i32>(quiet + 4 * speaker, QUIET_FRAMES);
  latest = 0;
}

/** Filters frames `first` … `end` of the speakers' planes at `from` into those at `to`. Audio thread; allocates nothing. */
export function decorrelate(from: usize, to: usize, speakers: i32, first: i32, end: i32): void {
  latest = (latest + 1) % PARTITIONS;
  const at = <usize>first << 2;
  for (let speaker = 0; speaker < speakers; speaker++) {
    const offset = BLOCK_BYTES * <usize>speaker + at;
    filter(speaker, from + offset, to + offset, end - first);
  }
}

function spectrum(speaker: i32, back: i32): usize {
  return spectra + SET_BYTES * <usize>speaker + SPECTRUM_BYTES * <usize>((latest + PARTITIONS - back) % PARTITIONS);
}

function filter(speaker: i32, from: usize, to: usize, frames: i32): void {
  const bytes = <usize>frames << 2;
  const rest = quiet + 4 * <usize>speaker;
  weigh(from, frames);
  store<i32>(rest, energy == 0.0 ? min(QUIET_FRAMES, load<i32>(rest) + frames) : 0);
  if (load<i32>(rest) == QUIET_FRAMES) {
    memory.fill(to, 0, bytes);
    return;
  }
  const line = lines + LINE_BYTES * <usize>speaker;
  memory.copy(line, line + bytes, LINE_BYTES - bytes);
  memory.copy(line + LINE_BYTES - bytes, from, bytes);
  const windows = frames < BLOCK_FRAMES ? PARTITIONS : 1;
  for (let back = 0; back < windows; back++) {
    const now = line + LINE_BYTES - BLOCK_BYTES * <usize>(1 + back);
    fftForward(spectrum(speaker, back), now - BLOCK_BYTES, now, tables);
  }
  multiply(speaker);
  // Of 256 samples the last 128 are right; the block's own are the last of those.
  fftInverse(heard, heard + BLOCK_BYTES, sum, tables);
  memory.copy(to, heard + 2 * BLOCK_BYTES - bytes, bytes);
}

/** `sum` = the products of all partitions with the spectra of their windows. */
function multiply(speaker: i32): void {
  let h = filters + SET_BYTES * <usize>speaker;
  for (let partition = 0; partition < PARTITIONS; partition++) {
    let x = spectrum(speaker, partition);
    for (let to = sum, stop = sum + SPECTRUM_BYTES; to < stop; to += 32, x += 32, h += 32) {
      const xr = v128.load(x);
      const xi = v128.load(x, 16);
      const hr = v128.load(h);
      const hi = v128.load(h, 16);
      let re = f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi));
      let im = f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr));
      if (partition > 0) {
        re = f32x4.add(v128.load(to), re);
        im = f32x4.add(v128.load(to, 16), im);
      }
      v128.store(to, re);
      v128.store(to, im, 16);
    }
  }
}
