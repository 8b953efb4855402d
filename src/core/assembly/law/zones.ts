import { MAX_SPEAKERS, SPEAKER_BYTES, ZONE_BYTES } from '../../contract';
import { reserve } from '../arena';
import { buildExtent, layoutBytes } from './cube-extent';
import { buildTree, LAYOUT_SIZED, LAYOUT_SPEAKER_COUNT, LAYOUT_TABLE } from './cube-layout';

/**
 * Zones: the speakers an object is kept out of are taken from its layout before it is panned (ITU-R BS.2127-1 §7.3,
 * zone exclusion of Cartesian objects, by cube position). A box includes its faces. Where a speaker on a side wall
 * between the front and back walls goes, its whole row goes. If nothing is left, nothing is taken.
 * The layouts that remain are kept in a pool, built when first asked for and, when the pool is full, in place of the oldest.
 */
const FACE: f64 = 1e-6;
const POOL: i32 = 12;
/** Power tables of a pooled layout: p = 6, which small sizes share, and one other. */
const POWERS: i32 = 2;
/** Entry: usize layout it was taken from (0: empty), u32 speakers taken away; then the layout. */
const BASE: usize = 0;
const TAKEN: usize = 4;
const TREE: usize = 16;

const reduced: usize = memory.data(768, 16);
let pool: usize = 0;
let next: i32 = 0;

function entryAt(index: i32): usize {
  return pool + (TREE + layoutBytes(POWERS)) * <usize>index;
}

/** Takes memory. */
export function initZones(): void {
  pool = reserve((TREE + layoutBytes(POWERS)) * <usize>POOL);
  next = 0;
}

/** Forgets what was made of a layout; whoever builds a layout anew says so. */
export function forgetZones(layout: usize): void {
  for (let i = 0; i < POOL; i++) if (load<usize>(entryAt(i), BASE) == layout) store<usize>(entryAt(i), 0, BASE);
}

function inside(speaker: usize, box: usize): bool {
  for (let axis: usize = 0; axis < 24; axis += 8) {
    const place = load<f64>(speaker + axis);
    if (place < load<f64>(box + 2 * axis) - FACE || place > load<f64>(box + 2 * axis + 8) + FACE) return false;
  }
  return true;
}

/** Bits of the speakers of a layout that boxes (ZONE_BYTES each) take away; 0 if they would take them all. */
export function takenSpeakers(layout: usize, boxes: usize, count: i32): u32 {
  const speakers = load<i32>(layout, LAYOUT_SPEAKER_COUNT);
  const table = layout + LAYOUT_TABLE;
  let taken: u32 = 0;
  for (let i = 0; i < speakers; i++) {
    const speaker = table + <usize>SPEAKER_BYTES * <usize>i;
    if (load<f64>(speaker, 24) != 0.0) continue;
    for (let box = 0; box < count; box++) {
      if (inside(speaker, boxes + <usize>ZONE_BYTES * <usize>box)) {
        taken |= 1 << i;
        break;
      }
    }
  }
  let rows = taken;
  let left = false;
  for (let i = 0; i < speakers; i++) {
    const speaker = table + <usize>SPEAKER_BYTES * <usize>i;
    if (load<f64>(speaker, 24) != 0.0) continue;
    for (let other = 0; other < speakers; other++) {
      const gone = table + <usize>SPEAKER_BYTES * <usize>other;
      if ((taken & (1 << other)) == 0 || abs(load<f64>(gone)) != 1.0 || abs(load<f64>(gone, 8)) >= 1.0) continue;
      if (load<f64>(speaker, 8) == load<f64>(gone, 8) && load<f64>(speaker, 16) == load<f64>(gone, 16)) rows |= 1 << i;
    }
    if ((rows & (1 << i)) == 0) left = true;
  }
  return left ? rows : 0;
}

/** The layout without the speakers taken away. Audio thread; allocates nothing. Good until the next call. */
export function withoutSpeakers(layout: usize, taken: u32): usize {
  if (taken == 0) return layout;
  for (let i = 0; i < POOL; i++) {
    const entry = entryAt(i);
    if (load<usize>(entry, BASE) == layout && load<u32>(entry, TAKEN) == taken) return entry + TREE;
  }
  const entry = entryAt(next);
  next = next + 1 == POOL ? 0 : next + 1;
  const speakers = load<i32>(layout, LAYOUT_SPEAKER_COUNT);
  assert(speakers <= MAX_SPEAKERS, 'a layout has at most 24 speakers');
  memory.copy(reduced, layout + LAYOUT_TABLE, <usize>SPEAKER_BYTES * <usize>speakers);
  // What no source reaches is marked as an LFE is.
  for (let i = 0; i < speakers; i++) if (taken & (1 << i)) store<f64>(reduced + <usize>SPEAKER_BYTES * <usize>i, 1.0, 24);
  store<usize>(entry, layout, BASE);
  store<u32>(entry, taken, TAKEN);
  buildTree(entry + TREE, reduced, speakers);
  return entry + TREE;
}

/** Makes a layout ready for objects with a size. */
export function readyForSize(layout: usize): void {
  if (load<i32>(layout, LAYOUT_SIZED) == 0) buildExtent(layout, POWERS);
}
