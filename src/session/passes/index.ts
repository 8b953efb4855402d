export { ARM_GROUPS, type ArmGroup, armGroupOf } from './parameters.ts';
export {
  type LaneWrite,
  parameterKey,
  Recorder,
  type RecorderHost,
  type RecordingMode,
  type TimeSpan,
  writeSpan,
} from './recorder.ts';
export type { Ground } from './splice.ts';
export type { Parameter } from './write-lane.ts';
