import { BLOCK_FRAMES } from '../../contract';

/** Sums of products: of spectra, and of a block with the first 128 taps of a response. */

/** to = a · b, or to += a · b, for spectra of `bytes` bytes. Audio thread; allocates nothing. */
export function multiplySpectra(to: usize, a: usize, b: usize, bytes: usize, add: bool): void {
  const end = to + bytes;
  if (!add) {
    for (; to < end; to += 32, a += 32, b += 32) {
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      v128.store(to, f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi)));
      v128.store(to, f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br)), 16);
    }
    return;
  }
  for (; to < end; to += 32, a += 32, b += 32) {
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    v128.store(to, f32x4.add(v128.load(to), f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi))));
    v128.store(to, f32x4.add(v128.load(to, 16), f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br))), 16);
  }
}

/**
 * to = Σ a · b for spectra of `bytes` bytes (a multiple of 64), over `count` pairs of addresses at `pairs`, at least one, in their order: as
 * `multiplySpectra` for each, without the sum going through memory. Audio thread; allocates nothing.
 */
export function sumSpectra(to: usize, pairs: usize, count: i32, bytes: usize): void {
  const last = pairs + 8 * <usize>count;
  for (let offset: usize = 0; offset < bytes; offset += 64) {
    let re = f32x4.splat(-0.0);
    let im = re;
    let nextRe = re;
    let nextIm = re;
    for (let pair = pairs; pair < last; pair += 8) {
      const a = load<usize>(pair) + offset;
      const b = load<usize>(pair, 4) + offset;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      re = f32x4.add(re, f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi)));
      im = f32x4.add(im, f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br)));
      const cr = v128.load(a, 32);
      const ci = v128.load(a, 48);
      const dr = v128.load(b, 32);
      const di = v128.load(b, 48);
      nextRe = f32x4.add(nextRe, f32x4.sub(f32x4.mul(cr, dr), f32x4.mul(ci, di)));
      nextIm = f32x4.add(nextIm, f32x4.add(f32x4.mul(cr, di), f32x4.mul(ci, dr)));
    }
    v128.store(to + offset, re);
    v128.store(to + offset, im, 16);
    v128.store(to + offset, nextRe, 32);
    v128.store(to + offset, nextIm, 48);
  }
}

/**
 * Writes to `to` the convolution with 128 taps of frames `first` … `end` of a block, the 128 samples before which lie ahead of it. It works
 * on sixteen frames at a time from a multiple of 16 on, so the bits of a frame are the same however a block is cut; what it leaves in
 * frames outside `first` … `end` means nothing. Audio thread; allocates nothing.
 */
export function convolveHead(to: usize, block: usize, taps: usize, first: i32, end: i32): void {
  for (let n = first & ~15; n < end; n += 16) {
    let from = block + (<usize>n << 2);
    let a = f32x4.splat(0.0);
    let b = a;
    let c = a;
    let d = a;
    for (let tap = taps, last = taps + 4 * <usize>BLOCK_FRAMES; tap < last; tap += 4, from -= 4) {
      const h = v128.load32_splat(tap);
      a = f32x4.add(a, f32x4.mul(h, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(h, v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(h, v128.load(from, 32)));
      d = f32x4.add(d, f32x4.mul(h, v128.load(from, 48)));
    }
    const out = to + (<usize>n << 2);
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
}
