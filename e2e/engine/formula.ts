/** Samples of the test stems, the same in Node and in the page: 24-bit words of a saw and of noise drawn from its place. */
export function stemWords(seed: number, channel: number, frames: number): Int32Array {
  const words = new Int32Array(frames);
  for (let n = 0; n < frames; n++) {
    const noise = Math.imul(
      Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(seed * 31 + channel + 1, 0x85ebca6b),
      0xc2b2ae35,
    );
    const saw = ((n * (3 + seed + 2 * channel)) % 960) - 480;
    words[n] = saw * 2000 + (noise >> 12);
  }
  return words;
}
