import { clipToCube } from './cube-point';
import { halfSine } from './half-sine';

/**
 * Trims: the level of a source by where it stands, whatever speakers it reaches. Its power is shared between classes, and
 * each share gets its own gain, so a source moves from one class to the next without a step:
 *   overhead  sin²(π/2 · z)         the rest is the listener plane
 *   surround  sin²(π/2 · (1 − y))   of the listener plane, all of it beside and behind the listener (y ≤ 0)
 *   back      sin²(π/4 · (1 − y))   of either plane, for its balance; the rest is front
 * Positions in the room cube, clipped to it. ITU-R BS.2127-1 has no trims; the classes are ours.
 */
const ENTRIES: usize = 6;
const SURROUND: usize = 0;
const HEIGHT: usize = 8;
/** Front and back of the listener plane, then of the ceiling. */
const LISTENER: usize = 16;
const OVERHEAD: usize = 32;

/** Six power gains (f64) as the host writes them, those noted for the next change, and those in force. */
export const trimRequest: usize = memory.data(48, 16);
const noted: usize = memory.data(48, 16);
const active: usize = memory.data(48, 16);
let neutral: bool = true;
/** Those of the 5.1 beside. */
export const familyTrims: usize = memory.data(48, 16);

/** Sets everything to unity. */
export function initTrims(): void {
  for (let i: usize = 0; i < ENTRIES; i++) store<f64>(trimRequest + 8 * i, 1.0);
  noteTrims();
  applyTrims();
}

/** Keeps what the host wrote for `applyTrims`. */
export function noteTrims(): void {
  memory.copy(noted, trimRequest, 8 * ENTRIES);
}

/** Puts the trims noted last in force. */
export function applyTrims(): void {
  memory.copy(active, noted, 8 * ENTRIES);
  neutral = true;
  for (let i: usize = 0; i < ENTRIES; i++) if (load<f64>(active + 8 * i) != 1.0) neutral = false;
}

/** Takes what the host wrote for the 5.1 beside. */
export function setFamilyTrims(): void {
  memory.copy(familyTrims, trimRequest, 8 * ENTRIES);
}

/** True while no source is changed. */
export function trimsRest(): bool {
  return neutral;
}

function halfSineSquared(way: f64): f64 {
  const value = halfSine(way < 0.0 ? 0.0 : way > 1.0 ? 1.0 : way);
  return value * value;
}

function balance(plane: usize, back: f64): f64 {
  const front = load<f64>(plane);
  return front + back * (load<f64>(plane, 8) - front);
}

/** Linear gain of a source at a place of the room; exactly 1 while the trims rest. Audio thread. */
export function trimGain(y: f64, z: f64): f64 {
  return neutral ? 1.0 : trimGainBy(active, y, z);
}

/** The same by a table of six power gains. */
export function trimGainBy(trims: usize, y: f64, z: f64): f64 {
  const depth = 1.0 - clipToCube(y);
  const overhead = halfSineSquared(clipToCube(z));
  const surround = halfSineSquared(depth);
  const back = halfSineSquared(0.5 * depth);
  const ear = (1.0 + surround * (load<f64>(trims + SURROUND) - 1.0)) * balance(trims + LISTENER, back);
  const above = load<f64>(trims + HEIGHT) * balance(trims + OVERHEAD, back);
  return sqrt((1.0 - overhead) * ear + overhead * above);
}
