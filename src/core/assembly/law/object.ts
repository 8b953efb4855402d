import { MAX_SPEAKERS, SPEAKER_BYTES } from '../../contract';
import { extentGains } from './cube-extent';
import { LAYOUT_ORDER, LAYOUT_SPEAKER_COUNT, LAYOUT_TABLE } from './cube-layout';
import { clipToCube } from './cube-point';
import { readyForSize } from './zones';

/**
 * A whole object of the room cube, ITU-R BS.2127-1 §7.3 in its order: the position is clipped, locked to a speaker,
 * diverged, and each of the places panned as a point or with its size. Zones have taken speakers from the layout before.
 *   lock        the nearest by √(dx²/16 + 4 dy² + 32 dz²) of the speakers whose plain distance does not exceed the
 *               largest; within 10⁻⁵ both of distance and of nearness the layout's order decides
 *   divergence  shares of power: v/(1 + v) at x − range and at x + range, clipped, (1 − v)/(1 + v) in the middle
 */
const TOLERANCE: f64 = 1e-5;

const side: usize = memory.data(192, 16);
const powers: usize = memory.data(192, 16);

/** Found by `lock`. */
let lockedX: f64 = 0.0;
let lockedY: f64 = 0.0;
let lockedZ: f64 = 0.0;

function lock(layout: usize, farthest: f64): void {
  const speakers = load<i32>(layout, LAYOUT_SPEAKER_COUNT);
  const table = layout + LAYOUT_TABLE;
  let nearest: f64 = Infinity;
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < speakers; i++) {
      const index = load<i32>(layout + LAYOUT_ORDER + 4 * <usize>i);
      const speaker = table + <usize>SPEAKER_BYTES * <usize>index;
      if (load<f64>(speaker, 24) != 0.0) continue;
      const dx = load<f64>(speaker) - lockedX;
      const dy = load<f64>(speaker, 8) - lockedY;
      const dz = load<f64>(speaker, 16) - lockedZ;
      if (!(sqrt(dx * dx + dy * dy + dz * dz) < farthest + TOLERANCE)) continue;
      const distance = sqrt(dx * dx * 0.0625 + dy * dy * 4.0 + dz * dz * 32.0);
      if (pass == 0) {
        if (distance < nearest) nearest = distance;
      } else if (distance < nearest + TOLERANCE) {
        lockedX = load<f64>(speaker);
        lockedY = load<f64>(speaker, 8);
        lockedZ = load<f64>(speaker, 16);
        return;
      }
    }
  }
}

function addPower(layout: usize, share: f64, x: f64, y: f64, z: f64, width: f64, depth: f64, height: f64): void {
  if (!(share > 0.0)) return;
  extentGains(layout, x, y, z, width, depth, height, side);
  for (let i = 0; i < load<i32>(layout, LAYOUT_SPEAKER_COUNT); i++) {
    const gain = load<f64>(side + 8 * <usize>i);
    store<f64>(powers + 8 * <usize>i, load<f64>(powers + 8 * <usize>i) + share * gain * gain);
  }
}

/**
 * Writes one f64 gain per speaker, Σg² = 1. Audio thread.
 * @param layout with the zones' speakers taken away
 * @param snap largest distance of a speaker to lock to, Infinity for any, negative for no lock
 * @param divergence 0 … 1, and `range` 0 … 1 along x
 */
export function objectGains(
  layout: usize, snap: f64, divergence: f64, range: f64, x: f64, y: f64, z: f64, width: f64, depth: f64, height: f64, gains: usize,
): void {
  if (width > 0.0 || depth > 0.0 || height > 0.0) readyForSize(layout);
  lockedX = clipToCube(x);
  lockedY = clipToCube(y);
  lockedZ = clipToCube(z);
  if (snap >= 0.0) lock(layout, snap);
  const share = divergence > 0.0 ? (divergence < 1.0 ? divergence : 1.0) : 0.0;
  if (share == 0.0 || !(range > 0.0)) {
    extentGains(layout, lockedX, lockedY, lockedZ, width, depth, height, gains);
    return;
  }
  memory.fill(powers, 0, 8 * MAX_SPEAKERS);
  const sides = share / (1.0 + share);
  addPower(layout, sides, lockedX - range, lockedY, lockedZ, width, depth, height);
  addPower(layout, sides, lockedX + range, lockedY, lockedZ, width, depth, height);
  addPower(layout, (1.0 - share) / (1.0 + share), lockedX, lockedY, lockedZ, width, depth, height);
  for (let i = 0; i < load<i32>(layout, LAYOUT_SPEAKER_COUNT); i++) {
    store<f64>(gains + 8 * <usize>i, sqrt(load<f64>(powers + 8 * <usize>i)));
  }
}
