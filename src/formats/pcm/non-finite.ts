import { isFloatFormat, type SampleFormat } from './sample-format.ts';

/** What a scan found. `firstSample` counts interleaved samples from the start of the scanned bytes; −1 if none. */
export interface NonFiniteScan {
  readonly nonFinite: number;
  readonly samples: number;
  readonly firstSample: number;
}

/** Samples per exponent test: one test of the maximum exponent clears a whole run. */
const F32_EXPONENT = 0x7f80_0000;
const F64_HIGH_EXPONENT = 0x7ff0_0000;

/**
 * Counts NaN and infinite samples of interleaved float PCM; integers have none. Works on the exponent bits, so the
 * values are never loaded as floats. Any thread; allocates nothing.
 */
export function scanForNonFinite(bytes: Uint8Array, format: SampleFormat): NonFiniteScan {
  if (!isFloatFormat(format)) return { nonFinite: 0, samples: 0, firstSample: -1 };
  const wide = format === 'f64le' || format === 'f64be';
  const width = wide ? 8 : 4;
  const mask = wide ? F64_HIGH_EXPONENT : F32_EXPONENT;
  // Bytes 6 and 7 (or 2 and 3) of a little-endian sample hold sign and exponent; bytes 0 and 1 of a big-endian one.
  const littleEndian = format.endsWith('le');
  const low = littleEndian ? width - 2 : 1;
  const high = littleEndian ? width - 1 : 0;
  const wanted = mask >>> 16;
  const samples = Math.floor(bytes.length / width);
  let nonFinite = 0;
  let firstSample = -1;
  for (let i = 0, at = 0; i < samples; i++, at += width) {
    const top = ((bytes[at + high] ?? 0) << 8) | (bytes[at + low] ?? 0);
    if ((top & wanted) === wanted) {
      if (firstSample < 0) firstSample = i;
      nonFinite++;
    }
  }
  return { nonFinite, samples, firstSample };
}
