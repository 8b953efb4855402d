export * from './automation.ts';
export * from './clips.ts';
export * from './delivery.ts';
export type { Refusal } from './draft.ts';
export * from './ducks.ts';
export * from './folders.ts';
export { carryLanes } from './follow-clips.ts';
export * from './gestures.ts';
export * from './groups.ts';
export * from './lanes.ts';
export { guessFamily, layoutForStem, type TrackPlan } from './layout.ts';
export * from './markers.ts';
export { type Morph, type MorphReport, morphScenes } from './morph.ts';
export * from './notes.ts';
export * from './object-groups.ts';
export {
  moveObject,
  setBed,
  setBinaural,
  setObject,
  setObjectSize,
  setOutput,
  setOutputKind,
} from './outputs.ts';
export * from './processors.ts';
export * from './responses.ts';
export {
  deleteScene,
  differencesNow,
  followScene,
  type NewScene,
  recallScene,
  renameScene,
  type SceneScope,
  storeScene,
  updateScene,
  withScene,
} from './scenes.ts';
export * from './settings.ts';
export * from './spaces.ts';
export * from './strips.ts';
export * from './tracks.ts';
export * from './trajectories.ts';
export * from './vcas.ts';
