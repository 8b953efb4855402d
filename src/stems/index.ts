export { DECODED_SAMPLE_BYTES } from './decode-entry.ts';
export { type Imported, type ImportRequest, importFile } from './import-file.ts';
export { levelFor, PEAK_LEVELS } from './peaks/layout.ts';
export { type PeakRange, readPeaks } from './peaks/reader.ts';
export { DECODER_VERSION, poolKey } from './pool.ts';
export { openStem } from './stem-reader.ts';
export * from './types.ts';
