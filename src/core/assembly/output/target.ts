import {
  BED_CHANNELS, BED_PLANES, BLOCK_FRAMES, MAX_SPEAKERS, SPEAKER_BYTES, TARGET_BINAURAL, TARGET_FOLD,
  TARGET_MATRIX, TARGET_SPEAKERS,
} from '../../contract';
import { reserve } from '../arena';
import { initDiffuseEars } from '../ears/diffuse';
import { finishEarMix, initEarMix, openEars, roomBed, roomHears, roomPlanes } from '../ears/mix';
import { useBedTrees } from '../law/bed';
import { buildExtent, layoutBytes } from '../law/cube-extent';
import { buildTree, LAYOUT_LFE, LAYOUT_TREE_BYTES } from '../law/cube-layout';
import { pointGains } from '../law/cube-point';
import { applyTrims, initTrims, noteTrims, trimGain } from '../law/trims';
import { addRamped, addScaled } from '../strip/kernels';
import { initZones } from '../law/zones';
import { retrimPan, settlePan, usePanLayout } from '../strip/pan';
import { noteSeeds } from './decorrelators';
import { diffuseDelay, finishDiffuse, initDiffuse, useDiffuseLayout } from './diffuse';
import { foldMatrix, foldPlain, foldSurrounds, initDownmix, matrixDelay, resetDownmix } from './downmix';
import { initSends } from './lfe-send';
import { guardInner } from './guard';

/**
 * What the mix is rendered to. Objects are panned straight to a layout; the bed joins it through the gains its channels
 * have as static sources at their cube positions, its LFE going to the layout's LFE or nowhere. The layout's planes
 * then are the output, or become fewer: a fold, or two ears.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const BED_LFE: i32 = 3;
/** Power tables the size law keeps of the layout. */
const POWERS: i32 = 8;

/** Speakers as the host writes them for the next call, and those of a target that waits or is in force. */
export const speakerRequest: usize = memory.data(768, 16);
const targetTable: usize = memory.data(768, 16);
export const bedSpeakers: usize = memory.data(320, 16);
/** Places the bed's channels are rendered at, SPEAKER_BYTES each: their speakers' unless the host writes others. */
export const bedPlaces: usize = memory.data(320, 16);
const bedMatrix: usize = memory.data(960, 16);
/** The bed's gains before a change of trims, and true while they turn into the new ones. */
const bedBefore: usize = memory.data(960, 16);
let bedTurns: bool = false;
const gains: usize = memory.data(192, 16);

/** Planes of a block: the bed, the layout, and a two-channel output. */
export let bedPlanes: usize = 0;
export let speakerPlanes: usize = 0;
let pairPlanes: usize = 0;
let layout: usize = 0;
let bedTree: usize = 0;
let openTree: usize = 0;

let kind: i32 = TARGET_SPEAKERS;
/** True if the layout is 7.1 and becomes 5.1. */
let folds: bool = false;
let speakers: i32 = 0;
/** Channels of the output and where their planes start. */
export let outputChannels: i32 = 0;
export let outputPlanes: usize = 0;

/** Takes memory. The host has written the bed's ten speakers to `speakerRequest`. @param fadeFrames length of a cross-fade */
export function initTarget(sampleRate: f64, fadeFrames: i32): void {
  bedPlanes = reserve(BLOCK_BYTES * BED_PLANES);
  initSends(sampleRate);
  speakerPlanes = reserve(BLOCK_BYTES * MAX_SPEAKERS);
  pairPlanes = reserve(BLOCK_BYTES * 2);
  layout = reserve(layoutBytes(POWERS));
  initZones();
  bedTree = reserve(LAYOUT_TREE_BYTES);
  openTree = reserve(LAYOUT_TREE_BYTES);
  initEarMix(sampleRate);
  initDiffuseEars();
  initDiffuse(fadeFrames);
  bedTurns = false;
  initTrims();
  initDownmix(sampleRate);
  memory.copy(bedSpeakers, speakerRequest, SPEAKER_BYTES * BED_CHANNELS);
  memory.copy(bedPlaces, bedSpeakers, SPEAKER_BYTES * BED_CHANNELS);
  buildTree(bedTree, bedSpeakers, BED_CHANNELS);
  // The same speakers with the centre (channel 2) marked like an LFE: no source reaches it.
  store<f64>(speakerRequest + 2 * SPEAKER_BYTES + 24, 1.0);
  buildTree(openTree, speakerRequest, BED_CHANNELS);
  useBedTrees(bedTree, openTree);
}

/** Keeps the speakers in `speakerRequest`, their filters in `seedRequest` and the trims in `trimRequest` for `applyTarget`. */
export function noteTarget(): void {
  noteTrims();
  noteSeeds();
  memory.copy(targetTable, speakerRequest, SPEAKER_BYTES * MAX_SPEAKERS);
}

/** Puts the layout noted last in force, with its decorrelators if `diffuse`. Some thousand transcendental calls: between blocks, not in every one. */
export function applyTarget(targetKind: i32, count: i32, diffuse: bool): void {
  kind = targetKind & ~TARGET_FOLD;
  folds = (targetKind & TARGET_FOLD) != 0;
  speakers = count;
  applyTrims();
  buildTree(layout, targetTable, count);
  buildExtent(layout, POWERS);
  usePanLayout(layout);
  placeBed();
  outputChannels = kind != TARGET_SPEAKERS ? 2 : folds ? 6 : count;
  outputPlanes = kind == TARGET_SPEAKERS ? speakerPlanes : pairPlanes;
  bedTurns = false;
  resetDownmix();
  openEars(kind == TARGET_BINAURAL);
  useDiffuseLayout(count, kind == TARGET_BINAURAL, diffuse);
}

/** Gains of the bed's channels as sources at their places. */
function placeBed(): void {
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    const at = bedPlaces + <usize>SPEAKER_BYTES * <usize>channel;
    if (channel == BED_LFE) {
      memory.fill(gains, 0, 8 * MAX_SPEAKERS);
      const lfe = load<i32>(layout, LAYOUT_LFE);
      if (lfe >= 0) store<f64>(gains + 8 * <usize>lfe, 1.0);
    } else pointGains(layout, load<f64>(at), load<f64>(at, 8), load<f64>(at, 16), gains);
    const trim = channel == BED_LFE ? 1.0 : trimGain(load<f64>(at, 8), load<f64>(at, 16));
    for (let i = 0; i < speakers; i++) {
      store<f32>(bedMatrix + 4 * <usize>(channel * MAX_SPEAKERS + i), <f32>(trim * load<f64>(gains + 8 * <usize>i)));
    }
  }
}

/** Puts the trims noted last in force without a change of target; the coming block turns from the old gains to the new. */
export function turnTrims(): void {
  applyTrims();
  memory.copy(bedBefore, bedMatrix, 4 * MAX_SPEAKERS * BED_CHANNELS);
  placeBed();
  bedTurns = true;
  retrimPan();
}

/** Ends the turn `turnTrims` began. */
export function settleTrims(): void {
  bedTurns = false;
  settlePan();
}

/** Samples the output is late behind the timeline. @param diffuse whether any strip is diffuse */
export function targetDelay(diffuse: bool): i32 {
  return diffuseDelay(diffuse) + (kind == TARGET_MATRIX ? matrixDelay() : 0);
}

/** Gain of a bed channel in a speaker of the layout in force. */
export function bedGain(channel: i32, speaker: i32): f32 {
  return load<f32>(bedMatrix + 4 * <usize>(channel * MAX_SPEAKERS + speaker));
}

/** Silences the planes for a block. */
export function clearPlanes(): void {
  memory.fill(bedPlanes, 0, BLOCK_BYTES * BED_PLANES);
  memory.fill(speakerPlanes, 0, BLOCK_BYTES * <usize>speakers);
}

/** Adds the bed to the layout. */
export function joinBed(first: i32, end: i32): void {
  const at: usize = 4 * <usize>first;
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    for (let i = 0; i < speakers; i++) {
      const gain = bedGain(channel, i);
      const before = bedTurns ? load<f32>(bedBefore + 4 * <usize>(channel * MAX_SPEAKERS + i)) : gain;
      const to = speakerPlanes + BLOCK_BYTES * <usize>i + at;
      const from = bedPlanes + BLOCK_BYTES * <usize>channel + at;
      if (before != gain) addRamped(to, from, end - first, before, (gain - before) / <f32>BLOCK_FRAMES, first);
      else if (gain != 0.0) addScaled(to, from, end - first, gain);
    }
  }
}

/** Adds what the bed sends to the room to what objects send there: each channel at its place. */
function joinRoomBed(first: i32, end: i32): void {
  const at: usize = 4 * <usize>first;
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    for (let i = 0; i < speakers; i++) {
      const gain = bedGain(channel, i);
      if (gain != 0.0) addScaled(roomPlanes + BLOCK_BYTES * <usize>i + at, roomBed + BLOCK_BYTES * <usize>channel + at, end - first, gain);
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
  const at: usize = 4 * <usize>first;
  if (folds) foldSurrounds(speakerPlanes, at, end - first);
  if (kind == TARGET_SPEAKERS) return;
  const left = pairPlanes + at;
  const right = pairPlanes + BLOCK_BYTES + at;
  const frames = end - first;
  if (kind == TARGET_BINAURAL) {
    guardInner(speakerPlanes, speakers, first, end);
    if (roomHears()) joinRoomBed(first, end);
    finishEarMix(speakers, targetTable, speakerPlanes, bedPlanes, pairPlanes, pairPlanes + BLOCK_BYTES);
    finishDiffuse(pairPlanes, speakers, targetTable, first, end);
    return;
  }
  if (kind == TARGET_MATRIX) {
    guardInner(speakerPlanes, 6, first, end);
    foldMatrix(speakerPlanes, at, frames, left, right);
  } else foldPlain(speakerPlanes, at, frames, left, right);
}
