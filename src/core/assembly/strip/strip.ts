import {
  BINAURAL_OFF, BLOCK_FRAMES, LANES, MAX_STRIPS, OUTPUT_BED, OUTPUT_GAINS, OUTPUT_OBJECT, REC_BINAURAL, REC_CHAIN, REC_CHANNELS, REC_DIFFUSE,
  REC_DIFFUSE_AT, REC_GAIN, REC_GAINS_AT, REC_LANES, REC_OUTPUT, REC_PARAMS, REC_SNAP, REC_TRIM,
} from '../../contract';
import { reserve } from '../arena';
import { bedOf, hearStrip, restStrip, roomBed, roomPlanes, sendOf } from '../ears/mix';
import { clear } from '../fill';
import { chainRings, inheritChain, prepareChain, resetChain, runChain } from './chain';
import { readAhead, readClips, forgetReading, planes, READ_STATE_BYTES } from './clips';
import { diffuseEars, diffusePlanes } from '../output/diffuse';
import { settleSends } from '../output/lfe-send';
import { mixSequences } from './gains';
import { energy, peak, ramp, weigh } from './kernels';
import { addEdges, clearEdges, laneRestsUntil, nextEdge } from './lanes';
import { addLine, clearLines, mixLines } from './lines';
import { blockMeter, quietMeter } from './meters';
import { forgetPan, gainMask, gainRow, PAN_SET_BYTES, panAt, panBefore, panMoves, panNear } from './pan';
import { applyRide } from './ride';

/**
 * Strips. A slot holds the version that plays and, while a change fades, the one before; the newest change that comes
 * during a fade waits. Everything a version does is a function of the timeline alone, so a block may be cut anywhere
 * and undoing a change brings the same bits back as soon as the fade is over.
 */
const VERSION_RECORD: usize = 0;
const VERSION_STATE: usize = 8;
const VERSION_PAN_A: usize = (VERSION_STATE + READ_STATE_BYTES + 15) & ~15;
const VERSION_PAN_B: usize = VERSION_PAN_A + PAN_SET_BYTES;
/** f64 times between which no lane of the place turns a corner. */
const VERSION_REST: usize = VERSION_PAN_B + PAN_SET_BYTES;
const VERSION_REST_END: usize = VERSION_REST + 8;
/** f64: time of the multiple of `controlFrames` from which a point moves too far for a line. */
const VERSION_REFUSED: usize = VERSION_REST + 16;
/** i32: 1 if the record has a diffuse part. */
const VERSION_DIFFUSE: usize = VERSION_REST + 24;
const VERSION_BYTES: usize = VERSION_REST + 32;

/** i32: which of the two versions is the current one. */
const CURRENT: usize = 0;
/** i32: frames of the fade done, −1 when none runs. */
const FADE: usize = 4;
/** i32: 1 if a change waits; then its record, 0 for none. */
const WAITING: usize = 8;
const WAITING_RECORD: usize = 12;
const VERSIONS: usize = 16;
const STRIP_BYTES: usize = VERSIONS + 2 * VERSION_BYTES;
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Strips whose samples are asked for together. */
const ASKED: i32 = 16;
/** Farthest a point goes along an axis in 8 ms while its gains are a line, in room units: 2.5 a second. */
const POINT_STEP: f64 = 0.02;

let strips: usize = 0;
/** Slots in use are below this. */
let used: i32 = 0;
let fadeFrames: i32 = 384;
/** Frames between the moments at which gains of slow objects with a size are taken: 8 ms. */
let controlFrames: i32 = 384;

/** Blocks muted because a strip gave something that is not a number, and the slot of the last one. */
export let stripFaults: i32 = 0;
export let faultySlot: i32 = -1;
/** Versions of strips in force that have a diffuse part. */
export let diffuseStrips: i32 = 0;

/** Takes memory for every slot. @param frames length of a cross-fade */
export function initStrips(frames: i32): void {
  strips = reserve(STRIP_BYTES * MAX_STRIPS);
  fadeFrames = frames;
  controlFrames = frames;
  used = 0;
  stripFaults = 0;
  faultySlot = -1;
  diffuseStrips = 0;
}

function slotAt(slot: i32): usize {
  return strips + STRIP_BYTES * <usize>slot;
}

function version(strip: usize, which: i32): usize {
  return strip + VERSIONS + VERSION_BYTES * <usize>which;
}

function place(strip: usize, which: i32, record: usize): void {
  const at = version(strip, which);
  store<usize>(at, record, VERSION_RECORD);
  const diffuse = record != 0 && (load<f64>(record, REC_DIFFUSE) > 0.0 || load<i32>(record, REC_DIFFUSE_AT) != 0);
  diffuseStrips += <i32>diffuse - load<i32>(at, VERSION_DIFFUSE);
  store<i32>(at, <i32>diffuse, VERSION_DIFFUSE);
  forgetReading(at + VERSION_STATE);
  forgetPan(at + VERSION_PAN_A);
  forgetPan(at + VERSION_PAN_B);
  store<f64>(at, Infinity, VERSION_REST);
  store<f64>(at, NaN, VERSION_REFUSED);
  const chain = chainOf(record);
  if (chain != 0) prepareChain(chain, load<i32>(record, REC_CHANNELS));
}

/** Chain of a record; 0 without one. */
function chainOf(record: usize): usize {
  const chain = record != 0 ? load<i32>(record, REC_CHAIN) : 0;
  return chain ? record + <usize>chain : 0;
}

function beginFade(strip: usize, record: usize): void {
  const next = 1 - load<i32>(strip, CURRENT);
  place(strip, next, record);
  const before = load<usize>(version(strip, 1 - next), VERSION_RECORD);
  const chain = chainOf(record);
  if (chain != 0 && chainOf(before) != 0 && load<i32>(record, REC_CHANNELS) == load<i32>(before, REC_CHANNELS)) {
    inheritChain(chain, chainOf(before), load<i32>(record, REC_CHANNELS));
  }
  store<i32>(strip, next, CURRENT);
  store<i32>(strip, 0, FADE);
}

/** Gives a slot a new record (0: none). While playing it fades over, or waits for the fade that runs. */
export function changeStrip(slot: i32, record: usize, playing: bool): void {
  const strip = slotAt(slot);
  if (slot >= used) {
    for (let i = used; i <= slot; i++) store<i32>(slotAt(i), -1, FADE);
    used = slot + 1;
  }
  if (!playing) {
    store<i32>(strip, -1, FADE);
    store<i32>(strip, 0, WAITING);
    place(strip, load<i32>(strip, CURRENT), record);
    place(strip, 1 - load<i32>(strip, CURRENT), 0);
  } else if (load<i32>(strip, FADE) >= 0) {
    store<i32>(strip, 1, WAITING);
    store<usize>(strip, record, WAITING_RECORD);
  } else beginFade(strip, record);
}

/** True if the core still reads a record of this slot. */
export function stripHolds(slot: i32, record: usize): bool {
  if (slot >= used) return false;
  const strip = slotAt(slot);
  if (load<usize>(version(strip, load<i32>(strip, CURRENT)), VERSION_RECORD) == record) return true;
  if (load<i32>(strip, FADE) >= 0 && load<usize>(version(strip, 1 - load<i32>(strip, CURRENT)), VERSION_RECORD) == record) return true;
  return load<i32>(strip, WAITING) != 0 && load<usize>(strip, WAITING_RECORD) == record;
}

/** Forgets what a version remembers of what it played. */
function forgetVersion(at: usize): void {
  forgetReading(at + VERSION_STATE);
  const record = load<usize>(at, VERSION_RECORD);
  const chain = chainOf(record);
  if (chain != 0) resetChain(chain, load<i32>(record, REC_CHANNELS));
}

/** Ends every fade and takes what waits: when the transport halts or jumps. */
export function settleStrips(): void {
  settleSends();
  for (let i = 0; i < used; i++) {
    const strip = slotAt(i);
    if (load<i32>(strip, WAITING)) place(strip, load<i32>(strip, CURRENT), load<usize>(strip, WAITING_RECORD));
    store<i32>(strip, 0, WAITING);
    if (load<i32>(strip, FADE) >= 0) place(strip, 1 - load<i32>(strip, CURRENT), 0);
    store<i32>(strip, -1, FADE);
    forgetVersion(version(strip, 0));
    forgetVersion(version(strip, 1));
  }
}

/** True if a strip is fading over. */
export function stripsFading(): bool {
  for (let i = 0; i < used; i++) if (load<i32>(slotAt(i), FADE) >= 0) return true;
  return false;
}

/** Found by `movesSlowly`: the gains at the ends of the line. */
let lineFrom: usize = 0;
let lineTo: usize = 0;

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

/** Where what is mixed goes as well, 0 for nowhere, and how much louder: the diffuse share of an object. */
let besides: usize = 0;
let besidesScale: f32 = 0.0;

/** Adds the channels of `planes` to their destinations between two sets of gains. */
// @ts-ignore: decorator
@inline
function mixStretch(channels: i32, near: usize, far: usize, to: usize, scale: f32, edge: i32, next: i32, first: i32, end: i32): void {
  if (scale != 0.0) mixTo(channels, near, far, to, scale, edge, next, first, end);
  if (besides) mixTo(channels, near, far, besides, besidesScale, edge, next, first, end);
}

function mixTo(channels: i32, near: usize, far: usize, to: usize, scale: f32, edge: i32, next: i32, first: i32, end: i32): void {
  const from = max(edge, first);
  const stop = min(next, end);
  if (from >= stop) return;
  const length: f32 = 1.0 / <f32>(next - edge);
  for (let channel = 0; channel < channels; channel++) {
    const nearRow = gainRow(near, channel);
    const farRow = gainRow(far, channel);
    let mask = gainMask(near, channel) | gainMask(far, channel);
    clearLines();
    while (mask != 0) {
      const destination = <usize>ctz(mask);
      mask &= mask - 1;
      const a = scale * load<f32>(nearRow + 4 * destination);
      const b = scale * load<f32>(farRow + 4 * destination);
      addLine(to + BLOCK_BYTES * destination + 4 * <usize>from, a, (b - a) * length);
    }
    mixLines(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>from, stop - from, from - edge);
  }
}

/** True if no lane of the place turns a corner between two timeline samples. */
function rests(at: usize, record: usize, from: f64, to: f64): bool {
  if (from >= load<f64>(at, VERSION_REST) && to <= load<f64>(at, VERSION_REST_END)) return true;
  let until: f64 = Infinity;
  for (let i = 1; i < LANES; i++) {
    const lane = load<i32>(record + REC_LANES + 4 * <usize>i);
    if (lane) until = min(until, laneRestsUntil(record + <usize>lane, from));
  }
  store<f64>(at, from, VERSION_REST);
  store<f64>(at, until, VERSION_REST_END);
  return to <= until;
}

/**
 * True if an object's gains may run as lines from one multiple of `controlFrames` (8 ms) on the timeline to the next: no lane
 * turns a corner between them, and it is no locked object, which jumps. Of a point the ends must also lie close together and
 * reach the same speakers; the law bends by less than 5·10⁻⁴ between them then. Gains of a size change more gently.
 */
function movesSlowly(at: usize, record: usize, cell: f64): bool {
  if (load<i32>(record, REC_OUTPUT) != OUTPUT_OBJECT || load<i32>(record, REC_SNAP)) return false;
  if (load<f64>(at, VERSION_REFUSED) == cell || !rests(at, record, cell, cell + <f64>controlFrames)) return false;
  const a = at + VERSION_PAN_A;
  const b = at + VERSION_PAN_B;
  lineFrom = panAt(record, cell, a, b);
  lineTo = panAt(record, cell + <f64>controlFrames, lineFrom, lineFrom == a ? b : a);
  if (load<i32>(record, REC_LANES + 16) || load<f64>(record, REC_PARAMS + 32) > 0.0) return true;
  if (panNear(lineFrom, lineTo, load<i32>(record, REC_CHANNELS), POINT_STEP)) return true;
  store<f64>(at, cell, VERSION_REFUSED);
  return false;
}

/** Finds the frames of a block at which gains turn. A locked object jumps from speaker to speaker, so its turn over whole blocks. */
function findEdges(at: usize, record: usize, block: f64): void {
  clearEdges();
  if (load<i32>(record, REC_SNAP) || rests(at, record, block, block + <f64>BLOCK_FRAMES)) return;
  for (let i = 1; i < LANES; i++) {
    const lane = load<i32>(record + REC_LANES + 4 * <usize>i);
    if (lane) addEdges(record + <usize>lane, block);
  }
}

/** Adds a strip's channels to the planes at `to`, `scale` times as loud. */
function mix(at: usize, record: usize, block: f64, first: i32, end: i32, to: usize, scale: f32): void {
  const channels = load<i32>(record, REC_CHANNELS);
  const a = at + VERSION_PAN_A;
  const b = at + VERSION_PAN_B;
  const before = panBefore(record, block, a, b);
  if (!panMoves(record)) {
    const from = before != 0 ? before : panAt(record, block, a, b);
    const still = before != 0 ? panAt(record, block, from, from == a ? b : a) : from;
    mixStretch(channels, from, still, to, scale, 0, BLOCK_FRAMES, first, end);
    return;
  }
  if (before == 0) {
    const cell = floor(block / <f64>controlFrames) * <f64>controlFrames;
    if (movesSlowly(at, record, cell)) {
      const edge = <i32>(cell - block);
      mixStretch(channels, lineFrom, lineTo, to, scale, edge, edge + controlFrames, first, end);
      return;
    }
  }
  findEdges(at, record, block);
  let near = before != 0 ? before : panAt(record, block, a, b);
  let edge = 0;
  while (edge < end) {
    const next = nextEdge(edge);
    const far = panAt(record, block + <f64>next, near, near == a ? b : a);
    mixStretch(channels, near, far, to, scale, edge, next, first, end);
    near = far;
    edge = next;
  }
}

/** Mixes an object whose power is split between the layout's speakers and their decorrelators. */
function mixDiffuse(slot: i32, at: usize, record: usize, block: f64, first: i32, end: i32, speakers: usize, diffuse: f64): void {
  const direct = <f32>sqrt(1.0 - diffuse);
  const split = <f32>sqrt(diffuse);
  if (!diffuseEars) {
    besides = diffusePlanes;
    besidesScale = split;
    mix(at, record, block, first, end, speakers, direct);
    besides = 0;
    return;
  }
  // The virtual speakers have the diffuse share, whatever becomes of the direct one.
  mix(at, record, block, first, end, diffusePlanes, split);
  if (direct == 0.0) return;
  for (let channel = 0; channel < load<i32>(record, REC_CHANNELS); channel++) {
    ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first, direct, 0.0, 0);
  }
  if (hearStrip(slot, whichOf(slot, at), record, block, first, end, planes)) mix(at, record, block, first, end, speakers, 1.0);
}

function whichOf(slot: i32, at: usize): i32 {
  return at == version(slotAt(slot), 0) ? 0 : 1;
}

/** Reads a version's clips into `planes` and runs its chain, with all gain that rides no lane. @returns false if nothing sounds */
function readStrip(at: usize, record: usize, block: f64, first: i32, end: i32): bool {
  const trim = load<f64>(record, REC_TRIM);
  const gain = load<i32>(record, REC_LANES) != 0 ? 1.0 : load<f64>(record, REC_GAIN);
  const chain = chainOf(record);
  if (chain == 0) return readClips(record, trim * gain, block, first, end, at + VERSION_STATE);
  const channels = load<i32>(record, REC_CHANNELS);
  const sounding = readClips(record, trim, block, first, end, at + VERSION_STATE);
  if (!sounding) {
    if (!chainRings(chain, channels)) return false;
    clear(planes, BLOCK_BYTES * <usize>channels);
  }
  runChain(chain, planes, channels, first, end, sounding);
  if (gain == 1.0) return true;
  for (let channel = 0; channel < channels; channel++) {
    ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first, <f32>gain, 0.0, 0);
  }
  return true;
}

/** Renders a version into the buses. `fade` ≥ 0 scales it by a line: base + slope · (frame − first). */
function renderVersion(slot: i32, at: usize, block: f64, first: i32, end: i32, bed: usize, speakers: usize, fading: bool, base: f32, slope: f32, length: i32, meter: bool): void {
  const record = load<usize>(at, VERSION_RECORD);
  const quiet = record == 0 || load<f64>(record, REC_GAIN) == 0.0;
  if (quiet || !readStrip(at, record, block, first, end)) {
    if (record != 0 && quiet) forgetReading(at + VERSION_STATE);
    if (meter) quietMeter(slot, end - first);
    return;
  }
  const channels = load<i32>(record, REC_CHANNELS);
  if (load<i32>(record, REC_LANES) != 0) applyRide(record, channels, block, first, end);
  measureStrip(channels, first, end);
  if (!(total < Infinity)) {
    stripFaults++;
    faultySlot = slot;
    // What is no number would go round in a filter for ever.
    if (chainOf(record) != 0) resetChain(chainOf(record), channels);
    if (meter) quietMeter(slot, end - first);
    return;
  }
  if (meter) blockMeter(slot, loudest, strongest, end - first);
  if (loudest == 0.0) return;
  if (fading) {
    for (let channel = 0; channel < channels; channel++) {
      const plane = planes + BLOCK_BYTES * <usize>channel;
      if (length > 0) ramp(plane + 4 * <usize>first, length, base, slope, 0);
      if (first + length < end && slope < 0.0) memory.fill(plane + 4 * <usize>(first + length), 0, 4 * <usize>(end - first - length));
    }
  }
  const send = sendOf(record);
  if (load<i32>(record, REC_OUTPUT) == OUTPUT_GAINS) {
    const direct = record + <usize>load<i32>(record, REC_GAINS_AT);
    mixSequences(record, direct, planes, block, first, end, speakers);
    const diffuse = <usize>load<i32>(record, REC_DIFFUSE_AT);
    if (diffuse != 0) mixSequences(record, record + diffuse, planes, block, first, end, diffusePlanes);
    if (send == 0.0) return;
    for (let channel = 0; channel < channels; channel++) {
      ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, end - first, send, 0.0, 0);
    }
    mixSequences(record, direct, planes, block, first, end, roomPlanes);
    return;
  }
  if (load<i32>(at, VERSION_DIFFUSE) && !(diffuseEars && load<i32>(record, REC_BINAURAL) == BINAURAL_OFF)) {
    mixDiffuse(slot, at, record, block, first, end, speakers, load<f64>(record, REC_DIFFUSE));
    return;
  }
  const toBed = load<i32>(record, REC_OUTPUT) == OUTPUT_BED;
  if (send > 0.0) mix(at, record, block, first, end, roomBed, send);
  if (hearStrip(slot, whichOf(slot, at), record, block, first, end, planes)) mix(at, record, block, first, end, toBed ? bedOf(record, bed) : speakers, 1.0);
}

function askAhead(slot: i32, end: i32): void {
  for (; slot < end; slot++) {
    const at = version(slotAt(slot), load<i32>(slotAt(slot), CURRENT));
    const record = load<usize>(at, VERSION_RECORD);
    if (record != 0) readAhead(at + VERSION_STATE, load<i32>(record, REC_CHANNELS));
  }
}

/**
 * Renders every strip for frames `first` … `end` of the block that starts at timeline sample `block`,
 * adding to the bed's planes and the layout's planes. Audio thread.
 */
export function renderStrips(block: f64, first: i32, end: i32, bed: usize, speakers: usize): void {
  for (let slot = 0; slot < used; slot++) {
    if (slot % ASKED == 0) askAhead(slot, min(slot + ASKED, used));
    renderSlot(slot, block, first, end, bed, speakers);
    restStrip(slot);
  }
}

/** While nothing plays: meters fall, and what rings at the ears rings out. */
export function restStrips(frames: i32): void {
  for (let slot = 0; slot < used; slot++) {
    quietMeter(slot, frames);
    restStrip(slot);
  }
}

function renderSlot(slot: i32, block: f64, first: i32, end: i32, bed: usize, speakers: usize): void {
  const strip = slotAt(slot);
  const current = load<i32>(strip, CURRENT);
  const done = load<i32>(strip, FADE);
  if (done < 0) {
    renderVersion(slot, version(strip, current), block, first, end, bed, speakers, false, 0.0, 0.0, 0, true);
    return;
  }
  const step: f32 = 1.0 / <f32>fadeFrames;
  const length = min(end - first, fadeFrames - done);
  const way = <f32>done * step;
  renderVersion(slot, version(strip, 1 - current), block, first, end, bed, speakers, true, 1.0 - way, -step, length, false);
  renderVersion(slot, version(strip, current), block, first, end, bed, speakers, true, way, step, length, true);
  if (done + end - first < fadeFrames) {
    store<i32>(strip, done + end - first, FADE);
    return;
  }
  store<i32>(strip, -1, FADE);
  place(strip, 1 - current, 0);
  if (load<i32>(strip, WAITING)) {
    store<i32>(strip, 0, WAITING);
    beginFade(strip, load<usize>(strip, WAITING_RECORD));
  }
}
