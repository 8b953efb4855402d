import { BED_PLANES, BLOCK_FRAMES, OUTPUT_OBJECT, REC_BINAURAL, REC_OUTPUT, ROOM_SECONDS } from '../../contract';
import { reserve } from '../arena';
import { clear } from '../fill';
import { roomBytes, roomInit, roomProcess, roomReset, roomSend, roomTurn } from '../room/room';

/** The room of the mix at two ears, and what is sent to it within a block. */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const SPEAKERS: usize = 16;

/** What goes to the room: from objects to the virtual speakers' directions, and from the bed's channels. */
export let roomPlanes: usize = 0;
export let roomBed: usize = 0;
let room: usize = 0;
let used: bool = false;
/** False while strips send nothing. */
let open: bool = true;
/** Frames of timeline between turns of the room's networks, and the number of the stretch the last block was in. */
let stretchFrames: f64 = 48000.0;
let stretch: f64 = -1.0;

/** Takes memory. */
export function initRoomMix(sampleRate: f64): void {
  roomPlanes = reserve(BLOCK_BYTES * SPEAKERS);
  roomBed = reserve(BLOCK_BYTES * BED_PLANES);
  room = reserve(roomBytes(sampleRate));
  roomInit(room, sampleRate);
  stretchFrames = sampleRate * <f64>ROOM_SECONDS;
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
  clear(roomPlanes, BLOCK_BYTES * SPEAKERS);
  clear(roomBed, BLOCK_BYTES * BED_PLANES);
  used = false;
}

/** Starts a block; nothing goes to the room unless `roomy`. */
export function beginRoom(roomy: bool): void {
  if (used) clearRoom();
  open = roomy;
}

/** True if objects send to the room this block, which then hears something. */
export function objectsSend(): bool {
  if (open) used = true;
  return open;
}

/** What a strip that is not an object sends to the room (linear), 0 for nothing: a bed strip to `roomBed`, others to `roomPlanes`. */
export function sendFromBed(record: usize): f32 {
  if (!open || load<i32>(record, REC_OUTPUT) == OUTPUT_OBJECT) return 0.0;
  const send = roomSend(load<i32>(record, REC_BINAURAL));
  if (send > 0.0) used = true;
  return send;
}

/** True if anything went into `roomBed` or `roomPlanes` this block. */
export function roomHears(): bool {
  return used;
}

/** Adds the room's answer: reflections to the virtual speakers' planes, the late field to both ears. */
export function addRoom(first: i32, end: i32, planes: usize, left: usize, right: usize): void {
  const at: usize = 4 * <usize>first;
  roomProcess(room, roomPlanes + at, end - first, planes + at, left + at, right + at);
}
