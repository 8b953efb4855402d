import { BLOCK_FRAMES, HOME_BYTES, HOME_WEIGHT, MAX_STRIP_CHANNELS, MAX_STRIPS, REC_CHANNELS, REC_HOMES } from '../../contract';
import { reserve } from '../arena';
import { planes } from '../strip/clips';
import { usedSlots } from '../strip/versions';
import { BANK_CHANNELS, bankEnergies, closeBank, LIGHT_STATE_BYTES, openBank, weighBank } from './weighting';

/**
 * Momentary loudness of every strip behind its fader (K-weighted power of the last 400 ms, each channel weighed by its label
 * as BS.1770-5 does), whatever becomes of the strip further on. Channels of strips are gathered until eight can be weighed at once.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Hops of 10 ms in 400 ms. */
const HOPS: i32 = 40;
const ROW_BYTES: usize = 4 * MAX_STRIPS;

/** f32 a slot: mean K-weighted power of the last 400 ms. */
export let stripLoudness: usize = 0;
/** f32 [hop][slot]: energy; and of the hop at hand, and of what already belongs to the next. */
let hops: usize = 0;
let current: usize = 0;
let following: usize = 0;
/** States of every slot's channels. */
let states: usize = 0;
/** u32 a slot: block in which it was heard last. */
let heardIn: usize = 0;
let block: u32 = 0;

/** f32 [frame][channel] of the bank, and of each channel its slot, state and weight. */
let bank: usize = 0;
const slots: usize = memory.data(32, 16);
const held: usize = memory.data(32, 16);
const weights: usize = memory.data(32, 16);
let gathered: i32 = 0;

let frames: i32 = 0;
/** Frames of the block that belong to the hop at hand. */
let cut: i32 = 0;
let hop: i32 = 0;

/** Takes memory. */
export function initStripLoudness(): void {
  stripLoudness = reserve(ROW_BYTES);
  hops = reserve(ROW_BYTES * <usize>HOPS);
  current = reserve(ROW_BYTES);
  following = reserve(ROW_BYTES);
  states = reserve(LIGHT_STATE_BYTES * MAX_STRIP_CHANNELS * MAX_STRIPS);
  heardIn = reserve(4 * MAX_STRIPS);
  bank = reserve(4 * <usize>BANK_CHANNELS * BLOCK_FRAMES);
  block = 1;
  gathered = hop = 0;
}

/** Starts a block of `count` frames, of which the first `inHop` end the hop at hand (all of them if it goes on). */
export function beginStripLoudness(count: i32, inHop: i32): void {
  frames = count;
  cut = inHop;
  block++;
}

/** Takes the channels of a strip, in `planes` from frame `first` on. Audio thread. */
export function hearLoudness(slot: i32, record: usize, first: i32): void {
  const channels = load<i32>(record, REC_CHANNELS);
  const state = states + LIGHT_STATE_BYTES * <usize>(MAX_STRIP_CHANNELS * slot);
  const seen = heardIn + 4 * <usize>slot;
  if (load<u32>(seen) + 1 != block) memory.fill(state, 0, LIGHT_STATE_BYTES * MAX_STRIP_CHANNELS);
  store<u32>(seen, block);
  for (let channel = 0; channel < channels; channel++) {
    const weight = load<f32>(record + REC_HOMES + <usize>HOME_BYTES * <usize>channel, HOME_WEIGHT);
    if (weight == 0.0) continue;
    const entry: usize = 4 * <usize>gathered;
    store<i32>(slots + entry, slot);
    store<usize>(held + entry, state + LIGHT_STATE_BYTES * <usize>channel);
    store<f32>(weights + entry, weight);
    gather(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, bank + entry);
    if (++gathered == BANK_CHANNELS) flush();
  }
}

/** Spreads a channel's samples into its column of the bank. */
function gather(from: usize, to: usize): void {
  const end = from + (<usize>frames << 2);
  const quads = from + (<usize>(frames & ~3) << 2);
  while (from < quads) {
    const four = v128.load(from);
    v128.store_lane<f32>(to, four, 0);
    v128.store_lane<f32>(to, four, 1, 32);
    v128.store_lane<f32>(to, four, 2, 64);
    v128.store_lane<f32>(to, four, 3, 96);
    from += 16;
    to += 128;
  }
  while (from < end) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 32;
  }
}

function enter(sums: usize): void {
  for (let i = 0; i < gathered; i++) {
    const at: usize = 4 * <usize>i;
    const sum = sums + 4 * <usize>load<i32>(slots + at);
    store<f32>(sum, load<f32>(sum) + load<f32>(weights + at) * load<f32>(bankEnergies + at));
  }
}

/** Weighs what has been gathered. */
function flush(): void {
  if (gathered == 0) return;
  for (let i = 0; i < gathered; i++) openBank(i, load<usize>(held + 4 * <usize>i));
  weighBank(bank, cut);
  enter(current);
  if (cut < frames) {
    weighBank(bank + (<usize>cut << 5), frames - cut);
    enter(following);
  }
  for (let i = 0; i < gathered; i++) closeBank(i, load<usize>(held + 4 * <usize>i));
  gathered = 0;
}

/** Ends the block: weighs what is left. */
export function endStripLoudness(): void {
  flush();
}

/** Ends a hop. @param hopFrames its frames */
export function endStripHop(hopFrames: i32): void {
  const bytes: usize = 4 * <usize>((usedSlots + 3) & ~3);
  const row = hops + ROW_BYTES * <usize>hop;
  hop = hop + 1 == HOPS ? 0 : hop + 1;
  const scale = f32x4.splat(1.0 / (<f32>HOPS * <f32>hopFrames));
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(row + at, v128.load(current + at));
    v128.store(current + at, v128.load(following + at));
    v128.store(following + at, f32x4.splat(0.0));
    let sum = f32x4.splat(0.0);
    for (let i: usize = 0; i < ROW_BYTES * <usize>HOPS; i += ROW_BYTES) sum = f32x4.add(sum, v128.load(hops + i + at));
    v128.store(stripLoudness + at, f32x4.mul(sum, scale));
  }
}
