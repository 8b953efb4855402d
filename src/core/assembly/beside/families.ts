import {
  BED_CHANNELS, BLOCK_FRAMES, FAMILIES, FAMILY_CHANNELS, FAMILY_PLANES, OUTPUT_GAINS, REC_CHANNELS, REC_FAMILY, REC_OUTPUT,
} from '../../contract';
import { reserve } from '../arena';
import { clear } from '../fill';
import { initLowPass, LOW_PASS_BYTES, lowPass, restLowPass } from '../output/low-pass';
import { planes } from '../strip/clips';
import { addRamped, addScaled, peak, weigh } from '../strip/kernels';
import { addLine, clearLines, mixLines } from '../strip/lines';
import { gainMask, gainRow, panAt, panMoves, panToFamilies } from '../strip/pan';
import { VERSION_FAMILY_A, VERSION_FAMILY_B } from '../strip/versions';
import { familyBedGain, initFold, layFold } from './fold';
import { beginLoudness, initLoudness, measureFamilies, restFamily } from './loudness';
import { endStripLoudness, initStripLoudness } from './strip-loudness';

/**
 * The 5.1 render that always runs beside what is monitored, apart by family: every strip is panned once more, into the planes
 * of its family, and the sum of the four is the 5.1 of the session. It feeds meters alone. Gains are taken every 8 ms and run as
 * lines between, whatever moves; a diffuse share is taken as direct, which has the same power in each speaker; strips that go
 * straight to a layout's speakers by gain sequences take no part, since they know no other layout. Live input is in no family.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const FAMILY_BYTES: usize = BLOCK_BYTES * FAMILY_PLANES;
const LFE: i32 = 3;
const SEND: usize = FAMILY_CHANNELS;
/** Seconds a family is followed after its last sound: what rings in the filters is 100 dB down by then. */
const RING_SECONDS: f64 = 0.25;

/** True while the render runs. */
export let familiesOpen: bool = false;
/** The same, in a block in which strips belong to it. */
export let familiesTake: bool = false;

let familyPlanes: usize = 0;
/** i32 a family: frames it is still followed. */
const ringing: usize = memory.data(16, 16);
/** i32 a family: frames what is sent to its LFE is still followed. */
const sending: usize = memory.data(16, 16);
/** A low-pass a family for what is sent to its LFE. */
let filters: usize = 0;
let controlFrames: f64 = 384.0;
let ringFrames: i32 = 0;

/** Takes memory. @param frames between the moments at which gains are taken */
export function initFamilies(sampleRate: f64, frames: i32): void {
  familyPlanes = reserve(FAMILY_BYTES * FAMILIES);
  filters = reserve(LOW_PASS_BYTES * FAMILIES);
  for (let family = 0; family < FAMILIES; family++) initLowPass(filters + LOW_PASS_BYTES * <usize>family, sampleRate);
  controlFrames = <f64>frames;
  ringFrames = <i32>(RING_SECONDS * sampleRate);
  familiesOpen = familiesTake = false;
  memory.fill(ringing, 0, 4 * FAMILIES);
  initFold();
  initLoudness(sampleRate);
  initStripLoudness();
}

/** Starts the render on 6 speakers (5.1) or 8 (7.1, folded) at `table`, or ends it with none; `bed` are the bed's speakers. Between blocks. */
export function openFamilies(speakers: i32, table: usize, bed: usize): void {
  familiesOpen = speakers > 0;
  familiesTake = false;
  for (let family = 0; family < FAMILIES; family++) rest(family);
  if (!familiesOpen) return;
  layFold(speakers, table, bed);
  panToFamilies(true, true);
  panToFamilies(false, false);
}

function planesOf(family: i32): usize {
  return familyPlanes + FAMILY_BYTES * <usize>family;
}

function rest(family: i32): void {
  store<i32>(ringing + 4 * <usize>family, 0);
  store<i32>(sending + 4 * <usize>family, 0);
  memory.fill(planesOf(family), 0, FAMILY_BYTES);
  restLowPass(filters + LOW_PASS_BYTES * <usize>family);
  restFamily(family);
}

/** Starts frames `first` … `end` of a block. `takes` false: strips are not heard, or time does not go straight on. */
export function beginFamilies(takes: bool, first: i32, end: i32): void {
  familiesTake = familiesOpen && takes;
  if (!familiesOpen) return;
  for (let family = 0; family < FAMILIES; family++) {
    if (load<i32>(ringing + 4 * <usize>family) > 0) clear(planesOf(family), FAMILY_BYTES);
  }
  beginLoudness(first, end, familiesTake);
}

/** Planes of a family for something that sounds in it. */
function soundingPlanes(family: i32): usize {
  store<i32>(ringing + 4 * <usize>family, ringFrames);
  return planesOf(family);
}

/** Adds frames of a strip's version, its channels in `planes` as they are panned, to its family. Audio thread. */
export function addToFamily(at: usize, record: usize, block: f64, first: i32, end: i32): void {
  if (!familiesTake || load<i32>(record, REC_OUTPUT) == OUTPUT_GAINS) return;
  const moving = panMoves(record);
  const cell = moving ? floor(block / controlFrames) * controlFrames : 0.0;
  const a = at + VERSION_FAMILY_A;
  const b = at + VERSION_FAMILY_B;
  panToFamilies(true, false);
  const near = panAt(record, cell, a, b);
  const far = moving ? panAt(record, cell + controlFrames, near, near == a ? b : a) : near;
  panToFamilies(false, false);
  const to = soundingPlanes(load<i32>(record, REC_FAMILY)) + 4 * <usize>first;
  const length: f32 = 1.0 / <f32>controlFrames;
  const j = moving ? <i32>(block - cell) + first : 0;
  for (let channel = 0; channel < load<i32>(record, REC_CHANNELS); channel++) {
    const nearRow = gainRow(near, channel);
    const farRow = gainRow(far, channel);
    let mask = gainMask(near, channel) | gainMask(far, channel);
    clearLines();
    while (mask != 0) {
      const plane = <usize>ctz(mask);
      mask &= mask - 1;
      const gain = load<f32>(nearRow + 4 * plane);
      addLine(to + BLOCK_BYTES * plane, gain, (load<f32>(farRow + 4 * plane) - gain) * length);
    }
    mixLines(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first, j);
  }
}

/**
 * Adds what comes back from a space, as the bed's planes but its LFE (BLOCK_FRAMES each), to a family: `gain` at frame `first`,
 * on a line. Audio thread.
 */
export function addBedToFamily(family: i32, bed: usize, first: i32, end: i32, gain: f32, slope: f32): void {
  if (!familiesTake || (gain == 0.0 && slope == 0.0)) return;
  const at: usize = 4 * <usize>first;
  const to = soundingPlanes(family) + at;
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    if (channel == LFE) continue;
    const from = bed + BLOCK_BYTES * <usize>channel + at;
    for (let i = 0; i < FAMILY_CHANNELS; i++) {
      const share = familyBedGain(channel, i);
      if (share == 0.0) continue;
      if (slope == 0.0) addScaled(to + BLOCK_BYTES * <usize>i, from, end - first, share * gain);
      else addRamped(to + BLOCK_BYTES * <usize>i, from, end - first, share * gain, share * slope, 0);
    }
  }
}

/** Adds what is sent to a family's LFE to it, low-passed. */
function joinSend(family: i32, first: i32, end: i32): void {
  const send = planesOf(family) + BLOCK_BYTES * SEND;
  const rings = sending + 4 * <usize>family;
  weigh(send + 4 * <usize>first, end - first);
  if (peak > 0.0) store<i32>(rings, ringFrames);
  else if (load<i32>(rings) <= 0) return;
  store<i32>(rings, load<i32>(rings) - (end - first));
  const lfe = planesOf(family) + BLOCK_BYTES * <usize>LFE;
  const filter = filters + LOW_PASS_BYTES * <usize>family;
  for (let frame = first; frame < end; frame++) {
    const at = <usize>frame << 2;
    store<f32>(lfe + at, <f32>(<f64>load<f32>(lfe + at) + lowPass(filter, <f64>load<f32>(send + at))));
  }
}

/** Ends the block: measures the families, and the sum of them. */
export function finishFamilies(first: i32, end: i32): void {
  if (!familiesOpen) return;
  endStripLoudness();
  let sounding: u32 = 0;
  for (let family = 0; family < FAMILIES; family++) {
    if (load<i32>(ringing + 4 * <usize>family) <= 0) continue;
    joinSend(family, first, end);
    sounding |= 1 << family;
  }
  measureFamilies(familyPlanes, sounding, first, end);
  for (let family = 0; family < FAMILIES; family++) {
    const left = load<i32>(ringing + 4 * <usize>family);
    if (left <= 0) continue;
    if (left <= end - first) rest(family);
    else store<i32>(ringing + 4 * <usize>family, left - (end - first));
  }
}
