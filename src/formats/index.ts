/**
 * Readers and writers of files: WAV, RF64 and BW64 with bext, AIFF, content sniffing, notes as CSV and CMX 3600 lists, and the
 * `.scorestage` package.
 * Pure and streaming: works over a byte source, a Blob or a stream; the size of a file is the only size trusted.
 */
export * from './aiff/parse.ts';
export * from './byte-source.ts';
export * from './markers/index.ts';
export * from './package/layout.ts';
export { openPackage, writePackage } from './package/on-demand.ts';
export type * from './package/open.ts';
export type * from './package/write.ts';
export * from './pcm/decode.ts';
export * from './pcm/encode.ts';
export { quoteName } from './pcm/file-fault.ts';
export * from './pcm/file-info.ts';
export * from './pcm/non-finite.ts';
export * from './pcm/sample-format.ts';
export * from './sniff/sniff.ts';
export type { SofaDirection } from './sofa/geometry.ts';
export { readSofa, SOFA_MOST_BYTES, type SofaAbout, type SofaFault, type SofaHrir } from './sofa/sofa.ts';
export type { Bext, BextFields, BextLoudness } from './wav/bext.ts';
export { parseWav, parseWavSync } from './wav/parse.ts';
export { channelMaskFor, maskSpeakers } from './wav/speaker-mask.ts';
export * from './wav/writer.ts';
