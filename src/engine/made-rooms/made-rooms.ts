/** Responses of our own to begin with: what is heard through small loudspeakers, in a small room, behind a door. Nothing is measured. */
import { type BoxRoom, boxResponse } from './box-room.ts';
import { type Colour, colourise } from './filters.ts';

/** A kitchen, 34 m³, hard walls: about 0.3 s. */
const KITCHEN: BoxRoom = {
  size: [4.2, 3.1, 2.6],
  source: [0.6, 0.9, 1.1],
  listener: [2.9, 1.8, 1.6],
  kept: 0.87,
  softHertz: 9000,
  seconds: 0.33,
};

interface Recipe {
  /** null: no room, the sound of the thing alone. */
  readonly room: BoxRoom | null;
  readonly seconds: number;
  readonly colours: readonly Colour[];
}

/** By name, in the order they are shown. */
const RECIPES = {
  'Loudspeaker in a kitchen': {
    room: KITCHEN,
    seconds: KITCHEN.seconds,
    colours: [
      { kind: 'above', hertz: 95, q: 0.9 },
      { kind: 'peak', hertz: 160, q: 1.2, gainDb: 2.5 },
      { kind: 'peak', hertz: 2800, q: 1.5, gainDb: 2 },
      { kind: 'below', hertz: 12_500, q: 0.7 },
    ],
  },
  'Radio in a kitchen': {
    room: KITCHEN,
    seconds: KITCHEN.seconds,
    colours: [
      { kind: 'above', hertz: 340, q: 1.3 },
      { kind: 'above', hertz: 180, q: 0.7 },
      { kind: 'peak', hertz: 880, q: 2, gainDb: 5 },
      { kind: 'peak', hertz: 1500, q: 4, gainDb: -5 },
      { kind: 'peak', hertz: 2300, q: 3, gainDb: 4 },
      { kind: 'below', hertz: 4800, q: 0.8 },
      { kind: 'below', hertz: 6000, q: 0.7 },
    ],
  },
  // 300 … 3,400 Hz, the band of telephony (ITU-T G.712), with the two humps of a carbon capsule.
  Telephone: {
    room: null,
    seconds: 0.05,
    colours: [
      { kind: 'above', hertz: 300, q: 0.54 },
      { kind: 'above', hertz: 300, q: 1.31 },
      { kind: 'peak', hertz: 1000, q: 1.5, gainDb: 4 },
      { kind: 'peak', hertz: 2400, q: 3, gainDb: 6 },
      { kind: 'below', hertz: 3400, q: 0.54 },
      { kind: 'below', hertz: 3400, q: 1.31 },
    ],
  },
  'Behind a door': {
    room: KITCHEN,
    seconds: KITCHEN.seconds,
    colours: [
      { kind: 'above', hertz: 60, q: 0.7 },
      { kind: 'peak', hertz: 125, q: 1, gainDb: 3 },
      { kind: 'below', hertz: 320, q: 0.6 },
      { kind: 'peak', hertz: 900, q: 2, gainDb: 3 },
      { kind: 'below', hertz: 1600, q: 0.7 },
    ],
  },
} as const satisfies Record<string, Recipe>;

/** Names of made responses. */
export type MadeRoom = keyof typeof RECIPES;

/** Made responses, in the order they are shown. */
export const MADE_ROOMS = Object.keys(RECIPES) as readonly MadeRoom[];

/** Hertz of every made response: one file, whatever the rate of the session. */
export const MADE_RATE = 48_000;

/** Peak of a made response: the file is read by other programs as well. */
const PEAK = 0.9;
/** The last part of one, which fades to zero. */
const FADE_PART = 0.2;

/** Makes a response, mono, at `MADE_RATE`: the same samples each time and on every host. Some ten milliseconds for those with a room. */
export function makeRoom(name: MadeRoom): Float32Array<ArrayBuffer> {
  const { room, seconds, colours } = RECIPES[name];
  const samples = room ? boxResponse(room, MADE_RATE) : new Float64Array(Math.round(seconds * MADE_RATE));
  if (!room) samples[0] = 1;
  colourise(samples, colours, MADE_RATE);
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const fade = Math.round(FADE_PART * samples.length);
  return Float32Array.from(
    samples,
    (value, n) => (PEAK / peak) * value * Math.min(1, (samples.length - n) / fade),
  );
}
