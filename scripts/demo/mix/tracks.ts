import { FILM_FRAMES, MOMENTS, STEPS } from '../plan.ts';
import type { FramePoint } from './rides.ts';

const { lampDies, look, pullBackEnd, scare, darkReturn, relit, dawn, storm, lensRoom, table, stair, sweep } = MOMENTS;

/** A stretch of a stem that becomes a clip, before it is trimmed to what sounds. */
export interface ClipWindow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly gainDb?: number;
  /** Frames. */
  readonly fadeIn?: number;
  readonly fadeOut?: number;
  /** Keep the window's edges even where the stem is silent there. */
  readonly whole?: boolean;
}

type LaneName = 'pan' | 'width' | 'frontBack' | 'height' | 'x' | 'y' | 'z' | 'size';

/** A track of the demo as the mixer sees it. */
export interface TrackPlan {
  /** Stem file without its extension; also the id's root. */
  readonly file: string;
  readonly name: string;
  readonly family: 'music' | 'dialogue' | 'effects' | 'ambience';
  readonly format: 'mono' | 'stereo' | 'quad';
  readonly faderDb: number;
  readonly output:
    | { readonly kind: 'bed'; readonly pan?: number; readonly width?: number; readonly frontBack?: number; readonly height?: number; readonly lfeDb?: number }
    | { readonly kind: 'object'; readonly x: number; readonly y: number; readonly z: number; readonly size: number; readonly spread?: number };
  readonly moves?: readonly FramePoint[];
  readonly dipDb?: number;
  readonly pullBack?: boolean;
  readonly lanes?: Partial<Record<LaneName, readonly FramePoint[]>>;
  /** Own windows; music without any takes the cues. */
  readonly windows?: readonly ClipWindow[];
  /** Clip gain by cue number. */
  readonly cueGains?: Readonly<Record<string, number>>;
}

/** The score's cues. Music clips are cut at their borders; the last frames of 1m3 are the lamp going out. */
export const CUES = [
  { number: '1m1', title: 'Lamp-lighting', from: 0, to: MOMENTS.path },
  { number: '1m2', title: 'Supper and a Wick', from: MOMENTS.path, to: stair },
  { number: '1m3', title: 'Forty Years', from: stair, to: lampDies },
  { number: '1m4', title: 'The Look', from: look - 1, to: pullBackEnd + 2 },
  { number: '1m5', title: 'Without the Light', from: scare, to: relit },
  { number: '1m6', title: 'Light It, Mara', from: relit, to: FILM_FRAMES },
] as const;

/** Points of a circle round the room in step with the turning light (one turn in eight seconds). */
function circling(from: number, to: number, radius: number, axis: 'x' | 'y', turns = 1): FramePoint[] {
  const points: FramePoint[] = [];
  for (let frame = from; frame <= to; frame += 12) {
    const angle = (frame / 24) * ((Math.PI * 2) / 8) * turns - 0.6;
    points.push([frame, radius * (axis === 'x' ? Math.cos(angle) : Math.sin(angle))]);
  }
  return points;
}

/** Feet going round a spiral stair: one point a step. */
const spiral = (steps: readonly number[], axis: 'x' | 'y' | 'z'): FramePoint[] =>
  steps.map((frame, step) => {
    const way = step / (steps.length - 1);
    const angle = 0.4 + way * Math.PI * 2;
    return [frame, axis === 'x' ? 0.7 * Math.sin(angle) : axis === 'y' ? 0.15 + 0.7 * Math.cos(angle) : way * 0.85];
  });

const MUSIC: readonly TrackPlan[] = [
  {
    file: 'mx-high-strings', name: 'High Strings', family: 'music', format: 'stereo', faderDb: -6, dipDb: -3, pullBack: true,
    output: { kind: 'bed', width: 1.25, frontBack: 0.8, height: 0.12 },
    moves: [[0, 0], [lensRoom, 0], [lampDies - 24, 1.5], [scare, 0], [relit, 1], [2300, 0]],
    cueGains: { '1m5': 2 },
  },
  {
    file: 'mx-low-strings', name: 'Low Strings', family: 'music', format: 'stereo', faderDb: -6, dipDb: -3, pullBack: true,
    output: { kind: 'bed', pan: 0.12, width: 0.9, frontBack: 0.9, lfeDb: -18 },
    cueGains: { '1m5': 2 },
  },
  {
    file: 'mx-winds', name: 'Winds', family: 'music', format: 'stereo', faderDb: -9, dipDb: -6, pullBack: true,
    output: { kind: 'bed', width: 0.7, frontBack: 0.7, height: 0.1 },
    moves: [[0, 2], [stair, 0], [FILM_FRAMES, 0]],
  },
  {
    file: 'mx-brass', name: 'Brass', family: 'music', format: 'stereo', faderDb: -7, dipDb: -5, pullBack: true,
    output: { kind: 'bed', width: 1.3, frontBack: 0.55, height: 0.3 },
    moves: [[0, 3], [stair, 0], [FILM_FRAMES, 0]],
    cueGains: { '1m5': 4 },
  },
  {
    file: 'mx-perc-high', name: 'High Percussion', family: 'music', format: 'stereo', faderDb: -8, dipDb: -6, pullBack: true,
    output: { kind: 'bed', width: 1.5, frontBack: 0.4, height: 0.25 },
    cueGains: { '1m5': 3 },
  },
  {
    file: 'mx-perc-low', name: 'Low Percussion', family: 'music', format: 'stereo', faderDb: -2, dipDb: -5, pullBack: true,
    output: { kind: 'bed', width: 1, frontBack: 0.85, lfeDb: -10 },
    cueGains: { '1m5': 4 },
  },
  {
    file: 'mx-choir', name: 'Choir', family: 'music', format: 'quad', faderDb: -8, dipDb: -4, pullBack: true,
    output: { kind: 'bed', width: 1.4, frontBack: 0, height: 0.4 },
    lanes: {
      height: [[0, 0.2], [stair, 0.25], [lensRoom, 0.5], [lampDies, 0.85], [look, 0.35], [scare - 1, 0.95], [scare, 0.5], [darkReturn, 0.3], [relit, 0.9], [2300, 0.45]],
      frontBack: [[0, 0], [look, -0.6], [scare - 1, 0.35], [scare, 0], [relit, 0]],
    },
    moves: [[0, 0], [relit - 40, 0], [relit, 1.5], [2300, 0]],
  },
  {
    file: 'mx-piano', name: 'Piano', family: 'music', format: 'stereo', faderDb: -8, dipDb: -4, pullBack: true,
    output: { kind: 'bed', pan: -0.1, width: 0.6, frontBack: 0.9 },
    moves: [[0, 3], [MOMENTS.path, 3], [table, 0], [FILM_FRAMES, 0]],
  },
  {
    file: 'mx-solo-cello', name: 'Solo Cello', family: 'music', format: 'mono', faderDb: -12, dipDb: -2, pullBack: true,
    output: { kind: 'object', x: -0.14, y: 0.92, z: 0.12, size: 0.08 },
    lanes: {
      x: [[look, -0.14], [1800, -0.14], [1900, 0.08], [relit, 0.08], [2256, -0.12]],
      y: [[look, 0.95], [MOMENTS.window, 0.8], [1800, 0.6], [relit, 0.55], [2256, 0.9]],
      z: [[look, 0.1], [1800, 0.3], [relit, 0.35], [2256, 0.12]],
    },
  },
  {
    file: 'mx-pad', name: 'Pad', family: 'music', format: 'quad', faderDb: -11, dipDb: -2, pullBack: true,
    output: { kind: 'bed', width: 1.5, frontBack: -0.2, height: 0.5 },
    lanes: { frontBack: [[0, 0.2], [stair, -0.1], [lampDies, -0.5], [look, -0.7], [scare, -0.1], [relit, 0.1], [FILM_FRAMES, -0.2]] },
  },
  {
    file: 'mx-pulse', name: 'Pulse', family: 'music', format: 'stereo', faderDb: -16, dipDb: -5, pullBack: true,
    output: { kind: 'object', x: 0, y: -0.6, z: 0.2, size: 0.15, spread: 0.25 },
    moves: [[0, 0], [stair, -3], [lensRoom, 2], [lampDies, 4], [look, 0], [FILM_FRAMES, 0]],
    lanes: {
      x: [...circling(stair, lampDies, 0.72, 'x'), [look, 0], [FILM_FRAMES, 0]],
      y: [...circling(stair, lampDies, 0.8, 'y'), [look, -0.9], [scare - 1, 0.7], [scare, -0.4], [FILM_FRAMES, -0.4]],
      z: [[stair, 0], [lampDies, 0.5], [look, 0.6], [scare - 1, 0], [FILM_FRAMES, 0.1]],
    },
  },
  {
    file: 'mx-harp', name: 'Harp', family: 'music', format: 'stereo', faderDb: -9, dipDb: -4, pullBack: true,
    output: { kind: 'bed', pan: -0.35, width: 0.5, frontBack: 0.6, height: 0.2 },
  },
  {
    file: 'mx-celesta', name: 'Celesta', family: 'music', format: 'stereo', faderDb: -11, dipDb: -5, pullBack: true,
    output: { kind: 'object', x: 0.3, y: 0.75, z: 0.35, size: 0.1, spread: 0.22 },
    lanes: {
      x: [[0, 0.3], [darkReturn - 1, 0.3], [darkReturn, 0.35], [1840, -0.3], [1910, -0.1], [1980, 0.35], [2060, 0], [relit, 0.2]],
      y: [[0, 0.75], [darkReturn - 1, 0.75], [darkReturn, 0.2], [1840, -0.3], [1980, -0.5], [2060, 0.2], [relit, 0.7]],
      z: [[0, 0.35], [darkReturn - 1, 0.35], [darkReturn, 0.8], [1980, 0.9], [2060, 0.6], [relit, 0.5]],
    },
    cueGains: { '1m5': 3, '1m6': 2 },
  },
];

const DIALOGUE: readonly TrackPlan[] = [
  {
    file: 'dx-mara', name: 'Mara', family: 'dialogue', format: 'mono', faderDb: -5,
    output: { kind: 'bed', frontBack: 1 },
    lanes: { pan: [[table, 0.1], [stair - 1, 0.1], [stair, 0], [2300, 0.06]] },
  },
  {
    file: 'dx-keeper', name: 'Keeper', family: 'dialogue', format: 'mono', faderDb: -5,
    output: { kind: 'bed', frontBack: 1 },
    lanes: {
      pan: [[table, -0.12], [stair - 1, -0.12], [stair, 0], [1880, -0.25], [dawn, -0.06]],
      height: [[0, 0], [1880, 0], [1884, 0.55], [1960, 0.55], [1964, 0]],
      frontBack: [[0, 1], [1880, 1], [1884, 0.4], [1960, 0.4], [1964, 1]],
    },
  },
];

const EFFECTS: readonly TrackPlan[] = [
  {
    file: 'fx-door-steps', name: 'Feet & Door', family: 'effects', format: 'mono', faderDb: -15,
    output: { kind: 'object', x: 0, y: 0.9, z: 0, size: 0.05 },
    lanes: {
      x: [[STEPS.gravel[0] ?? 348, -0.75], [525, 0.5], [table, 0.45], [table + 40, 0.35], ...spiral(STEPS.stair, 'x'), ...spiral(STEPS.dark, 'x'), [2030, 0.3]],
      y: [[0, 0.95], [table + 40, 0.9], ...spiral(STEPS.stair, 'y'), ...spiral(STEPS.dark, 'y'), [2030, 0.85]],
      z: [[0, 0], [table + 40, 0], ...spiral(STEPS.stair, 'z'), ...spiral(STEPS.dark, 'z'), [2030, 0.1]],
    },
    windows: [
      { name: 'Gravel', from: MOMENTS.path - 2, to: 529, fadeOut: 2 },
      { name: 'Knock, latch, hinge', from: 529, to: 640 },
      { name: 'Stair, two people', from: 770, to: 975, fadeOut: 12 },
      { name: 'Stair, alone', from: 1784, to: 1960 },
      { name: 'Match', from: 2030, to: 2100, gainDb: 2 },
    ],
  },
  {
    file: 'fx-storm', name: 'Storm & Wave', family: 'effects', format: 'stereo', faderDb: -10, dipDb: -4, pullBack: true,
    output: { kind: 'bed', width: 1.4, frontBack: 0.2, height: 0.35, lfeDb: -9 },
    moves: [[0, -2], [storm, -3], [lensRoom, -5], [lampDies - 30, -2], [look, -8], [scare - 1, -6], [scare, 3], [scare + 70, 0], [darkReturn + 40, -6], [relit, -8], [sweep, -5], [FILM_FRAMES, -6]],
    lanes: { width: [[0, 1.4], [scare - 1, 1.2], [scare, 2], [darkReturn, 1.4]], height: [[0, 0.35], [scare - 1, 0.35], [scare, 0.7], [darkReturn, 0.4]] },
    windows: [
      { name: 'Storm rising', from: 870, to: lampDies, fadeIn: 60, fadeOut: 2 },
      { name: 'Storm outside', from: 1500, to: scare - 4, fadeIn: 48, fadeOut: 2 },
      { name: 'The wave', from: scare, to: darkReturn },
      { name: 'After the wave', from: darkReturn, to: 2262, fadeOut: 36 },
    ],
  },
  {
    file: 'fx-lens', name: 'Lens & Clockwork', family: 'effects', format: 'mono', faderDb: -15, dipDb: -3,
    output: { kind: 'object', x: 0, y: 0.85, z: 0.3, size: 0.25 },
    lanes: { x: [...circling(lensRoom, lampDies, 0.35, 'x', 1.2), ...circling(2072, 2290, 0.35, 'x', 1.2)] },
    windows: [
      { name: 'Lens turning, running down', from: 1172, to: lampDies, fadeOut: 1 },
      { name: 'Lens freed', from: 2064, to: 2290 },
    ],
  },
  {
    file: 'fx-foghorn', name: 'Foghorn', family: 'effects', format: 'mono', faderDb: -17, dipDb: -4,
    output: { kind: 'object', x: -0.9, y: 0.9, z: 0.05, size: 0.3 },
    lanes: { x: [[0, -0.9], [MOMENTS.path, -0.5], [storm, -0.9], [lensRoom, 0.3], [lampDies, 0.8], [sweep, 0.9], [FILM_FRAMES, 0.2]], y: [[0, 0.9], [storm, 0.2], [lampDies, -0.6], [sweep, 0.4], [FILM_FRAMES, 0.95]] },
    windows: [
      { name: 'Foghorn 1', from: 74, to: 236 },
      { name: 'Foghorn 2', from: 243, to: 410, fadeOut: 24 },
      { name: 'Foghorn, storm', from: 1011, to: 1180 },
      { name: 'Foghorn, nearer', from: 1241, to: lampDies, gainDb: 2, fadeOut: 2 },
      { name: 'Foghorn answers', from: 2190, to: 2360 },
      { name: 'Foghorn, far', from: 2402, to: FILM_FRAMES, fadeOut: 24 },
    ],
  },
];

const AMBIENCE: readonly TrackPlan[] = [
  {
    file: 'amb-sea', name: 'Sea & Wind', family: 'ambience', format: 'quad', faderDb: -18, dipDb: -3, pullBack: true,
    output: { kind: 'bed', width: 1.2, frontBack: 0.1, height: 0 },
    windows: [
      { name: 'Sea, coast', from: 0, to: table + 3, fadeIn: 36, fadeOut: 6 },
      { name: 'Sea, through the wall', from: table - 3, to: storm + 3, gainDb: -13, fadeIn: 6, fadeOut: 6 },
      { name: 'Sea, storm', from: storm - 3, to: lensRoom + 3, gainDb: 4, fadeIn: 6, fadeOut: 6 },
      { name: 'Sea, lamp room', from: lensRoom - 3, to: lampDies, gainDb: -7, fadeIn: 6, fadeOut: 2 },
      { name: 'Sea, shutter', from: MOMENTS.window, to: scare - 4, gainDb: -12, fadeIn: 40, fadeOut: 2 },
      { name: 'Sea, shutter open', from: scare, to: darkReturn + 24, gainDb: 3, fadeOut: 60 },
      { name: 'Sea, night', from: sweep - 6, to: dawn + 12, gainDb: 0, fadeIn: 12, fadeOut: 24 },
      { name: 'Sea, morning', from: dawn - 12, to: FILM_FRAMES, gainDb: -1, fadeIn: 24, fadeOut: 48 },
    ],
  },
  {
    file: 'amb-room', name: 'Room Tone', family: 'ambience', format: 'stereo', faderDb: -20, dipDb: -2,
    output: { kind: 'bed', width: 1.2, frontBack: 0.1, height: 0.3 },
    windows: [
      { name: 'Kitchen, clock', from: table - 3, to: stair + 4, fadeIn: 6, fadeOut: 8 },
      { name: 'Stair air', from: stair - 4, to: storm + 2, gainDb: -6, fadeIn: 8, fadeOut: 4 },
      { name: 'Silence, room tone', from: lampDies, to: look + 60, gainDb: -36, fadeIn: 1, fadeOut: 24 },
      { name: 'Dark tower', from: look + 36, to: scare - 6, gainDb: -8, fadeIn: 24, fadeOut: 6 },
      { name: 'Dark tower, after', from: darkReturn, to: relit, gainDb: -4, fadeIn: 36, fadeOut: 24 },
    ],
  },
  {
    file: 'amb-gulls', name: 'Gulls', family: 'ambience', format: 'mono', faderDb: -23, dipDb: -4,
    output: { kind: 'object', x: -0.5, y: 0.6, z: 0.8, size: 0.05 },
    lanes: {
      x: [[0, -0.9], [100, -0.3], [200, 0.8], [300, 0.1], [420, -0.7], [dawn, 0.9], [2350, 0.2], [2420, -0.8], [FILM_FRAMES, -0.3]],
      y: [[0, 0.9], [100, 0.3], [200, -0.2], [300, -0.7], [420, 0.2], [dawn, -0.5], [2350, 0.4], [FILM_FRAMES, 0.9]],
      z: [[0, 0.6], [200, 0.95], [420, 0.5], [dawn, 0.9], [FILM_FRAMES, 0.7]],
    },
    windows: [
      { name: 'Gulls, dusk', from: 40, to: 440, fadeOut: 24 },
      { name: 'Gulls, morning', from: 2262, to: FILM_FRAMES, fadeOut: 30 },
    ],
  },
];

/** All tracks from top to bottom. */
export const TRACKS: readonly TrackPlan[] = [...MUSIC, ...DIALOGUE, ...EFFECTS, ...AMBIENCE];
