import type { RoomPosition } from '../../units/index.ts';

/** One question answered. */
export interface Answer {
  readonly truth: RoomPosition;
  readonly guess: RoomPosition;
}

/** How good an answer was. */
export interface Score {
  /** Angle between truth and guess as the listener sees them, degrees 0…180. */
  readonly errorDeg: number;
  /** The right place on the wrong side of the listener's ears. */
  readonly frontBack: boolean;
  /** Ear height taken for the ceiling, or the other way round. */
  readonly height: boolean;
  /** 100 at no error, 0 from 90° on. */
  readonly points: number;
}

/** What is kept of a run of questions. */
export interface RunSummary {
  readonly target: string;
  readonly questions: number;
  readonly meanErrorDeg: number;
  readonly frontBack: number;
  readonly height: number;
}

/** Angle above ear height from which a place counts as high, and below which as ear height, degrees. */
const HIGH_DEG = 35;
const LEVEL_DEG = 15;
/** Least turn between two questions, degrees: a repeated place teaches nothing. */
const LEAST_TURN_DEG = 25;
/** Nearest a place comes to the listener: nearer, its direction says little. */
const NEAREST = 0.6;

const DEGREE = Math.PI / 180;

const length = ({ x, y, z }: RoomPosition): number => Math.hypot(x, y, z);

/** Angle between two places as the listener in the room's middle sees them, degrees. 0 if one is in the middle itself. */
export function angleBetween(one: RoomPosition, other: RoomPosition): number {
  const lengths = length(one) * length(other);
  if (lengths === 0) return 0;
  const cosine = (one.x * other.x + one.y * other.y + one.z * other.z) / lengths;
  return Math.acos(Math.min(1, Math.max(-1, cosine))) / DEGREE;
}

/** Degrees above ear height. */
const elevationOf = ({ x, y, z }: RoomPosition): number => Math.atan2(z, Math.hypot(x, y)) / DEGREE;

/** Scores an answer. */
export function scoreAnswer({ truth, guess }: Answer): Score {
  const errorDeg = angleBetween(truth, guess);
  const mirrored = angleBetween(truth, { ...guess, y: -guess.y });
  const [high, said] = [elevationOf(truth), elevationOf(guess)];
  return {
    errorDeg,
    // A guess that mirroring would have put right, and that was clearly on the other side.
    frontBack: truth.y * guess.y < 0 && errorDeg > 30 && mirrored < errorDeg / 2,
    height: (high >= HIGH_DEG && said <= LEVEL_DEG) || (high <= LEVEL_DEG && said >= HIGH_DEG),
    points: Math.round(100 * Math.max(0, 1 - errorDeg / 90)),
  };
}

/** Sums up a run; the means of no answers are 0. */
export function summarise(target: string, answers: readonly Answer[]): RunSummary {
  const scores = answers.map(scoreAnswer);
  const sum = scores.reduce((total, { errorDeg }) => total + errorDeg, 0);
  return {
    target,
    questions: scores.length,
    meanErrorDeg: scores.length === 0 ? 0 : sum / scores.length,
    frontBack: scores.filter(({ frontBack }) => frontBack).length,
    height: scores.filter(({ height }) => height).length,
  };
}

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The next place of a random walk through the room: a step from the last one, never near the listener, always at least 25°
 * away as it is heard. The same numbers give the same walk.
 */
export function nextPlace(last: RoomPosition | null, random: () => number): RoomPosition {
  const clip = (value: number, low: number): number =>
    Math.min(1, Math.max(low, Math.round(value * 20) / 20));
  const from = last ?? { x: 0, y: 1, z: 0 };
  for (let tries = 0; tries < 200; tries += 1) {
    // Half of all steps end on the floor of the room: ear height is where most sounds are.
    const z = random() < 0.5 ? 0 : random();
    const place = {
      x: clip(from.x + (random() - 0.5) * 3, -1),
      y: clip(from.y + (random() - 0.5) * 3, -1),
      z: clip(z, 0),
    };
    if (length(place) >= NEAREST && angleBetween(place, from) >= LEAST_TURN_DEG) return place;
  }
  return { x: -from.x, y: from.y === 0 ? 1 : -from.y, z: 0 };
}
