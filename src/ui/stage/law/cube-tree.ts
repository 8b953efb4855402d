import type { Speaker } from '../../../units/index.ts';

/** A column of a row: one speaker. */
export interface CubeColumn {
  readonly at: number;
  /** Index of the speaker in the layout. */
  readonly speaker: number;
}

/** Speakers of a layer at one depth, left to right. */
export interface CubeRow {
  readonly at: number;
  readonly columns: readonly CubeColumn[];
}

/** Speakers at one height, rows back to front. */
export interface CubeLayer {
  readonly at: number;
  readonly rows: readonly CubeRow[];
}

/** A layout, or what a zone mask leaves of it, as the laws of the room cube read it. LFEs are left out. */
export interface CubeTree {
  /** Low to high. */
  readonly layers: readonly CubeLayer[];
  /** Axes along which the speakers differ. */
  readonly dimensions: number;
  /** Speakers of the whole layout. */
  readonly speakers: number;
}

const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/**
 * Sorts a layout into layers, rows and columns.
 * @param excluded true for each speaker to leave out; default none
 */
export function cubeTree(speakers: readonly Speaker[], excluded: readonly boolean[] = []): CubeTree {
  const used = speakers.flatMap(({ room }, speaker) =>
    room && !excluded[speaker] ? [{ room, speaker }] : [],
  );
  const layers = sorted(used.map(({ room }) => room.z)).map((z): CubeLayer => {
    const inLayer = used.filter(({ room }) => room.z === z);
    return {
      at: z,
      rows: sorted(inLayer.map(({ room }) => room.y)).map((y) => ({
        at: y,
        columns: inLayer
          .filter(({ room }) => room.y === y)
          .map(({ room, speaker }) => ({ at: room.x, speaker }))
          .sort((one, other) => one.at - other.at),
      })),
    };
  });
  const varies = (axis: 'x' | 'y' | 'z'): number =>
    new Set(used.map(({ room }) => room[axis])).size > 1 ? 1 : 0;
  return { layers, dimensions: varies('x') + varies('y') + varies('z'), speakers: speakers.length };
}

/** Confines a coordinate to the cube. */
export const clipToCube = (value: number): number => Math.min(1, Math.max(-1, value));

/**
 * Weights of sorted places on an axis for a source at `value`: the two neighbours share its power by cosine and sine,
 * all others get 0.
 */
export function axisWeights(places: readonly { readonly at: number }[], value: number): number[] {
  const weights = places.map(() => 0);
  const above = places.findIndex(({ at }) => at >= value);
  if (above === -1) weights[places.length - 1] = 1;
  else if (above === 0 || places[above]?.at === value) weights[above] = 1;
  else {
    const low = places[above - 1]?.at ?? 0;
    const way = ((value - low) / ((places[above]?.at ?? 1) - low)) * (Math.PI / 2);
    weights[above - 1] = Math.cos(way);
    weights[above] = Math.sin(way);
  }
  return weights;
}
