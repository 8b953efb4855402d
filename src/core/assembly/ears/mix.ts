import {
  BED_CHANNELS, BED_PLANES, BINAURAL_OFF, BLOCK_FRAMES, EAR_SOURCES, LANES, MAX_STRIPS, OUTPUT_OBJECT, REC_BINAURAL, REC_CHANNELS, REC_DIVERGENCE,
  REC_EXTRA, REC_LANES, REC_OUTPUT, REC_PARAMS, REC_SNAP, REC_ZONES, ROOM_SECONDS, SPEAKER_BYTES,
} from '../../contract';
import { reserve } from '../arena';
import { halfSine } from '../law/half-sine';
import { addRamped, ramp } from '../strip/kernels';
import { laneValue } from '../strip/lanes';
import { azimuth, directionOf, elevation, followHead, initHead } from './direction';
import { beginEars, earSource, endEars, feedEars, initEars, resetEars, wouldHear } from './ears';
import { delayAt } from './grid';
import { addLfe, initLfe } from './lfe';
import { sendFrom, sendTo } from './send';
import { roomBytes, roomInit, roomProcess, roomReset, roomSend, roomTurn } from '../room/room';
import { aim as aimSource, stay } from './source';

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
let sends: bool = true;
let turns: bool = false;
let playedFirst: i32 = 0;
let playedEnd: i32 = 0;

/** u16 a [strip][version][channel]: number of its source + 1, 0 for none. */
let owned: usize = 0;
/** Numbers of the sources no strip has. */
let free: usize = 0;
let freeCount: i32 = 0;
/**
 * The way of each source: f64 times of its ends, azimuth and elevation at either, the moment seen last with its direction and
 * delay, times until which no way of four and of two blocks is sought; i32 record; i32 1 if the head turned.
 */
let ways: usize = 0;
const WAY_BYTES: usize = 104;
const WAY_FROM: usize = 0;
const WAY_TO: usize = 8;
const WAY_BEFORE: usize = 16;
const WAY_AFTER: usize = 32;
const WAY_MOMENT: usize = 48;
const WAY_SEEN: usize = 56;
const WAY_DELAY: usize = 72;
const WAY_REFUSED: usize = 80;
const WAY_RECORD: usize = 96;
const WAY_BRIDGES: usize = 100;
/** i32 a source: 1 if it was given this block. */
let given: usize = 0;
/** Longest way in blocks, and degrees it may reach; how far its middle may lie off the straight line. */
const LONGEST: f64 = 4.0 * BLOCK_FRAMES;
const REACH: f64 = 1.0;
const BEND: f64 = 0.1;
/** The bed of strips that have no binaural rendering, and the pair it becomes. */
export let plainBed: usize = 0;
let plainPair: usize = 0;
let plainUsed: bool = false;
let plane: usize = 0;
/** What goes to the room: from objects to the virtual speakers' directions, and from the bed's channels. */
export let roomPlanes: usize = 0;
export let roomBed: usize = 0;
let room: usize = 0;
let roomUsed: bool = false;
/** Frames of timeline between turns of the room's networks, and the number of the stretch the last block was in. */
let stretchFrames: f64 = 48000.0;
let stretch: f64 = -1.0;

/** Takes memory. */
export function initEarMix(sampleRate: f64): void {
  initEars();
  initHead(sampleRate);
  initLfe(sampleRate);
  owned = reserve(2 * 4 * MAX_STRIPS);
  free = reserve(2 * EAR_SOURCES);
  ways = reserve(WAY_BYTES * EAR_SOURCES);
  given = reserve(4 * EAR_SOURCES);
  moments = reserve(2 * MOMENT_BYTES * 4 * MAX_STRIPS);
  plainBed = reserve(BLOCK_BYTES * BED_PLANES);
  plainPair = reserve(BLOCK_BYTES * 2);
  plane = reserve(BLOCK_BYTES);
  roomPlanes = reserve(BLOCK_BYTES * SPEAKER_SOURCES);
  roomBed = reserve(BLOCK_BYTES * BED_PLANES);
  room = reserve(roomBytes(sampleRate));
  roomInit(room, sampleRate);
  stretchFrames = sampleRate * <f64>ROOM_SECONDS;
  open = false;
  disown();
}

function disown(): void {
  memory.fill(owned, 0, 2 * 4 * MAX_STRIPS);
  memory.fill(moments, 0, 2 * MOMENT_BYTES * 4 * MAX_STRIPS);
  for (let i = 0; i < EAR_SOURCES; i++) forgetWay(wayOf(i));
  freeCount = 0;
  for (let i = EAR_SOURCES - 1; i >= SPEAKER_SOURCES; i--) store<u16>(free + 2 * <usize>(freeCount++), <u16>i);
}

/** Starts to mix for two ears, or stops; everything that rings is forgotten. */
export function openEars(wanted: bool): void {
  open = wanted;
  takes = false;
  resetEars();
  disown();
  initPlain();
  restartRoom();
}

function initPlain(): void {
  memory.fill(plainBed, 0, BLOCK_BYTES * BED_PLANES);
  memory.fill(plainPair, 0, BLOCK_BYTES * 2);
  plainUsed = false;
}

/** Silences the room, as if nothing had been played: when play starts. */
export function restartRoom(): void {
  roomReset(room);
  clearRoom();
  stretch = -1.0;
}

/** Tells where the coming block begins: once in every stretch of timeline the room lets ring out what it holds and starts anew. */
export function turnRoom(block: f64): void {
  const now = floor(block / stretchFrames);
  if (now == stretch) return;
  // A loop may pass the place more often: half a stretch of ringing out is the least that is not heard to end.
  if (stretch >= 0.0) roomTurn(room, <i32>(stretchFrames * (0.5 / <f64>BLOCK_FRAMES)));
  stretch = now;
}

function clearRoom(): void {
  memory.fill(roomPlanes, 0, BLOCK_BYTES * SPEAKER_SOURCES);
  memory.fill(roomBed, 0, BLOCK_BYTES * BED_PLANES);
  roomUsed = false;
}

/** What a strip that is not an object sends to the room (linear), 0 for nothing: a bed strip to `roomBed`, others to `roomPlanes`. */
export function sendOf(record: usize): f32 {
  if (!takes || !sends || load<i32>(record, REC_OUTPUT) == OUTPUT_OBJECT) return 0.0;
  const send = roomSend(load<i32>(record, REC_BINAURAL));
  if (send > 0.0) roomUsed = true;
  return send;
}

/** True if anything went into `roomBed` or `roomPlanes` this block. */
export function roomHears(): bool {
  return roomUsed;
}

/** Starts a block of frames `first` … `end`; `mute` if objects are not to be heard (a test signal sounds), and nothing
 * goes to the room unless `roomy`: pieces of time in the wrong order would only smear in it. */
export function beginEarMix(first: i32, end: i32, mute: bool, roomy: bool): void {
  if (!open) return;
  turns = followHead();
  beginEars(first, end);
  memory.fill(given, 0, 4 * EAR_SOURCES);
  if (plainUsed) initPlain();
  if (roomUsed) clearRoom();
  takes = !mute;
  sends = roomy;
  playedFirst = first;
  playedEnd = end;
}

/** Parameter 1 … 4 of an object: x, y, z, size. */
function valueOf(record: usize, index: usize, time: f64): f64 {
  const lane = load<i32>(record + REC_LANES + 4 * index);
  return lane ? laneValue(record + <usize>lane, time) : load<f64>(record + REC_PARAMS + 8 * index);
}

function moves(record: usize): bool {
  for (let i = 1; i < LANES; i++) if (load<i32>(record + REC_LANES + 4 * <usize>i)) return true;
  return false;
}

/** Place of a channel at one moment: two objects of a stereo strip stand side by side. */
let placeX: f64 = 0.0;
let placeY: f64 = 0.0;
let placeZ: f64 = 0.0;
let size: f64 = 0.0;
/** Two moments a channel of a strip's version was placed at: f64 time, x, y, z, size; i32 record. */
const MOMENT_BYTES: usize = 48;
let moments: usize = 0;
/** The two of the channel being heard. */
let known: usize = 0;

function placeAt(record: usize, channel: i32, time: f64): void {
  placeX = valueOf(record, 1, time);
  placeY = valueOf(record, 2, time);
  placeZ = valueOf(record, 3, time);
  size = valueOf(record, 4, time);
  if (load<i32>(record, REC_CHANNELS) > 1) placeX += (channel == 0 ? -1.0 : 1.0) * load<f64>(record, REC_EXTRA);
}

/** The same for a block's ends, which are asked for more than once. */
function placeAtEdge(record: usize, channel: i32, time: f64): void {
  let at = known;
  if (load<f64>(at) != time || load<usize>(at, 40) != record) {
    at += MOMENT_BYTES;
    if (load<f64>(at) != time || load<usize>(at, 40) != record) {
      placeAt(record, channel, time);
      if (load<f64>(known) < load<f64>(at)) at = known;
      store<f64>(at, time);
      store<f64>(at, placeX, 8);
      store<f64>(at, placeY, 16);
      store<f64>(at, placeZ, 24);
      store<f64>(at, size, 32);
      store<usize>(at, record, 40);
      return;
    }
  }
  placeX = load<f64>(at, 8);
  placeY = load<f64>(at, 16);
  placeZ = load<f64>(at, 24);
  size = load<f64>(at, 32);
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
  const lawful = load<i32>(record, REC_SNAP) != 0 || load<i32>(record, REC_ZONES) != 0 || load<f64>(record, REC_DIVERGENCE) > 0.0;
  const send = roomSend(load<i32>(record, REC_BINAURAL));
  const then = moving ? block + <f64>BLOCK_FRAMES : block;
  if (sends) roomUsed = true;
  let rest = lawful;
  for (let channel = 0; channel < channels; channel++) {
    const source = planes + BLOCK_BYTES * <usize>channel;
    known = moments + 2 * MOMENT_BYTES * <usize>(4 * slot + 2 * version + channel);
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
        forgetWay(wayOf(<i32>load<u16>(owner) - 1));
      }
      let from = source;
      if (near != 1.0 || far != 1.0) {
        from = plane;
        memory.copy(plane + 4 * <usize>first, at, 4 * <usize>length);
        ramp(plane + 4 * <usize>first, length, near, (far - near) / <f32>BLOCK_FRAMES, first);
      }
      giveObject(<i32>load<u16>(owner) - 1, from, record, channel, block, moving, slot);
    }
    const spread = spreadShare(before);
    const wide = spreadShare(after);
    if (spread > 0.0 || wide > 0.0) rest = true;
    if (spread != 1.0 || wide != 1.0) ramp(at, length, spread, (wide - spread) / <f32>BLOCK_FRAMES, first);
  }
  return rest;
}

function wayOf(number: i32): usize {
  return ways + WAY_BYTES * <usize>number;
}

function forgetWay(way: usize): void {
  store<f64>(way, NaN, WAY_FROM);
  store<f64>(way, NaN, WAY_MOMENT);
  store<f64>(way, NaN, WAY_REFUSED);
  store<f64>(way, NaN, WAY_REFUSED + 8);
  store<i32>(way, 0, WAY_BRIDGES);
}

function keepDirection(at: usize): void {
  store<f64>(at, azimuth);
  store<f64>(at, elevation, 8);
}

function seeObject(record: usize, channel: i32, time: f64, moment: usize): void {
  placeAt(record, channel, time);
  directionOf(placeX, placeY, placeZ, moment);
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
  seeObject(record, channel, from, 1);
  keepDirection(way + WAY_BEFORE);
  seeObject(record, channel, from + length, 1);
  keepDirection(way + WAY_AFTER);
  const across = turn(load<f64>(way, WAY_BEFORE), azimuth);
  const up = elevation - load<f64>(way, WAY_BEFORE + 8);
  // Every degree of azimuth counts: at heights, where it is less of a way, sources are rare.
  if (abs(across) + abs(up) > REACH) return false;
  seeObject(record, channel, from + 0.5 * length, 1);
  const side = turn(load<f64>(way, WAY_BEFORE), azimuth) - 0.5 * across;
  const rise = elevation - load<f64>(way, WAY_BEFORE + 8) - 0.5 * up;
  if (abs(side) + abs(rise) > BEND) return false;
  store<f64>(way, from, WAY_FROM);
  store<f64>(way, from + length, WAY_TO);
  return true;
}

/**
 * Finds the way an object is on: filters are made at its ends only. A way lasts up to four blocks while it is short and straight,
 * and begins on a multiple of its length (shifted by the strip's number, so that not all begin at once), so that it is a
 * function of the timeline alone. The directions of the block's own ends are `before` and what was seen last.
 */
function findWay(way: usize, record: usize, channel: i32, block: f64, slot: i32, beforeAzimuth: f64, beforeElevation: f64): void {
  const shift = <f64>((slot & 3) * BLOCK_FRAMES);
  let refused = way + WAY_REFUSED;
  for (let length = LONGEST; length > <f64>BLOCK_FRAMES; length *= 0.5) {
    const from = floor((block + shift) / length) * length - shift;
    // After the head has turned, the long way is joined where it begins.
    if (from >= 0.0 && load<f64>(refused) != from && (load<i32>(way, WAY_BRIDGES) == 0 || from == block)) {
      if (tryWay(way, record, channel, from, length)) {
        store<i32>(way, 0, WAY_BRIDGES);
        return;
      }
      store<f64>(refused, from);
    }
    refused += 8;
  }
  store<f64>(way, beforeAzimuth, WAY_BEFORE);
  store<f64>(way, beforeElevation, WAY_BEFORE + 8);
  memory.copy(way + WAY_AFTER, way + WAY_SEEN, 16);
  store<f64>(way, block, WAY_FROM);
  store<f64>(way, block + <f64>BLOCK_FRAMES, WAY_TO);
}

/** Hears an object's block from where it stands, or on its way. */
function giveObject(number: i32, from: usize, record: usize, channel: i32, block: f64, moving: bool, slot: i32): void {
  const way = wayOf(number);
  const source = earSource(number);
  store<i32>(given + 4 * <usize>number, 1);
  if (!wouldHear(source, from)) return;
  if (load<usize>(way, WAY_RECORD) != record) forgetWay(way);
  store<usize>(way, record, WAY_RECORD);
  const then = block + <f64>BLOCK_FRAMES;
  // What stands still was seen for all times.
  if (turns || load<f64>(way, WAY_MOMENT) != (moving ? block : Infinity)) {
    seeEdge(record, channel, block, turns ? 0 : 1);
    keepDirection(way + WAY_SEEN);
    store<f64>(way, delayAt(azimuth, elevation), WAY_DELAY);
    store<f64>(way, moving ? block : Infinity, WAY_MOMENT);
  }
  const before = load<f64>(way, WAY_DELAY);
  const beforeAzimuth = load<f64>(way, WAY_SEEN);
  const beforeElevation = load<f64>(way, WAY_SEEN + 8);
  if (!moving && !turns) {
    aimSource(source, beforeAzimuth, beforeElevation, beforeAzimuth, beforeElevation, 0.0, 1.0);
    feedEars(source, from, before, before);
    return;
  }
  seeEdge(record, channel, moving ? then : block, 1);
  keepDirection(way + WAY_SEEN);
  const after = delayAt(azimuth, elevation);
  store<f64>(way, after, WAY_DELAY);
  store<f64>(way, moving ? then : Infinity, WAY_MOMENT);
  let near: f32 = 0.0;
  let far: f32 = 1.0;
  if (turns) {
    const delay = after;
    forgetWay(way);
    store<f64>(way, delay, WAY_DELAY);
    store<i32>(way, 1, WAY_BRIDGES);
    store<f64>(way, beforeAzimuth, WAY_BEFORE);
    store<f64>(way, beforeElevation, WAY_BEFORE + 8);
    keepDirection(way + WAY_AFTER);
  } else {
    if (!(block >= load<f64>(way, WAY_FROM) && block < load<f64>(way, WAY_TO))) {
      findWay(way, record, channel, block, slot, beforeAzimuth, beforeElevation);
    }
    const start = load<f64>(way, WAY_FROM);
    const length = load<f64>(way, WAY_TO) - start;
    near = <f32>((block - start) / length);
    far = <f32>((then - start) / length);
  }
  aimSource(
    source, load<f64>(way, WAY_BEFORE), load<f64>(way, WAY_BEFORE + 8), load<f64>(way, WAY_AFTER), load<f64>(way, WAY_AFTER + 8), near, far,
  );
  feedEars(source, from, before, after);
}

/** Lets the sources of a strip that had nothing to play ring out, where they were last. */
export function restStrip(slot: i32): void {
  if (!open || load<u64>(ownerAt(slot, 0, 0)) == 0) return;
  for (let i = 0; i < 4; i++) {
    const owner = ownerAt(slot, 0, i);
    const number = <i32>load<u16>(owner) - 1;
    if (number < 0 || load<i32>(given + 4 * <usize>number)) continue;
    const source = earSource(number);
    const way = wayOf(number);
    forgetWay(way);
    stay(source);
    if (wouldHear(source, 0) && feedEars(source, 0, load<f64>(way, WAY_DELAY), load<f64>(way, WAY_DELAY))) continue;
    store<u16>(owner, 0);
    store<u16>(free + 2 * <usize>(freeCount++), <u16>number);
  }
}

/** An object without binaural rendering: constant power between left and right. */
function panPlain(record: usize, channel: i32, block: f64, moving: bool, first: i32, end: i32, source: usize): void {
  placeAt(record, channel, block);
  const near = max(0.0, min(1.0, 0.5 * (placeX + 1.0)));
  if (moving) placeAt(record, channel, block + <f64>BLOCK_FRAMES);
  const far = max(0.0, min(1.0, 0.5 * (placeX + 1.0)));
  addPlain(plainPair, source, first, end, <f32>halfSine(1.0 - near), <f32>halfSine(1.0 - far));
  addPlain(plainPair + BLOCK_BYTES, source, first, end, <f32>halfSine(near), <f32>halfSine(far));
  plainUsed = true;
}

function addPlain(to: usize, source: usize, first: i32, end: i32, near: f32, far: f32): void {
  const at: usize = 4 * <usize>first;
  addRamped(to + at, source + at, end - first, near, (far - near) / <f32>BLOCK_FRAMES, first);
}

/** The bed a strip's channels go to: `bed`, or one that is heard without responses. */
export function bedOf(record: usize, bed: usize): usize {
  if (!takes || load<i32>(record, REC_BINAURAL) != BINAURAL_OFF) return bed;
  plainUsed = true;
  return plainBed;
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
  roomProcess(room, roomPlanes + at, end - first, planes + at, left + at, right + at);
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
  if (plainUsed) addPlainPair(first, end, left, right);
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

/** The plain bed in stereo: left channels left, right ones right, the centre to both at −3 dB. */
function addPlainPair(first: i32, end: i32, left: usize, right: usize): void {
  const half: f32 = 0.7071067811865476;
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    if (channel == <i32>BED_LFE) continue;
    const source = plainBed + BLOCK_BYTES * <usize>channel;
    const toLeft: f32 = channel == 2 ? half : channel == 0 || (channel > 3 && (channel & 1) == 0) ? 1.0 : 0.0;
    const toRight: f32 = channel == 2 ? half : 1.0 - toLeft;
    if (toLeft > 0.0) addPlain(left, source, first, end, toLeft, toLeft);
    if (toRight > 0.0) addPlain(right, source, first, end, toRight, toRight);
  }
  addPlain(left, plainPair, first, end, 1.0, 1.0);
  addPlain(right, plainPair + BLOCK_BYTES, first, end, 1.0, 1.0);
}
