import { RENDER_TARGETS, type RenderTarget } from '../../units/index.ts';

export { LAYOUT_SPEAKERS } from '../../units/index.ts';

/** Name of a render target where room is short. */
export const shortTargetName = (target: RenderTarget): string =>
  target === 'binaural' ? 'Headphones' : target;

/** Render targets for a choice, headphones first: most people sit in front of a stereo device. */
export const TARGET_OPTIONS = [...RENDER_TARGETS]
  .sort((left, right) => Number(right === 'binaural') - Number(left === 'binaural'))
  .map((value) => ({
    value,
    text: shortTargetName(value),
    note: value === 'binaural' ? 'binaural' : value === '2.0' ? 'stereo speakers' : 'speakers',
  }));
