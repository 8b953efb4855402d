export * from './convert-rate.ts';
export * from './create.ts';
export * from './document.ts';
export * from './edits/index.ts';
export * from './elevation.ts';
export * from './gestures/gaps.ts';
export type { Breath, PullBack, Swell, Way } from './gestures/shapes.ts';
export {
  applyRecords,
  createJournalFeed,
  type DecodedJournal,
  type DroppedTail,
  decodeJournal,
  type JournalFeed,
  type JournalRecord,
  type RecordKind,
} from './journal-format.ts';
export * from './lane-owner.ts';
export * from './lane-pieces.ts';
export * from './lane-tools.ts';
export * from './lane-value.ts';
export { RANGES } from './limits.ts';
export { parseSession, type SessionFault, serialiseSession } from './parse.ts';
export * from './passes/index.ts';
export type { Patch } from './patches.ts';
export * from './played.ts';
export { type MixDifference, type MixValue, mixDifferences } from './scene-diff.ts';
export * from './select.ts';
export * from './select-spaces.ts';
export * from './space-presets.ts';
export * from './tempo.ts';
export * from './trajectories.ts';
export * from './types.ts';
