/**
 * What listening devices do to a stereo mix. Levels, rooms and noise are left out: only what the device itself changes is heard.
 *
 * Sources: the laptop is the inverse of the correction filter published for the drivers of one 13-inch laptop (Asahi Linux audio,
 * MIT), third octaves re 1 kHz, 100 and 125 Hz extrapolated; below 100 Hz it falls on at 12 dB an octave, above 16 kHz it stays as it
 * is, which is our approximation. Phone and television are approximations of ours: no published curve stands behind them.
 */
import type { Listening } from '../types.ts';

/** One filter of a chain. Decibels, hertz. */
export type DeviceFilter =
  | { readonly kind: 'highpass'; readonly hertz: number; readonly q: number }
  | { readonly kind: 'peaking'; readonly hertz: number; readonly q: number; readonly db: number }
  | { readonly kind: 'highshelf'; readonly hertz: number; readonly db: number };

/** Where the figures of a device come from. */
export type DeviceStanding = 'none' | 'measured' | 'approximation';

/** What a device does. */
export interface DeviceModel {
  readonly standing: DeviceStanding;
  /** For people: what is heard, and how far to trust it. */
  readonly says: string;
  /** One loudspeaker: half of left and right together. */
  readonly mono: boolean;
  readonly filters: readonly DeviceFilter[];
  /** Magnitudes between which the response runs straight over log frequency: [hertz, dB]. Empty: none. */
  readonly curve: readonly (readonly [number, number])[];
  /** Level no peak goes above for long, dBFS; null: none. */
  readonly limitDb: number | null;
}

/** Two second-order sections of a Butterworth high-pass of fourth order: 24 dB an octave. */
const highPass4 = (hertz: number): readonly DeviceFilter[] => [
  { kind: 'highpass', hertz, q: 0.541_196 },
  { kind: 'highpass', hertz, q: 1.306_563 },
];

const LAPTOP: DeviceModel['curve'] = [
  [25, -54],
  [50, -42],
  [100, -30],
  [125, -21],
  [160, -10.7],
  [200, -14.2],
  [250, -12],
  [315, -13.1],
  [400, -11.1],
  [500, -9.3],
  [630, -4.8],
  [800, -2.7],
  [1000, 0],
  [1250, -0.4],
  [1600, -3.4],
  [2000, -4],
  [2500, -1.7],
  [3150, -1.9],
  [4000, -3.2],
  [5000, -0.6],
  [6300, 0.1],
  [8000, -2.5],
  [10_000, -5.1],
  [12_500, -6.2],
  [16_000, -5.8],
];

const untouched = (says: string): DeviceModel => ({
  standing: 'none',
  says,
  mono: false,
  filters: [],
  curve: [],
  limitDb: null,
});

/** Every device that can be listened to. */
export const DEVICES: Readonly<Record<Listening, DeviceModel>> = {
  headphones: untouched('The mix placed around your head. Wear headphones.'),
  speakers: untouched('The stereo mix, as it is.'),
  phone: {
    standing: 'approximation',
    says: 'A phone lying on the table: one loudspeaker, nothing below 260 Hz, loud peaks held. Our approximation.',
    mono: true,
    filters: [
      ...highPass4(260),
      { kind: 'peaking', hertz: 900, q: 1, db: 2 },
      { kind: 'peaking', hertz: 3500, q: 1, db: 3 },
    ],
    curve: [],
    limitDb: -6,
  },
  laptop: {
    standing: 'measured',
    says: 'The bare loudspeakers of one 13-inch laptop, as measured by Asahi Linux; below 100 Hz our approximation.',
    mono: false,
    filters: [],
    curve: LAPTOP,
    limitDb: null,
  },
  tv: {
    standing: 'approximation',
    says: 'The built-in loudspeakers of a television: little below 130 Hz, dull on top. Our approximation.',
    mono: false,
    filters: [
      ...highPass4(130),
      { kind: 'peaking', hertz: 250, q: 1, db: 3 },
      { kind: 'peaking', hertz: 2200, q: 1, db: -2 },
      { kind: 'highshelf', hertz: 7000, db: -4 },
    ],
    curve: [],
    limitDb: null,
  },
};
