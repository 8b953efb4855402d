/** Browser-only door of the share room: the player of mixes with its worklet, publishing with its workers. */

/** @public for the page of reviewers */
export { createLinkSource, type LinkSource } from './player/link-source.ts';
/** @public for the page of reviewers */
export { createMixPlayer, type MixPlayerOptions } from './player/mix-player.ts';
export type { CodingWish } from './publish/coding.ts';
export { publish, saveAsFile } from './publish/publish.ts';
export type { PublishJob, PublishProgress } from './publish/publish-mix.ts';
