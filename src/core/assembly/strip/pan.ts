import {
  BED_PLANES, FAMILY_PLANES, LANE_DIFFUSE, LANE_DIVERGENCE, LANE_EXTRA, LANE_TURN, LANES, MAX_SPEAKERS, MAX_STRIP_CHANNELS, OUTPUT_BED,
  REC_CHANNELS, REC_DIVERGENCE_RANGE, REC_LANES, REC_OUTPUT, REC_PARAMS, REC_SNAP, REC_SNAP_DISTANCE, REC_ZONES, REC_ZONES_AT,
} from '../../contract';
import { familyLayout, foldGains } from '../beside/fold';
import { copy } from '../fill';
import { aimBed, bedGains } from '../law/bed';
import { LAYOUT_SPEAKER_COUNT } from '../law/cube-layout';
import { objectGains } from '../law/object';
import { familyTrims, trimGain, trimGainBy, trimsRest } from '../law/trims';
import { forgetZones, takenSpeakers, withoutSpeakers } from '../law/zones';
import { cos, dbToGain, sin } from '../math/f64';
import { laneValue } from './lanes';

/**
 * The gains of a strip at one moment: a row of MAX_SPEAKERS f32 per channel with a mask of the ones that are not 0.
 * A strip keeps two sets, for the two ends of the stretch being mixed; a set is computed only when a parameter moved.
 */
const SERIAL: usize = 0;
/** u32: speakers the record's zones take away; good while the serial is. */
const TAKEN: usize = 4;
/** f64: the moment a set was last found good for; a record's parameters depend on nothing else. */
const MOMENT: usize = 8;
const KEYS: usize = 16;
const KEY_BYTES: usize = 8 * (LANES - 1);
const MASKS: usize = KEYS + KEY_BYTES;
const GAINS: usize = (MASKS + 4 * MAX_STRIP_CHANNELS + 15) & ~15;
/** Bytes of a row of gains. */
export const GAIN_ROW_BYTES: usize = 4 * MAX_SPEAKERS;
/** Bytes of a set. */
export const PAN_SET_BYTES: usize = (GAINS + GAIN_ROW_BYTES * MAX_STRIP_CHANNELS + 15) & ~15;

const gains: usize = memory.data(192, 16);
const wanted: usize = memory.data(64, 16);
const RADIANS: f64 = 0.017453292519943295;

let layout: usize = 0;
/** Rises whenever gains computed before are worthless. */
let serial: i32 = 1;
/** True for the block in which gains turn from those of the serial before to the present ones. */
let turning: bool = false;

/** Serial of the gains of the 5.1 beside, and what the target's is while those are computed. */
let familySerial: i32 = 1;
let targetSerial: i32 = 1;
let targetLayout: usize = 0;
let families: bool = false;
let turningTarget: bool = false;

/** From now on gains are those of families' planes in the 5.1 beside, kept in sets of their own, or again those of the target. `anew` forgets them. */
export function panToFamilies(on: bool, anew: bool): void {
  if (on == families) return;
  families = on;
  if (on) {
    if (anew) familySerial++;
    targetSerial = serial;
    targetLayout = layout;
    turningTarget = turning;
    serial = familySerial;
    layout = familyLayout;
    turning = false;
  } else {
    serial = targetSerial;
    layout = targetLayout;
    turning = turningTarget;
  }
}

/** Sets the layout objects are panned to and forgets every gain. */
export function usePanLayout(tree: usize): void {
  layout = tree;
  forgetZones(tree);
  serial++;
}

/** The trims changed: gains are computed anew, and strips turn to them from the old ones. */
export function retrimPan(): void {
  serial++;
  turning = true;
}

/** Ends the turn. */
export function settlePan(): void {
  turning = false;
}

/** The set with the gains to turn from: those in force at timeline sample `time`, if a block ended there; else 0. */
export function panBefore(record: usize, time: f64, first: usize, second: usize): usize {
  if (!turning) return 0;
  const one = load<i32>(first, SERIAL) == serial - 1;
  const two = load<i32>(second, SERIAL) == serial - 1;
  if (!one || !two) return one ? first : two ? second : 0;
  const later = load<f64>(first, MOMENT) >= load<f64>(second, MOMENT) ? first : second;
  const earlier = later == first ? second : first;
  const span = load<f64>(later, MOMENT) - load<f64>(earlier, MOMENT);
  const rest = load<f64>(later, MOMENT) - time;
  // Gains that were on a line from one set to the other are where the line has come to.
  if (rest > 0.0 && rest < span) bringBack(record, later, earlier, <f32>(rest / span));
  return later;
}

function bringBack(record: usize, later: usize, earlier: usize, share: f32): void {
  for (let channel = 0; channel < load<i32>(record, REC_CHANNELS); channel++) {
    const to = gainRow(later, channel);
    const from = gainRow(earlier, channel);
    for (let at: usize = 0; at < GAIN_ROW_BYTES; at += 4) {
      const gain = load<f32>(to + at);
      store<f32>(to + at, gain + share * (load<f32>(from + at) - gain));
    }
    const mask = later + MASKS + 4 * <usize>channel;
    store<u32>(mask, load<u32>(mask) | gainMask(earlier, channel));
  }
}

/** Forgets the gains of a set. */
export function forgetPan(set: usize): void {
  store<i32>(set, 0, SERIAL);
}

/** Address of a channel's gains. */
export function gainRow(set: usize, channel: i32): usize {
  return set + GAINS + GAIN_ROW_BYTES * <usize>channel;
}

/** Bits of the destinations a channel reaches. */
export function gainMask(set: usize, channel: i32): u32 {
  return load<u32>(set + MASKS + 4 * <usize>channel);
}

/** Evaluates the pan parameters of a record at a timeline sample into `wanted`. */
function evaluate(record: usize, time: f64): void {
  for (let i = 1; i < LANES; i++) {
    const lane = load<i32>(record + REC_LANES + 4 * <usize>i);
    const value = lane ? laneValue(record + <usize>lane, time) : load<f64>(record + REC_PARAMS + 8 * <usize>i);
    store<f64>(wanted + 8 * <usize>(i - 1), value);
  }
  if (load<i32>(record, REC_LANES + 4 * LANE_EXTRA) != 0 && load<i32>(record, REC_OUTPUT) == OUTPUT_BED) {
    const sendDb = want(LANE_EXTRA);
    store<f64>(wanted + 8 * (LANE_EXTRA - 1), sendDb <= -144.0 ? 0.0 : dbToGain(sendDb));
  }
}

/** A parameter `evaluate` found. */
function want(index: usize): f64 {
  return load<f64>(wanted + 8 * (index - 1));
}

function holds(set: usize): bool {
  if (load<i32>(set, SERIAL) != serial) return false;
  for (let i: usize = 0; i < 8 * (LANES - 1); i += 8) {
    if (load<f64>(set + KEYS + i) != load<f64>(wanted + i)) return false;
  }
  return true;
}

function trimAll(gain: f64): void {
  for (let i: usize = 0; i < <usize>MAX_SPEAKERS; i++) store<f64>(gains + 8 * i, gain * load<f64>(gains + 8 * i));
}

/** Keeps the gains of `destinations` in a row, the rest of which is 0. @returns bits of those that are not 0 */
function keep(row: usize, destinations: i32): u32 {
  let mask: u32 = 0;
  for (let i = 0; i < MAX_SPEAKERS; i += 4) {
    const at = gains + 8 * <usize>i;
    const low = f32x4.demote_f64x2_zero(v128.load(at));
    const four = v128.shuffle<f32>(low, f32x4.demote_f64x2_zero(v128.load(at, 16)), 0, 1, 4, 5);
    // What lies beyond the destinations is of some other layout.
    const here = i32x4.lt_s(i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)), i32x4.splat(destinations));
    const kept = v128.and(four, here);
    v128.store(row + 4 * <usize>i, kept);
    mask |= i32x4.bitmask(f32x4.ne(kept, f32x4.splat(0.0))) << i;
  }
  return mask;
}

function compute(record: usize, set: usize): void {
  const a = want(1);
  const b = want(2);
  const c = want(3);
  const d = want(4);
  const divergence = want(LANE_DIVERGENCE);
  const bed = load<i32>(record, REC_OUTPUT) == OUTPUT_BED;
  const zones = bed ? 0 : load<i32>(record, REC_ZONES);
  if (zones == 0) store<u32>(set, 0, TAKEN);
  else if (load<i32>(set, SERIAL) != serial) {
    store<u32>(set, takenSpeakers(layout, record + <usize>load<i32>(record, REC_ZONES_AT), zones), TAKEN);
  }
  store<i32>(set, serial, SERIAL);
  copy(set + KEYS, wanted, KEY_BYTES);
  const channels = load<i32>(record, REC_CHANNELS);
  assert(channels > 0 && channels <= MAX_STRIP_CHANNELS, 'a record has 1 to 10 channels');
  const snap = load<i32>(record, REC_SNAP) ? load<f64>(record, REC_SNAP_DISTANCE) : -1.0;
  const range = load<f64>(record, REC_DIVERGENCE_RANGE);
  const open = withoutSpeakers(layout, load<u32>(set, TAKEN));
  const spread = want(LANE_EXTRA);
  const turn = want(LANE_TURN);
  // Two objects of a stereo strip stand side by side, or turned about their middle.
  const rightward = turn == 0.0 ? spread : spread * cos(turn * RADIANS);
  const forward = turn == 0.0 ? 0.0 : spread * sin(turn * RADIANS);
  if (bed) aimBed(spread, turn, divergence);
  const destinations = bed ? BED_PLANES : load<i32>(open, LAYOUT_SPEAKER_COUNT);
  for (let channel = 0; channel < channels; channel++) {
    if (bed) bedGains(record, channel, a, b, c, d, gains);
    else {
      // objectGains clips what leaves the room.
      const side = channels == 1 ? 0.0 : channel == 0 ? -1.0 : 1.0;
      const x = a + side * rightward;
      const y = b + side * forward;
      objectGains(open, snap, divergence, range, x, y, c, d, d, d, gains);
      if (families) trimAll(trimGainBy(familyTrims, y, c));
      else if (!trimsRest()) trimAll(trimGain(y, c));
    }
    if (families) foldGains(gains, bed);
    const row = gainRow(set, channel);
    store<u32>(set + MASKS + 4 * <usize>channel, keep(row, families ? FAMILY_PLANES : destinations));
  }
}

/** Brings one of two sets to a moment, preferring one that is there already. @returns the set that holds it */
export function panAt(record: usize, time: f64, first: usize, second: usize): usize {
  if (load<i32>(first, SERIAL) == serial && load<f64>(first, MOMENT) == time) return first;
  if (load<i32>(second, SERIAL) == serial && load<f64>(second, MOMENT) == time) return second;
  evaluate(record, time);
  const set = holds(first) ? first : second;
  if (set == second && !holds(second)) compute(record, second);
  store<f64>(set, time, MOMENT);
  return set;
}

/** Share of a set's object that is diffuse. */
export function setDiffuse(set: usize): f64 {
  return load<f64>(set + KEYS + 8 * (LANE_DIFFUSE - 1));
}

/** True if any pan parameter of the record moves by a lane. */
export function panMoves(record: usize): bool {
  for (let i = 1; i < LANES; i++) if (load<i32>(record + REC_LANES + 4 * <usize>i)) return true;
  return false;
}

/** True if two sets reach the same destinations, from places no farther apart than `step` along x, y and z. */
export function panNear(one: usize, two: usize, channels: i32, step: f64): bool {
  for (let channel = 0; channel < channels; channel++) if (gainMask(one, channel) != gainMask(two, channel)) return false;
  for (let i: usize = 0; i < 24; i += 8) {
    if (!(abs(load<f64>(one + KEYS + i) - load<f64>(two + KEYS + i)) <= step)) return false;
  }
  return true;
}
