import { DIRECTIONS } from './planes';

/**
 * Early reflections of a shoebox room: for each direction sound comes in from, the image sources of first and second order
 * that arrive first (Allen and Berkley, JASA 65 (1979) 943), each sent out at the nearest of the nine directions. The
 * listener stands off the middle, so no two arrive together; a source stands on the way to the wall of its direction.
 * Delays count from the direct sound; the pattern of a direction has the energy of the sound that comes in.
 */
/** Reflections of a direction. */
// @ts-ignore: decorator
@inline export const TAPS: i32 = 16;
/** A tap: i32 delay in frames, i32 direction it goes to, f32 gain. */
// @ts-ignore: decorator
@inline export const TAP_BYTES: usize = 12;
// @ts-ignore: decorator
@inline export const PATTERN_BYTES: usize = TAP_BYTES * <usize>(TAPS * DIRECTIONS);

/** Metres a second at 20 °C. */
const SOUND: f64 = 343.2;
/** Width and height re the length. */
const WIDTH: f64 = 0.75;
const HEIGHT: f64 = 0.45;
/** What a wall leaves of the amplitude. */
const WALL: f64 = 0.86;
/** Where the listener stands: shares of width, length and height. */
const LISTENER_X: f64 = 0.47;
const LISTENER_Y: f64 = 0.41;
const LISTENER_Z: f64 = 0.38;
/** Share of the way to the wall at which a source stands. */
const WAY: f64 = 0.55;
/** Shortest and longest delay, s: a chunk at 44.1 kHz and above, and what the rings hold beside the pre-delay. */
const SHORTEST: f64 = 0.003;
const LONGEST: f64 = 0.16;

/** f64 x (right), y (front), z (up) of L R C Lss Rss Lrs Rrs Ltm Rtm in the room cube. */
const PLACES: usize = memory.data<f64>([
  -1, 1, 0, 1, 1, 0, 0, 1, 0, -1, 0, 0, 1, 0, 0, -1, -1, 0, 1, -1, 0, -0.6, 0, 1, 0.6, 0, 1,
]);
const IMAGES: i32 = 24;
/** f64 distance, x, y, z, gain of each image. */
const IMAGE_BYTES: usize = 40;
const images: usize = memory.data(960, 16);

/** Place along an axis of length `side` of the image in room `n`. */
function mirrored(n: i32, side: f64, place: f64): f64 {
  return <f64>n * side + (n & 1 ? side - place : place);
}

function findImages(width: f64, length: f64, height: f64, x: f64, y: f64, z: f64): void {
  let to = images;
  for (let i = -2; i <= 2; i++) {
    for (let j = -2; j <= 2; j++) {
      for (let k = -2; k <= 2; k++) {
        const order = abs(i) + abs(j) + abs(k);
        if (order < 1 || order > 2) continue;
        const dx = mirrored(i, width, x) - width * LISTENER_X;
        const dy = mirrored(j, length, y) - length * LISTENER_Y;
        const dz = mirrored(k, height, z) - height * LISTENER_Z;
        const distance = sqrt(dx * dx + dy * dy + dz * dz);
        store<f64>(to, distance);
        store<f64>(to, dx / distance, 8);
        store<f64>(to, dy / distance, 16);
        store<f64>(to, dz / distance, 24);
        store<f64>(to, order == 1 ? WALL : WALL * WALL, 32);
        to += IMAGE_BYTES;
      }
    }
  }
}

/** The nearest direction of the nine. */
function nearest(x: f64, y: f64, z: f64): i32 {
  let best = 0;
  let most: f64 = -2.0;
  for (let d = 0; d < DIRECTIONS; d++) {
    const at = PLACES + 24 * <usize>d;
    const px = load<f64>(at);
    const py = load<f64>(at, 8);
    const pz = load<f64>(at, 16);
    const near = (x * px + y * py + z * pz) / sqrt(px * px + py * py + pz * pz);
    if (near <= most) continue;
    most = near;
    best = d;
  }
  return best;
}

/** Takes the image that arrives first, and out of the list. */
function takeFirst(): usize {
  let first = images;
  for (let i = 1; i < IMAGES; i++) {
    const at = images + IMAGE_BYTES * <usize>i;
    if (load<f64>(at) < load<f64>(first)) first = at;
  }
  return first;
}

/** Share of the way from the listener to the wall that lies in a direction. */
function wallAt(direction: f64, listener: f64, side: f64): f64 {
  return direction > 0.0 ? (side - listener) / direction : direction < 0.0 ? listener / -direction : Infinity;
}

/** Writes the taps of every direction for a room `size` metres long, `preDelay` seconds later than the direct sound asks. */
export function planPattern(to: usize, size: f64, preDelay: f64, sampleRate: f64): void {
  const width = WIDTH * size;
  const height = HEIGHT * size;
  for (let d = 0; d < DIRECTIONS; d++) {
    const px = load<f64>(PLACES + 24 * <usize>d);
    const py = load<f64>(PLACES + 24 * <usize>d, 8);
    const pz = load<f64>(PLACES + 24 * <usize>d, 16);
    const norm = sqrt(px * px + py * py + pz * pz);
    const reach = min(
      wallAt(px / norm, LISTENER_X * width, width),
      min(wallAt(py / norm, LISTENER_Y * size, size), wallAt(pz / norm, LISTENER_Z * height, height)),
    );
    const away = WAY * reach;
    findImages(
      width, size, height, LISTENER_X * width + (away * px) / norm, LISTENER_Y * size + (away * py) / norm,
      LISTENER_Z * height + (away * pz) / norm,
    );
    let energy: f64 = 0.0;
    const taps = to;
    for (let tap = 0; tap < TAPS; tap++) {
      const image = takeFirst();
      const distance = load<f64>(image);
      const late = min(max((distance - away) / SOUND, SHORTEST), LONGEST);
      const gain = load<f64>(image, 32) / distance;
      store<i32>(to, <i32>whole((late + preDelay) * sampleRate));
      store<i32>(to, nearest(load<f64>(image, 8), load<f64>(image, 16), load<f64>(image, 24)), 4);
      store<f32>(to, <f32>gain, 8);
      energy += gain * gain;
      store<f64>(image, Infinity);
      to += TAP_BYTES;
    }
    const scale = <f32>(1.0 / sqrt(energy));
    for (let at = taps; at < to; at += TAP_BYTES) store<f32>(at, load<f32>(at, 8) * scale, 8);
  }
}

// @ts-ignore: decorator
@inline
function whole(value: f64): f64 {
  return floor(value + 0.5);
}
