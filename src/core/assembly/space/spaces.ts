import {
  BED_CHANNELS, BLOCK_FRAMES, MAX_SPACES, SPACE_CONVOLUTION, SPACE_FAMILY, SPACE_GAIN, SPACE_LANES, SPACE_VALUES,
} from '../../contract';
import { reserve } from '../arena';
import { addBedToFamily } from '../beside/families';
import { convolverUsed, resetConvolver, runConvolver } from '../convolver/convolver';
import { initInlets } from '../convolver/inlet';
import { clear, copy } from '../fill';
import { dbToGain } from '../math/f64';
import { addRamped, addScaled, energy, ramp, weigh } from '../strip/kernels';
import { laneValue } from '../strip/lanes';
import { SPACE_PARAMETERS, SPACE_RETURN } from './parameters';
import { DIRECTIONS, planeOf } from './planes';
import { initReverbs, resetReverb, reverbUsed, runReverb } from './reverb';

/**
 * Spaces: slots that strips send to and that return to the bed. A slot holds the record of what a space is to be and the state it
 * runs on; both lie in the heap the host manages. Another record for the same state is followed without a break; another state
 * fades over, and the newest of several that come meanwhile waits.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const INPUT_BYTES: usize = BLOCK_BYTES * BED_CHANNELS;

/** usize record and state: in force, leaving, waiting. */
const RECORD: usize = 0;
const STATE: usize = 4;
const LEAVING: usize = 8;
const LEAVING_STATE: usize = 12;
const WAITING: usize = 16;
const WAITING_STATE: usize = 20;
/** i32: 1 if a change waits; frames of the fade done, −1 when none runs; 1 if something was sent in this block. */
const WAITS: usize = 24;
const FADE: usize = 28;
const TAKEN: usize = 32;
/** f32: gain of the return at the end of the last block, and of what leaves; negative: none yet. */
const GAIN: usize = 36;
const LEAVING_GAIN: usize = 40;
const SLOT_BYTES: usize = 48;

let slots: usize = 0;
let inputs: usize = 0;
let spare: usize = 0;
let used: i32 = 0;
let fadeFrames: i32 = 384;
const asked: usize = memory.data(112, 16);

/** Blocks in which a space was silenced for a sample that is not a number. */
export let spaceFaults: i32 = 0;

/** Takes memory. @param frames length of a cross-fade */
export function initSpaces(sampleRate: f64, frames: i32): void {
  slots = reserve(SLOT_BYTES * MAX_SPACES);
  inputs = reserve(INPUT_BYTES * MAX_SPACES);
  spare = reserve(INPUT_BYTES);
  used = 0;
  spaceFaults = 0;
  fadeFrames = frames;
  initReverbs(sampleRate);
  initInlets(sampleRate);
}

function slotAt(slot: i32): usize {
  return slots + SLOT_BYTES * <usize>slot;
}

// @ts-ignore: decorator
@inline
function convolves(record: usize): bool {
  return load<i32>(record) == SPACE_CONVOLUTION;
}

/** Forgets all sound of the state a record runs on. */
function silenceState(record: usize, state: usize): void {
  if (convolves(record)) resetConvolver(state);
  else resetReverb(state);
}

function stateUsed(record: usize, state: usize): bool {
  return convolves(record) ? convolverUsed(state) : reverbUsed(state);
}

function place(at: usize, record: usize, state: usize): void {
  store<usize>(at, record, RECORD);
  store<usize>(at, state, STATE);
  store<f32>(at, -1.0, GAIN);
  if (record != 0) silenceState(record, state);
}

function beginFade(at: usize, record: usize, state: usize): void {
  store<usize>(at, load<usize>(at, RECORD), LEAVING);
  store<usize>(at, load<usize>(at, STATE), LEAVING_STATE);
  store<f32>(at, load<f32>(at, GAIN), LEAVING_GAIN);
  place(at, record, state);
  store<i32>(at, 0, FADE);
}

function endFade(at: usize): void {
  store<usize>(at, 0, LEAVING);
  store<usize>(at, 0, LEAVING_STATE);
  store<i32>(at, -1, FADE);
}

/** Gives a slot a record and the state it is to run on, 0 and 0 for none. Only what is new to the slot is begun afresh. */
export function changeSpace(slot: i32, record: usize, state: usize, playing: bool): void {
  const at = slotAt(slot);
  if (slot >= used) {
    for (let i = used; i <= slot; i++) endFade(slotAt(i));
    used = slot + 1;
  }
  if (load<i32>(at, WAITS)) {
    store<usize>(at, record, WAITING);
    store<usize>(at, state, WAITING_STATE);
  } else if (state == load<usize>(at, STATE)) store<usize>(at, record, RECORD);
  else if (!playing) {
    endFade(at);
    place(at, record, state);
  } else if (load<i32>(at, FADE) >= 0) {
    store<i32>(at, 1, WAITS);
    store<usize>(at, record, WAITING);
    store<usize>(at, state, WAITING_STATE);
  } else beginFade(at, record, state);
}

/** True if the core still reads a piece of the heap for this slot: a record or a state. */
export function spaceHolds(slot: i32, piece: usize): bool {
  if (slot >= used) return false;
  const at = slotAt(slot);
  for (let i: usize = 0; i < 16; i += 4) if (load<usize>(at + i) == piece) return true;
  return load<i32>(at, WAITS) != 0 && (load<usize>(at, WAITING) == piece || load<usize>(at, WAITING_STATE) == piece);
}

/** True while a space fades over. */
export function spacesFading(): bool {
  for (let i = 0; i < used; i++) if (load<i32>(slotAt(i), FADE) >= 0) return true;
  return false;
}

function takeWaiting(at: usize): bool {
  if (load<i32>(at, WAITS) == 0) return false;
  store<i32>(at, 0, WAITS);
  return true;
}

/** Ends every fade, takes what waits and silences what rings: when the transport halts or jumps. */
export function settleSpaces(): void {
  for (let i = 0; i < used; i++) {
    const at = slotAt(i);
    endFade(at);
    if (takeWaiting(at)) {
      const state = load<usize>(at, WAITING_STATE);
      if (state == load<usize>(at, STATE)) store<usize>(at, load<usize>(at, WAITING), RECORD);
      else place(at, load<usize>(at, WAITING), state);
    }
    const record = load<usize>(at, RECORD);
    const state = load<usize>(at, STATE);
    if (record != 0 && stateUsed(record, state)) silenceState(record, state);
    store<f32>(at, -1.0, GAIN);
  }
}

/** Silences the inputs for a block. */
export function beginSpaces(): void {
  for (let i = 0; i < used; i++) {
    const at = slotAt(i);
    if (load<i32>(at, TAKEN)) clear(inputs + INPUT_BYTES * <usize>i, INPUT_BYTES);
    store<i32>(at, 0, TAKEN);
  }
}

/** Planes of a bed to send to a space in this block; 0 if there is no such space. */
export function takeInput(slot: i32): usize {
  if (<u32>slot >= <u32>used) return 0;
  const at = slotAt(slot);
  if (load<usize>(at, RECORD) == 0 && load<usize>(at, LEAVING) == 0) return 0;
  store<i32>(at, 1, TAKEN);
  return inputs + INPUT_BYTES * <usize>slot;
}

/** Evaluates the parameters of a record at a timeline sample. @returns the gain of its return */
function evaluate(record: usize, time: f64): f32 {
  for (let i: usize = 0; i < <usize>SPACE_PARAMETERS; i++) {
    const lane = load<i32>(record + SPACE_LANES + 4 * i);
    store<f64>(asked + 8 * i, lane ? laneValue(record + <usize>lane, time) : load<f64>(record + SPACE_VALUES + 8 * i));
  }
  const db = load<f64>(asked + 8 * SPACE_RETURN);
  return db <= -144.0 ? 0.0 : <f32>(load<f64>(record, SPACE_GAIN) * dbToGain(db));
}

/** True if the planes hold a sample that is not a number. */
function broken(planes: usize, first: i32, end: i32): bool {
  for (let d = 0; d < DIRECTIONS; d++) {
    weigh(planes + BLOCK_BYTES * planeOf(d) + 4 * <usize>first, end - first);
    if (!(energy < Infinity)) return true;
  }
  return false;
}

/** Runs one space on its input planes and adds what comes back to the bed and to a family, its gain on a line. */
function runSpace(record: usize, state: usize, planes: usize, first: i32, end: i32, bed: usize, before: f32, after: f32): void {
  const sound = convolves(record) ? runConvolver(state, asked, planes, first, end) : runReverb(state, asked, planes, first, end);
  if (!sound) spaceFaults++;
  if (broken(planes, first, end)) {
    spaceFaults++;
    silenceState(record, state);
    return;
  }
  const slope = (after - before) / <f32>(end - first);
  addBedToFamily(load<i32>(record, SPACE_FAMILY), planes, first, end, before, slope);
  for (let d = 0; d < DIRECTIONS; d++) {
    const offset = BLOCK_BYTES * planeOf(d) + 4 * <usize>first;
    if (slope != 0.0) addRamped(bed + offset, planes + offset, end - first, before, slope, 0);
    else if (after != 0.0) addScaled(bed + offset, planes + offset, end - first, after);
  }
}

function fadeIn(planes: usize, first: i32, end: i32, way: f32, next: f32): void {
  for (let d = 0; d < DIRECTIONS; d++) {
    ramp(planes + BLOCK_BYTES * planeOf(d) + 4 * <usize>first, end - first, way, (next - way) / <f32>(end - first), 0);
  }
}

/** Brings every space on by frames `first` … `end` of the block at `block` and adds what comes back to the bed. Audio thread. */
export function renderSpaces(block: f64, first: i32, end: i32, bed: usize): void {
  for (let i = 0; i < used; i++) {
    const at = slotAt(i);
    const input = inputs + INPUT_BYTES * <usize>i;
    const record = load<usize>(at, RECORD);
    const done = load<i32>(at, FADE);
    let way: f32 = 1.0;
    let next: f32 = 1.0;
    if (done >= 0) {
      way = <f32>done / <f32>fadeFrames;
      next = <f32>min(done + end - first, fadeFrames) / <f32>fadeFrames;
      const leaving = load<usize>(at, LEAVING);
      if (leaving != 0) {
        copy(spare, input, INPUT_BYTES);
        const gain = max(load<f32>(at, LEAVING_GAIN), 0.0);
        evaluate(leaving, block + <f64>first);
        runSpace(leaving, load<usize>(at, LEAVING_STATE), spare, first, end, bed, gain * (<f32>1.0 - way), gain * (<f32>1.0 - next));
      }
    }
    if (record != 0) {
      const gain = evaluate(record, block + <f64>first);
      const last = load<f32>(at, GAIN);
      const state = load<usize>(at, STATE);
      // Taken, since what is not sent to is not cleared either.
      if (load<i32>(at, TAKEN) || stateUsed(record, state)) {
        store<i32>(at, 1, TAKEN);
        // What comes in is faded: its reflections are heard later than the fade takes.
        if (done >= 0) fadeIn(input, first, end, way, next);
        runSpace(record, state, input, first, end, bed, last < 0.0 ? gain : last, gain);
      }
      store<f32>(at, gain, GAIN);
    }
    if (done < 0) continue;
    if (done + end - first < fadeFrames) {
      store<i32>(at, done + end - first, FADE);
      continue;
    }
    endFade(at);
    if (!takeWaiting(at)) continue;
    if (load<usize>(at, WAITING_STATE) == load<usize>(at, STATE)) store<usize>(at, load<usize>(at, WAITING), RECORD);
    else beginFade(at, load<usize>(at, WAITING), load<usize>(at, WAITING_STATE));
  }
}
