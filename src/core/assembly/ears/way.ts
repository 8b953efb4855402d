import { BLOCK_FRAMES, EAR_SOURCES } from '../../contract';
import { reserve } from '../arena';
import { azimuth, directionOf, elevation, facetOf } from './direction';
import { earSource, feedEars, wouldHear } from './ears';
import { delayAt, sameCell } from './grid';
import { placeAt, placeAtEdge, placeX, placeY, placeZ, runsStraight } from './place';
import { aim as aimSource, stay } from './source';

/**
 * The ways objects are on: filters are made at their ends only. A way lasts up to eight blocks while it is short and straight, and
 * begins on a multiple of its length (shifted by the strip's number, so that not all begin at once), so that it is a
 * function of the timeline alone. On a plain way, where the object runs in a line past no corner of the room, the directions
 * between are known from those of its ends and its middle (to 10⁻⁴ degrees); on others every block's ends are looked up.
 */
const WAY_BYTES: usize = 136;
/** f64: times of its ends; azimuth and elevation at either; how far the middle is off the straight line. */
const FROM: usize = 0;
const TO: usize = 8;
const BEFORE: usize = 16;
const AFTER: usize = 32;
const BEND: usize = 48;
/** f64: the moment looked up last, with its direction; the delay heard last. */
const MOMENT: usize = 64;
const SEEN: usize = 72;
const DELAY: usize = 88;
/** f64: times until which no way of eight, four and two blocks is sought. */
const REFUSED: usize = 96;
/** i32: the record; flags. */
const RECORD: usize = 120;
const FLAGS: usize = 124;
/** f64: the moment that delay belongs to, if it was found on this plain way. */
const ON: usize = 128;
/** The head turned: the long way is joined where it begins. */
const BRIDGES: i32 = 1;
const PLAIN: i32 = 2;

const LONGEST: f64 = 8.0 * BLOCK_FRAMES;
/** Longest way that need not be plain. */
const LONGEST_BENT: f64 = 4.0 * BLOCK_FRAMES;
/** Degrees a way may reach, and one between the same lines of the grid, where filters are nearly a plane; how far a middle may be off. */
const REACH: f64 = 1.0;
const REACH_IN_CELL: f64 = 2.5;
const MOST_BEND: f64 = 0.1;

let ways: usize = 0;

/** Takes memory. */
export function initWays(): void {
  ways = reserve(WAY_BYTES * EAR_SOURCES);
}

function wayOf(number: i32): usize {
  return ways + WAY_BYTES * <usize>number;
}

/** Forgets the way of a source. */
export function forgetWay(number: i32): void {
  const way = wayOf(number);
  store<f64>(way, NaN, FROM);
  store<f64>(way, NaN, TO);
  store<f64>(way, NaN, MOMENT);
  store<f64>(way, NaN, ON);
  for (let i: usize = 0; i < 24; i += 8) store<f64>(way + REFUSED + i, NaN);
  store<i32>(way, 0, FLAGS);
}

function seeObject(record: usize, channel: i32, time: f64): void {
  placeAt(record, channel, time);
  directionOf(placeX, placeY, placeZ, 1);
}

function seeEdge(record: usize, channel: i32, time: f64, moment: usize): void {
  placeAtEdge(record, channel, time);
  directionOf(placeX, placeY, placeZ, moment);
}

/** Degrees between two azimuths, −180 … 180. */
function turn(from: f64, to: f64): f64 {
  const way = to - from;
  return way - 360.0 * floor(way / 360.0 + 0.5);
}

/** Tries a way of `length` samples that begins at `from`; true if it is short and straight. */
function tryWay(way: usize, record: usize, channel: i32, from: f64, length: f64): bool {
  const to = from + length;
  let plain = runsStraight(record, from, to);
  if (!plain && length > LONGEST_BENT) return false;
  seeObject(record, channel, from);
  const startAzimuth = azimuth;
  const startElevation = elevation;
  const facet = facetOf(placeX, placeY, placeZ);
  seeObject(record, channel, to);
  const endAzimuth = azimuth;
  const endElevation = elevation;
  plain = plain && facet >= 0 && facet == facetOf(placeX, placeY, placeZ);
  if (!plain && length > LONGEST_BENT) return false;
  const across = turn(startAzimuth, endAzimuth);
  const up = endElevation - startElevation;
  // Every degree of azimuth counts: at heights, where it is less of a way, sources are rare.
  const reach = abs(across) + abs(up);
  if (reach > REACH && !(plain && reach <= REACH_IN_CELL && sameCell(startAzimuth, startElevation, endAzimuth, endElevation))) return false;
  seeObject(record, channel, from + 0.5 * length);
  const side = turn(startAzimuth, azimuth) - 0.5 * across;
  const rise = elevation - startElevation - 0.5 * up;
  if (abs(side) + abs(rise) > MOST_BEND) return false;
  store<f64>(way, from, FROM);
  store<f64>(way, to, TO);
  store<f64>(way, startAzimuth, BEFORE);
  store<f64>(way, startElevation, BEFORE + 8);
  store<f64>(way, endAzimuth, AFTER);
  store<f64>(way, endElevation, AFTER + 8);
  store<f64>(way, side, BEND);
  store<f64>(way, rise, BEND + 8);
  store<f64>(way, NaN, ON);
  store<i32>(way, plain ? PLAIN : 0, FLAGS);
  return true;
}

/** Finds the way of a block, the longest there is. @returns false if none is longer than the block */
function findWay(way: usize, record: usize, channel: i32, block: f64, slot: i32): bool {
  const shift = <f64>((slot & 7) * BLOCK_FRAMES);
  let refused = way + REFUSED;
  for (let length = LONGEST; length > <f64>BLOCK_FRAMES; length *= 0.5) {
    const from = floor((block + shift) / length) * length - shift;
    if (from >= 0.0 && load<f64>(refused) != from && (!(load<i32>(way, FLAGS) & BRIDGES) || from == block)) {
      if (tryWay(way, record, channel, from, length)) return true;
      store<f64>(refused, from);
    }
    refused += 8;
  }
  return false;
}

/** The delay where a share of a plain way is done. */
function delayOn(way: usize, share: f64): f64 {
  const bow = 4.0 * share * (1.0 - share);
  const start = load<f64>(way, BEFORE);
  const low = load<f64>(way, BEFORE + 8);
  let across = start + turn(start, load<f64>(way, AFTER)) * share + bow * load<f64>(way, BEND);
  if (across > 180.0) across -= 360.0;
  else if (across < -180.0) across += 360.0;
  const up = low + (load<f64>(way, AFTER + 8) - low) * share + bow * load<f64>(way, BEND + 8);
  return delayAt(across, max(-90.0, min(90.0, up)));
}

/** Looks a moment up, unless it was the last block's end. What stands still was seen for all times: `moment` Infinity. */
function seeFrom(way: usize, record: usize, channel: i32, time: f64, moment: f64): void {
  if (load<f64>(way, MOMENT) == moment) return;
  seeEdge(record, channel, time, 1);
  keepSeen(way, moment);
}

function keepSeen(way: usize, moment: f64): void {
  store<f64>(way, azimuth, SEEN);
  store<f64>(way, elevation, SEEN + 8);
  store<f64>(way, delayAt(azimuth, elevation), DELAY);
  store<f64>(way, moment, MOMENT);
  store<f64>(way, NaN, ON);
}

/** Hears an object's block (a plane at `from`) from where it stands, or on its way; `turns` if the head turns. */
export function giveObject(number: i32, from: usize, record: usize, channel: i32, block: f64, moving: bool, slot: i32, turns: bool): void {
  const way = wayOf(number);
  const source = earSource(number);
  if (!wouldHear(source, from)) return;
  if (load<usize>(way, RECORD) != record) forgetWay(number);
  store<usize>(way, record, RECORD);
  const then = block + <f64>BLOCK_FRAMES;
  if (turns) giveTurned(number, from, record, channel, block, moving ? then : block);
  else if (!moving) {
    seeFrom(way, record, channel, block, Infinity);
    const delay = load<f64>(way, DELAY);
    const here = load<f64>(way, SEEN);
    const high = load<f64>(way, SEEN + 8);
    aimSource(source, here, high, here, high, 0.0, 1.0);
    feedEars(source, from, delay, delay);
  } else giveOnWay(number, from, record, channel, block, then, slot);
}

/** While the head turns: from where it was heard at the block's beginning to where it is heard at its end. */
function giveTurned(number: i32, from: usize, record: usize, channel: i32, block: f64, then: f64): void {
  const way = wayOf(number);
  forgetWay(number);
  store<i32>(way, BRIDGES, FLAGS);
  seeEdge(record, channel, block, 0);
  const before = delayAt(azimuth, elevation);
  const beforeAzimuth = azimuth;
  const beforeElevation = elevation;
  seeEdge(record, channel, then, 1);
  const after = delayAt(azimuth, elevation);
  store<f64>(way, after, DELAY);
  aimSource(earSource(number), beforeAzimuth, beforeElevation, azimuth, elevation, 0.0, 1.0);
  feedEars(earSource(number), from, before, after);
}

function giveOnWay(number: i32, from: usize, record: usize, channel: i32, block: f64, then: f64, slot: i32): void {
  const way = wayOf(number);
  const found = (block >= load<f64>(way, FROM) && block < load<f64>(way, TO)) || findWay(way, record, channel, block, slot);
  if (!found) {
    store<f64>(way, block, FROM);
    store<f64>(way, then, TO);
    store<i32>(way, load<i32>(way, FLAGS) & BRIDGES, FLAGS);
    seeFrom(way, record, channel, block, block);
    v128.store(way + BEFORE, v128.load(way + SEEN));
  }
  const start = load<f64>(way, FROM);
  const length = load<f64>(way, TO) - start;
  const near = (block - start) / length;
  const far = (then - start) / length;
  let before: f64;
  let after: f64;
  if (load<i32>(way, FLAGS) & PLAIN) {
    before = load<f64>(way, ON) == block ? load<f64>(way, DELAY) : delayOn(way, near);
    after = delayOn(way, far);
    store<f64>(way, after, DELAY);
    store<f64>(way, then, ON);
    store<f64>(way, NaN, MOMENT);
  } else {
    seeFrom(way, record, channel, block, block);
    before = load<f64>(way, DELAY);
    seeEdge(record, channel, then, 1);
    keepSeen(way, then);
    after = load<f64>(way, DELAY);
    if (!found) v128.store(way + AFTER, v128.load(way + SEEN));
  }
  aimSource(
    earSource(number), load<f64>(way, BEFORE), load<f64>(way, BEFORE + 8), load<f64>(way, AFTER), load<f64>(way, AFTER + 8),
    <f32>near, <f32>far,
  );
  feedEars(earSource(number), from, before, after);
}

/** Lets a source that had nothing to play ring out, where it was last. @returns false if nothing was left to hear */
export function ringOut(number: i32): bool {
  const source = earSource(number);
  const delay = load<f64>(wayOf(number), DELAY);
  forgetWay(number);
  stay(source);
  return wouldHear(source, 0) && feedEars(source, 0, delay, delay);
}
