/** In-place radix-2 FFT of split complex data; length a power of two. `inverse` is unscaled. */
export function fft(re: Float64Array, im: Float64Array, inverse: boolean): void {
  const size = re.length;
  for (let index = 1, reversed = 0; index < size; index++) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index < reversed) {
      const [a = 0, b = 0, c = 0, d = 0] = [re[index], re[reversed], im[index], im[reversed]];
      re[index] = b;
      re[reversed] = a;
      im[index] = d;
      im[reversed] = c;
    }
  }
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let index = 0; index < size / 2; index++) {
    cosines[index] = Math.cos((2 * Math.PI * index) / size);
    sines[index] = (inverse ? 1 : -1) * Math.sin((2 * Math.PI * index) / size);
  }
  for (let span = 2; span <= size; span <<= 1) {
    const half = span >> 1;
    const step = size / span;
    for (let start = 0; start < size; start += span) {
      for (let offset = 0; offset < half; offset++) {
        const wr = cosines[offset * step] ?? 0;
        const wi = sines[offset * step] ?? 0;
        const top = start + offset;
        const bottom = top + half;
        const br = re[bottom] ?? 0;
        const bi = im[bottom] ?? 0;
        const tr = br * wr - bi * wi;
        const ti = br * wi + bi * wr;
        const ar = re[top] ?? 0;
        const ai = im[top] ?? 0;
        re[bottom] = ar - tr;
        im[bottom] = ai - ti;
        re[top] = ar + tr;
        im[top] = ai + ti;
      }
    }
  }
}

/** Convolves a signal with two responses at once (left as the real part, right as the imaginary); returns both, as long as the signal. */
export function convolvePair(
  signal: Float32Array,
  left: Float32Array,
  right: Float32Array,
): [Float32Array, Float32Array] {
  let size = 1;
  while (size < left.length * 2) size <<= 1;
  const hop = size - left.length;
  const responseRe = new Float64Array(size);
  const responseIm = new Float64Array(size);
  responseRe.set(left);
  responseIm.set(right);
  fft(responseRe, responseIm, false);
  const outLeft = new Float32Array(signal.length);
  const outRight = new Float32Array(signal.length);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let start = 0; start < signal.length; start += hop) {
    const block = signal.subarray(start, Math.min(signal.length, start + hop));
    if (block.every((value) => value === 0)) continue;
    re.fill(0);
    im.fill(0);
    re.set(block);
    fft(re, im, false);
    for (let bin = 0; bin < size; bin++) {
      const [ar = 0, ai = 0, br = 0, bi = 0] = [re[bin], im[bin], responseRe[bin], responseIm[bin]];
      re[bin] = (ar * br - ai * bi) / size;
      im[bin] = (ar * bi + ai * br) / size;
    }
    fft(re, im, true);
    const last = Math.min(size, signal.length - start);
    for (let index = 0; index < last; index++) {
      outLeft[start + index] = (outLeft[start + index] ?? 0) + (re[index] ?? 0);
      outRight[start + index] = (outRight[start + index] ?? 0) + (im[index] ?? 0);
    }
  }
  return [outLeft, outRight];
}
