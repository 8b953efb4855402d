import { FILM_FRAMES, MOMENTS, STEPS } from '../plan.ts';
import { MUSIC_TRACKS } from './music-tracks.ts';
import { circling, spiral } from './paths.ts';
import type { TrackPlan } from './track-plan.ts';

const { lampDies, look, scare, darkReturn, relit, dawn, storm, lensRoom, table, stair, sweep } = MOMENTS;

const DIALOGUE: readonly TrackPlan[] = [
  {
    file: 'dx-mara',
    name: 'Mara',
    family: 'dialogue',
    format: 'mono',
    faderDb: -5,
    output: { kind: 'bed', frontBack: 1 },
    lanes: {
      pan: [
        [table, 0.1],
        [stair - 1, 0.1],
        [stair, 0],
        [2300, 0.06],
      ],
    },
  },
  {
    file: 'dx-keeper',
    name: 'Keeper',
    family: 'dialogue',
    format: 'mono',
    faderDb: -5,
    output: { kind: 'bed', frontBack: 1 },
    lanes: {
      pan: [
        [table, -0.12],
        [stair - 1, -0.12],
        [stair, 0],
        [1880, -0.25],
        [dawn, -0.06],
      ],
      height: [
        [0, 0],
        [1880, 0],
        [1884, 0.55],
        [1960, 0.55],
        [1964, 0],
      ],
      frontBack: [
        [0, 1],
        [1880, 1],
        [1884, 0.4],
        [1960, 0.4],
        [1964, 1],
      ],
    },
  },
];

const EFFECTS: readonly TrackPlan[] = [
  {
    file: 'fx-door-steps',
    name: 'Feet & Door',
    family: 'effects',
    format: 'mono',
    faderDb: -9,
    output: { kind: 'object', x: 0, y: 0.9, z: 0, size: 0.05 },
    lanes: {
      x: [
        [STEPS.gravel[0] ?? 348, -0.75],
        [525, 0.5],
        [table, 0.45],
        [table + 40, 0.35],
        ...spiral(STEPS.stair, 'x'),
        ...spiral(STEPS.dark, 'x'),
        [2030, 0.3],
      ],
      y: [
        [0, 0.95],
        [table + 40, 0.9],
        ...spiral(STEPS.stair, 'y'),
        ...spiral(STEPS.dark, 'y'),
        [2030, 0.85],
      ],
      z: [[0, 0], [table + 40, 0], ...spiral(STEPS.stair, 'z'), ...spiral(STEPS.dark, 'z'), [2030, 0.1]],
    },
    windows: [
      { name: 'Gravel', from: MOMENTS.path - 2, to: 529, gainDb: 6, fadeOut: 2 },
      { name: 'Knock, latch, hinge', from: 529, to: 640 },
      { name: 'Stair, two people', from: 770, to: 975, gainDb: 3, fadeOut: 12 },
      { name: 'Stair, alone', from: 1784, to: 1960 },
      { name: 'Match', from: 2030, to: 2100, gainDb: 2 },
    ],
  },
  {
    file: 'fx-storm',
    name: 'Storm & Wave',
    family: 'effects',
    format: 'stereo',
    faderDb: -10,
    dipDb: -4,
    pullBack: true,
    output: { kind: 'bed', width: 1.4, frontBack: 0.2, height: 0.35, lfeDb: -9 },
    moves: [
      [0, -2],
      [storm, 2],
      [lensRoom, -1],
      [lampDies - 30, 1],
      [look, -6],
      [scare - 1, -4],
      [scare, -4],
      [scare + 70, 0],
      [darkReturn + 40, -6],
      [relit, -8],
      [sweep, -5],
      [FILM_FRAMES, -6],
    ],
    lanes: {
      width: [
        [0, 1.4],
        [scare - 1, 1.2],
        [scare, 2],
        [darkReturn, 1.4],
      ],
      height: [
        [0, 0.35],
        [scare - 1, 0.35],
        [scare, 0.7],
        [darkReturn, 0.4],
      ],
    },
    windows: [
      { name: 'Storm rising', from: 870, to: lampDies, fadeIn: 60, fadeOut: 2 },
      { name: 'Storm outside', from: 1500, to: scare - 4, fadeIn: 48, fadeOut: 2 },
      { name: 'The wave', from: scare, to: darkReturn },
      { name: 'After the wave', from: darkReturn, to: 2262, fadeOut: 36 },
    ],
  },
  {
    file: 'fx-lens',
    name: 'Lens & Clockwork',
    family: 'effects',
    format: 'mono',
    faderDb: -14,
    dipDb: -3,
    output: { kind: 'object', x: 0, y: 0.85, z: 0.3, size: 0.25 },
    lanes: { x: [...circling(lensRoom, lampDies, 0.35, 'x', 1.2), ...circling(2072, 2290, 0.35, 'x', 1.2)] },
    windows: [
      { name: 'Lens turning, running down', from: 1172, to: lampDies, fadeOut: 1 },
      { name: 'Lens freed', from: 2064, to: 2290 },
    ],
  },
  {
    file: 'fx-foghorn',
    name: 'Foghorn',
    family: 'effects',
    format: 'mono',
    faderDb: -17,
    dipDb: -4,
    output: { kind: 'object', x: -0.9, y: 0.9, z: 0.05, size: 0.3 },
    lanes: {
      x: [
        [0, -0.9],
        [MOMENTS.path, -0.5],
        [storm, -0.9],
        [lensRoom, 0.3],
        [lampDies, 0.8],
        [sweep, 0.9],
        [FILM_FRAMES, 0.2],
      ],
      y: [
        [0, 0.9],
        [storm, 0.2],
        [lampDies, -0.6],
        [sweep, 0.4],
        [FILM_FRAMES, 0.95],
      ],
    },
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
    file: 'amb-sea',
    name: 'Sea & Wind',
    family: 'ambience',
    format: 'quad',
    faderDb: -18,
    dipDb: -3,
    pullBack: true,
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
    file: 'amb-room',
    name: 'Room Tone',
    family: 'ambience',
    format: 'stereo',
    faderDb: -20,
    dipDb: -2,
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
    file: 'amb-gulls',
    name: 'Gulls',
    family: 'ambience',
    format: 'mono',
    faderDb: -23,
    dipDb: -4,
    output: { kind: 'object', x: -0.5, y: 0.6, z: 0.8, size: 0.05 },
    lanes: {
      x: [
        [0, -0.9],
        [100, -0.3],
        [200, 0.8],
        [300, 0.1],
        [420, -0.7],
        [dawn, 0.9],
        [2350, 0.2],
        [2420, -0.8],
        [FILM_FRAMES, -0.3],
      ],
      y: [
        [0, 0.9],
        [100, 0.3],
        [200, -0.2],
        [300, -0.7],
        [420, 0.2],
        [dawn, -0.5],
        [2350, 0.4],
        [FILM_FRAMES, 0.9],
      ],
      z: [
        [0, 0.6],
        [200, 0.95],
        [420, 0.5],
        [dawn, 0.9],
        [FILM_FRAMES, 0.7],
      ],
    },
    windows: [
      { name: 'Gulls, dusk', from: 40, to: 440, fadeOut: 24 },
      { name: 'Gulls, morning', from: 2262, to: FILM_FRAMES, fadeOut: 30 },
    ],
  },
];

/** All tracks from top to bottom. */
export const TRACKS: readonly TrackPlan[] = [...MUSIC_TRACKS, ...DIALOGUE, ...EFFECTS, ...AMBIENCE];
