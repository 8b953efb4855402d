/**
 * Hosts of the DSP core: the session compiler, streaming, the live engine's contract, bounces. This door opens in Node,
 * workers and the page alike; the live engine itself is behind `browser.ts`, files behind `node.ts`.
 */
export { BOUNCE_FRAMES, type BounceReport, type BounceSink } from './bounce/bounce.ts';
export { type BounceHost, type BounceJob, bounceRange, bounceSession } from './bounce/bounce-session.ts';
export {
  type CompiledSession,
  Compiler,
  type CompilerOptions,
  diffStrips,
  type StripUpdate,
} from './compile/compiler.ts';
export { createCompiler, MAX_VOICES } from './compile/session-compiler.ts';
export { OfflineHost, type OfflineHostOptions } from './offline/offline-host.ts';
export type { LoopRange } from './stream/play-path.ts';
export type { StreamProgram } from './stream/stream-program.ts';
export * from './types.ts';
