export * from './file-store.ts';
export { createHostStore } from './host-store.ts';
export type { SessionStore } from './journal-client.ts';
export { createMemoryStore } from './memory-store.ts';
export * from './quota.ts';
export * from './recover.ts';
export * from './rpc.ts';
export * from './session-files.ts';
export * from './session-lock.ts';
