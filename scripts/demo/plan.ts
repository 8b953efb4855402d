/** The film's clock: every cut, cue and hit of the demo in picture frames, shared by score, sound, picture and session. */

/** Picture frames a second. */
export const FPS = 24;
/** Audio rate, hertz. */
export const RATE = 48_000;
/** Samples of one picture frame; whole, so every cut falls on a sample. */
export const FRAME_SAMPLES = RATE / FPS;
/** Length of the film in frames (104 s). */
export const FILM_FRAMES = 2496;
/** Length of the film in samples. */
export const FILM_SAMPLES = FILM_FRAMES * FRAME_SAMPLES;
/** Timecode of the first frame, 01:00:00:00, as a frame count. */
export const START_FRAMES = 3600 * FPS;

/** Frames of the moments sound and picture meet on. */
export const MOMENTS = {
  path: 336,
  doorOpens: 548,
  table: 552,
  stair: 768,
  storm: 960,
  lensRoom: 1176,
  lampDies: 1392,
  faceAppears: 1416,
  look: 1464,
  window: 1560,
  pullBackStart: 1696,
  pullBackEnd: 1706,
  scare: 1712,
  darkReturn: 1776,
  lampRoomDark: 1932,
  match: 2040,
  relit: 2088,
  sweep: 2172,
  dawn: 2256,
  fadeOut: 2448,
} as const;

/** Frames a foot lands on, one list per place: heard in the effects, seen in the walk. */
export const STEPS = {
  gravel: Array.from({ length: 14 }, (_, step) => 348 + step * 13),
  stair: Array.from({ length: 15 }, (_, step) => 776 + step * 12),
  dark: Array.from({ length: 9 }, (_, step) => 1792 + step * 16),
} as const;

/** Sample position of a frame. */
export const frameToSample = (frame: number): number => Math.round(frame * FRAME_SAMPLES);
/** Seconds of a frame. */
export const frameToSeconds = (frame: number): number => frame / FPS;

/** SMPTE label of a film frame, counted from the start timecode. */
export function timecode(frame: number): string {
  const total = START_FRAMES + frame;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(total / (3600 * FPS))}:${two((total / (60 * FPS)) % 60)}:${two((total / FPS) % 60)}:${two(total % FPS)}`;
}
