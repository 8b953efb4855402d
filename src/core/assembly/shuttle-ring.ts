import { BLOCK_FRAMES, MAX_SPEAKERS } from '../contract';
import { reserve } from './arena';
import { renderMix } from './mix';
import { outputChannels, outputPlanes } from './output/target';

/**
 * A stretch of the mix as it was rendered, kept by its place on the timeline, so that it can be read at any speed and
 * backwards. It grows at either end by whole blocks, each rendered forwards. Going back, four blocks are rendered in their order
 * and a fifth once more, over which the new ones fade into what is there: what remembers (ears, room) then has no seam.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Frames kept; a power of two. */
const SPAN: i32 = 4096;
/** Frames repeated behind the end, so that a kernel is read in one piece. */
const GUARD: i32 = BLOCK_FRAMES;
const PLANE_BYTES: usize = 4 * (SPAN + GUARD);
/** Frames gained by a stretch rendered on the way back. */
const STRETCH: f64 = 4.0 * BLOCK_FRAMES;
const BLOCK: f64 = <f64>BLOCK_FRAMES;

let planes: usize = 0;
/** Timeline samples held: from … to, both multiples of a block. */
let from: f64 = 0.0;
let to: f64 = 0.0;
/** Where the block rendered last ended; NaN if nothing was. */
let rendered: f64 = NaN;
/** Next block of the stretch on the way back, NaN if none is begun. */
let stretchAt: f64 = NaN;

/** Takes memory. */
export function initShuttleRing(): void {
  planes = reserve(PLANE_BYTES * MAX_SPEAKERS);
  emptyRing();
}

/** Forgets everything. */
export function emptyRing(): void {
  from = to = 0.0;
  rendered = stretchAt = NaN;
}

/** Address of a timeline sample in a channel; 128 frames from there lie in one piece. */
export function ringAt(channel: i32, sample: f64): usize {
  return planes + PLANE_BYTES * <usize>channel + 4 * <usize>(<i32>(<i64>sample & <i64>(SPAN - 1)));
}

/** −1 keeps the new block, 0 fades from the old to the new, 1 from the new to the old. */
function renderInto(block: f64, blend: i32): void {
  const before = block + BLOCK <= 0.0;
  if (!before) {
    renderMix(block, 0, BLOCK_FRAMES, true, false);
    rendered = block + BLOCK;
  }
  for (let channel = 0; channel < outputChannels; channel++) {
    const at = ringAt(channel, block);
    const source = outputPlanes + BLOCK_BYTES * <usize>channel;
    if (before) memory.fill(at, 0, BLOCK_BYTES);
    else if (blend < 0) memory.copy(at, source, BLOCK_BYTES);
    else {
      for (let i = 0; i < BLOCK_FRAMES; i++) {
        const rise: f32 = (<f32>i + 0.5) / <f32>BLOCK_FRAMES;
        const fresh = blend == 0 ? rise : 1.0 - rise;
        const old = load<f32>(at + 4 * <usize>i);
        store<f32>(at + 4 * <usize>i, old + (load<f32>(source + 4 * <usize>i) - old) * fresh);
      }
    }
    if (at == planes + PLANE_BYTES * <usize>channel) memory.copy(at + 4 * SPAN, at, BLOCK_BYTES);
  }
}

function forward(): void {
  stretchAt = NaN;
  if (rendered != to && to - from >= BLOCK) renderInto(to - BLOCK, 0);
  renderInto(to, -1);
  to += BLOCK;
  if (to - from > <f64>SPAN) from += BLOCK;
}

/** Renders the next block of the way back. */
function backward(): void {
  if (!(stretchAt < from)) {
    stretchAt = from - STRETCH;
    // The stretch overwrites what lies a whole ring later.
    to = min(to, stretchAt + <f64>SPAN);
  }
  renderInto(stretchAt, -1);
  stretchAt += BLOCK;
  if (stretchAt < from) return;
  if (to > from) renderInto(from, 1);
  from -= STRETCH;
  stretchAt = NaN;
}

/** Holds timeline samples `low` … `high`, whatever must be rendered for it. `back` tells which way they will be followed. */
export function holdRing(low: f64, high: f64, back: bool): void {
  low = floor(low / BLOCK) * BLOCK;
  high = floor(high / BLOCK) * BLOCK + BLOCK;
  if (to == from || low > to || high < from) {
    emptyRing();
    from = to = back ? high : low;
  }
  while (to < high) forward();
  // The first block held was rendered without what came before it: it is not read until it has been faded over.
  const wanted = back ? low - BLOCK : low;
  while (from > wanted) backward();
}

/** Works ahead on the way back, so that no block has to pay for a whole stretch: `blocks` of it, until it reaches `low`. */
export function workBack(low: f64, blocks: i32): void {
  for (let i = 0; i < blocks && from > low; i++) backward();
}
