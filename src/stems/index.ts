export { type Imported, type ImportRequest, importFile } from './import-file.ts';
export { levelFor, PEAK_LEVELS } from './peaks/layout.ts';
export type { PeakRange } from './peaks/reader.ts';
export { poolKey } from './pool.ts';
export type { Collected } from './pool-care.ts';
export type { StemLibrary } from './stem-library.ts';
export type { StemCalls } from './stem-protocol.ts';
export { openStem } from './stem-reader.ts';
export * from './types.ts';
