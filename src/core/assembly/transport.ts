import { BLOCK_FRAMES, HOST_FRAMES, MAX_SPEAKERS } from '../contract';
import { reserve } from './arena';
import { beginFamilies, finishFamilies } from './beside/families';
import { restartRoom } from './ears/mix';
import { noteTrims } from './law/trims';
import { renderMix, turnInNextBlock } from './mix';
import { restartDiffuse } from './output/diffuse';
import { resetDownmix } from './output/downmix';
import { guardOutput } from './output/guard';
import { dropInput, takeInput } from './output/live-input';
import { closeMonitor, declicks, fitMonitor, monitorClosed, monitorPlanes, openMonitor, renderMonitor } from './output/monitor';
import { signalOn } from './output/signals';
import { applyTarget, noteTarget, outputChannels, outputPlanes } from './output/target';
import {
  aimShuttle, beginShuttle, initShuttle, passShuttle, placeShuttle, renderShuttle, shuttleEnded, shuttlePlace, shuttleRate,
} from './shuttle';
import { settleSpaces } from './space/spaces';
import { countForShuttle, countMisses } from './strip/clips';
import { diffuseStrips, settleStrips } from './strip/versions';

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

/** The timeline is followed at a speed of its own; the loop is none then, and the live input is not heard. */
let shuttling: bool = false;

/** What waits for the monitor to go down. */
let closing: bool = false;
let stopWaits: bool = false;
let seekWaits: bool = false;
let seekTo: f64 = 0.0;
let targetWaits: bool = false;
let targetKind: i32 = 0;
let targetSpeakers: i32 = 0;
/** What goes on after the way down: 0 what went on before, else play at 1, a shuttle at any other speed. */
let speedWaits: f64 = 0.0;

/** The block being handed out: frames `taken` … `blockEnd` of the planes; frame 0 is timeline sample `blockStart`. */
let taken: i32 = 0;
let blockEnd: i32 = 0;
let blockStart: f64 = 0.0;
let blockMoves: bool = false;
/** Timeline samples the block passes in a frame: 1 but for a shuttle. */
let blockRate: f64 = 1.0;

/** Takes memory. */
export function initTransport(sampleRate: f64): void {
  hostOutput = reserve(HOST_BYTES * MAX_SPEAKERS);
  hostMonitor = reserve(HOST_BYTES * MAX_SPEAKERS);
  playing = false;
  closing = false;
  stopWaits = seekWaits = targetWaits = false;
  turnInNextBlock(false);
  position = loopStart = loopEnd = 0.0;
  taken = blockEnd = 0;
  shuttling = false;
  speedWaits = 0.0;
  initShuttle(sampleRate);
}

/** Timeline sample of the next frame the host will get. */
export function heardPosition(): f64 {
  return blockMoves && taken < blockEnd ? max(0.0, floor(blockStart + blockRate * <f64>taken + 0.5)) : position;
}

/** Timeline samples that pass in a frame: 0 stopped, 1 playing, else what the shuttle runs at now. */
export function transportSpeed(): f64 {
  return !playing ? 0.0 : shuttling ? shuttleRate : 1.0;
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
    if (closing || declicks()) speedWaits = 1.0;
    else shuttle(false);
    seek(from);
    if (closing) stopWaits = false;
    return;
  }
  shuttle(false);
  position = from;
  playing = true;
  settle();
  restartRoom();
  if (declicks()) openMonitor();
}

/**
 * Follows the timeline at a speed (not 0), backwards below 0. From `from` if nothing plays or a stop is on its way, else from
 * where the playhead stands, without a gap.
 */
export function startShuttle(from: f64, speed: f64): void {
  if (!playing) {
    position = from;
    playing = true;
    shuttle(true);
    settle();
    beginShuttle(from, speed, speed);
    if (declicks()) openMonitor();
  } else if (closing) {
    speedWaits = speed;
    if (stopWaits && !seekWaits) {
      seekWaits = true;
      seekTo = from;
    }
    stopWaits = false;
  } else if (shuttling) aimShuttle(speed);
  else {
    // What has been rendered ahead is played out first: the shuttle goes on from its end at the speed of play.
    shuttle(true);
    beginShuttle(position, 1.0, speed);
  }
}

function shuttle(on: bool): void {
  shuttling = on;
  countForShuttle(on);
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
  placeShuttle(to);
  if (playing) settle();
  else {
    settleStrips();
    settleSpaces();
  }
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
  if (!targetWaits) turnInNextBlock(true);
}

/** Forgets what was rendered ahead; the position goes back to what the host has got. */
function dropBlock(): void {
  position = heardPosition();
  if (blockMoves) taken = blockEnd = 0;
  blockMoves = false;
  placeShuttle(position);
}

function changeTarget(kind: i32, speakers: i32): void {
  dropBlock();
  taken = blockEnd = 0;
  turnInNextBlock(false);
  applyTarget(kind, speakers, hearsDiffuse());
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
  shuttle(false);
  settle();
}

/** True if a strip is diffuse and time goes straight on, as the decorrelators need it. */
export function hearsDiffuse(): bool {
  return diffuseStrips > 0 && !shuttling;
}

/** Strips begin anew, and the diffuse mix and the lines of Lt/Rt with them. */
function settle(): void {
  settleStrips();
  resetDownmix();
  settleSpaces();
  restartDiffuse(hearsDiffuse());
}

function finishClosing(): void {
  closing = false;
  countMisses(true);
  if (targetWaits) changeTarget(targetKind, targetSpeakers);
  if (seekWaits) {
    position = seekTo;
    placeShuttle(position);
    settle();
  }
  if (stopWaits) halt();
  else if (speedWaits != 0.0) {
    shuttle(speedWaits != 1.0);
    beginShuttle(position, speedWaits, speedWaits);
  }
  targetWaits = seekWaits = stopWaits = false;
  speedWaits = 0.0;
  openMonitor();
}

function renderBlock(): void {
  if (shuttling && !closing && shuttleEnded()) stopPlaying();
  if (closing && monitorClosed()) finishClosing();
  if (shuttling) renderShuttleBlock();
  else renderPlayBlock();
}

function renderPlayBlock(): void {
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
  renderMix(block, first, end, playing, true);
  handOut(block, 1.0, first, end);
  if (playing) {
    // Only who comes from inside the loop goes back: playing may begin at its end.
    const inside = block + <f64>first < loopEnd;
    position = block + <f64>end;
    if (inside && position == loopEnd) position = loopStart;
  }
}

/** A block of the shuttle lies on no multiple of the timeline: it is 128 frames of output, whatever stretch they pass. */
function renderShuttleBlock(): void {
  const from = shuttlePlace;
  dropInput(BLOCK_FRAMES);
  // Pieces of time in any order have no loudness: the meters fall.
  beginFamilies(false, 0, BLOCK_FRAMES);
  finishFamilies(0, BLOCK_FRAMES);
  if (signalOn()) {
    passShuttle();
    renderMix(0.0, 0, BLOCK_FRAMES, false, false);
  } else renderShuttle();
  handOut(from, (shuttlePlace - from) / <f64>BLOCK_FRAMES, 0, BLOCK_FRAMES);
  position = floor(shuttlePlace + 0.5);
}

/** Puts frames `first` … `end` of the output planes, which pass `rate` timeline samples each from `start` on, up for the host. */
function handOut(start: f64, rate: f64, first: i32, end: i32): void {
  guardOutput(outputPlanes, outputChannels, first, end);
  renderMonitor(outputPlanes, first, end);
  blockStart = start;
  blockRate = rate;
  blockMoves = playing;
  taken = first;
  blockEnd = end;
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
