export * from './brand.ts';
export * from './crc32.ts';
export * from './decibels.ts';
export * from './downmix.ts';
export * from './result.ts';
export * from './room.ts';
export * from './timecode.ts';
export * from './zones.ts';
