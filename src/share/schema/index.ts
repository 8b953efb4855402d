export * from './api.ts';
export type * from './events.ts';
export * from './manifest.ts';
export * from './parts.ts';
