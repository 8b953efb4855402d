import { BED_CHANNELS, BED_PLANES, BED_SEND, HOME_BYTES, HOME_CENTRE, HOME_LFE, REC_CENTRE, REC_HOMES, REC_SURROUND } from '../../contract';
import { cos, sin } from '../math/f64';
import { clipToCube, pointGains } from './cube-point';

/**
 * How a stem goes into the 7.1.2 bed. Every channel has a home in the room cube, that of its speaker (mono: front middle).
 * The controls move the homes, and the point panner of the cube carries each moved channel into the bed, so the power
 * of a channel is constant wherever it goes and a neutral stem passes through untouched.
 *   width 0…1   draws the channels together: x · width
 *   width 1…2   pushes front channels out along the side walls, from the screen to beside the listener: y · (2 − width)
 *   pan         leans the whole stem: x moves that share of its way to the wall; a mono stem sits at x = pan
 *   frontBack   without surround channels the place between back and front wall; with them a balance, 0 neutral
 *   height      lifts towards the top pair: z moves that share of its way to the ceiling
 *   turn        turns what all this made about the listener, along the walls: the angle turns, the larger of |x|, |y| stays
 *   divergence  what stands at x gives shares of its power to x ± (1 − |x|): v/(1 + v) each, (1 − v)/(1 + v) stays; so the
 *               middle spreads to both walls, and what stands at a wall is left alone (weights of BS.2127-1 §7.3)
 *   centre      share of the power that may use the centre speaker: 0 makes a phantom middle, 1 a hard centre
 *   extra       LFE send, low-passed where the sends are gathered. A channel recorded for the LFE goes to the LFE alone, one recorded for the centre uses it.
 */
const LFE: usize = 3;
const RADIANS: f64 = 0.017453292519943295;

/** Trees of the bed with and without its centre speaker. */
let bedTree: usize = 0;
let openTree: usize = 0;
const openGains: usize = memory.data(80, 16);
const placeGains: usize = memory.data(80, 16);

/** Names the two trees, built by the caller; LFE left out of both. */
export function useBedTrees(withCentre: usize, withoutCentre: usize): void {
  bedTree = withCentre;
  openTree = withoutCentre;
}

function lean(value: f64, share: f64): f64 {
  return share >= 0.0 ? value + share * (1.0 - value) : value - share * (-1.0 - value);
}

/** Set by `aimBed`. */
let send: f64 = 0.0;
let cosine: f64 = 1.0;
let sine: f64 = 0.0;
let given: f64 = 0.0;

/** Found by `turn`. */
let turnedX: f64 = 0.0;
let turnedY: f64 = 0.0;

/** Turns a place along the walls; positive to the left. */
function turn(x: f64, y: f64): void {
  turnedX = x;
  turnedY = y;
  if (cosine == 1.0) return;
  const way = max(abs(x), abs(y));
  const rightward = x * cosine - y * sine;
  const forward = x * sine + y * cosine;
  const reach = max(abs(rightward), abs(forward));
  if (reach == 0.0) return;
  turnedX = rightward * (way / reach);
  turnedY = forward * (way / reach);
}

/** Writes the gains of one place in the bed; `centre` as above. */
function placeInBed(centre: f64, x: f64, y: f64, z: f64, gains: usize): void {
  if (centre <= 0.0) {
    pointGains(openTree, x, y, z, gains);
    return;
  }
  pointGains(bedTree, x, y, z, gains);
  if (centre >= 1.0) return;
  pointGains(openTree, x, y, z, openGains);
  for (let i = 0; i < BED_CHANNELS; i++) {
    const through = load<f64>(gains + 8 * <usize>i);
    const around = load<f64>(openGains + 8 * <usize>i);
    store<f64>(gains + 8 * <usize>i, sqrt(centre * through * through + (1.0 - centre) * around * around));
  }
}

/** Adds a share of the power of one place to `gains`, which hold power. */
function addPlace(share: f64, centre: f64, x: f64, y: f64, z: f64, gains: usize): void {
  placeInBed(centre, x, y, z, placeGains);
  for (let i = 0; i < BED_CHANNELS; i++) {
    const gain = load<f64>(placeGains + 8 * <usize>i);
    store<f64>(gains + 8 * <usize>i, load<f64>(gains + 8 * <usize>i) + share * gain * gain);
  }
}

/** Sets what the next channels have in common: LFE send (linear), turn in degrees, divergence. */
export function aimBed(extra: f64, turnDeg: f64, divergence: f64): void {
  send = extra;
  cosine = turnDeg == 0.0 ? 1.0 : cos(turnDeg * RADIANS);
  sine = turnDeg == 0.0 ? 0.0 : sin(turnDeg * RADIANS);
  given = divergence;
}

/** Writes the gains (f64) of a point in the bed, its centre speaker used; ten, that of the LFE 0. Audio thread. */
export function bedPoint(x: f64, y: f64, z: f64, gains: usize): void {
  pointGains(bedTree, x, y, z, gains);
}

/**
 * Writes the gains (f64) of one channel of a bed strip: the bed's ten channels, then what is sent to its LFE, after `aimBed`.
 * Audio thread.
 */
export function bedGains(record: usize, channel: i32, pan: f64, width: f64, frontBack: f64, height: f64, gains: usize): void {
  const home = record + REC_HOMES + <usize>HOME_BYTES * <usize>channel;
  const kind = load<i32>(home, 24);
  if (kind == HOME_LFE) {
    memory.fill(gains, 0, 8 * BED_PLANES);
    store<f64>(gains + 8 * LFE, 1.0);
    return;
  }
  const inner = width < 0.0 ? 0.0 : width > 1.0 ? 1.0 : width;
  const outer = width > 1.0 ? (width > 2.0 ? 1.0 : width - 1.0) : 0.0;
  const homeX = load<f64>(home);
  const x = lean(homeX * inner, clipToCube(pan));
  let y = load<f64>(home, 8);
  const place = clipToCube(frontBack);
  if (load<i32>(record, REC_SURROUND) == 0) y = place;
  else y = lean(y, place);
  if (homeX != 0.0 && (y > 0.0 || load<i32>(record, REC_SURROUND) == 0)) y *= 1.0 - outer;
  const z = lean(load<f64>(home, 16), height > 0.0 ? clipToCube(height) : 0.0);

  turn(x, y);
  const centre = kind == HOME_CENTRE ? 1.0 : clipToCube(load<f64>(record, REC_CENTRE));
  const divergence = given > 0.0 ? min(given, 1.0) : 0.0;
  const range = 1.0 - abs(turnedX);
  if (divergence == 0.0 || range <= 0.0) placeInBed(centre, turnedX, turnedY, z, gains);
  else {
    memory.fill(gains, 0, 8 * BED_CHANNELS);
    const sides = divergence / (1.0 + divergence);
    addPlace(sides, centre, turnedX - range, turnedY, z, gains);
    addPlace(sides, centre, turnedX + range, turnedY, z, gains);
    addPlace((1.0 - divergence) / (1.0 + divergence), centre, turnedX, turnedY, z, gains);
    for (let i = 0; i < BED_CHANNELS; i++) store<f64>(gains + 8 * <usize>i, sqrt(load<f64>(gains + 8 * <usize>i)));
  }
  store<f64>(gains + 8 * BED_SEND, send);
}
