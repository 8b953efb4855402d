/**
 * The DSP core: what a host calls. Everything works on one imported memory whose first CORE_BYTES are the core's own;
 * the rest (strip records, voices, tags, rings) is laid out by the host. One thread calls all of this.
 */
import {
  ASK_BYTES, BLOCK_FRAMES, LANE_DIVERGENCE, LANE_EXTRA, LANE_TURN, MAX_CONTROLS, MAX_KEYS, MAX_SPACES, MAX_SPEAKERS, MAX_STRIPS, REC_PARAMS,
  ZONE_BYTES,
} from '../contract';
import { arenaFree, reserve, resetArena } from './arena';
import { initFamilies, openFamilies } from './beside/families';
import { clearFamilyTops, readings, resetLoudness as restartLoudness } from './beside/loudness';
import { stripLoudness } from './beside/strip-loudness';
import { turnHead } from './ears/direction';
import { clearDiffuseEars } from './ears/diffuse';
import { finishResponses, loadResponse } from './ears/ears';
import { gridDelays, gridResponse } from './ears/grid';
import { chooseLfe } from './ears/lfe';
import { buildExtent, layoutBytes } from './law/cube-extent';
import { buildTree, LAYOUT_SPEAKER_COUNT } from './law/cube-layout';
import { aimBed, bedGains } from './law/bed';
import { objectGains } from './law/object';
import { forgetZones, takenSpeakers, withoutSpeakers } from './law/zones';
import { trimRequest } from './law/trims';
import { deliveryOut, deliveryPlanes, finishDelivery, initDelivery, measureDelivery, packFloats, packWords } from './output/delivery';
import { decorrelatorBank, seedRequest } from './output/decorrelators';
import { bedPeaks, bedSquares, busFaults, clearClips, clearOutputMeters, clipCount, outputPeaks } from './output/guard';
import { initInput, inputPlanes } from './output/live-input';
import { initMonitor, matrixRequest, monitorDelay, monitorReduction, setLevel, setMatrix } from './output/monitor';
import { convolverBytes } from './convolver/convolver';
import { initInlets } from './convolver/inlet';
import { describeResponse, isLayout, prepare, preparedBytes } from './convolver/response';
import { changeSpace, initSpaces, spaceFaults, spaceHolds, spacesFading } from './space/spaces';
import { reverbBytes } from './space/reverb';
import { initSignals, startSignal } from './output/signals';
import { bedGain, bedPlaces, bedSpeakers, initTarget, outputChannels, speakerRequest, targetDelay } from './output/target';
import { clearMisses, missedSlots, shuttleMisses } from './strip/clips';
import { initChains } from './strip/chain';
import { countKeys, placeKey } from './strip/keys';
import { clearTops, initMeters, stripPeaks, stripSquares, stripTops } from './strip/meters';
import { probeBlocks, probeFrames, probeRings, setProbeSlot, stripReductions } from './strip/probe';
import { changeControl, controlHolds, controlsFading, duckMeters, initControls } from './strip/controls';
import { useRings } from './strip/rings';
import { faultySlot, initStrips, orderRequest, orderStrips, stripFaults } from './strip/strip';
import { changeStrip, stripHolds, stripsFading } from './strip/versions';
import { initUnpack, unpackFrames, unpackSource, unpackTable } from './unpack';
import {
  heardPosition, hearsDiffuse, hostMonitor, hostOutput, initTransport, playing, renderHost, retarget, retrim, seek, setLoopRange,
  startPlaying, startShuttle, stopPlaying, transportSpeed,
} from './transport';

/** Layout, gains and speaker table of direct questions to the laws. */
let askedLayout: usize = 0;
let askedGains: usize = 0;

/**
 * Lays out the core's memory; once, before anything else. The bed's ten speakers are at `speakersPtr()`.
 * @param monitor MONITOR_*
 */
export function init(sampleRate: f64, monitor: i32, voicesAt: usize, voices: i32, tagsAt: usize, unpackAt: usize, ringsAt: usize): void {
  resetArena();
  useRings(voicesAt, voices, tagsAt, ringsAt);
  initMeters(sampleRate);
  const fadeFrames = sampleRate > 64000.0 ? 6 * BLOCK_FRAMES : 3 * BLOCK_FRAMES;
  initChains(sampleRate, fadeFrames);
  initStrips(fadeFrames);
  initControls(sampleRate, fadeFrames);
  initTarget(sampleRate, fadeFrames);
  initFamilies(sampleRate, fadeFrames);
  initSpaces(sampleRate, fadeFrames);
  initSignals(sampleRate);
  initInput();
  initMonitor(monitor, sampleRate);
  initTransport(sampleRate);
  initUnpack(unpackAt);
  askedLayout = reserve(layoutBytes(8));
  askedGains = reserve(8 * MAX_SPEAKERS);
  clearOutputMeters();
  clearMisses();
}

/** Where the host writes speakers (SPEAKER_BYTES each) before `init`, `setTarget` and `askLayout`. */
export function speakersPtr(): usize {
  return speakerRequest;
}

/** Where the host writes every decorrelation filter by its seed, f32 × DECORRELATOR_TAPS each, after `init`. */
export function decorrelatorsPtr(): usize {
  return decorrelatorBank;
}

/** Where the host writes the seed of each speaker's filter (i32) before `setTarget`. */
export function seedsPtr(): usize {
  return seedRequest;
}

/** Where the host writes the responses of a direction before `loadHrtf`: f32 [ear][tap], HRTF_TAPS each. */
export function responsePtr(): usize {
  return gridResponse;
}

/** Where the host writes by how many samples the left ear hears later, before `finishHrtf`: f64 for every direction of the grid. */
export function delaysPtr(): usize {
  return gridDelays;
}

/** Takes the responses of a direction of the grid: elevation · HRTF_AZIMUTHS + azimuth. Not during sound. */
export function loadHrtf(direction: i32): void {
  loadResponse(direction);
}

/** Hears through the responses loaded. */
export function finishHrtf(): void {
  finishResponses();
  clearDiffuseEars();
}

/** Turns the listener's head: radians, positive to the left, up, and to the right ear. */
export function setListener(yaw: f64, pitch: f64, roll: f64): void {
  turnHead(yaw, pitch, roll);
}

/** 1: the ears get the LFE, low-passed, at +5.5 dB. */
export function setEarLfe(heard: i32): void {
  chooseLfe(heard != 0);
}

/** Renders to the layout in `speakersPtr()`; TARGET_*. */
export function setTarget(kind: i32, speakers: i32): void {
  retarget(kind, speakers);
}

/** Where the host writes six power gains (f64) before `setTarget` or `setTrims`: surround, height, listener plane front and back, overhead front and back. */
export function trimsPtr(): usize {
  return trimRequest;
}

/** Where the host may write other places for the bed's channels, as speakers; in force with the next `setTrims` or `setTarget`. */
export function bedPlacesPtr(): usize {
  return bedPlaces;
}

/** Takes the trims in `trimsPtr()` for the target in force. */
export function setTrims(): void {
  retrim();
}

/**
 * Renders 5.1 by family beside the target for the meters: on 6 speakers (5.1) or 8 (7.1, folded) at `speakersPtr()`, with the trims at
 * `trimsPtr()`, or no longer with 0.
 */
export function setBeside(speakers: i32): void {
  openFamilies(speakers, speakerRequest, bedSpeakers);
}

/** f64 × LOUDNESS_READINGS. */
export function loudnessPtr(): usize {
  return readings;
}

/** f32 a slot: mean K-weighted power of the last 400 ms. */
export function stripLoudnessPtr(): usize {
  return stripLoudness;
}

/** f32 a slot: largest sample since `resetTops`. */
export function stripTopsPtr(): usize {
  return stripTops;
}

/** Starts the integrated loudness and its largest readings anew. */
export function resetLoudness(): void {
  restartLoudness();
}

/** Starts the largest samples of strips and families anew. */
export function resetTops(): void {
  clearFamilyTops();
  clearTops();
}

/** Samples the output is late behind the timeline. */
export function outputLatency(): i32 {
  return targetDelay(hearsDiffuse());
}

/** Gives a slot a strip record, 0 for none. */
export function setStrip(slot: i32, record: usize): void {
  if (<u32>slot < <u32>MAX_STRIPS) changeStrip(slot, record, playing);
}

/** Where the host lists the slots that are rendered first, i32 each. */
export function orderPtr(): usize {
  return orderRequest;
}

/** Renders the slots in `orderPtr()` before the others. */
export function setOrder(count: i32): void {
  orderStrips(count);
}

/** Gives a key bus its history: `frames` (0 or a power of two) of f32 at `ring`, 16-byte aligned. */
export function setKey(bus: i32, ring: usize, frames: i32): void {
  if (<u32>bus < <u32>MAX_KEYS) placeKey(bus, ring, frames);
}

/** Says how many key buses are in use. */
export function setKeys(count: i32): void {
  countKeys(count);
}

/** Gives a control a record, 0 for none. */
export function setControl(index: i32, record: usize): void {
  if (<u32>index < <u32>MAX_CONTROLS) changeControl(index, record, playing);
}

/** 1 while the core reads this record for this control. */
export function holdsControl(index: i32, record: usize): i32 {
  return <i32>controlHolds(index, record);
}

/** f32 × (1 + DUCK_BANDS) for each control: how far its duck turns the whole and each band down now, dB ≥ 0. */
export function ducksPtr(): usize {
  return duckMeters;
}

/** 1 while the core reads this record for this slot. */
export function holdsRecord(slot: i32, record: usize): i32 {
  return <i32>stripHolds(slot, record);
}

/** 1 while a strip, control or space fades over from one version to the next. */
export function isFading(): i32 {
  return <i32>(stripsFading() || controlsFading() || spacesFading());
}

/** Bytes of state a reverb runs on. */
export function reverbStateBytes(sampleRate: f64): usize {
  return reverbBytes(sampleRate);
}

/** Bytes of a prepared response of 1, 2, 6, 8 or 10 channels; 0 for any other number. */
export function responseBytes(channels: i32, frames: i32): usize {
  return isLayout(channels) && frames > 0 ? preparedBytes(describeResponse(channels, frames)) : 0;
}

/** Bytes of the state a convolution with such a response runs on; its first word is where the prepared response lies. */
export function convolutionStateBytes(channels: i32, frames: i32, sampleRate: f64): usize {
  initInlets(sampleRate);
  return isLayout(channels) && frames > 0 ? convolverBytes(describeResponse(channels, frames)) : 0;
}

/** Prepares a response from planes of `frames` f32 at `samples` into `responseBytes` at `at`. Not on the audio thread. */
export function prepareResponse(at: usize, channels: i32, frames: i32, samples: usize): void {
  assert(isLayout(channels) && frames > 0, 'a response has 1, 2, 6, 8 or 10 channels');
  prepare(at, channels, frames, samples);
}

/** Gives a slot a space's record and the state it runs on, 0 and 0 for none; see `changeSpace`. */
export function setSpace(slot: i32, record: usize, state: usize): void {
  if (<u32>slot < <u32>MAX_SPACES) changeSpace(slot, record, state, playing);
}

/** 1 while the core reads a record or a state for this slot of the spaces. */
export function holdsSpace(slot: i32, piece: usize): i32 {
  return <i32>spaceHolds(slot, piece);
}

export function play(position: f64): void {
  startPlaying(position);
}

/** Follows the timeline at a speed that is not 0; see `startShuttle`. */
export function shuttle(position: f64, speed: f64): void {
  startShuttle(position, speed);
}

/** Timeline samples that pass in a frame now; 0 while stopped. */
export function getSpeed(): f64 {
  return transportSpeed();
}

/** Slots a shuttle did not find. */
export function getShuttleMisses(): f64 {
  return shuttleMisses;
}

export function stop(): void {
  stopPlaying();
}

export function locate(position: f64): void {
  seek(position);
}

export function setLoop(start: f64, end: f64, enabled: i32): void {
  setLoopRange(start, end, enabled != 0);
}

/** SIGNAL_* */
export function setSignal(which: i32): void {
  startSignal(which);
}

/** Linear. */
export function setMonitorLevel(gain: f32): void {
  setLevel(gain);
}

/** Where the host writes the monitor's matrix: f32 [to speaker][from speaker], MAX_SPEAKERS a row. */
export function matrixPtr(): usize {
  return matrixRequest;
}

/** Takes the matrix at `matrixPtr()`, for an output of so many channels. */
export function setMonitorMatrix(channels: i32): void {
  setMatrix(channels);
}

/** Renders `frames` ≤ HOST_FRAMES into the planes at `outputPtr` and `monitorPtr`. */
export function render(frames: i32): void {
  renderHost(frames);
}

export function outputPtr(): usize {
  return hostOutput;
}

export function monitorPtr(): usize {
  return hostMonitor;
}

export function inputPtr(): usize {
  return inputPlanes;
}

export function channels(): i32 {
  return outputChannels;
}

export function getPosition(): f64 {
  return heardPosition();
}

export function isPlaying(): i32 {
  return <i32>playing;
}

export function stripPeaksPtr(): usize {
  return stripPeaks;
}

export function stripSquaresPtr(): usize {
  return stripSquares;
}

/** dB ≥ 0 the dynamics of each strip turn it down, f32 for every slot. */
export function stripReductionsPtr(): usize {
  return stripReductions;
}

/** Gathers what goes through the chain of the strip in this slot, −1 none, into the rings at `probePtr()` (strip/probe.ts). */
export function setProbe(slot: i32): void {
  setProbeSlot(slot);
}

export function probePtr(): usize {
  return probeRings;
}

/** Frames the probe's rings have taken so far, and blocks; they go round. */
export function getProbeFrames(): i32 {
  return probeFrames;
}

export function getProbeBlocks(): i32 {
  return probeBlocks;
}

export function bedPeaksPtr(): usize {
  return bedPeaks;
}

/** f32 × BED_CHANNELS */
export function bedSquaresPtr(): usize {
  return bedSquares;
}

export function outputPeaksPtr(): usize {
  return outputPeaks;
}

export function getClipCount(): f64 {
  return clipCount;
}

export function resetClips(): void {
  clearClips();
}

export function getMissedSlots(): f64 {
  return missedSlots;
}

export function getFaults(): i32 {
  return stripFaults + busFaults + spaceFaults;
}

/** Slot of the last strip that gave something that is not a number; −1 if it was a bus, or none. */
export function getFaultySlot(): i32 {
  return faultySlot;
}

/** dB ≥ 0 */
export function getReduction(): f64 {
  return monitorReduction();
}

/** Delay of the monitor planes behind the output planes, in samples. */
export function monitorLatency(): i32 {
  return monitorDelay();
}

/** Where the host puts bytes for `unpack`, UNPACK_BYTES long. */
export function unpackSourcePtr(): usize {
  return unpackSource;
}

/** Where the host lists the channels for `unpack`: i32 channel, i32 address to write to, of each. */
export function unpackTablePtr(): usize {
  return unpackTable;
}

/** De-interleaves `frames` frames; UNPACK_* coding. */
export function unpack(coding: i32, channels: i32, frames: i32, count: i32): void {
  unpackFrames(coding, channels, frames, count);
}

/** Makes this instance a delivery of `count` channels instead of a core: nothing but the calls below is for it. */
export function startDelivery(count: i32): void {
  initDelivery(count);
}

export function deliveryPlanesPtr(): usize {
  return deliveryPlanes;
}

export function deliveryOutPtr(): usize {
  return deliveryOut;
}

/** Measures the true peak of the planes' first frames. */
export function deliverPeaks(frames: i32): void {
  measureDelivery(frames);
}

/** Interleaves floats. @returns samples beyond full scale */
export function deliverFloats(frames: i32): i32 {
  return packFloats(frames);
}

/** Interleaves dithered integers of 16 or 24 bits. @returns samples beyond full scale */
export function deliverWords(bits: i32, frames: i32, position: f64): i32 {
  return packWords(bits, frames, position);
}

/** Ends the true-peak meter. @returns the largest, linear */
export function deliverEnd(): f32 {
  return finishDelivery();
}

/** Bytes of the core's share not in use. */
export function freeBytes(): usize {
  return arenaFree();
}

/** Builds a layout for `askGains` from `count` speakers at `speakersPtr()`. */
export function askLayout(count: i32): void {
  buildTree(askedLayout, speakerRequest, count);
  buildExtent(askedLayout, 8);
  forgetZones(askedLayout);
}

/**
 * Gains of `count` objects in the layout of `askLayout`, f64 per object and speaker to `into`. Each is ASK_BYTES at `cases`:
 * f64 x, y, z, width, depth, height, largest distance of a lock (negative: none), divergence and its range, index of the
 * first box, number of boxes; the boxes, ZONE_BYTES each, lie at `boxes`.
 */
export function askObjects(cases: usize, count: i32, boxes: usize, into: usize): void {
  const row: usize = 8 * <usize>load<i32>(askedLayout, LAYOUT_SPEAKER_COUNT);
  for (let i = 0; i < count; i++) {
    const at = cases + <usize>ASK_BYTES * <usize>i;
    const first = boxes + <usize>ZONE_BYTES * <usize>load<f64>(at, 72);
    const zones = <i32>load<f64>(at, 80);
    const layout = zones > 0 ? withoutSpeakers(askedLayout, takenSpeakers(askedLayout, first, zones)) : askedLayout;
    objectGains(
      layout, load<f64>(at, 48), load<f64>(at, 56), load<f64>(at, 64), load<f64>(at), load<f64>(at, 8), load<f64>(at, 16),
      load<f64>(at, 24), load<f64>(at, 32), load<f64>(at, 40), into + row * <usize>i,
    );
  }
}

/** Gains of a bed strip's channel: eleven f64 at the returned address, the last the LFE send. */
export function askBedGains(record: usize, channel: i32, pan: f64, width: f64, frontBack: f64, height: f64): usize {
  aimBed(
    load<f64>(record, REC_PARAMS + 8 * LANE_EXTRA), load<f64>(record, REC_PARAMS + 8 * LANE_TURN),
    load<f64>(record, REC_PARAMS + 8 * LANE_DIVERGENCE),
  );
  bedGains(record, channel, pan, width, frontBack, height, askedGains);
  return askedGains;
}

/** Gain of a bed channel in a speaker of the target in force. */
export function askBedGain(channel: i32, speaker: i32): f32 {
  return bedGain(channel, speaker);
}
