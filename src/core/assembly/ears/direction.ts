import { BLOCK_FRAMES } from '../../contract';
import { asin, atan2, cos, exp, sin } from '../math/f64';

/**
 * From places in the room to directions at the ears. The front corners of the room stand for loudspeakers at ±30°, so
 * between front and side the angle is stretched at ear height, less so further up; the ceiling is at 45° where
 * it meets the walls. What comes near the listener's head passes above it.
 */
const DEGREES: f64 = 57.29577951308232;
const NEAR: f64 = 0.15;
const TWO_PI: f64 = 6.283185307179586;

/** Found by `directionOf`, in degrees: azimuth positive to the left, elevation positive up. */
export let azimuth: f64 = 0.0;
export let elevation: f64 = 0.0;

/** The listener's rotation at the two ends of a block: rows of matrices from room to head, unused while `turned` is false. */
let turned: bool = false;
const matrices: usize = memory.data(144, 16);
/** Radians: yaw, pitch, roll where they are, and where they go. */
const now: usize = memory.data(24, 16);
const goal: usize = memory.data(24, 16);
let pace: f64 = 1.0;

/** Front angle of the room → angle heard, both 0 … 180. */
function stretched(angle: f64): f64 {
  if (angle >= 90.0) return angle;
  return angle <= 45.0 ? angle * (30.0 / 45.0) : 30.0 + (angle - 45.0) * (60.0 / 45.0);
}

/** Sets how fast the head follows: a 15 ms time constant, in steps of a block. */
export function initHead(sampleRate: f64): void {
  pace = 1.0 - exp(-<f64>BLOCK_FRAMES / (0.015 * sampleRate));
  turned = false;
  memory.fill(now, 0, 24);
  memory.fill(goal, 0, 24);
}

/** Turns the head: yaw positive to the left, pitch positive up, roll positive to the right ear, in radians. */
export function turnHead(yaw: f64, pitch: f64, roll: f64): void {
  store<f64>(goal, yaw);
  store<f64>(goal, pitch, 8);
  store<f64>(goal, roll, 16);
}

/** Moves the head on by a block: what was its end is the beginning. @returns true if it turns */
export function followHead(): bool {
  let turns = false;
  let rests = true;
  for (let i: usize = 0; i < 24; i += 8) {
    let way = load<f64>(goal + i) - load<f64>(now + i);
    way -= TWO_PI * floor(way / TWO_PI + 0.5);
    if (way != 0.0) {
      turns = true;
      // The last thousandth of a degree at once: it has to end somewhere.
      const there = abs(way) < 2e-5;
      store<f64>(now + i, there ? load<f64>(goal + i) : load<f64>(now + i) + pace * way);
    }
    if (load<f64>(now + i) != 0.0) rests = false;
  }
  if (turns && !turned) writeMatrix(matrices + 72, 0.0, 0.0, 0.0);
  if (turned || turns) memory.copy(matrices, matrices + 72, 72);
  if (turns) writeMatrix(matrices + 72, load<f64>(now), load<f64>(now, 8), load<f64>(now, 16));
  turned = turns || !rests;
  return turns;
}

function writeMatrix(matrix: usize, yaw: f64, pitch: f64, roll: f64): void {
  const cy = cos(yaw);
  const sy = sin(yaw);
  const cp = cos(pitch);
  const sp = sin(pitch);
  const cr = cos(roll);
  const sr = sin(roll);
  // Axes of the head in the room's front, left, up: front, left, up. Roll is done first, then pitch, then yaw.
  store<f64>(matrix, cy * cp);
  store<f64>(matrix, sy * cp, 8);
  store<f64>(matrix, sp, 16);
  store<f64>(matrix, -cy * sp * sr - sy * cr, 24);
  store<f64>(matrix, cy * cr - sy * sp * sr, 32);
  store<f64>(matrix, cp * sr, 40);
  store<f64>(matrix, sy * sr - cy * sp * cr, 48);
  store<f64>(matrix, -sy * sp * cr - cy * sr, 56);
  store<f64>(matrix, cp * cr, 64);
}

function along(row: usize, x: f64, y: f64, z: f64): f64 {
  return load<f64>(row) * x + load<f64>(row, 8) * y + load<f64>(row, 16) * z;
}

/** Direction of a place in the room, confined to it, from the head at the block's beginning (`moment` 0) or end (1). Audio thread. */
export function directionOf(placeX: f64, placeY: f64, placeZ: f64, moment: usize): void {
  const x = max(-1.0, min(1.0, placeX));
  const y = max(-1.0, min(1.0, placeY));
  const z = max(-1.0, min(1.0, placeZ));
  const reach = max(abs(x), abs(y));
  const rise = NEAR - reach > abs(z) ? NEAR - reach : z;
  elevation = rise == 0.0 ? 0.0 : atan2(rise, reach) * DEGREES;
  if (reach == 0.0) azimuth = 0.0;
  else {
    const angle = atan2(abs(x), y) * DEGREES;
    const share = max(0.0, 1.0 - abs(elevation) / 45.0);
    const heard = angle + share * (stretched(angle) - angle);
    azimuth = x > 0.0 ? -heard : heard;
  }
  if (!turned) return;
  const flat = cos(elevation / DEGREES);
  const front = flat * cos(azimuth / DEGREES);
  const left = flat * sin(azimuth / DEGREES);
  const up = sin(elevation / DEGREES);
  const matrix = matrices + 72 * moment;
  azimuth = atan2(along(matrix + 24, front, left, up), along(matrix, front, left, up)) * DEGREES;
  elevation = asin(max(-1.0, min(1.0, along(matrix + 48, front, left, up)))) * DEGREES;
}

/**
 * Number of the part of the room a place is in where directions have no kink: straight lines within it are heard as smooth ways.
 * −1 for places outside the room or near the head.
 */
export function facetOf(x: f64, y: f64, z: f64): i32 {
  const wide = abs(x);
  const deep = abs(y);
  const reach = max(wide, deep);
  if (!(reach <= 1.0 && reach > NEAR && abs(z) <= 1.0)) return -1;
  const side = wide > deep ? (x > 0.0 ? 1 : 2) : 0;
  return side + (y < 0.0 ? 4 : 0) + (z < 0.0 ? 8 : 0) + (abs(z) > reach ? 16 : 0);
}
