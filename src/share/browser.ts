/** Browser-only door of the share room: the player of mixes with its worklet. */

/** @public for the page of reviewers */
export { createLinkSource, type LinkSource } from './player/link-source.ts';
/** @public for the page of reviewers */
export { createMixPlayer, type MixPlayerOptions } from './player/mix-player.ts';
