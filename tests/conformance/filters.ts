/**
 * Magnitudes of the analogue prototypes that filters and equaliser bands are held against, in closed form: the transfer
 * function evaluated at s = j·f/f0. Second-order shelves, bell and notch are those of the audio EQ cookbook (R. Bristow-Johnson,
 * published by the W3C as a note), the pass filters Butterworth's.
 */
export type Prototype = (frequency: number) => number;

const ratio = (
  [n0, n1, n2]: readonly [number, number, number],
  [d0, d1, d2]: readonly [number, number, number],
  way: number,
): number => {
  const square = way * way;
  return Math.hypot(n0 - n2 * square, n1 * way) / Math.hypot(d0 - d2 * square, d1 * way);
};

/** Amplitude gain of a level in dB. */
const amplitude = (db: number): number => 10 ** (db / 20);

export const bell =
  (f0: number, db: number, q: number): Prototype =>
  (frequency) => {
    const root = Math.sqrt(amplitude(db));
    return ratio([1, root / q, 1], [1, 1 / (root * q), 1], frequency / f0);
  };

export const lowShelf =
  (f0: number, db: number, q: number): Prototype =>
  (frequency) => {
    const a = Math.sqrt(amplitude(db));
    return a * ratio([a, Math.sqrt(a) / q, 1], [1, Math.sqrt(a) / q, a], frequency / f0);
  };

export const highShelf =
  (f0: number, db: number, q: number): Prototype =>
  (frequency) => {
    const a = Math.sqrt(amplitude(db));
    return a * ratio([1, Math.sqrt(a) / q, a], [a, Math.sqrt(a) / q, 1], frequency / f0);
  };

export const notch =
  (f0: number, q: number): Prototype =>
  (frequency) =>
    ratio([1, 0, 1], [1, 1 / q, 1], frequency / f0);

export const tilt =
  (f0: number, db: number): Prototype =>
  (frequency) => {
    const g = amplitude(db);
    return ratio([1, g, 0], [g, 1, 0], frequency / f0);
  };

/** Butterworth of order 1 … 8. */
export const lowPass =
  (f0: number, order: number): Prototype =>
  (frequency) =>
    1 / Math.sqrt(1 + (frequency / f0) ** (2 * order));

export const highPass =
  (f0: number, order: number): Prototype =>
  (frequency) =>
    1 / Math.sqrt(1 + (f0 / frequency) ** (2 * order));
