export * from './client/ask.ts';
export * from './client/link-client.ts';
export * from './client/live.ts';
export * from './client/owner-client.ts';
export type * from './client/talk.ts';
export type * from './client/upload.ts';
export * from './player/types.ts';
export * from './schema/index.ts';
