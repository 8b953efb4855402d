import { BLOCK_FRAMES, MAX_KEYS, REC_CHANNELS, REC_KEYS } from '../../contract';
import { reserve } from '../arena';
import { clear, copy } from '../fill';
import { addScaled } from './kernels';

/**
 * Key buses: what detectors listen to. A strip that feeds keys (REC_KEYS) adds its channels behind the fader to a mono plane of each;
 * who listens is rendered after it and reads the plane, or as far back as the strip reads its clips early for those who look
 * farther ahead. How far back is counted in samples rendered, not on the timeline: after a jump it begins in silence.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** A bus: usize history, 0 for none; i32 its frames less one, a power of two less one; i32 frames written so far, modulo that. */
const RING: usize = 0;
const MASK: usize = 4;
const WRITTEN: usize = 8;
const BUS_BYTES: usize = 16;

let buses: usize = 0;
let keyPlanes: usize = 0;
/** Buses in use. */
let count: i32 = 0;
/** Frames of the block at hand, and of the one before until they are history. */
let firstFrame: i32 = 0;
let endFrame: i32 = 0;
const delayed: usize = memory.data(512, 16);

/** Takes memory. */
export function initKeys(): void {
  buses = reserve(BUS_BYTES * MAX_KEYS);
  keyPlanes = reserve(BLOCK_BYTES * MAX_KEYS);
  count = 0;
  firstFrame = endFrame = 0;
}

/** Gives a bus a history of `frames` (0 or a power of two ≥ BLOCK_FRAMES) at `ring`; it begins in silence. */
export function placeKey(bus: i32, ring: usize, frames: i32): void {
  const at = buses + BUS_BYTES * <usize>bus;
  store<usize>(at, ring, RING);
  store<i32>(at, frames - 1, MASK);
  store<i32>(at, 0, WRITTEN);
  if (frames > 0) clear(ring, 4 * <usize>frames);
}

/** Says how many buses are in use. */
export function countKeys(used: i32): void {
  count = used;
}

/** Forgets what was heard: after a jump. */
export function forgetKeys(): void {
  for (let bus = 0; bus < count; bus++) {
    const at = buses + BUS_BYTES * <usize>bus;
    const frames = load<i32>(at, MASK) + 1;
    if (frames > 0) clear(load<usize>(at, RING), 4 * <usize>frames);
    clear(keyPlanes + BLOCK_BYTES * <usize>bus, BLOCK_BYTES);
  }
  firstFrame = endFrame = 0;
}

/** Makes history of the block before. */
function remember(bus: i32): void {
  const at = buses + BUS_BYTES * <usize>bus;
  const mask = load<i32>(at, MASK);
  if (mask < 0) return;
  const ring = load<usize>(at, RING);
  const plane = keyPlanes + BLOCK_BYTES * <usize>bus;
  const written = load<i32>(at, WRITTEN);
  const frames = endFrame - firstFrame;
  if (frames == BLOCK_FRAMES && (written & (BLOCK_FRAMES - 1)) == 0) copy(ring + 4 * <usize>(written & mask), plane, BLOCK_BYTES);
  else {
    for (let i = 0; i < frames; i++) {
      store<f32>(ring + 4 * <usize>((written + i) & mask), load<f32>(plane + 4 * <usize>(firstFrame + i)));
    }
  }
  store<i32>(at, (written + frames) & mask, WRITTEN);
}

/** Begins frames `first` … `end` of a block: every bus is silent. Audio thread. */
export function beginKeys(first: i32, end: i32): void {
  for (let bus = 0; bus < count; bus++) {
    remember(bus);
    clear(keyPlanes + BLOCK_BYTES * <usize>bus, BLOCK_BYTES);
  }
  firstFrame = first;
  endFrame = end;
}

/** Adds a strip's channels in `planes` to the buses its record names. Audio thread. */
export function feedKeys(record: usize, planes: usize): void {
  let mask = load<u64>(record, REC_KEYS);
  const at: usize = 4 * <usize>firstFrame;
  while (mask != 0) {
    const bus = <i32>ctz(mask);
    mask &= mask - 1;
    if (bus >= count) return;
    const plane = keyPlanes + BLOCK_BYTES * <usize>bus + at;
    for (let channel = 0; channel < load<i32>(record, REC_CHANNELS); channel++) {
      addScaled(plane, planes + BLOCK_BYTES * <usize>channel + at, endFrame - firstFrame, 1.0);
    }
  }
}

/**
 * A plane of a block (BLOCK_FRAMES f32, 16-byte aligned) whose frames of the block at hand are what a bus carried `delay` samples
 * ago. Valid until the next call; silent for a bus there is not, or farther back than its history. Audio thread.
 */
export function keyPlane(bus: i32, delay: i32): usize {
  if (<u32>bus >= <u32>count) {
    clear(delayed, BLOCK_BYTES);
    return delayed;
  }
  const plane = keyPlanes + BLOCK_BYTES * <usize>bus;
  if (delay == 0) return plane;
  const at = buses + BUS_BYTES * <usize>bus;
  const mask = load<i32>(at, MASK);
  if (delay < 0 || delay > mask + 1) {
    clear(delayed, BLOCK_BYTES);
    return delayed;
  }
  const ring = load<usize>(at, RING);
  const written = load<i32>(at, WRITTEN);
  for (let frame = firstFrame; frame < endFrame; frame++) {
    const back = frame - firstFrame - delay;
    const from = back < 0 ? ring + 4 * <usize>((written + back) & mask) : plane + 4 * <usize>(firstFrame + back);
    store<f32>(delayed + 4 * <usize>frame, load<f32>(from));
  }
  return delayed;
}
