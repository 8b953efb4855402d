import {
  BAND_BELL, BAND_BYTES, BAND_HIGH_PASS, BAND_HIGH_SHELF, BAND_LOW_PASS, BAND_LOW_SHELF, BAND_NOTCH, BLOCK_FRAMES, CHAIN_AHEAD,
  CHAIN_BANDS_AT, CHAIN_DYNAMICS, CHAIN_DYNAMICS_AT, CHAIN_SECTIONS, CHAIN_SECTIONS_AT, CHAIN_SETTINGS_AT, CHAIN_STATES_AT,
  CHAIN_TAIL, DYNAMICS_EXPANDER, DYNAMICS_NONE, SECTION_BYTES, SECTION_STATE_BYTES,
} from '../../contract';
import { dynamicsBytes, dynamicsInit, dynamicsProcess, dynamicsReduction, dynamicsReset, dynamicsSet } from '../dynamics/dynamics';
import { runCascade } from '../eq/cascade';
import {
  designBell, designHighPass, designHighPassOne, designHighShelf, designLowPass, designLowPassOne, designLowShelf, designNotch,
  designNothing, designTilt,
} from '../eq/design';
import { clear, copy } from '../fill';
import { cos, dbToGain } from '../math/f64';

/**
 * The chain of a strip between its trim and its fader: filters, equaliser bands, dynamics. It lies in the strip's record, with
 * all it remembers, so a record that fades out and the one that fades in each have their own.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const PI: f64 = 3.141592653589793;
let rate: f64 = 48000.0;

/** Tells the sample rate. */
export function initChains(sampleRate: f64): void {
  rate = sampleRate;
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

/** Writes the sections of a Butterworth filter of order 1 … 8. @returns the address behind them */
function designPass(to: usize, low: bool, order: i32, omega: f64): usize {
  if (order & 1) {
    if (low) designLowPassOne(to, omega);
    else designHighPassOne(to, omega);
    to += <usize>SECTION_BYTES;
  }
  for (let i = 0; i < order >> 1; i++) {
    const q = 0.5 / cos((PI * <f64>(order - 1 - 2 * i)) / <f64>(2 * order));
    if (low) designLowPass(to, omega, q);
    else designHighPass(to, omega, q);
    to += <usize>SECTION_BYTES;
  }
  return to;
}

function designBand(band: usize, to: usize): usize {
  const kind = load<i32>(band);
  const omega = (2.0 * PI * load<f64>(band, 8)) / rate;
  const gain = dbToGain(load<f64>(band, 16));
  const q = load<f64>(band, 24);
  if (kind == BAND_LOW_PASS || kind == BAND_HIGH_PASS) return designPass(to, kind == BAND_LOW_PASS, load<i32>(band, 4), omega);
  if (kind == BAND_BELL) designBell(to, omega, gain, q);
  else if (kind == BAND_LOW_SHELF) designLowShelf(to, omega, gain, q);
  else if (kind == BAND_HIGH_SHELF) designHighShelf(to, omega, gain, q);
  else if (kind == BAND_NOTCH) designNotch(to, omega, q);
  else designTilt(to, omega, gain);
  return to + <usize>SECTION_BYTES;
}

/** Works out a chain's sections and forgets what it remembers. */
export function prepareChain(chain: usize, channels: i32): void {
  let to = sectionsAt(chain);
  const end = to + <usize>SECTION_BYTES * <usize>load<i32>(chain, CHAIN_SECTIONS);
  const bands = chain + <usize>load<i32>(chain, CHAIN_BANDS_AT);
  for (let i = 0; i < load<i32>(chain); i++) to = designBand(bands + <usize>BAND_BYTES * <usize>i, to);
  assert(to <= end, 'the host counted the sections');
  for (; to < end; to += <usize>SECTION_BYTES) designNothing(to);
  const kind = load<i32>(chain, CHAIN_DYNAMICS);
  if (kind != DYNAMICS_NONE) {
    dynamicsInit(dynamicsAt(chain), channels, load<i32>(chain, CHAIN_AHEAD));
    dynamicsSet(dynamicsAt(chain), chain + <usize>load<i32>(chain, CHAIN_SETTINGS_AT), <i32>(kind == DYNAMICS_EXPANDER), rate);
  }
  resetChain(chain, channels);
}

/** Forgets what a chain remembers: after a jump. */
export function resetChain(chain: usize, channels: i32): void {
  clear(statesAt(chain), stateBytes(chain, channels));
  if (load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE) dynamicsReset(dynamicsAt(chain));
  store<i32>(chain, 0, CHAIN_TAIL);
}

/** Takes over what the chain of the record before remembers, if the two are alike: filters then go on without a thump. */
export function inheritChain(chain: usize, before: usize, channels: i32): void {
  if (load<i32>(chain, CHAIN_SECTIONS) == load<i32>(before, CHAIN_SECTIONS)) {
    copy(statesAt(chain), statesAt(before), stateBytes(chain, channels));
  }
  const ahead = load<i32>(chain, CHAIN_AHEAD);
  if (
    load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE && ahead == load<i32>(before, CHAIN_AHEAD) &&
    load<i32>(chain, CHAIN_DYNAMICS) == load<i32>(before, CHAIN_DYNAMICS)
  ) {
    copy(dynamicsAt(chain), dynamicsAt(before), dynamicsBytes(channels, ahead));
    dynamicsSet(
      dynamicsAt(chain), chain + <usize>load<i32>(chain, CHAIN_SETTINGS_AT),
      <i32>(load<i32>(chain, CHAIN_DYNAMICS) == DYNAMICS_EXPANDER), rate,
    );
  }
  store<i32>(chain, load<i32>(before, CHAIN_TAIL), CHAIN_TAIL);
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

/** Runs a chain over frames `first` … `end` of the planes. @param sounding false while it only rings out. Audio thread */
export function runChain(chain: usize, planes: usize, channels: i32, first: i32, end: i32, sounding: bool): void {
  const frames = end - first;
  const at: usize = 4 * <usize>first;
  const sections = load<i32>(chain, CHAIN_SECTIONS);
  for (let channel = 0; channel < channels; channel++) {
    const states = statesAt(chain) + <usize>SECTION_STATE_BYTES * <usize>(sections * channel);
    runCascade(planes + BLOCK_BYTES * <usize>channel + at, frames, sectionsAt(chain), sections, states);
  }
  if (load<i32>(chain, CHAIN_DYNAMICS) != DYNAMICS_NONE) dynamicsProcess(dynamicsAt(chain), planes + at, planes + at, channels, frames);
  store<i32>(chain, sounding ? load<i32>(chain, CHAIN_AHEAD) : max(load<i32>(chain, CHAIN_TAIL) - frames, 0), CHAIN_TAIL);
}
