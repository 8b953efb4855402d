/** kbit/s of MPEG audio by version group and layer; index 0 is "free", 15 is invalid. ISO/IEC 11172-3 and 13818-3. */
const V1_L1 = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
const V1_L2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const V1_L3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const V2_L1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const V2_L23 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];

/** Bytes of the MPEG audio frame whose header stands at `at`; 0 if it is none. */
function frameBytes(head: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0] = head.subarray(at, at + 3);
  if (a !== 0xff || (b & 0xe0) !== 0xe0) return 0;
  const version = (b >> 3) & 3;
  const layer = 4 - ((b >> 1) & 3);
  const rateIndex = (c >> 2) & 3;
  if (version === 1 || layer === 4 || rateIndex === 3) return 0;
  const first = version === 3;
  const table = first ? [V1_L1, V1_L2, V1_L3][layer - 1] : layer === 1 ? V2_L1 : V2_L23;
  const kbps = table?.[c >> 4] ?? 0;
  if (kbps === 0) return 0;
  const rate = (RATES[rateIndex] ?? 1) / (first ? 1 : version === 2 ? 2 : 4);
  const padding = (c >> 1) & 1;
  if (layer === 1) return (Math.floor((12_000 * kbps) / rate) + padding) * 4;
  return Math.floor(((layer === 3 && !first ? 72_000 : 144_000) * kbps) / rate) + padding;
}

/**
 * Looks for an MPEG audio stream: two frames in a row (or one that ends with the bytes given), behind zero padding at
 * most. 'adts' is raw AAC.
 */
export function findMpegFrame(head: Uint8Array): 'mpeg' | 'adts' | null {
  let at = 0;
  while (at < head.length && head[at] === 0) at++;
  if (head[at] === 0xff && ((head[at + 1] ?? 0) & 0xf6) === 0xf0) return 'adts';
  const length = frameBytes(head, at);
  if (length === 0) return null;
  const next = at + length;
  if (next + 3 > head.length) return 'mpeg';
  return frameBytes(head, next) > 0 ? 'mpeg' : null;
}
