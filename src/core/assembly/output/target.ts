import {
  BED_CHANNELS, BLOCK_FRAMES, MAX_HRIR_TAPS, MAX_SPEAKERS, SPEAKER_BYTES, TARGET_BINAURAL, TARGET_SPEAKERS,
} from '../../contract';
import { reserve } from '../arena';
import { convolverBytes, convolverInit, convolverProcess, convolverReset } from '../convolver/convolver';
import { useBedTrees } from '../law/bed';
import { buildExtent, LAYOUT_BYTES } from '../law/cube-extent';
import { buildTree, LAYOUT_LFE, LAYOUT_TREE_BYTES } from '../law/cube-layout';
import { pointGains } from '../law/cube-point';
import { addScaled } from '../strip/kernels';
import { guardInner } from './guard';
import { usePanLayout } from '../strip/pan';

/**
 * What the mix is rendered to. Objects are panned straight to a layout; the bed joins it through the gains its channels
 * have as static sources at their cube positions, its LFE going to the layout's LFE or nowhere. The layout's planes
 * then are the output, or become two channels: the fold of 5.1, or two ears.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const BED_LFE: i32 = 3;

/** Speakers as the host writes them for the next call, and those of a target that waits or is in force. */
export const speakerRequest: usize = memory.data(768, 16);
const targetTable: usize = memory.data(768, 16);
const bedSpeakers: usize = memory.data(320, 16);
const bedMatrix: usize = memory.data(960, 16);
const gains: usize = memory.data(192, 16);

/** Planes of a block: the bed, the layout, and a two-channel output. */
export let bedPlanes: usize = 0;
export let speakerPlanes: usize = 0;
let pairPlanes: usize = 0;
let layout: usize = 0;
let bedTree: usize = 0;
let openTree: usize = 0;
let convolver: usize = 0;
/** Impulse responses as the host wrote them: [speaker][ear][tap] f32. */
export let responses: usize = 0;
let earsReady: bool = false;

let kind: i32 = TARGET_SPEAKERS;
let speakers: i32 = 0;
/** Channels of the output and where their planes start. */
export let outputChannels: i32 = 0;
export let outputPlanes: usize = 0;

/** Takes memory. The host has written the bed's ten speakers to `speakerRequest`. */
export function initTarget(): void {
  bedPlanes = reserve(BLOCK_BYTES * BED_CHANNELS);
  speakerPlanes = reserve(BLOCK_BYTES * MAX_SPEAKERS);
  pairPlanes = reserve(BLOCK_BYTES * 2);
  layout = reserve(LAYOUT_BYTES);
  bedTree = reserve(LAYOUT_TREE_BYTES);
  openTree = reserve(LAYOUT_TREE_BYTES);
  convolver = reserve(convolverBytes(MAX_SPEAKERS, MAX_HRIR_TAPS));
  responses = reserve(4 * 2 * MAX_SPEAKERS * MAX_HRIR_TAPS);
  earsReady = false;
  memory.copy(bedSpeakers, speakerRequest, SPEAKER_BYTES * BED_CHANNELS);
  buildTree(bedTree, bedSpeakers, BED_CHANNELS);
  // The same speakers with the centre (channel 2) marked like an LFE: no source reaches it.
  store<f64>(speakerRequest + 2 * SPEAKER_BYTES + 24, 1.0);
  buildTree(openTree, speakerRequest, BED_CHANNELS);
  useBedTrees(bedTree, openTree);
}

/** Prepares the two ears from `responses`. Not for the audio thread's every block. */
export function prepareEars(channels: i32, taps: i32): void {
  convolverInit(convolver, channels, taps, responses);
  earsReady = true;
}

/** Keeps the speakers in `speakerRequest` for `applyTarget`. */
export function noteTarget(): void {
  memory.copy(targetTable, speakerRequest, SPEAKER_BYTES * MAX_SPEAKERS);
}

/** Puts the layout noted last in force. Some thousand transcendental calls: between blocks, not in every one. */
export function applyTarget(targetKind: i32, count: i32): void {
  kind = targetKind;
  speakers = count;
  buildTree(layout, targetTable, count);
  buildExtent(layout);
  usePanLayout(layout);
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    const at = bedSpeakers + <usize>SPEAKER_BYTES * <usize>channel;
    if (channel == BED_LFE) {
      memory.fill(gains, 0, 8 * MAX_SPEAKERS);
      const lfe = load<i32>(layout, LAYOUT_LFE);
      if (lfe >= 0) store<f64>(gains + 8 * <usize>lfe, 1.0);
    } else pointGains(layout, load<f64>(at), load<f64>(at, 8), load<f64>(at, 16), gains);
    for (let i = 0; i < count; i++) {
      store<f32>(bedMatrix + 4 * <usize>(channel * MAX_SPEAKERS + i), <f32>load<f64>(gains + 8 * <usize>i));
    }
  }
  outputChannels = kind == TARGET_SPEAKERS ? count : 2;
  outputPlanes = kind == TARGET_SPEAKERS ? speakerPlanes : pairPlanes;
  if (earsReady) convolverReset(convolver);
}

/** Gain of a bed channel in a speaker of the layout in force. */
export function bedGain(channel: i32, speaker: i32): f32 {
  return load<f32>(bedMatrix + 4 * <usize>(channel * MAX_SPEAKERS + speaker));
}

/** Silences the planes for a block. */
export function clearPlanes(): void {
  memory.fill(bedPlanes, 0, BLOCK_BYTES * BED_CHANNELS);
  memory.fill(speakerPlanes, 0, BLOCK_BYTES * <usize>speakers);
}

/** Adds the bed to the layout. */
export function joinBed(first: i32, end: i32): void {
  const at: usize = 4 * <usize>first;
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    for (let i = 0; i < speakers; i++) {
      const gain = bedGain(channel, i);
      if (gain == 0.0) continue;
      addScaled(speakerPlanes + BLOCK_BYTES * <usize>i + at, bedPlanes + BLOCK_BYTES * <usize>channel + at, end - first, gain);
    }
  }
}

/** True if test signals go to the layout's planes, before the ears; false if to the output itself. */
export function signalsBeforeEars(): bool {
  return kind == TARGET_BINAURAL;
}

/** Speakers of the layout in force. */
export function layoutSpeakers(): i32 {
  return speakers;
}

/** Turns the layout's planes into the output's. */
export function finishOutput(first: i32, end: i32): void {
  if (kind == TARGET_SPEAKERS) return;
  const at: usize = 4 * <usize>first;
  const left = pairPlanes + at;
  const right = pairPlanes + BLOCK_BYTES + at;
  const frames = end - first;
  const bytes: usize = 4 * <usize>frames;
  if (kind == TARGET_BINAURAL) {
    guardInner(speakerPlanes, speakers, first, end);
    if (earsReady) convolverProcess(convolver, speakerPlanes + at, frames, left, right);
    else {
      memory.fill(left, 0, bytes);
      memory.fill(right, 0, bytes);
    }
    return;
  }
  // L R C LFE Ls Rs to Lo/Ro: centre and surrounds at √½, LFE dropped (ITU-R BS.775).
  const half: f32 = 0.7071067811865476;
  memory.copy(left, speakerPlanes + at, bytes);
  memory.copy(right, speakerPlanes + BLOCK_BYTES + at, bytes);
  const centre = speakerPlanes + 2 * BLOCK_BYTES + at;
  addScaled(left, centre, frames, half);
  addScaled(right, centre, frames, half);
  addScaled(left, speakerPlanes + 4 * BLOCK_BYTES + at, frames, half);
  addScaled(right, speakerPlanes + 5 * BLOCK_BYTES + at, frames, half);
}
