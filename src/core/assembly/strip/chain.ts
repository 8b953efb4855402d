import {
  BAND_BYTES, BLOCK_FRAMES, CHAIN_AHEAD, CHAIN_BANDS_AT, CHAIN_DYNAMICS, CHAIN_DYNAMICS_AT, CHAIN_ENDS_AT, CHAIN_KEY, CHAIN_KEY_DELAY,
  CHAIN_MOVERS, CHAIN_NEXT, CHAIN_ORDER, CHAIN_PHASES_AT, CHAIN_SECTIONS, CHAIN_SECTIONS_AT, CHAIN_SETTINGS_AT, CHAIN_STATES_AT,
  CHAIN_TAIL, DYNAMICS_EXPANDER, DYNAMICS_NONE, SECTION_BYTES, SECTION_STATE_BYTES,
} from '../../contract';
import {
  dynamicsBytes, dynamicsFill, dynamicsInherit, dynamicsInit, dynamicsProcess, dynamicsReduction, dynamicsReset, dynamicsSet,
} from '../dynamics/dynamics';
import { designBand } from '../eq/band';
import { glideCascade, runCascade } from '../eq/cascade';
import { designNothing } from '../eq/design';
import { clear, copy } from '../fill';
import { keyPlane } from './keys';
import { cellFrames, chainRate, forgetMovers, moveChain, setCells } from './movers';

/**
 * The chain of a strip between its trim and its fader: filters and equaliser bands, then dynamics, or the other way round. It lies
 * in the strip's record, with all it remembers, so a record that fades out and the one that fades in each have their own.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Tells the sample rate and the frames of a cell, in which what lanes move goes along a line: 8 ms in whole blocks. */
export function initChains(sampleRate: f64, frames: i32): void {
  setCells(sampleRate, frames);
}

function sectionsAt(chain: usize): usize {
  return chain + <usize>load<i32>(chain, CHAIN_SECTIONS_AT);
}

function statesAt(chain: usize): usize {
  return chain + <usize>load<i32>(chain, CHAIN_STATES_AT);
}

function dynamicsAt(chain: usize): usize {
  return chain + <usize>load<i32>(chain, CHAIN_DYNAMICS_AT);
}

function stateBytes(chain: usize, channels: i32): usize {
  return <usize>SECTION_STATE_BYTES * <usize>(load<i32>(chain, CHAIN_SECTIONS) * channels);
}

/** Works out a chain's sections and forgets what it remembers. */
export function prepareChain(chain: usize, channels: i32): void {
  let to = sectionsAt(chain);
  const end = to + <usize>SECTION_BYTES * <usize>load<i32>(chain, CHAIN_SECTIONS);
  const bands = chain + <usize>load<i32>(chain, CHAIN_BANDS_AT);
  for (let i = 0; i < load<i32>(chain); i++) to = designBand(bands + <usize>BAND_BYTES * <usize>i, to, chainRate);
  assert(to <= end, 'the host counted the sections');
  for (; to < end; to += <usize>SECTION_BYTES) designNothing(to);
  const kind = load<i32>(chain, CHAIN_DYNAMICS);
  if (kind != DYNAMICS_NONE) {
    dynamicsInit(dynamicsAt(chain), channels, load<i32>(chain, CHAIN_AHEAD));
    dynamicsSet(dynamicsAt(chain), chain + <usize>load<i32>(chain, CHAIN_SETTINGS_AT), <i32>(kind == DYNAMICS_EXPANDER), chainRate);
  }
  resetChain(chain, channels);
}

/** Forgets what a chain remembers: after a jump. */
export function resetChain(chain: usize, channels: i32): void {
  clear(statesAt(chain), stateBytes(chain, channels));
  if (load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE) dynamicsReset(dynamicsAt(chain));
  store<i32>(chain, 0, CHAIN_TAIL);
  store<f64>(chain, NaN, CHAIN_NEXT);
  forgetMovers(chain);
}

function bandAt(chain: usize, index: i32): usize {
  return chain + <usize>load<i32>(chain, CHAIN_BANDS_AT) + <usize>BAND_BYTES * <usize>index;
}

/** Sections of a band: one for every two orders of a filter. */
function sectionsOf(band: usize): i32 {
  return max((load<i32>(band, 4) + 1) >> 1, 1);
}

/** True if two bands are of one kind and order. */
function alikeBands(one: usize, other: usize): bool {
  return load<u64>(one) == load<u64>(other);
}

function copyStates(chain: usize, section: i32, before: usize, from: i32, count: i32, channels: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    const to = statesAt(chain) + <usize>SECTION_STATE_BYTES * <usize>(load<i32>(chain, CHAIN_SECTIONS) * channel + section);
    const source = statesAt(before) + <usize>SECTION_STATE_BYTES * <usize>(load<i32>(before, CHAIN_SECTIONS) * channel + from);
    copy(to, source, <usize>SECTION_STATE_BYTES * <usize>count);
  }
}

/** Takes over the states of bands that both chains have: alike from the first on, and from the last back. */
function inheritBands(chain: usize, before: usize, channels: i32): void {
  const bands = load<i32>(chain);
  const others = load<i32>(before);
  let section = 0;
  let i = 0;
  for (; i < min(bands, others) && alikeBands(bandAt(chain, i), bandAt(before, i)); i++) {
    const count = sectionsOf(bandAt(chain, i));
    copyStates(chain, section, before, section, count, channels);
    section += count;
  }
  let to = section;
  let from = section;
  for (let k = i; k < bands; k++) to += sectionsOf(bandAt(chain, k));
  for (let k = i; k < others; k++) from += sectionsOf(bandAt(before, k));
  for (let k = 1; k <= min(bands, others) - i; k++) {
    const band = bandAt(chain, bands - k);
    if (!alikeBands(band, bandAt(before, others - k))) return;
    const count = sectionsOf(band);
    to -= count;
    from -= count;
    copyStates(chain, to, before, from, count, channels);
  }
}

/**
 * Takes over what the chain of the record before remembers, as far as the two are alike: filters then go on without a thump, and
 * dynamics from where they were. A look-ahead of another length has to be filled first.
 */
export function inheritChain(chain: usize, before: usize, channels: i32): void {
  inheritBands(chain, before, channels);
  const ahead = load<i32>(chain, CHAIN_AHEAD);
  const alike = load<i32>(chain, CHAIN_DYNAMICS) == load<i32>(before, CHAIN_DYNAMICS);
  if (alike && load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE) {
    if (ahead == load<i32>(before, CHAIN_AHEAD)) {
      copy(dynamicsAt(chain), dynamicsAt(before), dynamicsBytes(channels, ahead));
      store<f64>(chain, load<f64>(before, CHAIN_NEXT), CHAIN_NEXT);
      dynamicsSet(
        dynamicsAt(chain), chain + <usize>load<i32>(chain, CHAIN_SETTINGS_AT),
        <i32>(load<i32>(chain, CHAIN_DYNAMICS) == DYNAMICS_EXPANDER), chainRate,
      );
    } else {
      dynamicsInherit(dynamicsAt(chain), dynamicsAt(before));
      store<f64>(chain, -1.0, CHAIN_NEXT);
    }
  }
  store<i32>(chain, load<i32>(before, CHAIN_TAIL), CHAIN_TAIL);
}

/** Frames a chain has to hear before it goes on at timeline sample `time`: its look-ahead if it comes from somewhere else. */
export function chainMisses(chain: usize, time: f64): i32 {
  return load<f64>(chain, CHAIN_NEXT) == time ? 0 : load<i32>(chain, CHAIN_AHEAD);
}

/** Notes up to where a chain has come. */
export function noteChain(chain: usize, time: f64): void {
  store<f64>(chain, time, CHAIN_NEXT);
}

/** True if a chain begins anew, so that its detector may hear what its look-ahead is filled with. */
export function chainFresh(chain: usize): bool {
  const next = load<f64>(chain, CHAIN_NEXT);
  return next != next;
}

/** True if something still comes out although nothing goes in. */
export function chainRings(chain: usize, channels: i32): bool {
  if (load<i32>(chain, CHAIN_TAIL) > 0) return true;
  const states = statesAt(chain);
  const end = states + stateBytes(chain, channels);
  for (let at = states; at < end; at += 16) if (v128.any_true(v128.load(at))) return true;
  return false;
}

/** dB ≥ 0 its dynamics turn down now, before their mix. */
export function chainReduction(chain: usize): f32 {
  return load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE ? <f32>dynamicsReduction(dynamicsAt(chain)) : 0.0;
}

function runBands(chain: usize, planes: usize, channels: i32, first: i32, frames: i32, moves: bool): void {
  const sections = load<i32>(chain, CHAIN_SECTIONS);
  if (sections == 0) return;
  const starts = sectionsAt(chain);
  const step = 1.0 / <f64>cellFrames;
  for (let channel = 0; channel < channels; channel++) {
    const states = statesAt(chain) + <usize>SECTION_STATE_BYTES * <usize>(sections * channel);
    const plane = planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first;
    if (!moves) runCascade(plane, frames, starts, sections, states);
    else {
      const ends = chain + <usize>load<i32>(chain, CHAIN_ENDS_AT);
      const phases = chain + <usize>load<i32>(chain, CHAIN_PHASES_AT);
      glideCascade(plane, frames, first, starts, ends, phases, step, sections, states);
    }
  }
}

function runDynamics(chain: usize, planes: usize, channels: i32, first: i32, frames: i32): void {
  const at: usize = 4 * <usize>first;
  const key = load<i32>(chain, CHAIN_KEY);
  if (key == 0) dynamicsProcess(dynamicsAt(chain), planes + at, planes + at, channels, first, frames);
  else dynamicsProcess(dynamicsAt(chain), planes + at, keyPlane(key - 1, load<i32>(chain, CHAIN_KEY_DELAY)) + at, 1, first, frames);
}

/**
 * Runs a chain over frames `first` … `end` of the planes. Audio thread.
 * @param block timeline sample of frame 0 of the block
 * @param early samples by which what is in the planes is ahead of the timeline
 * @param sounding false while it only rings out
 */
export function runChain(chain: usize, planes: usize, channels: i32, block: f64, early: f64, first: i32, end: i32, sounding: bool): void {
  const frames = end - first;
  const ahead = load<i32>(chain, CHAIN_AHEAD);
  const turned = load<i32>(chain, CHAIN_ORDER) != 0;
  const late = early - <f64>ahead;
  const moves = load<i32>(chain, CHAIN_MOVERS) != 0 && moveChain(chain, block, turned ? late : early, late);
  if (!turned) runBands(chain, planes, channels, first, frames, moves);
  if (load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE) runDynamics(chain, planes, channels, first, frames);
  if (turned) runBands(chain, planes, channels, first, frames, moves);
  store<i32>(chain, sounding ? ahead : max(load<i32>(chain, CHAIN_TAIL) - frames, 0), CHAIN_TAIL);
}

/**
 * Lets a chain hear frames whose sound nobody will, so that its look-ahead is full. What has turned down is left as it is unless
 * `listens`. As `runChain` in all else.
 */
export function warmChain(chain: usize, planes: usize, channels: i32, block: f64, early: f64, first: i32, end: i32, listens: bool): void {
  if (listens && load<i32>(chain, CHAIN_KEY) == 0) {
    runChain(chain, planes, channels, block, early, first, end, true);
    return;
  }
  if (load<i32>(chain, CHAIN_ORDER) == 0) {
    const late = early - <f64>load<i32>(chain, CHAIN_AHEAD);
    const moves = load<i32>(chain, CHAIN_MOVERS) != 0 && moveChain(chain, block, early, late);
    runBands(chain, planes, channels, first, end - first, moves);
  }
  dynamicsFill(dynamicsAt(chain), planes + 4 * <usize>first, end - first);
  store<i32>(chain, load<i32>(chain, CHAIN_AHEAD), CHAIN_TAIL);
}
