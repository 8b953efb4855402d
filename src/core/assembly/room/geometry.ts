/**
 * The shared room of the distance modes: a dubbing stage of 411 m³ that meets the usual recommendations for rooms one mixes
 * in, and the reflections it sends to a listener in its middle from fifteen loudspeakers around them.
 *
 * Reverberation time of the mid band is that of ITU-R BS.1116-3 §8.2.3.1 (and EBU Tech 3276 §2.3):
 * 0.25 s · ∛(V / 100 m³) = 0.40 s. Image sources: Allen and Berkley, JASA 65 (1979) 943.
 */
import { cos, pow, sin } from '../math/f64';

/** Directions the room hears and answers in: the virtual speakers of 9.1.6 without LFE. */
export const ROOM_PLANES: i32 = 15;

// @ts-ignore: decorator
@inline const SPEED_OF_SOUND: f64 = 343.0;
/** Inner measures in metres; the listener sits in the middle between the sides, 4.9 m from the screen, ears at 1.2 m. */
// @ts-ignore: decorator
@inline const WIDTH: f64 = 9.2;
// @ts-ignore: decorator
@inline const DEPTH: f64 = 10.4;
// @ts-ignore: decorator
@inline const HEIGHT: f64 = 4.3;
// @ts-ignore: decorator
@inline const TO_SCREEN: f64 = 4.9;
// @ts-ignore: decorator
@inline const EARS_ABOVE_FLOOR: f64 = 1.2;
/** Distance of the loudspeakers whose reflections are traced: that of the middle mode. */
// @ts-ignore: decorator
@inline const SOURCE_DISTANCE: f64 = 1.5;

/**
 * Share of the amplitude each surface mirrors, the rest being absorbed or scattered into the late field: plain sides,
 * a soft screen wall, a scattering rear, carpet and desk below, a treated ceiling.
 */
// @ts-ignore: decorator
@inline const SIDE: f64 = 0.65;
// @ts-ignore: decorator
@inline const SCREEN: f64 = 0.55;
// @ts-ignore: decorator
@inline const REAR: f64 = 0.5;
// @ts-ignore: decorator
@inline const FLOOR: f64 = 0.25;
// @ts-ignore: decorator
@inline const CEILING: f64 = 0.55;

/** Reflections weaker than this re the direct sound (−27 dB) are left to the late field. */
// @ts-ignore: decorator
@inline const WEAKEST: f64 = 0.0447;

/** Degrees of the planes' directions: azimuth positive to the left, elevation. CONTRACT: DIRECTIONS in src/core/targets.ts. */
const directions: StaticArray<f64> = [
  30, 0, -30, 0, 0, 0, 90, 0, -90, 0, 135, 0, -135, 0, 60, 0, -60, 0,
  45, 45, -45, 45, 90, 45, -90, 45, 135, 45, -135, 45,
];
/** Unit vectors of the planes: right, front, up. */
const units: usize = memory.data(360, 16);
/** Place and distance of the image being looked at. */
const image: usize = memory.data(24, 16);

/** Volume in m³. */
// @ts-ignore: decorator
@inline
export function roomVolume(): f64 {
  return WIDTH * DEPTH * HEIGHT;
}

/** Reverberation time of the mid band (1 kHz) in seconds. */
export function roomDecay(): f64 {
  return 0.25 * pow(roomVolume() / 100.0, 1.0 / 3.0);
}

/** Seconds after which single reflections can't be told apart: √V milliseconds (Polack). */
export function mixingTime(): f64 {
  return 0.001 * sqrt(roomVolume());
}

/**
 * Distance in metres at which direct and reverberant sound of a loudspeaker or a voice (directivity factor 4, that is
 * 6 dB) are equally strong: 0.057 √(Q V / T). 3.66 m.
 */
export function criticalDistance(): f64 {
  return 0.057 * sqrt((4.0 * roomVolume()) / roomDecay());
}

/** Coordinate of the n-th image of s between two walls; n < 0 lies beyond the lower one. */
function imageCoordinate(s: f64, n: i32, low: f64, high: f64): f64 {
  if ((n & 1) == 0) return s + <f64>n * (high - low);
  return n > 0 ? 2.0 * high - s + <f64>(n - 1) * (high - low) : 2.0 * low - s + <f64>(n + 1) * (high - low);
}

/** What is left of the amplitude after |n| mirrorings (0 … 2) between two walls. */
function mirrored(n: i32, low: f64, high: f64): f64 {
  const first = n > 0 ? high : low;
  const second = n > 0 ? low : high;
  return n == 0 ? 1.0 : n == 1 || n == -1 ? first : first * second;
}

function coordinate(plane: i32, axis: i32): f64 {
  return load<f64>(units + (<usize>(3 * plane + axis) << 3));
}

function fillUnits(): void {
  for (let i = 0; i < ROOM_PLANES; i++) {
    const azimuth = (directions[2 * i] * 3.141592653589793) / 180.0;
    const elevation = (directions[2 * i + 1] * 3.141592653589793) / 180.0;
    const to = units + <usize>(24 * i);
    store<f64>(to, -sin(azimuth) * cos(elevation));
    store<f64>(to, cos(azimuth) * cos(elevation), 8);
    store<f64>(to, sin(elevation), 16);
  }
}

/** How closely the image lies in a plane's direction: distance times the cosine between them. */
function closeness(plane: i32): f64 {
  return (
    coordinate(plane, 0) * load<f64>(image) + coordinate(plane, 1) * load<f64>(image, 8) + coordinate(plane, 2) * load<f64>(image, 16)
  );
}

/** Planes among which the image is shared because none is nearer; 0 if `plane` is not one of them. */
function sharedBy(plane: i32): i32 {
  const own = closeness(plane);
  let count = 0;
  for (let other = 0; other < ROOM_PLANES; other++) {
    const theirs = closeness(other);
    if (theirs > own + 1e-9) return 0;
    if (theirs > own - 1e-9) count++;
  }
  return count;
}

/** Bytes of a tap: u32 plane it comes from, u32 delay in samples, f32 gain, 4 unused. */
export const TAP_BYTES: usize = 16;
/** Most taps `traceTaps` writes (it finds 108). */
export const MAX_TAPS: i32 = 160;

/**
 * Traces the reflections of first and second order from every plane's direction and writes them as taps, those that
 * arrive from plane 0 first; `counts` takes the number of each plane (i32). An image arrives from the plane nearest to it;
 * one that lies between several is shared at equal power. Left and right mirror each other exactly. Gains are re the
 * direct sound. @returns energy of a source's reflections re its direct sound, the mean over the planes
 */
export function traceTaps(taps: usize, counts: usize, sampleRate: f64): f64 {
  fillUnits();
  let energy: f64 = 0.0;
  let written = 0;
  for (let to = 0; to < ROOM_PLANES; to++) {
    const before = written;
    for (let from = 0; from < ROOM_PLANES; from++) {
      for (let nx = -2; nx <= 2; nx++) {
        for (let ny = -2; ny <= 2; ny++) {
          for (let nz = -2; nz <= 2; nz++) {
            const order = abs(nx) + abs(ny) + abs(nz);
            if (order < 1 || order > 2) continue;
            const x = imageCoordinate(SOURCE_DISTANCE * coordinate(from, 0), nx, -0.5 * WIDTH, 0.5 * WIDTH);
            const y = imageCoordinate(SOURCE_DISTANCE * coordinate(from, 1), ny, TO_SCREEN - DEPTH, TO_SCREEN);
            const z = imageCoordinate(SOURCE_DISTANCE * coordinate(from, 2), nz, -EARS_ABOVE_FLOOR, HEIGHT - EARS_ABOVE_FLOOR);
            const distance = sqrt(x * x + y * y + z * z);
            const share = mirrored(nx, SIDE, SIDE) * mirrored(ny, REAR, SCREEN) * mirrored(nz, FLOOR, CEILING);
            const gain = (share * SOURCE_DISTANCE) / distance;
            if (gain < WEAKEST) continue;
            store<f64>(image, x);
            store<f64>(image, y, 8);
            store<f64>(image, z, 16);
            const sharers = sharedBy(to);
            if (sharers == 0) continue;
            assert(written < MAX_TAPS, 'the room has more reflections than taps');
            const tap = taps + TAP_BYTES * <usize>written;
            store<i32>(tap, from);
            store<i32>(tap, <i32>floor(((distance - SOURCE_DISTANCE) / SPEED_OF_SOUND) * sampleRate + 0.5), 4);
            store<f32>(tap, <f32>(gain / sqrt(<f64>sharers)), 8);
            energy += (gain * gain) / <f64>sharers;
            written++;
          }
        }
      }
    }
    store<i32>(counts + (<usize>to << 2), written - before);
  }
  return energy / <f64>ROOM_PLANES;
}
