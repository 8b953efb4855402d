/**
 * How one sample is stored. Integers are left-justified in whole bytes and full scale is 2^(bits−1); `u8` is WAV's
 * offset-binary byte. The name is stable: it is written into pool records.
 */
export const SAMPLE_FORMATS = [
  'u8',
  's8',
  's16le',
  's16be',
  's24le',
  's24be',
  's32le',
  's32be',
  'f32le',
  'f32be',
  'f64le',
  'f64be',
] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

const BYTES: Readonly<Record<SampleFormat, number>> = {
  u8: 1,
  s8: 1,
  s16le: 2,
  s16be: 2,
  s24le: 3,
  s24be: 3,
  s32le: 4,
  s32be: 4,
  f32le: 4,
  f32be: 4,
  f64le: 8,
  f64be: 8,
};

/** Bytes of one sample. */
export const sampleBytes = (format: SampleFormat): number => BYTES[format];

/** True for the formats that can hold NaN and infinities. */
export const isFloatFormat = (format: SampleFormat): boolean => format.startsWith('f');

/** Words for people: "24-bit", "32-bit float". */
export const sampleFormatWords = (format: SampleFormat): string =>
  `${BYTES[format] * 8}-bit${isFloatFormat(format) ? ' float' : ''}`;
