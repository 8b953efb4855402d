import { BLOCK_FRAMES } from '../contract';
import { beginFamilies, finishFamilies } from './beside/families';
import { beginEarMix, plainBed, turnRoom } from './ears/mix';
import { beginDiffuse, joinDiffuse, silenceDiffuse } from './output/diffuse';
import { measureBed } from './output/guard';
import { joinSends } from './output/lfe-send';
import { addInput } from './output/live-input';
import { renderSignal, signalOn } from './output/signals';
import {
  bedPlanes, clearPlanes, finishOutput, joinBed, layoutSpeakers, outputChannels, outputPlanes, settleTrims,
  signalsBeforeEars, speakerPlanes, turnTrims,
} from './output/target';
import { beginSpaces, renderSpaces } from './space/spaces';
import { prepareMeters } from './strip/meters';
import { renderStrips, restStrips } from './strip/strip';
import { diffuseStrips } from './strip/versions';

const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
let trimsWait: bool = false;

/** Says whether the trims noted last are turned in within the next block. */
export function turnInNextBlock(on: bool): void {
  trimsWait = on;
}

/**
 * Renders frames `first` … `end` of the block that begins at timeline sample `block` into `outputPlanes`: strips, bed,
 * layout, fold or ears. `moving` false leaves the strips silent; `live` adds the live input, frame for frame.
 */
export function renderMix(block: f64, first: i32, end: i32, moving: bool, live: bool): void {
  prepareMeters(end - first);
  clearPlanes();
  const turns = trimsWait;
  if (turns) turnTrims();
  trimsWait = false;
  if (moving && live) turnRoom(block);
  beginDiffuse(diffuseStrips > 0, live, end - first);
  beginEarMix(first, end, signalOn(), live);
  if (live) beginFamilies(moving && !signalOn(), first, end);
  if (moving) {
    beginSpaces();
    renderStrips(block, first, end, bedPlanes, speakerPlanes);
    renderSpaces(block, first, end, bedPlanes);
  } else restStrips(end - first);
  if (live) finishFamilies(first, end);
  if (signalOn()) {
    clearPlanes();
    silenceDiffuse();
  }
  if (live) addInput(bedPlanes + 4 * <usize>first, bedPlanes + BLOCK_BYTES + 4 * <usize>first, end - first);
  joinSends(bedPlanes, plainBed, first, end);
  measureBed(bedPlanes, first, end);
  joinBed(first, end);
  if (turns) settleTrims();
  joinDiffuse(speakerPlanes, layoutSpeakers(), first, end);
  if (signalOn() && signalsBeforeEars()) renderSignal(speakerPlanes, BLOCK_BYTES, layoutSpeakers(), first, end);
  finishOutput(first, end);
  if (signalOn() && !signalsBeforeEars()) renderSignal(outputPlanes, BLOCK_BYTES, outputChannels, first, end);
}
