export * from './convert-rate.ts';
export * from './create.ts';
export * from './document.ts';
export { canonicalJson } from './json.ts';
export * from './lane-value.ts';
export {
  clampLevel,
  clampTime,
  clampTo,
  cleanName,
  isId,
  LANE_RANGES,
  LIMITS,
  METER_DENOMINATORS,
  RANGES,
} from './limits.ts';
export { parseSession, type SessionFault, serialiseSession } from './parse.ts';
export { applyPatches, diffSessions, type Patch, PatchError } from './patches.ts';
export * from './types.ts';
