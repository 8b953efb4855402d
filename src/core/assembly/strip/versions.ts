import { LANE_DIFFUSE, MAX_STRIPS, REC_CHAIN, REC_CHANNELS, REC_DIFFUSE_AT, REC_LANES, REC_PARAMS } from '../../contract';
import { reserve } from '../arena';
import { BELLS_STATE_BYTES } from '../duck/spectral';
import { clear, copy } from '../fill';
import { settleSends } from '../output/lfe-send';
import { inheritChain, prepareChain, resetChain } from './chain';
import { forgetReading, READ_STATE_BYTES } from './clips';
import { settleControls } from './controls';
import { forgetKeys } from './keys';
import { forgetPan, PAN_SET_BYTES } from './pan';

/**
 * Strips. A slot holds the version that plays and, while a change fades, the one before; the newest change that comes
 * during a fade waits. Everything a version does is a function of the timeline alone, so a block may be cut anywhere
 * and undoing a change brings the same bits back as soon as the fade is over.
 */

/** A version: usize record, 0 for none; what its clips remember; two sets of gains; */
export const VERSION_RECORD: usize = 0;
export const VERSION_STATE: usize = 8;
export const VERSION_PAN_A: usize = (VERSION_STATE + READ_STATE_BYTES + 15) & ~15;
export const VERSION_PAN_B: usize = VERSION_PAN_A + PAN_SET_BYTES;
/** then f64 times between which no lane of the place turns a corner. */
export const VERSION_REST: usize = VERSION_PAN_B + PAN_SET_BYTES;
export const VERSION_REST_END: usize = VERSION_REST + 8;
/** f64: time of the multiple of `controlFrames` from which a point moves too far for a line. */
export const VERSION_REFUSED: usize = VERSION_REST + 16;
/** i32: 1 if the record has a diffuse part. */
export const VERSION_DIFFUSE: usize = VERSION_REST + 24;
/** i32: 1 if the bells of a duck remember something; then what. */
export const VERSION_RINGS: usize = VERSION_REST + 28;
/** Two sets of gains in the 5.1 beside. */
export const VERSION_FAMILY_A: usize = VERSION_REST + 32;
export const VERSION_FAMILY_B: usize = VERSION_FAMILY_A + PAN_SET_BYTES;
export const VERSION_BELLS: usize = (VERSION_FAMILY_B + PAN_SET_BYTES + 15) & ~15;
const VERSION_BYTES: usize = VERSION_BELLS + BELLS_STATE_BYTES;

/** i32: which of the two versions is the current one. */
const CURRENT: usize = 0;
/** i32: frames of the fade done, −1 when none runs. */
const FADE: usize = 4;
/** i32: 1 if a change waits; then its record, 0 for none. */
const WAITING: usize = 8;
const WAITING_RECORD: usize = 12;
const VERSIONS: usize = 16;
const STRIP_BYTES: usize = VERSIONS + 2 * VERSION_BYTES;

let strips: usize = 0;
/** Slots in use are below this. */
export let usedSlots: i32 = 0;
/** Frames of a cross-fade. */
export let fadeFrames: i32 = 384;
/** Versions of strips in force that have a diffuse part. */
export let diffuseStrips: i32 = 0;

/** Takes memory for every slot. @param frames length of a cross-fade */
export function initVersions(frames: i32): void {
  strips = reserve(STRIP_BYTES * MAX_STRIPS);
  fadeFrames = frames;
  usedSlots = 0;
  diffuseStrips = 0;
}

function slotAt(slot: i32): usize {
  return strips + STRIP_BYTES * <usize>slot;
}

function version(strip: usize, which: i32): usize {
  return strip + VERSIONS + VERSION_BYTES * <usize>which;
}

function isDiffuse(record: usize): bool {
  if (record == 0) return false;
  if (load<i32>(record, REC_LANES + 4 * LANE_DIFFUSE) != 0 || load<i32>(record, REC_DIFFUSE_AT) != 0) return true;
  return load<f64>(record, REC_PARAMS + 8 * LANE_DIFFUSE) > 0.0;
}

function place(strip: usize, which: i32, record: usize): void {
  const at = version(strip, which);
  store<usize>(at, record, VERSION_RECORD);
  const diffuse = isDiffuse(record);
  diffuseStrips += <i32>diffuse - load<i32>(at, VERSION_DIFFUSE);
  store<i32>(at, <i32>diffuse, VERSION_DIFFUSE);
  forgetReading(at + VERSION_STATE);
  forgetPan(at + VERSION_PAN_A);
  forgetPan(at + VERSION_PAN_B);
  forgetPan(at + VERSION_FAMILY_A);
  forgetPan(at + VERSION_FAMILY_B);
  forgetBells(at);
  store<f64>(at, Infinity, VERSION_REST);
  store<f64>(at, NaN, VERSION_REFUSED);
  const chain = chainOf(record);
  if (chain != 0) prepareChain(chain, load<i32>(record, REC_CHANNELS));
}

/** Lets the bells forget what they heard of a version. */
export function forgetBells(at: usize): void {
  if (!load<i32>(at, VERSION_RINGS)) return;
  store<i32>(at, 0, VERSION_RINGS);
  clear(at + VERSION_BELLS, BELLS_STATE_BYTES);
}

/** Chain of a record; 0 without one. */
export function chainOf(record: usize): usize {
  const chain = record != 0 ? load<i32>(record, REC_CHAIN) : 0;
  return chain ? record + <usize>chain : 0;
}

function beginFade(strip: usize, record: usize): void {
  const next = 1 - load<i32>(strip, CURRENT);
  place(strip, next, record);
  const before = load<usize>(version(strip, 1 - next), VERSION_RECORD);
  const chain = chainOf(record);
  if (chain != 0 && chainOf(before) != 0 && load<i32>(record, REC_CHANNELS) == load<i32>(before, REC_CHANNELS)) {
    inheritChain(chain, chainOf(before), load<i32>(record, REC_CHANNELS));
  }
  const leaving = version(strip, 1 - next);
  if (record != 0 && before != 0 && load<i32>(leaving, VERSION_RINGS) && load<i32>(record, REC_CHANNELS) == load<i32>(before, REC_CHANNELS)) {
    copy(version(strip, next) + VERSION_BELLS, leaving + VERSION_BELLS, BELLS_STATE_BYTES);
    store<i32>(version(strip, next), 1, VERSION_RINGS);
  }
  store<i32>(strip, next, CURRENT);
  store<i32>(strip, 0, FADE);
}

/** Gives a slot a new record (0: none). While playing it fades over, or waits for the fade that runs. */
export function changeStrip(slot: i32, record: usize, playing: bool): void {
  const strip = slotAt(slot);
  if (slot >= usedSlots) {
    for (let i = usedSlots; i <= slot; i++) store<i32>(slotAt(i), -1, FADE);
    usedSlots = slot + 1;
  }
  if (!playing) {
    store<i32>(strip, -1, FADE);
    store<i32>(strip, 0, WAITING);
    place(strip, load<i32>(strip, CURRENT), record);
    place(strip, 1 - load<i32>(strip, CURRENT), 0);
  } else if (load<i32>(strip, FADE) >= 0) {
    store<i32>(strip, 1, WAITING);
    store<usize>(strip, record, WAITING_RECORD);
  } else beginFade(strip, record);
}

/** True if the core still reads a record of this slot. */
export function stripHolds(slot: i32, record: usize): bool {
  if (slot >= usedSlots) return false;
  const strip = slotAt(slot);
  if (load<usize>(version(strip, load<i32>(strip, CURRENT)), VERSION_RECORD) == record) return true;
  if (load<i32>(strip, FADE) >= 0 && load<usize>(version(strip, 1 - load<i32>(strip, CURRENT)), VERSION_RECORD) == record) return true;
  return load<i32>(strip, WAITING) != 0 && load<usize>(strip, WAITING_RECORD) == record;
}

/** Forgets what a version remembers of what it played. */
function forgetVersion(at: usize): void {
  forgetReading(at + VERSION_STATE);
  forgetBells(at);
  const record = load<usize>(at, VERSION_RECORD);
  const chain = chainOf(record);
  if (chain != 0) resetChain(chain, load<i32>(record, REC_CHANNELS));
}

/** Ends every fade and takes what waits: when the transport halts or jumps. */
export function settleStrips(): void {
  settleSends();
  forgetKeys();
  settleControls();
  for (let i = 0; i < usedSlots; i++) {
    const strip = slotAt(i);
    if (load<i32>(strip, WAITING)) place(strip, load<i32>(strip, CURRENT), load<usize>(strip, WAITING_RECORD));
    store<i32>(strip, 0, WAITING);
    if (load<i32>(strip, FADE) >= 0) place(strip, 1 - load<i32>(strip, CURRENT), 0);
    store<i32>(strip, -1, FADE);
    forgetVersion(version(strip, 0));
    forgetVersion(version(strip, 1));
  }
}

/** True if a strip is fading over. */
export function stripsFading(): bool {
  for (let i = 0; i < usedSlots; i++) if (load<i32>(slotAt(i), FADE) >= 0) return true;
  return false;
}

/** The version of a slot that is in force. */
export function currentVersion(slot: i32): usize {
  const strip = slotAt(slot);
  return version(strip, load<i32>(strip, CURRENT));
}

/** The version a fade leaves. */
export function leavingVersion(slot: i32): usize {
  const strip = slotAt(slot);
  return version(strip, 1 - load<i32>(strip, CURRENT));
}

/** 0 for the first of a slot's two versions, 1 for the second. */
export function whichOf(slot: i32, at: usize): i32 {
  return at == version(slotAt(slot), 0) ? 0 : 1;
}

/** Frames of a slot's fade that are done, −1 when none runs. */
export function fadeDone(slot: i32): i32 {
  return load<i32>(slotAt(slot), FADE);
}

/** Takes a running fade `frames` further; at its end the change that waits begins. */
export function advanceFade(slot: i32, frames: i32): void {
  const strip = slotAt(slot);
  const done = load<i32>(strip, FADE) + frames;
  if (done < fadeFrames) {
    store<i32>(strip, done, FADE);
    return;
  }
  store<i32>(strip, -1, FADE);
  place(strip, 1 - load<i32>(strip, CURRENT), 0);
  if (load<i32>(strip, WAITING)) {
    store<i32>(strip, 0, WAITING);
    beginFade(strip, load<usize>(strip, WAITING_RECORD));
  }
}
