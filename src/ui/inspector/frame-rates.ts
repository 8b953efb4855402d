import type { FrameRate } from '../../session/index.ts';

/** Frame rates as people write them. */
export const FRAME_RATE_NAMES: Readonly<Record<FrameRate, string>> = {
  '23.976': '23.976',
  '24': '24',
  '25': '25',
  '29.97': '29.97',
  '29.97df': '29.97 DF',
  '30': '30',
};
