/** Third-octave powers of a signal, frame by frame: what the proof of ducking measures with. */

/** Frames from one analysis to the next. */
const HOP = 1024;
const SIZE = 2048;
/** Third octaves from 315 Hz to 5 kHz. */
const CENTRES = [315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000];
export const SPEECH_BANDS = CENTRES.length;

/** In-place radix-2 transform of `SIZE` points. */
function transform(re: Float64Array, im: Float64Array): void {
  for (let i = 1, j = 0; i < SIZE; i++) {
    let bit = SIZE >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j] ?? 0, re[i] ?? 0];
    [im[i], im[j]] = [im[j] ?? 0, im[i] ?? 0];
  }
  for (let length = 2; length <= SIZE; length <<= 1) {
    const half = length >> 1;
    for (let k = 0; k < half; k++) {
      const [c, s] = [Math.cos((-Math.PI * k) / half), Math.sin((-Math.PI * k) / half)];
      for (let i = k; i < SIZE; i += length) {
        const j = i + half;
        const x = (re[j] ?? 0) * c - (im[j] ?? 0) * s;
        const y = (re[j] ?? 0) * s + (im[j] ?? 0) * c;
        re[j] = (re[i] ?? 0) - x;
        im[j] = (im[i] ?? 0) - y;
        re[i] = (re[i] ?? 0) + x;
        im[i] = (im[i] ?? 0) + y;
      }
    }
  }
}

/** Power of each speech band, then of all that is heard (20 Hz to 20 kHz), summed over the channels, for every HOP frames. */
export function bandPowers(planes: readonly Float32Array[], rate: number): number[][] {
  const frames = planes[0]?.length ?? 0;
  const window = Float64Array.from(
    { length: SIZE },
    (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / SIZE),
  );
  const bandOf = Int32Array.from({ length: SIZE / 2 }, (_, bin) => {
    const octaves = Math.log2((bin * rate) / SIZE / 315);
    const band = Math.round(3 * octaves);
    return band >= 0 && band < SPEECH_BANDS ? band : -1;
  });
  const first = Math.ceil((20 * SIZE) / rate);
  const last = Math.min(SIZE / 2, Math.floor((20_000 * SIZE) / rate));
  const result: number[][] = [];
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  for (let start = 0; start + SIZE <= frames; start += HOP) {
    const powers = Array.from({ length: SPEECH_BANDS + 1 }, () => 0);
    for (const plane of planes) {
      for (let n = 0; n < SIZE; n++) re[n] = (plane[start + n] ?? 0) * (window[n] ?? 0);
      im.fill(0);
      transform(re, im);
      for (let bin = first; bin < last; bin++) {
        const power = (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2;
        const band = bandOf[bin] ?? -1;
        if (band >= 0) powers[band] = (powers[band] ?? 0) + power;
        powers[SPEECH_BANDS] = (powers[SPEECH_BANDS] ?? 0) + power;
      }
    }
    result.push(powers);
  }
  return result;
}
