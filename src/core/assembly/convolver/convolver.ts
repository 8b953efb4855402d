/**
 * Fixed set of mono inputs → two ears through FIR filters, without added latency.
 *
 * Overlap-add in output time: each block of n ≤ 128 frames is transformed once, multiplied with every 128-tap
 * partition of every filter, summed over all inputs in the frequency domain, and the products, one per (partition, ear),
 * are transformed back four at a time and added to a line of pending output. A block's length never has to match
 * the partitions, so short blocks at seeks and loop ends are exact. Inputs that are silent for a block cost nothing.
 *
 * All memory is handed in by the caller; offsets below are bytes from the state's start.
 */
import { FFT_TABLE_BYTES, fftForward, fftInverse, fftTables, POINTS, SPECTRUM_BYTES } from './fft';

/** Most inputs of a convolver. */
export const CONVOLVER_MAX_CHANNELS: i32 = 24;
/** Most taps of a filter. */
export const CONVOLVER_MAX_TAPS: i32 = 1024;

// @ts-ignore: decorator
@inline const CHANNELS: usize = 0;
// @ts-ignore: decorator
@inline const TAPS: usize = 4;
/** Frames until the pending line is all zeros. */
// @ts-ignore: decorator
@inline const PENDING_FRAMES: usize = 8;
// @ts-ignore: decorator
@inline const HEADER_BYTES: usize = 16;
// @ts-ignore: decorator
@inline const TABLES: usize = HEADER_BYTES;
/** A plane of zeros that fills the lanes no channel uses. */
// @ts-ignore: decorator
@inline const ZEROS: usize = TABLES + FFT_TABLE_BYTES;
/** Byte offsets of the filters of the groups that sound in this block; 8 entries. */
// @ts-ignore: decorator
@inline const ACTIVE: usize = ZEROS + 512;
/** Spectrum or block of the four outputs being summed. */
// @ts-ignore: decorator
@inline const WORK: usize = ACTIVE + 32;
/** Spectra of the sounding groups, packed. */
// @ts-ignore: decorator
@inline const SPECTRA: usize = WORK + SPECTRUM_BYTES;

/** Bytes of one group's filters for one pair of partitions: four outputs beside each other in every bin. */
// @ts-ignore: decorator
@inline const FILTER_BYTES: usize = SPECTRUM_BYTES * 4;

// @ts-ignore: decorator
@inline
function groupsOf(channels: i32): i32 {
  return (channels + 3) >> 2;
}

/** Pairs of 128-tap partitions; a pair times two ears fills four lanes. */
// @ts-ignore: decorator
@inline
function pairsOf(taps: i32): i32 {
  return (taps + 255) >> 8;
}

/** Frames of an ear's pending line. */
// @ts-ignore: decorator
@inline
function lineFrames(pairs: i32): i32 {
  return (2 * pairs + 1) * POINTS;
}

// @ts-ignore: decorator
@inline
function filtersAt(state: usize, groups: i32): usize {
  return state + SPECTRA + usize(groups) * SPECTRUM_BYTES;
}

// @ts-ignore: decorator
@inline
function linesAt(state: usize, groups: i32, pairs: i32): usize {
  return filtersAt(state, groups) + usize(groups * pairs) * FILTER_BYTES;
}

/** Bytes a convolver of this size needs, 16-byte aligned. */
export function convolverBytes(channels: i32, taps: i32): usize {
  const groups = groupsOf(channels);
  const pairs = pairsOf(taps);
  return linesAt(0, groups, pairs) + (usize(lineFrames(pairs)) << 3);
}

/**
 * Prepares a convolver in `convolverBytes` bytes at `state` (16-byte aligned). `responses` holds f32 impulse responses
 * [channel][ear: left, right][tap]; it may be reused afterwards. Not for the audio thread (it transforms every filter).
 */
export function convolverInit(state: usize, channels: i32, taps: i32, responses: usize): void {
  assert((state & 15) == 0, 'convolver state must be 16-byte aligned');
  assert(channels > 0 && channels <= CONVOLVER_MAX_CHANNELS, 'convolver channels out of range');
  assert(taps > 0 && taps <= CONVOLVER_MAX_TAPS, 'convolver taps out of range');
  memory.fill(state, 0, convolverBytes(channels, taps));
  store<i32>(state, channels, CHANNELS);
  store<i32>(state, taps, TAPS);
  const tables = state + TABLES;
  fftTables(tables);

  const groups = groupsOf(channels);
  const pairs = pairsOf(taps);
  const work = state + WORK;
  for (let pair = 0; pair < pairs; pair++) {
    for (let group = 0; group < groups; group++) {
      const filters = filtersAt(state, groups) + usize(pair * groups + group) * FILTER_BYTES;
      for (let output = 0; output < 4; output++) {
        const ear = output & 1;
        const firstTap = (2 * pair + (output >> 1)) * POINTS;
        memory.fill(work, 0, SPECTRUM_BYTES);
        for (let lane = 0; lane < 4; lane++) {
          const channel = group * 4 + lane;
          if (channel >= channels) break;
          const response = responses + (usize((channel * 2 + ear) * taps + firstTap) << 2);
          const count = min(POINTS, taps - firstTap);
          for (let n = 0; n < count; n++) {
            // The inverse transform's scale, a power of two, is put into the filters.
            const value = load<f32>(response + (usize(n) << 2)) * f32(1.0 / 128.0);
            const point = work + (usize(n) << 5) + (usize(lane) << 2);
            store<f32>(point, value * load<f32>(tables + (usize(n) << 3)));
            store<f32>(point, value * load<f32>(tables + (usize(n) << 3), 4), 16);
          }
        }
        fftForward(work, tables);
        for (let bin = 0; bin < POINTS; bin++) {
          const to = filters + (usize(bin) << 7) + (usize(output) << 5);
          v128.store(to, v128.load(work + (usize(bin) << 5)));
          v128.store(to, v128.load(work + (usize(bin) << 5), 16), 16);
        }
      }
    }
  }
}

/** Forgets everything pending, as at a seek. Audio thread; allocates nothing. */
export function convolverReset(state: usize): void {
  const groups = groupsOf(load<i32>(state, CHANNELS));
  const pairs = pairsOf(load<i32>(state, TAPS));
  memory.fill(linesAt(state, groups, pairs), 0, usize(lineFrames(pairs)) << 3);
  store<i32>(state, 0, PENDING_FRAMES);
}

/** Stores one frame of four lanes, twisted. */
// @ts-ignore: decorator
@inline
function storeTwisted(to: usize, twist: usize, frame: v128): void {
  v128.store(to, f32x4.mul(frame, v128.load32_splat(twist)));
  v128.store(to, f32x4.mul(frame, v128.load32_splat(twist, 4)), 16);
}

/** Interleaves four planes into a twisted block behind which zeros follow; false if all n frames are silent. */
function gather(to: usize, twist: usize, a: usize, b: usize, c: usize, d: usize, n: i32): bool {
  const end = to + SPECTRUM_BYTES;
  let bits = i64x2.splat(0);
  let frame = 0;
  for (; frame + 4 <= n; frame += 4) {
    const va = v128.load(a);
    const vb = v128.load(b);
    const vc = v128.load(c);
    const vd = v128.load(d);
    bits = v128.or(bits, v128.or(v128.or(va, vb), v128.or(vc, vd)));
    const abLow = v128.shuffle<f32>(va, vb, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(va, vb, 2, 6, 3, 7);
    const cdLow = v128.shuffle<f32>(vc, vd, 0, 4, 1, 5);
    const cdHigh = v128.shuffle<f32>(vc, vd, 2, 6, 3, 7);
    storeTwisted(to, twist, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5));
    storeTwisted(to + 32, twist + 8, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7));
    storeTwisted(to + 64, twist + 16, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
    storeTwisted(to + 96, twist + 24, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
    to += 128;
    twist += 32;
    a += 16;
    b += 16;
    c += 16;
    d += 16;
  }
  for (; frame < n; frame++) {
    const one = f32x4(load<f32>(a), load<f32>(b), load<f32>(c), load<f32>(d));
    bits = v128.or(bits, one);
    storeTwisted(to, twist, one);
    to += 32;
    twist += 8;
    a += 4;
    b += 4;
    c += 4;
    d += 4;
  }
  memory.fill(to, 0, end - to);
  return v128.any_true(v128.and(bits, i32x4.splat(0x7fffffff)));
}

/** Adds the lanes of four vectors: lane i of the result is the sum of vector i. */
// @ts-ignore: decorator
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
}

/** work = Σ over sounding groups of spectrum × filter, for the four outputs of one pair of partitions. */
function multiply(state: usize, work: usize, filters: usize, sounding: i32): void {
  const spectra = state + SPECTRA;
  const active = state + ACTIVE;
  for (let bin = 0; bin < POINTS; bin++) {
    let ar = f32x4.splat(0.0);
    let ai = f32x4.splat(0.0);
    let br = f32x4.splat(0.0);
    let bi = f32x4.splat(0.0);
    let cr = f32x4.splat(0.0);
    let ci = f32x4.splat(0.0);
    let dr = f32x4.splat(0.0);
    let di = f32x4.splat(0.0);
    let x = spectra + (usize(bin) << 5);
    const row = filters + (usize(bin) << 7);
    for (let index = 0; index < sounding; index++) {
      const h = row + load<u32>(active + (usize(index) << 2));
      const xr = v128.load(x);
      const xi = v128.load(x, 16);
      x += SPECTRUM_BYTES;
      let hr = v128.load(h);
      let hi = v128.load(h, 16);
      ar = f32x4.add(ar, f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)));
      ai = f32x4.add(ai, f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)));
      hr = v128.load(h, 32);
      hi = v128.load(h, 48);
      br = f32x4.add(br, f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)));
      bi = f32x4.add(bi, f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)));
      hr = v128.load(h, 64);
      hi = v128.load(h, 80);
      cr = f32x4.add(cr, f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)));
      ci = f32x4.add(ci, f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)));
      hr = v128.load(h, 96);
      hi = v128.load(h, 112);
      dr = f32x4.add(dr, f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)));
      di = f32x4.add(di, f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)));
    }
    v128.store(work + (usize(bin) << 5), sumLanes(ar, br, cr, dr));
    v128.store(work + (usize(bin) << 5), sumLanes(ai, bi, ci, di), 16);
  }
}

// @ts-ignore: decorator
@inline
function accumulate(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** Adds four frames of four lanes to the four places the lanes belong to. */
// @ts-ignore: decorator
@inline
function scatter(f0: v128, f1: v128, f2: v128, f3: v128, left: usize, right: usize): void {
  const low01 = v128.shuffle<f32>(f0, f1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(f2, f3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(f0, f1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(f2, f3, 2, 6, 3, 7);
  accumulate(left, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  accumulate(right, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  accumulate(left + 512, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  accumulate(right + 512, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

// @ts-ignore: decorator
@inline
function untwistReal(at: usize, twist: usize): v128 {
  return f32x4.add(
    f32x4.mul(v128.load(at), v128.load32_splat(twist)),
    f32x4.mul(v128.load(at, 16), v128.load32_splat(twist, 4)),
  );
}

// @ts-ignore: decorator
@inline
function untwistImaginary(at: usize, twist: usize): v128 {
  return f32x4.sub(
    f32x4.mul(v128.load(at, 16), v128.load32_splat(twist)),
    f32x4.mul(v128.load(at), v128.load32_splat(twist, 4)),
  );
}

/** Adds a block of four outputs, untwisted, to both pending lines; real parts come 128 frames before imaginary ones. */
function addPending(work: usize, twist: usize, left: usize, right: usize): void {
  for (let n = 0; n < POINTS; n += 4) {
    const r0 = untwistReal(work, twist);
    const r1 = untwistReal(work + 32, twist + 8);
    const r2 = untwistReal(work + 64, twist + 16);
    const r3 = untwistReal(work + 96, twist + 24);
    scatter(r0, r1, r2, r3, left, right);
    const i0 = untwistImaginary(work, twist);
    const i1 = untwistImaginary(work + 32, twist + 8);
    const i2 = untwistImaginary(work + 64, twist + 16);
    const i3 = untwistImaginary(work + 96, twist + 24);
    scatter(i0, i1, i2, i3, left + 512, right + 512);
    work += 128;
    twist += 32;
    left += 16;
    right += 16;
  }
}

/** Moves the first n frames of a pending line to the output and the rest to the front. */
// @ts-ignore: decorator
@inline
function take(line: usize, bytes: usize, out: usize, n: i32): void {
  const taken = usize(n) << 2;
  memory.copy(out, line, taken);
  memory.copy(line, line + taken, bytes - taken);
  memory.fill(line + bytes - taken, 0, taken);
}

/**
 * Filters n frames (0 ≤ n ≤ 128). `inputs`: planes of 128 f32, one per channel, of which n frames are read; the outputs take
 * n frames each and must not overlap the inputs. Audio thread; allocates nothing.
 */
export function convolverProcess(state: usize, inputs: usize, n: i32, outLeft: usize, outRight: usize): void {
  assert(n >= 0 && n <= POINTS, 'convolver block out of range');
  const channels = load<i32>(state, CHANNELS);
  const groups = groupsOf(channels);
  const pairs = pairsOf(load<i32>(state, TAPS));
  const tables = state + TABLES;
  const zeros = state + ZEROS;

  let sounding = 0;
  for (let group = 0; group < groups; group++) {
    const first = group * 4;
    const plane = inputs + (usize(first) << 9);
    const to = state + SPECTRA + usize(sounding) * SPECTRUM_BYTES;
    const b = first + 1 < channels ? plane + 512 : zeros;
    const c = first + 2 < channels ? plane + 1024 : zeros;
    const d = first + 3 < channels ? plane + 1536 : zeros;
    if (!gather(to, tables, plane, b, c, d, n)) continue;
    fftForward(to, tables);
    store<u32>(state + ACTIVE + (usize(sounding) << 2), u32(usize(group) * FILTER_BYTES));
    sounding++;
  }

  const lineBytes = usize(lineFrames(pairs)) << 2;
  const left = linesAt(state, groups, pairs);
  const right = left + lineBytes;
  let pending = load<i32>(state, PENDING_FRAMES);
  if (sounding > 0) {
    pending = lineFrames(pairs);
    const work = state + WORK;
    for (let pair = 0; pair < pairs; pair++) {
      multiply(state, work, filtersAt(state, groups) + usize(pair * groups) * FILTER_BYTES, sounding);
      fftInverse(work, tables);
      const offset = usize(pair) << 10;
      addPending(work, tables, left + offset, right + offset);
    }
  }
  if (pending > 0) {
    take(left, lineBytes, outLeft, n);
    take(right, lineBytes, outRight, n);
    pending -= n;
  } else {
    memory.fill(outLeft, 0, usize(n) << 2);
    memory.fill(outRight, 0, usize(n) << 2);
  }
  store<i32>(state, pending, PENDING_FRAMES);
}
