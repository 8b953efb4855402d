import { BED_CHANNELS, BED_PLANES, BINAURAL_OFF, BLOCK_FRAMES, REC_BINAURAL } from '../../contract';
import { reserve } from '../arena';
import { halfSine } from '../law/half-sine';
import { addRamped } from '../strip/kernels';
import { placeAt, placeX } from './place';

/** What has no binaural rendering: objects panned in stereo, and a bed folded to stereo. */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const LFE: i32 = 3;

/** The bed of strips that have no binaural rendering, and the pair objects and bed become. */
export let plainBed: usize = 0;
let plainPair: usize = 0;
let used: bool = false;

/** Takes memory. */
export function initPlain(): void {
  plainBed = reserve(BLOCK_BYTES * BED_PLANES);
  plainPair = reserve(BLOCK_BYTES * 2);
}

/** Silences both. */
export function clearPlain(): void {
  memory.fill(plainBed, 0, BLOCK_BYTES * BED_PLANES);
  memory.fill(plainPair, 0, BLOCK_BYTES * 2);
  used = false;
}

/** Starts a block. */
export function beginPlain(): void {
  if (used) clearPlain();
}

/** The bed a strip's channels go to: `bed`, or one that is heard without responses. */
export function plainOr(record: usize, bed: usize): usize {
  if (load<i32>(record, REC_BINAURAL) != BINAURAL_OFF) return bed;
  used = true;
  return plainBed;
}

/** An object without binaural rendering: constant power between left and right. */
export function panPlain(record: usize, channel: i32, block: f64, moving: bool, first: i32, end: i32, source: usize): void {
  placeAt(record, channel, block);
  const near = max(0.0, min(1.0, 0.5 * (placeX + 1.0)));
  if (moving) placeAt(record, channel, block + <f64>BLOCK_FRAMES);
  const far = max(0.0, min(1.0, 0.5 * (placeX + 1.0)));
  addPlain(plainPair, source, first, end, <f32>halfSine(1.0 - near), <f32>halfSine(1.0 - far));
  addPlain(plainPair + BLOCK_BYTES, source, first, end, <f32>halfSine(near), <f32>halfSine(far));
  used = true;
}

function addPlain(to: usize, source: usize, first: i32, end: i32, near: f32, far: f32): void {
  const at: usize = 4 * <usize>first;
  addRamped(to + at, source + at, end - first, near, (far - near) / <f32>BLOCK_FRAMES, first);
}

/** Adds what is plain to both ears; the bed left channels left, right ones right, the centre to both at −3 dB. */
export function addPlainPair(first: i32, end: i32, left: usize, right: usize): void {
  if (!used) return;
  const half: f32 = 0.7071067811865476;
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    if (channel == LFE) continue;
    const source = plainBed + BLOCK_BYTES * <usize>channel;
    const toLeft: f32 = channel == 2 ? half : channel == 0 || (channel > 3 && (channel & 1) == 0) ? 1.0 : 0.0;
    const toRight: f32 = channel == 2 ? half : 1.0 - toLeft;
    if (toLeft > 0.0) addPlain(left, source, first, end, toLeft, toLeft);
    if (toRight > 0.0) addPlain(right, source, first, end, toRight, toRight);
  }
  addPlain(left, plainPair, first, end, 1.0, 1.0);
  addPlain(right, plainPair + BLOCK_BYTES, first, end, 1.0, 1.0);
}
