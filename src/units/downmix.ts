import type { RenderTarget } from './room.ts';

/**
 * How 5.1 is made: `direct` pans on the 5.1 cube; `fold` renders 7.1 and sums sides and rears, so that what stands beside
 * the listener stays out of the front ("room balance").
 */
export const DOWNMIXES_51 = ['direct', 'fold'] as const;
export type Downmix51 = (typeof DOWNMIXES_51)[number];

/**
 * How 2.0 is made: `lo-ro` and `lt-rt` from the 5.1 render, the second with its surrounds turned by 90° for matrix decoders;
 * `direct` pans on the two speakers, which leaves rear and height at full level.
 */
export const DOWNMIXES_20 = ['lo-ro', 'lt-rt', 'direct'] as const;
export type Downmix20 = (typeof DOWNMIXES_20)[number];

/** Layouts that take trims. 7.1.2, 7.1.4, 9.1.6 and headphones have none. */
export const TRIMMED_LAYOUTS = ['2.0', '5.1', '5.1.2', '5.1.4', '7.1'] as const;
export type TrimmedLayout = (typeof TRIMMED_LAYOUTS)[number];

/** Levels of one layout, by where a source stands; 0 dB everywhere changes nothing. */
export interface Trims {
  /** Sources at ear height beside and behind the listener, dB. */
  readonly surroundDb: number;
  /** Sources at the ceiling, dB. */
  readonly heightDb: number;
  /** Front against back at ear height, dB: above 0 the back is lowered by it, below 0 the front. */
  readonly listenerBalanceDb: number;
  /** The same at the ceiling. */
  readonly overheadBalanceDb: number;
}

/** Trims that change nothing. */
export const NO_TRIMS: Trims = { surroundDb: 0, heightDb: 0, listenerBalanceDb: 0, overheadBalanceDb: 0 };

/** Inclusive ranges of trims, dB. */
export const TRIM_RANGES = {
  surroundDb: [-12, 6],
  heightDb: [-12, 6],
  listenerBalanceDb: [-12, 12],
  overheadBalanceDb: [-12, 12],
} as const satisfies Record<keyof Trims, readonly [number, number]>;

/** Trims of every layout that takes some. */
export type TrimTable = Readonly<Record<TrimmedLayout, Trims>>;

/** The same trims for every layout. */
export const everyLayout = (trims: Trims): TrimTable => ({
  '2.0': { ...trims },
  '5.1': { ...trims },
  '5.1.2': { ...trims },
  '5.1.4': { ...trims },
  '7.1': { ...trims },
});

/**
 * Automatic trims. These are Scorestage's own figures, no standard's and no manufacturer's: the fewer speakers are left for
 * what surrounds the listener, the more of it is held back, so that the front stays in front.
 */
export const AUTOMATIC_TRIMS: TrimTable = {
  '2.0': { ...NO_TRIMS, surroundDb: -3, heightDb: -4.5 },
  '5.1': { ...NO_TRIMS, surroundDb: -1.5, heightDb: -3 },
  '5.1.2': { ...NO_TRIMS, surroundDb: -1.5, heightDb: -1.5 },
  '5.1.4': { ...NO_TRIMS, surroundDb: -1.5 },
  '7.1': { ...NO_TRIMS, heightDb: -3 },
};

/** How a mix comes to the layouts it was not made on. */
export interface Rendering {
  readonly downmix51: Downmix51;
  readonly downmix20: Downmix20;
  readonly trims: TrimTable;
}

/** 5.1 and 2.0 as the plain renderer makes them, without trims. */
export const PLAIN_RENDERING: Rendering = {
  downmix51: 'direct',
  downmix20: 'lo-ro',
  trims: everyLayout(NO_TRIMS),
};

/** True for a target that takes trims. */
export const takesTrims = (target: RenderTarget): target is TrimmedLayout =>
  TRIMMED_LAYOUTS.some((layout) => layout === target);

/** Trims a target is rendered with. */
export const trimsOf = (target: RenderTarget, rendering: Rendering): Trims =>
  takesTrims(target) ? rendering.trims[target] : NO_TRIMS;
