import {
  BLOCK_FRAMES, FAMILIES, FAMILY_CHANNELS, FAMILY_PLANES, LOUDNESS_CENTRE, LOUDNESS_CORRELATION, LOUDNESS_FOLD, LOUDNESS_INTEGRATED,
  LOUDNESS_FAMILY_PEAKS, LOUDNESS_FAMILY_SQUARES, LOUDNESS_FAMILY_TOPS, LOUDNESS_MOMENTARY, LOUDNESS_MOST, LOUDNESS_PEAKS, LOUDNESS_PROGRAMMES, LOUDNESS_SECONDS, LOUDNESS_SHORT, LOUDNESS_READINGS,
} from '../../contract';
import { reserve } from '../arena';
import { clear, copy } from '../fill';
import { addScaled, energy, peak, weigh } from '../strip/kernels';
import { peakFall, squareFall } from '../strip/meters';
import { addBlock, clearGate, initGate, integrated } from './gate';
import { beginStripLoudness, endStripHop } from './strip-loudness';
import { initWeighting, WEIGHT_STATE_BYTES, weighFour } from './weighting';

/**
 * Loudness of the 5.1 beside (ITU-R BS.1770-5) and of each family in it: momentary over 400 ms, short-term over 3 s, taken every
 * 10 ms; integrated, over blocks of 400 ms every 100 ms that were played from end to end. Readings are mean K-weighted powers:
 * loudness is −0.691 + 10 log10 of them. Beside them peaks, correlation, and what each family gives to the centre.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const FAMILY_BYTES: usize = BLOCK_BYTES * FAMILY_PLANES;
/** Hops of 10 ms in 3 s, in 400 ms, and from block to block of the integrated loudness. */
const HOPS: i32 = 300;
const MOMENTARY: i32 = 40;
const STEP: i32 = 10;
const SURROUND: f64 = 1.41;
const HALF: f32 = 0.7071067811865476;
const LFE: i32 = 3;
const CENTRE: i32 = 2;

/** A hop: f64 energies of the programmes (total, families), of each family's centre, then L², R², LR, Lo², Ro², LoRo. */
const CENTRE_AT: i32 = 5;
const PAIRS_AT: i32 = 9;
const ENTRIES: i32 = 16;
const ROW_BYTES: usize = 128;

/** f64 × LOUDNESS_READINGS, see contract. */
export const readings: usize = memory.data(336, 16);
const current: usize = memory.data(128, 16);
const following: usize = memory.data(128, 16);
const sums: usize = memory.data(128, 16);
let hops: usize = 0;
let states: usize = 0;
/** Planes: the sum of the families, and the two of the fold; what the fourth of four is if there is none. */
let totals: usize = 0;
let spare: usize = 0;

let hopFrames: i32 = 480;
/** Frames of the hop at hand that are done, and its place. */
let done: i32 = 0;
let place: i32 = 0;
/** Hops played in a row, from end to end. */
let played: i32 = 0;
let playing: bool = false;
let interrupted: bool = false;

/** Takes memory. */
export function initLoudness(sampleRate: f64): void {
  assert(LOUDNESS_READINGS * 8 <= 336 && ENTRIES * 8 == 128, 'the tables fit their room');
  initWeighting(sampleRate);
  initGate();
  hops = reserve(ROW_BYTES * <usize>HOPS);
  states = reserve(WEIGHT_STATE_BYTES * FAMILY_CHANNELS * FAMILIES);
  totals = reserve(BLOCK_BYTES * (FAMILY_CHANNELS + 2));
  spare = reserve(BLOCK_BYTES + WEIGHT_STATE_BYTES);
  hopFrames = max(BLOCK_FRAMES, <i32>(sampleRate / 100.0 + 0.5));
  done = place = played = 0;
  playing = interrupted = false;
  memory.fill(readings, 0, 8 * LOUDNESS_READINGS);
  memory.fill(current, 0, ROW_BYTES);
  memory.fill(following, 0, ROW_BYTES);
}

/** Starts the integrated loudness and the largest readings anew. */
export function resetLoudness(): void {
  clearGate();
  for (let i = 0; i < LOUDNESS_PROGRAMMES; i++) store<f64>(reading(LOUDNESS_INTEGRATED + i), 0.0);
  store<f64>(reading(LOUDNESS_MOST), 0.0);
  store<f64>(reading(LOUDNESS_MOST + 1), 0.0);
  store<f64>(reading(LOUDNESS_SECONDS), 0.0);
  played = 0;
}

/** Starts the families' largest samples anew. */
export function clearFamilyTops(): void {
  for (let i = 0; i < FAMILIES; i++) store<f64>(reading(LOUDNESS_FAMILY_TOPS + i), 0.0);
}

function reading(index: i32): usize {
  return readings + 8 * <usize>index;
}

/** Lets a family's filters forget what they heard. */
export function restFamily(family: i32): void {
  const bytes = WEIGHT_STATE_BYTES * FAMILY_CHANNELS;
  memory.fill(states + bytes * <usize>family, 0, bytes);
}

/** Starts frames `first` … `end` of a block. */
export function beginLoudness(first: i32, end: i32, plays: bool): void {
  playing = plays;
  beginStripLoudness(end - first, min(end - first, hopFrames - done));
}

function sumOf(a: usize, b: usize, frames: i32): f64 {
  let sum = f32x4.splat(0.0);
  const vectors = a + (<usize>(frames & ~3) << 2);
  const end = a + (<usize>frames << 2);
  while (a < vectors) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let rest: f32 = 0.0;
  while (a < end) {
    rest += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return (
    <f64>f32x4.extract_lane(sum, 0) + <f64>f32x4.extract_lane(sum, 1) +
    (<f64>f32x4.extract_lane(sum, 2) + <f64>f32x4.extract_lane(sum, 3)) + <f64>rest
  );
}

function enter(row: usize, entry: i32, value: f64): void {
  const at = row + 8 * <usize>entry;
  store<f64>(at, load<f64>(at) + value);
}

function total(channel: i32): usize {
  return totals + BLOCK_BYTES * <usize>channel;
}

/** Sums the sounding families' planes into `totals`. */
function sumFamilies(families: usize, sounding: u32, first: i32, frames: i32): void {
  const at: usize = 4 * <usize>first;
  clear(totals, BLOCK_BYTES * FAMILY_CHANNELS);
  while (sounding != 0) {
    const from = families + FAMILY_BYTES * <usize>ctz(sounding) + at;
    sounding &= sounding - 1;
    for (let channel = 0; channel < FAMILY_CHANNELS; channel++) {
      addScaled(total(channel) + at, from + BLOCK_BYTES * <usize>channel, frames, 1.0);
    }
  }
}

/** Peaks of the sum's channels, and its fold to two. */
function measureTotal(first: i32, frames: i32): void {
  const at: usize = 4 * <usize>first;
  for (let channel = 0; channel < FAMILY_CHANNELS; channel++) {
    weigh(total(channel) + at, frames);
    fallTo(reading(LOUDNESS_PEAKS + channel), energy < Infinity ? peak : 0.0);
  }
  for (let side = 0; side < 2; side++) {
    const to = total(FAMILY_CHANNELS + side);
    copy(to, total(side), BLOCK_BYTES);
    addScaled(to + at, total(CENTRE) + at, frames, HALF);
    addScaled(to + at, total(4 + side) + at, frames, HALF);
  }
}

/** Peak and mean square of a family's loudest channel. */
function measureFamily(family: i32, at: usize, frames: i32, sounds: bool): void {
  let loudest: f32 = 0.0;
  let strongest: f32 = 0.0;
  for (let channel = 0; sounds && channel < FAMILY_CHANNELS; channel++) {
    weigh(at + BLOCK_BYTES * <usize>channel, frames);
    if (!(energy < Infinity)) continue;
    loudest = max(loudest, peak);
    strongest = max(strongest, energy);
  }
  fallTo(reading(LOUDNESS_FAMILY_PEAKS + family), loudest);
  const top = reading(LOUDNESS_FAMILY_TOPS + family);
  store<f64>(top, max(load<f64>(top), <f64>loudest));
  const square = reading(LOUDNESS_FAMILY_SQUARES + family);
  const mean = <f64>strongest / <f64>frames;
  const now = mean + (load<f64>(square) - mean) * <f64>squareFall;
  store<f64>(square, now < 1e-20 ? 0.0 : now);
}

function fallTo(meter: usize, top: f32): void {
  const fallen = load<f64>(meter) * <f64>peakFall;
  store<f64>(meter, <f64>top > fallen ? <f64>top : fallen < 1e-10 ? 0.0 : fallen);
}

let waiting: i32 = 0;
const waitingPlanes: usize = memory.data(16, 16);
const waitingStates: usize = memory.data(16, 16);

function weighWaiting(frames: i32): void {
  if (waiting == 0) return;
  for (; waiting < 4; waiting++) {
    store<usize>(waitingPlanes + 4 * <usize>waiting, spare);
    store<usize>(waitingStates + 4 * <usize>waiting, spare + BLOCK_BYTES);
  }
  weighFour(
    load<usize>(waitingPlanes), load<usize>(waitingPlanes, 4), load<usize>(waitingPlanes, 8), load<usize>(waitingPlanes, 12),
    load<usize>(waitingStates), load<usize>(waitingStates, 4), load<usize>(waitingStates, 8), load<usize>(waitingStates, 12), frames,
  );
  waiting = 0;
}

/** Weighs every channel of the sounding families in place but the LFE. */
function weighFamilies(families: usize, sounding: u32, first: i32, frames: i32): void {
  while (sounding != 0) {
    const family = ctz(sounding);
    sounding &= sounding - 1;
    for (let channel = 0; channel < FAMILY_CHANNELS; channel++) {
      if (channel == LFE) continue;
      const entry: usize = 4 * <usize>waiting;
      store<usize>(waitingPlanes + entry, families + FAMILY_BYTES * <usize>family + BLOCK_BYTES * <usize>channel + 4 * <usize>first);
      store<usize>(waitingStates + entry, states + WEIGHT_STATE_BYTES * <usize>(<i32>family * FAMILY_CHANNELS + channel));
      if (++waiting == 4) weighWaiting(frames);
    }
  }
  weighWaiting(frames);
}

/** Enters frames of the pairs, before the channels are weighed. */
function enterPairs(row: usize, first: i32, frames: i32): void {
  const at: usize = 4 * <usize>first;
  for (let pair = 0; pair < 2; pair++) {
    const left = total(pair == 0 ? 0 : FAMILY_CHANNELS) + at;
    const right = total(pair == 0 ? 1 : FAMILY_CHANNELS + 1) + at;
    const entry = PAIRS_AT + 3 * pair;
    enter(row, entry, sumOf(left, left, frames));
    enter(row, entry + 1, sumOf(right, right, frames));
    enter(row, entry + 2, sumOf(left, right, frames));
  }
}

/** Enters frames of what has been weighed. */
function enterEnergies(row: usize, families: usize, sounding: u32, first: i32, frames: i32): void {
  const at: usize = 4 * <usize>first;
  for (let channel = 0; channel < FAMILY_CHANNELS; channel++) {
    if (channel == LFE) continue;
    const weight = channel > LFE ? SURROUND : 1.0;
    enter(row, 0, weight * sumOf(total(channel) + at, total(channel) + at, frames));
    for (let rest = sounding; rest != 0; rest &= rest - 1) {
      const family = <i32>ctz(rest);
      const plane = families + FAMILY_BYTES * <usize>family + BLOCK_BYTES * <usize>channel + at;
      const sum = sumOf(plane, plane, frames);
      enter(row, 1 + family, weight * sum);
      if (channel == CENTRE) enter(row, CENTRE_AT + family, sum);
    }
  }
}

/** Measures frames of the families in `sounding`, whose planes it weighs. Audio thread. */
export function measureFamilies(families: usize, sounding: u32, first: i32, end: i32): void {
  const frames = end - first;
  const inHop = min(frames, hopFrames - done);
  const beyond = frames - inHop;
  for (let family = 0; family < FAMILIES; family++) {
    measureFamily(family, families + FAMILY_BYTES * <usize>family + 4 * <usize>first, frames, (sounding & (1 << family)) != 0);
  }
  if (sounding == 0) {
    for (let channel = 0; channel < FAMILY_CHANNELS; channel++) fallTo(reading(LOUDNESS_PEAKS + channel), 0.0);
  } else {
    sumFamilies(families, sounding, first, frames);
    measureTotal(first, frames);
    enterPairs(current, first, inHop);
    if (beyond > 0) enterPairs(following, first + inHop, beyond);
    weighFamilies(families, sounding, first, frames);
    sumFamilies(families, sounding, first, frames);
    enterEnergies(current, families, sounding, first, inHop);
    if (beyond > 0) enterEnergies(following, families, sounding, first + inHop, beyond);
    if (!(load<f64>(current) < Infinity && load<f64>(following) < Infinity)) forget();
  }
  if (!playing) interrupted = true;
  done += frames;
  if (done < hopFrames) return;
  done -= hopFrames;
  endHop();
}

/** What is no number would go round for ever. */
function forget(): void {
  for (let family = 0; family < FAMILIES; family++) restFamily(family);
  clear(current, ROW_BYTES);
  clear(following, ROW_BYTES);
}

/** Sums the last `count` hops into `sums`. */
function sumHops(count: i32): void {
  clear(sums, ROW_BYTES);
  for (let i = 1; i <= count; i++) {
    const row = hops + ROW_BYTES * <usize>(place >= i ? place - i : place - i + HOPS);
    for (let at: usize = 0; at < ROW_BYTES; at += 16) v128.store(sums + at, f64x2.add(v128.load(sums + at), v128.load(row + at)));
  }
}

function summed(entry: i32): f64 {
  return load<f64>(sums + 8 * <usize>entry);
}

/** −1 … 1; 0 where a side is silent. */
function correlation(entry: i32): f64 {
  const power = summed(entry) * summed(entry + 1);
  return power > 1e-20 ? max(-1.0, min(1.0, summed(entry + 2) / sqrt(power))) : 0.0;
}

function endHop(): void {
  copy(hops + ROW_BYTES * <usize>place, current, ROW_BYTES);
  copy(current, following, ROW_BYTES);
  clear(following, ROW_BYTES);
  place = place + 1 == HOPS ? 0 : place + 1;
  played = interrupted ? 0 : played + 1;
  interrupted = false;
  const momentary = 1.0 / (<f64>MOMENTARY * <f64>hopFrames);
  sumHops(MOMENTARY);
  for (let i = 0; i < LOUDNESS_PROGRAMMES; i++) store<f64>(reading(LOUDNESS_MOMENTARY + i), summed(i) * momentary);
  store<f64>(reading(LOUDNESS_CORRELATION), correlation(PAIRS_AT));
  store<f64>(reading(LOUDNESS_FOLD), correlation(PAIRS_AT + 3));
  if (played >= MOMENTARY) {
    keepMost(0, LOUDNESS_MOMENTARY);
    if ((played - MOMENTARY) % STEP == 0) endBlock();
  }
  const short = 1.0 / (<f64>HOPS * <f64>hopFrames);
  sumHops(HOPS);
  for (let i = 0; i < LOUDNESS_PROGRAMMES; i++) store<f64>(reading(LOUDNESS_SHORT + i), summed(i) * short);
  for (let i = 0; i < FAMILIES; i++) store<f64>(reading(LOUDNESS_CENTRE + i), summed(CENTRE_AT + i) * short);
  if (played >= HOPS) keepMost(1, LOUDNESS_SHORT);
  endStripHop(hopFrames);
}

function keepMost(index: i32, from: i32): void {
  const now = load<f64>(reading(from));
  if (now > load<f64>(reading(LOUDNESS_MOST + index))) store<f64>(reading(LOUDNESS_MOST + index), now);
}

/** Enters a block of 400 ms. */
function endBlock(): void {
  for (let i = 0; i < LOUDNESS_PROGRAMMES; i++) {
    addBlock(i, load<f64>(reading(LOUDNESS_MOMENTARY + i)));
    store<f64>(reading(LOUDNESS_INTEGRATED + i), integrated(i));
  }
  store<f64>(reading(LOUDNESS_SECONDS), load<f64>(reading(LOUDNESS_SECONDS)) + 0.1);
}
