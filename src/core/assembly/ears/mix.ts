import {
  BINAURAL_OFF, BLOCK_FRAMES, EAR_SOURCES, MAX_STRIPS, OUTPUT_OBJECT, REC_BINAURAL, REC_CHANNELS, REC_OUTPUT, REC_SNAP, REC_ZONES, SPEAKER_BYTES,
} from '../../contract';
import { reserve } from '../arena';
import { clear } from '../fill';
import { halfSine } from '../law/half-sine';
import { roomSend } from '../room/room';
import { ramp } from '../strip/kernels';
import { azimuth, directionOf, elevation, followHead, initHead } from './direction';
import { beginEars, earSource, endEars, feedEars, initEars, resetEars, wouldHear } from './ears';
import { delayAt } from './grid';
import { addLfe, initLfe } from './lfe';
import { choosePlace, diverges, forgetPlaces, initPlaces, moves, placeAtEdge, placeX, placeY, placeZ, size } from './place';
import { addPlainPair, beginPlain, clearPlain, initPlain, panPlain, plainBed, plainOr } from './plain';
import { addRoom, beginRoom, initRoomMix, objectsSend, restartRoom, roomPlanes, sendFromBed } from './room-mix';
import { sendFrom, sendTo } from './send';
import { aim as aimSource } from './source';
import { forgetWay, giveObject, initWays, ringOut } from './way';

export { plainBed } from './plain';
export { restartRoom, roomBed, roomHears, roomPlanes, turnRoom } from './room-mix';

/**
 * A mix at two ears. A point object is a source of its own, heard from its direction; so is each virtual speaker, which
 * carries the bed and whatever the cube law spreads: objects with a size, zones, snap or divergence. Up to size 0.2 an object
 * fades over from the one to the other at constant power. What has no binaural rendering is panned in stereo.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** The first sources are the virtual speakers. */
const SPEAKER_SOURCES: i32 = 16;
/** Size from which an object is heard through the virtual speakers alone. */
const SPREAD_SIZE: f64 = 0.2;
const BED_LFE: usize = 3;

/** True while the mix goes to two ears, and in a block whose objects may be heard. */
let open: bool = false;
let takes: bool = false;
let turns: bool = false;
let playedFirst: i32 = 0;
let playedEnd: i32 = 0;

/** u16 a [strip][version][channel]: number of its source + 1, 0 for none. */
let owned: usize = 0;
/** Numbers of the sources no strip has. */
let free: usize = 0;
let freeCount: i32 = 0;
/** i32 a source: 1 if it was given this block. */
let given: usize = 0;
let plane: usize = 0;

/** Takes memory. */
export function initEarMix(sampleRate: f64): void {
  initEars();
  initHead(sampleRate);
  initLfe(sampleRate);
  initPlaces();
  initWays();
  initPlain();
  initRoomMix(sampleRate);
  owned = reserve(2 * 4 * MAX_STRIPS);
  free = reserve(2 * EAR_SOURCES);
  given = reserve(4 * EAR_SOURCES);
  plane = reserve(BLOCK_BYTES);
  open = false;
  disown();
}

function disown(): void {
  memory.fill(owned, 0, 2 * 4 * MAX_STRIPS);
  forgetPlaces();
  for (let i = 0; i < EAR_SOURCES; i++) forgetWay(i);
  freeCount = 0;
  for (let i = EAR_SOURCES - 1; i >= SPEAKER_SOURCES; i--) store<u16>(free + 2 * <usize>(freeCount++), <u16>i);
}

/** Starts to mix for two ears, or stops; everything that rings is forgotten. */
export function openEars(wanted: bool): void {
  open = wanted;
  takes = false;
  resetEars();
  disown();
  clearPlain();
  restartRoom();
}

/** What a strip that is not an object sends to the room (linear), 0 for nothing. */
export function sendOf(record: usize): f32 {
  return takes ? sendFromBed(record) : 0.0;
}

/** The bed a strip's channels go to: `bed`, or one that is heard without responses. */
export function bedOf(record: usize, bed: usize): usize {
  return takes ? plainOr(record, bed) : bed;
}

/** Starts a block of frames `first` … `end`; `mute` if objects are not to be heard (a test signal sounds), and nothing
 * goes to the room unless `roomy`: pieces of time in the wrong order would only smear in it. */
export function beginEarMix(first: i32, end: i32, mute: bool, roomy: bool): void {
  if (!open) return;
  turns = followHead();
  beginEars(first, end);
  clear(given, 4 * EAR_SOURCES);
  beginPlain();
  beginRoom(roomy);
  takes = !mute;
  playedFirst = first;
  playedEnd = end;
}

/** Share of an object's amplitude that is heard from its own direction. */
function directShare(value: f64): f32 {
  return value <= 0.0 ? 1.0 : value >= SPREAD_SIZE ? 0.0 : <f32>halfSine(1.0 - value / SPREAD_SIZE);
}

function spreadShare(value: f64): f32 {
  return value <= 0.0 ? 0.0 : value >= SPREAD_SIZE ? 1.0 : <f32>halfSine(value / SPREAD_SIZE);
}

function ownerAt(slot: i32, version: i32, channel: i32): usize {
  return owned + 2 * <usize>(4 * slot + 2 * version + channel);
}

/**
 * Takes an object strip's block (its channels at `planes`, frames `first` … `end` of the block at `block`) for the ears. What
 * is left in `planes` belongs on the layout's speakers. @returns false if nothing is left
 */
export function hearStrip(slot: i32, version: i32, record: usize, block: f64, first: i32, end: i32, planes: usize): bool {
  if (!takes || load<i32>(record, REC_OUTPUT) != OUTPUT_OBJECT) return true;
  const channels = load<i32>(record, REC_CHANNELS);
  const moving = moves(record);
  if (load<i32>(record, REC_BINAURAL) == BINAURAL_OFF) {
    for (let channel = 0; channel < channels; channel++) panPlain(record, channel, block, moving, first, end, planes + BLOCK_BYTES * <usize>channel);
    return false;
  }
  const lawful = load<i32>(record, REC_SNAP) != 0 || load<i32>(record, REC_ZONES) != 0 || diverges(record);
  const send = roomSend(load<i32>(record, REC_BINAURAL));
  const sends = objectsSend();
  const then = moving ? block + <f64>BLOCK_FRAMES : block;
  let rest = lawful;
  for (let channel = 0; channel < channels; channel++) {
    const source = planes + BLOCK_BYTES * <usize>channel;
    choosePlace(4 * slot + 2 * version + channel);
    placeAtEdge(record, channel, block);
    const before = size;
    sendFrom(placeX, placeY, placeZ);
    placeAtEdge(record, channel, then);
    const after = size;
    if (sends) sendTo(placeX, placeY, placeZ, send, source, first, end, roomPlanes);
    if (lawful) continue;
    const near = directShare(before);
    const far = directShare(after);
    const length = end - first;
    const at = source + 4 * <usize>first;
    if (near > 0.0 || far > 0.0) {
      const owner = ownerAt(slot, version, channel);
      if (load<u16>(owner) == 0) {
        if (freeCount == 0) {
          rest = true;
          continue;
        }
        store<u16>(owner, load<u16>(free + 2 * <usize>(--freeCount)) + 1);
        forgetWay(<i32>load<u16>(owner) - 1);
      }
      let from = source;
      if (near != 1.0 || far != 1.0) {
        from = plane;
        memory.copy(plane + 4 * <usize>first, at, 4 * <usize>length);
        ramp(plane + 4 * <usize>first, length, near, (far - near) / <f32>BLOCK_FRAMES, first);
      }
      const number = <i32>load<u16>(owner) - 1;
      store<i32>(given + 4 * <usize>number, 1);
      giveObject(number, from, record, channel, block, moving, slot, turns);
    }
    const spread = spreadShare(before);
    const wide = spreadShare(after);
    if (spread > 0.0 || wide > 0.0) rest = true;
    if (spread != 1.0 || wide != 1.0) ramp(at, length, spread, (wide - spread) / <f32>BLOCK_FRAMES, first);
  }
  return rest;
}

/** Lets the sources of a strip that had nothing to play ring out. */
export function restStrip(slot: i32): void {
  if (!open || load<u64>(ownerAt(slot, 0, 0)) == 0) return;
  for (let i = 0; i < 4; i++) {
    const owner = ownerAt(slot, 0, i);
    const number = <i32>load<u16>(owner) - 1;
    if (number < 0 || load<i32>(given + 4 * <usize>number) || ringOut(number)) continue;
    store<u16>(owner, 0);
    store<u16>(free + 2 * <usize>(freeCount++), <u16>number);
  }
}

/**
 * Ends the block: hears the layout's planes from the speakers' places (SPEAKER_BYTES each at `table`), adds what is panned
 * in stereo and the LFE of `bed`, and writes both ears.
 */
export function finishEarMix(speakers: i32, table: usize, planes: usize, bed: usize, left: usize, right: usize): void {
  const first = playedFirst;
  const end = playedEnd;
  const at: usize = 4 * <usize>first;
  const bytes: usize = 4 * <usize>(end - first);
  memory.fill(left + at, 0, bytes);
  memory.fill(right + at, 0, bytes);
  addRoom(first, end, planes, left, right);
  for (let i = 0; i < speakers; i++) {
    const speaker = table + <usize>SPEAKER_BYTES * <usize>i;
    const source = earSource(i);
    const from = planes + BLOCK_BYTES * <usize>i;
    const input: usize = silent(from + at, bytes) ? 0 : from;
    if (!wouldHear(source, input)) continue;
    directionOf(load<f64>(speaker), load<f64>(speaker, 8), load<f64>(speaker, 16), 0);
    const before = delayAt(azimuth, elevation);
    const fromAzimuth = azimuth;
    const fromElevation = elevation;
    let after = before;
    if (turns) {
      directionOf(load<f64>(speaker), load<f64>(speaker, 8), load<f64>(speaker, 16), 1);
      after = delayAt(azimuth, elevation);
    }
    aimSource(source, fromAzimuth, fromElevation, azimuth, elevation, 0.0, 1.0);
    feedEars(source, input, before, after);
  }
  endEars(left, right);
  addPlainPair(first, end, left, right);
  addLfe(bed + BLOCK_BYTES * BED_LFE, plainBed + BLOCK_BYTES * BED_LFE, first, end, left, right);
}

function silent(at: usize, bytes: usize): bool {
  const stop = at + bytes;
  while (at + 16 <= stop) {
    if (v128.any_true(v128.and(v128.load(at), i32x4.splat(0x7fffffff)))) return false;
    at += 16;
  }
  while (at < stop) {
    if (load<f32>(at) != 0.0) return false;
    at += 4;
  }
  return true;
}
