export * from './lane-value.ts';
export * from './types.ts';
