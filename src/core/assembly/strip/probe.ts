import { BLOCK_FRAMES, MAX_STRIPS, PROBE_BLOCKS, PROBE_FRAMES } from '../../contract';
import { reserve } from '../arena';
import { weigh, peak } from './kernels';

/**
 * What processors do, for the eye: how far the dynamics of each strip turn down, and of one strip the mean of its channels ahead of
 * its chain and behind it, in rings the host copies from. Both go without the fader: where a strip without a chain has it in its
 * clips already, it is taken off again.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const MASK: i32 = PROBE_FRAMES - 1;

/** dB ≥ 0 each strip is turned down by, f32 for every slot. */
export let stripReductions: usize = 0;
/** PROBE_FRAMES f32 ahead of the chain, as many behind it, then for each of PROBE_BLOCKS blocks f32 reduction in dB, peak ahead, peak behind. */
export let probeRings: usize = 0;
/** Frames and blocks gathered so far. */
export let probeFrames: i32 = 0;
export let probeBlocks: i32 = 0;

let probeSlot: i32 = -1;
/** The strip at hand is probed; its slot, −1 while a version only fades out. */
let probing: bool = false;
let slotNow: i32 = -1;

/** Takes memory. */
export function initProbe(): void {
  stripReductions = reserve(4 * MAX_STRIPS);
  probeRings = reserve(8 * PROBE_FRAMES + 12 * PROBE_BLOCKS);
  probeFrames = probeBlocks = 0;
  probeSlot = slotNow = -1;
  probing = false;
}

/** Gathers from the strip in this slot from now on; −1 from none. */
export function setProbeSlot(slot: i32): void {
  probeSlot = slot;
}

/** A version of a strip comes: the one that is metered, or one that fades out. Silent until said otherwise. */
export function beginProbe(slot: i32, metered: bool, frames: i32): void {
  slotNow = metered ? slot : -1;
  probing = metered && slot == probeSlot;
  if (!metered) return;
  store<f32>(stripReductions + 4 * <usize>slot, 0.0);
  if (!probing) return;
  for (let i = 0; i < frames; i++) {
    const at = probeRings + 4 * <usize>((probeFrames + i) & MASK);
    store<f32>(at, 0.0);
    store<f32>(at, 0.0, 4 * PROBE_FRAMES);
  }
  const entry = probeRings + 8 * PROBE_FRAMES + 12 * <usize>(probeBlocks & (PROBE_BLOCKS - 1));
  store<f32>(entry, 0.0);
  store<f32>(entry, 0.0, 4);
  store<f32>(entry, 0.0, 8);
  probeFrames += frames;
  probeBlocks++;
}

/** Takes the mean of the channels into a ring, and their largest sample into the block's entry. */
function gather(ring: usize, place: usize, planes: usize, channels: i32, first: i32, end: i32, scale: f32): void {
  const start = probeFrames - (end - first);
  const share = scale / <f32>channels;
  let most: f32 = 0.0;
  for (let channel = 0; channel < channels; channel++) {
    const plane = planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first;
    weigh(plane, end - first);
    if (peak > most) most = peak;
    for (let i = 0; i < end - first; i++) {
      const at = ring + 4 * <usize>((start + i) & MASK);
      store<f32>(at, load<f32>(at) + share * load<f32>(plane + (<usize>i << 2)));
    }
  }
  const entry = probeRings + 8 * PROBE_FRAMES + 12 * <usize>((probeBlocks - 1) & (PROBE_BLOCKS - 1));
  store<f32>(entry + place, most * abs(scale));
}

/** The strip's channels stand ahead of its chain. @param scale takes the fader off again where it is in them */
export function probeAhead(planes: usize, channels: i32, first: i32, end: i32, scale: f32): void {
  if (probing) gather(probeRings, 4, planes, channels, first, end, scale);
}

/** The strip's channels stand behind its chain, whose dynamics turn down by so many dB. */
export function probeBehind(planes: usize, channels: i32, first: i32, end: i32, scale: f32, reduction: f32): void {
  if (slotNow >= 0) store<f32>(stripReductions + 4 * <usize>slotNow, reduction);
  if (!probing) return;
  gather(probeRings + 4 * PROBE_FRAMES, 8, planes, channels, first, end, scale);
  store<f32>(probeRings + 8 * PROBE_FRAMES + 12 * <usize>((probeBlocks - 1) & (PROBE_BLOCKS - 1)), reduction);
}
