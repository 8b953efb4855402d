/**
 * Hosts of the DSP core: the session compiler, streaming, the live engine's contract, bounces. This door opens in Node,
 * workers and the page alike; the live engine itself is behind `browser.ts`, files behind `node.ts`.
 */
export {
  addBandDb,
  type BandProgram,
  type CurveSettings,
  encodeHrtf,
  type InterauralRow,
  interauralRows,
  loudnessIn,
  outputDb,
  type Programme,
  parseHrtf,
  prepareMeasured,
} from '../core/index.ts';
export type { BounceReport } from './bounce/bounce.ts';
export { type BounceHost, type BounceJob, bounceRange, bounceSession } from './bounce/bounce-session.ts';
export { createCompiler } from './compile/session-compiler.ts';
export { GatedMeter } from './loudness/gated-meter.ts';
export { loudnessWeights } from './loudness/stretch-meter.ts';
export { MADE_RATE, MADE_ROOMS, type MadeRoom, makeRoom } from './made-rooms/made-rooms.ts';
export { OfflineHost } from './offline/offline-host.ts';
/** @public for choosing responses in the window */
export { checkResponse, longestResponse } from './responses/response-limits.ts';
export * from './types.ts';
export { changeCommands } from './worklet/change-commands.ts';
