export * from './brand.ts';
export * from './result.ts';
export * from './room.ts';
