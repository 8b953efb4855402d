import { BLOCK_FRAMES, HOST_FRAMES, MAX_SPEAKERS } from '../contract';
import { reserve } from './arena';
import { guardOutput, measureBed } from './output/guard';
import { addInput, takeInput } from './output/live-input';
import { closeMonitor, declicks, fitMonitor, monitorClosed, monitorPlanes, openMonitor, renderMonitor } from './output/monitor';
import { renderSignal, signalOn } from './output/signals';
import {
  applyTarget, bedPlanes, clearPlanes, finishOutput, joinBed, layoutSpeakers, noteTarget, outputChannels, outputPlanes,
  settleTrims, signalsBeforeEars, speakerPlanes, turnTrims,
} from './output/target';
import { noteTrims } from './law/trims';
import { countMisses } from './strip/clips';
import { prepareMeters, quietMeter } from './strip/meters';
import { renderStrips, settleStrips, usedStrips } from './strip/strip';

/**
 * The clock. Blocks lie on multiples of 128 of the timeline, cut short only where playing starts, where a loop ends, and
 * where it begins again; whole blocks are rendered ahead of any host quantum and handed out from there. Live, a stop,
 * seek or change of target first lets the monitor go down, then happens.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const HOST_BYTES: usize = 4 * HOST_FRAMES;

/** Planes the host reads: HOST_FRAMES f32 a channel. */
export let hostOutput: usize = 0;
export let hostMonitor: usize = 0;

export let playing: bool = false;
/** Timeline sample of the next block. */
let position: f64 = 0.0;
let loopStart: f64 = 0.0;
let loopEnd: f64 = 0.0;

/** What waits for the monitor to go down. */
let closing: bool = false;
let stopWaits: bool = false;
let seekWaits: bool = false;
let seekTo: f64 = 0.0;
let targetWaits: bool = false;
let trimsWait: bool = false;
let targetKind: i32 = 0;
let targetSpeakers: i32 = 0;

/** The block being handed out: frames `taken` … `blockEnd` of the planes; frame 0 is timeline sample `blockStart`. */
let taken: i32 = 0;
let blockEnd: i32 = 0;
let blockStart: f64 = 0.0;
let blockMoves: bool = false;

/** Takes memory. */
export function initTransport(): void {
  hostOutput = reserve(HOST_BYTES * MAX_SPEAKERS);
  hostMonitor = reserve(HOST_BYTES * MAX_SPEAKERS);
  playing = false;
  closing = false;
  stopWaits = seekWaits = targetWaits = trimsWait = false;
  position = loopStart = loopEnd = 0.0;
  taken = blockEnd = 0;
}

/** Timeline sample of the next frame the host will get. */
export function heardPosition(): f64 {
  return blockMoves && taken < blockEnd ? blockStart + <f64>taken : position;
}

/** Sets the loop; a range shorter than a block is none. */
export function setLoopRange(start: f64, end: f64, enabled: bool): void {
  const usable = enabled && end - start >= <f64>BLOCK_FRAMES;
  loopStart = usable ? start : 0.0;
  loopEnd = usable ? end : 0.0;
}

/** Plays from a timeline sample. */
export function startPlaying(from: f64): void {
  if (playing) {
    seek(from);
    if (closing) stopWaits = false;
    return;
  }
  position = from;
  playing = true;
  settleStrips();
  if (declicks()) openMonitor();
}

/** Stops; the position stays where it was. */
export function stopPlaying(): void {
  if (!playing) return;
  if (!declicks()) halt();
  else {
    stopWaits = true;
    close();
  }
}

/** Moves the position, playing or not. */
export function seek(to: f64): void {
  if (playing && declicks()) {
    seekWaits = true;
    seekTo = to;
    close();
    return;
  }
  dropBlock();
  position = to;
  settleStrips();
}

/** Renders to another target, whose speakers are in `speakerRequest`. */
export function retarget(kind: i32, speakers: i32): void {
  noteTarget();
  if (playing && declicks()) {
    targetWaits = true;
    targetKind = kind;
    targetSpeakers = speakers;
    close();
    return;
  }
  changeTarget(kind, speakers);
}

/** Takes the trims in `trimRequest`: with the target that waits, or by a turn within the next block. */
export function retrim(): void {
  noteTrims();
  if (!targetWaits) trimsWait = true;
}

/** Forgets what was rendered ahead; the position goes back to what the host has got. */
function dropBlock(): void {
  position = heardPosition();
  if (blockMoves) taken = blockEnd = 0;
  blockMoves = false;
}

function changeTarget(kind: i32, speakers: i32): void {
  dropBlock();
  taken = blockEnd = 0;
  trimsWait = false;
  applyTarget(kind, speakers);
  fitMonitor(outputChannels);
  memory.fill(hostOutput, 0, HOST_BYTES * MAX_SPEAKERS);
  memory.fill(hostMonitor, 0, HOST_BYTES * MAX_SPEAKERS);
}

function close(): void {
  closing = true;
  countMisses(false);
  closeMonitor();
}

function halt(): void {
  dropBlock();
  playing = false;
  settleStrips();
}

function finishClosing(): void {
  closing = false;
  countMisses(true);
  if (targetWaits) changeTarget(targetKind, targetSpeakers);
  if (seekWaits) {
    position = seekTo;
    settleStrips();
  }
  if (stopWaits) halt();
  targetWaits = seekWaits = stopWaits = false;
  openMonitor();
}

function renderBlock(): void {
  if (closing && monitorClosed()) finishClosing();
  let first = 0;
  let frames = BLOCK_FRAMES;
  let block: f64 = 0.0;
  if (playing) {
    block = floor(position / <f64>BLOCK_FRAMES) * <f64>BLOCK_FRAMES;
    first = <i32>(position - block);
    frames = BLOCK_FRAMES - first;
    if (loopEnd > 0.0 && position < loopEnd && position + <f64>frames > loopEnd) frames = <i32>(loopEnd - position);
  }
  const end = first + frames;
  assert(first >= 0 && first < end && end <= BLOCK_FRAMES, 'a block lies between two multiples of its length');
  prepareMeters(frames);
  clearPlanes();
  const turns = trimsWait;
  if (turns) turnTrims();
  trimsWait = false;
  if (playing) renderStrips(block, first, end, bedPlanes, speakerPlanes);
  else for (let slot = 0; slot < usedStrips(); slot++) quietMeter(slot, frames);
  if (signalOn()) clearPlanes();
  addInput(bedPlanes + 4 * <usize>first, bedPlanes + BLOCK_BYTES + 4 * <usize>first, frames);
  measureBed(bedPlanes, first, end);
  joinBed(first, end);
  if (turns) settleTrims();
  if (signalOn() && signalsBeforeEars()) renderSignal(speakerPlanes, BLOCK_BYTES, layoutSpeakers(), first, end);
  finishOutput(first, end);
  if (signalOn() && !signalsBeforeEars()) renderSignal(outputPlanes, BLOCK_BYTES, outputChannels, first, end);
  guardOutput(outputPlanes, outputChannels, first, end);
  renderMonitor(outputPlanes, first, end);
  blockStart = block;
  blockMoves = playing;
  taken = first;
  blockEnd = end;
  if (playing) {
    // Only who comes from inside the loop goes back: playing may begin at its end.
    const inside = block + <f64>first < loopEnd;
    position = block + <f64>end;
    if (inside && position == loopEnd) position = loopStart;
  }
}

/** Fills the host planes with `frames` ≤ HOST_FRAMES frames. Audio thread; allocates nothing. */
export function renderHost(frames: i32): void {
  assert(frames > 0 && frames <= HOST_FRAMES, 'host quantum out of range');
  takeInput(frames);
  let done = 0;
  while (done < frames) {
    if (taken == blockEnd) renderBlock();
    const count = min(frames - done, blockEnd - taken);
    const bytes: usize = 4 * <usize>count;
    for (let channel = 0; channel < outputChannels; channel++) {
      const from = BLOCK_BYTES * <usize>channel + 4 * <usize>taken;
      const to = HOST_BYTES * <usize>channel + 4 * <usize>done;
      memory.copy(hostOutput + to, outputPlanes + from, bytes);
      memory.copy(hostMonitor + to, monitorPlanes + from, bytes);
    }
    taken += count;
    done += count;
  }
}
