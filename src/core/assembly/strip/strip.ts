import {
  BLOCK_FRAMES, MAX_STRIPS, OUTPUT_KEYS, REC_CHANNELS, REC_CONTROLS, REC_GAIN, REC_LATENCY, REC_OUTPUT,
} from '../../contract';
import { reserve } from '../arena';
import { addToFamily, familiesTake } from '../beside/families';
import { hearLoudness } from '../beside/strip-loudness';
import { restStrip } from '../ears/mix';
import { hearFamily, runBells, spectralTurned } from '../duck/spectral';
import { clear, copy } from '../fill';
import { chainFresh, chainMisses, chainReduction, chainRings, noteChain, resetChain, runChain } from './chain';
import { forgetReading, planes, readAhead } from './clips';
import { applyControls, makeControls, measureDucks, restDucks, spectralOf } from './controls';
import { energy, peak, ramp, weigh } from './kernels';
import { beginKeys, feedKeys, initKeys } from './keys';
import { blockMeter, quietMeter } from './meters';
import { initMixing, mixVersion } from './mix-version';
import { beginProbe, initProbe, probeAhead, probeBehind } from './probe';
import { applyRide, rides } from './ride';
import { hasSends, sendStrip } from './sends';
import { readTrimmed, warmStrip } from './trimmed';
import {
  advanceFade, chainOf, currentVersion, fadeDone, fadeFrames, forgetBells, initVersions, leavingVersion, usedSlots, VERSION_BELLS,
  VERSION_RECORD, VERSION_RINGS, VERSION_STATE,
} from './versions';

/** Strips, block by block: a version's clips, its chain, its ride, its meter, then where it goes. */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Strips whose samples are asked for together. */
const ASKED: i32 = 16;

/** The channels of a strip while what goes ahead of the fader is faded. */
const ahead: usize = memory.data(5120, 16);

/** Blocks muted because a strip gave something that is not a number, and the slot of the last one. */
export let stripFaults: i32 = 0;
export let faultySlot: i32 = -1;

/** Slots rendered before all others, i32 each, in this order: those others listen to. */
export let orderRequest: usize = 0;
/** How many, and a byte for each slot: 1 if it is one of them. */
let early: i32 = 0;
let isEarly: usize = 0;

/** Takes memory for every slot. @param frames of a cross-fade, and between the moments gains of slow objects are taken at */
export function initStrips(frames: i32): void {
  initVersions(frames);
  initMixing(frames);
  initKeys();
  initProbe();
  orderRequest = reserve(4 * MAX_STRIPS);
  isEarly = reserve(MAX_STRIPS);
  early = 0;
  stripFaults = 0;
  faultySlot = -1;
}

/** Renders the `count` slots at `orderRequest` before the others, which keep the order of their slots. */
export function orderStrips(count: i32): void {
  early = count;
  memory.fill(isEarly, 0, MAX_STRIPS);
  for (let i: usize = 0; i < 4 * <usize>count; i += 4) store<u8>(isEarly + load<i32>(orderRequest + i), 1);
}

/** Found by `measureStrip` over the channels of a strip. */
let loudest: f32 = 0.0;
let strongest: f32 = 0.0;
let total: f32 = 0.0;

function measureStrip(channels: i32, first: i32, end: i32): void {
  loudest = 0.0;
  strongest = 0.0;
  total = 0.0;
  for (let channel = 0; channel < channels; channel++) {
    weigh(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first);
    if (peak > loudest) loudest = peak;
    if (energy > strongest) strongest = energy;
    total += energy;
  }
}

/** Of the version being rendered: the line its fade scales it by, and how many frames that is; less than 0 frames without a fade. */
let fadeBase: f32 = 0.0;
let fadeSlope: f32 = 0.0;
let fadeLength: i32 = -1;

/** Scales the channels in `planes` by the version's fade. */
function fadeStrip(channels: i32, first: i32, end: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    const plane = planes + BLOCK_BYTES * <usize>channel;
    if (fadeLength > 0) ramp(plane + 4 * <usize>first, fadeLength, fadeBase, fadeSlope, 0);
    if (first + fadeLength < end && fadeSlope < 0.0) memory.fill(plane + 4 * <usize>(first + fadeLength), 0, 4 * <usize>(end - first - fadeLength));
  }
}

/** Sends what is taken ahead of the fader, through the version's fade. */
function sendEarly(record: usize, channels: i32, block: f64, first: i32, end: i32): void {
  if (fadeLength < 0) {
    sendStrip(record, true, block, first, end);
    return;
  }
  copy(ahead, planes, BLOCK_BYTES * <usize>channels);
  fadeStrip(channels, first, end);
  sendStrip(record, true, block, first, end);
  copy(planes, ahead, BLOCK_BYTES * <usize>channels);
}

/** Reads a version's clips into `planes` and runs its chain, with all gain that rides no lane. @returns false if nothing sounds */
function readStrip(at: usize, record: usize, block: f64, first: i32, end: i32): bool {
  const gain = rides(record) ? 1.0 : load<f64>(record, REC_GAIN);
  const chain = chainOf(record);
  const early = hasSends(record, true);
  const channels = load<i32>(record, REC_CHANNELS);
  const whole = chain == 0 && !early;
  if (whole) {
    if (!readTrimmed(at + VERSION_STATE, record, gain, block, first, end)) return false;
    probeAhead(planes, channels, first, end, <f32>(1.0 / gain));
    probeBehind(planes, channels, first, end, <f32>(1.0 / gain), 0.0);
    return true;
  }
  if (chain != 0) {
    const missing = chainMisses(chain, block + <f64>first);
    if (missing > 0) warmStrip(at + VERSION_STATE, record, chain, block + <f64>first, missing);
    noteChain(chain, block + <f64>end);
  }
  const sounding = readTrimmed(at + VERSION_STATE, record, 1.0, block, first, end);
  if (!sounding) {
    if (chain == 0 || !chainRings(chain, channels)) return false;
    clear(planes, BLOCK_BYTES * <usize>channels);
  }
  if (chain == 0) {
    probeAhead(planes, channels, first, end, 1.0);
    probeBehind(planes, channels, first, end, 1.0, 0.0);
  } else {
    probeAhead(planes, channels, first, end, 1.0);
    runChain(chain, planes, channels, block, load<f64>(record, REC_LATENCY), first, end, sounding);
    probeBehind(planes, channels, first, end, 1.0, chainReduction(chain));
  }
  if (early) sendEarly(record, channels, block, first, end);
  if (gain == 1.0) return true;
  for (let channel = 0; channel < channels; channel++) {
    ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first, <f32>gain, 0.0, 0);
  }
  return true;
}

/** Runs a version's channels through the bells of the family it belongs to. */
function duckVersion(at: usize, record: usize, channels: i32, first: i32, end: i32): void {
  const duck = spectralOf(record);
  if (duck == 0) {
    forgetBells(at);
    return;
  }
  hearFamily(duck, planes, channels, first, end);
  if (spectralTurned(duck)) {
    runBells(duck, at + VERSION_BELLS, planes, channels, first, end);
    store<i32>(at, 1, VERSION_RINGS);
  } else forgetBells(at);
}

/** Forgets what a version played that is silent now. */
function restVersion(at: usize, record: usize): void {
  forgetReading(at + VERSION_STATE);
  const chain = chainOf(record);
  if (chain != 0 && !chainFresh(chain)) resetChain(chain, load<i32>(record, REC_CHANNELS));
}

/** Renders a version into the buses. `fade` ≥ 0 scales it by a line: base + slope · (frame − first). */
function renderVersion(slot: i32, at: usize, block: f64, first: i32, end: i32, bed: usize, speakers: usize, fading: bool, base: f32, slope: f32, length: i32, meter: bool): void {
  const record = load<usize>(at, VERSION_RECORD);
  beginProbe(slot, meter, end - first);
  const quiet = record == 0 || (load<f64>(record, REC_GAIN) == 0.0 && !hasSends(record, true));
  fadeBase = base;
  fadeSlope = slope;
  fadeLength = fading ? length : -1;
  if (quiet || !readStrip(at, record, block, first, end)) {
    if (record != 0 && quiet) restVersion(at, record);
    forgetBells(at);
    if (meter) quietMeter(slot, end - first);
    return;
  }
  const channels = load<i32>(record, REC_CHANNELS);
  if (rides(record)) applyRide(record, channels, block, first, end);
  if (load<i32>(record, REC_CONTROLS)) applyControls(record, planes, channels);
  measureStrip(channels, first, end);
  if (!(total < Infinity)) {
    stripFaults++;
    faultySlot = slot;
    // What is no number would go round in a filter for ever.
    if (chainOf(record) != 0) resetChain(chainOf(record), channels);
    forgetBells(at);
    if (meter) quietMeter(slot, end - first);
    return;
  }
  if (meter) blockMeter(slot, loudest, strongest, end - first);
  if (loudest == 0.0) {
    forgetBells(at);
    return;
  }
  if (meter && familiesTake) hearLoudness(slot, record, first);
  if (fading) fadeStrip(channels, first, end);
  if (load<i32>(record, REC_OUTPUT) == OUTPUT_KEYS) {
    feedKeys(record, planes);
    return;
  }
  if (load<i32>(record, REC_CONTROLS)) duckVersion(at, record, channels, first, end);
  if (hasSends(record, false)) sendStrip(record, false, block, first, end);
  addToFamily(at, record, block, first, end);
  mixVersion(slot, at, record, block, first, end, bed, speakers);
}

function askAhead(slot: i32, end: i32): void {
  for (; slot < end; slot++) {
    const at = currentVersion(slot);
    const record = load<usize>(at, VERSION_RECORD);
    if (record != 0) readAhead(at + VERSION_STATE, load<i32>(record, REC_CHANNELS));
  }
}

/**
 * Renders every strip for frames `first` … `end` of the block that starts at timeline sample `block`,
 * adding to the bed's planes and the layout's planes. Audio thread.
 */
export function renderStrips(block: f64, first: i32, end: i32, bed: usize, speakers: usize): void {
  beginKeys(first, end);
  for (let i: usize = 0; i < 4 * <usize>early; i += 4) {
    const slot = load<i32>(orderRequest + i);
    if (slot < usedSlots) renderSlot(slot, block, first, end, bed, speakers);
  }
  makeControls(block, first, end);
  for (let slot = 0; slot < usedSlots; slot++) {
    if (slot % ASKED == 0) askAhead(slot, min(slot + ASKED, usedSlots));
    if (load<u8>(isEarly + slot)) continue;
    renderSlot(slot, block, first, end, bed, speakers);
    restStrip(slot);
  }
  measureDucks();
}

/** While nothing plays: meters fall, and what rings at the ears rings out. */
export function restStrips(frames: i32): void {
  restDucks();
  for (let slot = 0; slot < usedSlots; slot++) {
    quietMeter(slot, frames);
    restStrip(slot);
  }
}

function renderSlot(slot: i32, block: f64, first: i32, end: i32, bed: usize, speakers: usize): void {
  const current = currentVersion(slot);
  const done = fadeDone(slot);
  if (done < 0) {
    renderVersion(slot, current, block, first, end, bed, speakers, false, 0.0, 0.0, 0, true);
    return;
  }
  const step: f32 = 1.0 / <f32>fadeFrames;
  const length = min(end - first, fadeFrames - done);
  const way = <f32>done * step;
  renderVersion(slot, leavingVersion(slot), block, first, end, bed, speakers, true, 1.0 - way, -step, length, false);
  renderVersion(slot, current, block, first, end, bed, speakers, true, way, step, length, true);
  advanceFade(slot, end - first);
}
