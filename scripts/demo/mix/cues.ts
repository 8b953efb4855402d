import { FILM_FRAMES, MOMENTS } from '../plan.ts';
import type { FramePoint } from './rides.ts';

const { lampDies, look, pullBackEnd, scare, relit, dawn, table, stair } = MOMENTS;

/** The score's cues. Music clips are cut at their borders; the last frames of 1m3 are the lamp going out. */
export const CUES = [
  { number: '1m1', title: 'Lamp-lighting', from: 0, to: MOMENTS.path },
  { number: '1m2', title: 'Supper and a Wick', from: MOMENTS.path, to: stair },
  { number: '1m3', title: 'Forty Years', from: stair, to: lampDies },
  { number: '1m4', title: 'The Look', from: look - 1, to: pullBackEnd + 2 },
  { number: '1m5', title: 'Without the Light', from: scare, to: relit },
  { number: '1m6', title: 'Light It, Mara', from: relit, to: FILM_FRAMES },
] as const;

/** The whole score's ride: in from nothing, aside for the table, down to the two on the rail, up once more for the last chord. */
export const SCORE_MOVES: readonly FramePoint[] = [
  [0, -4],
  [190, 0],
  [MOMENTS.path, 0],
  [table - 20, 0],
  [table + 10, -3],
  [stair, 0],
  [lampDies, 0],
  [look, 0],
  [1878, 0],
  [1886, -4],
  [1950, -4],
  [1974, 0],
  [relit, 0],
  [dawn - 20, 0],
  [2292, -8.5],
  [2372, -8.5],
  [2396, 0.5],
  [FILM_FRAMES, 0.5],
];
