import {
  BAND_BYTES, BLOCK_FRAMES, CHAIN_BANDS_AT, CHAIN_DYNAMICS, CHAIN_DYNAMICS_AT, CHAIN_ENDS_AT, CHAIN_MOVERS, CHAIN_MOVERS_AT, CHAIN_PHASES_AT,
  CHAIN_SECTIONS, CHAIN_SECTIONS_AT, CHAIN_SETTINGS_AT, CHAIN_STARTS_AT, DYNAMICS_EXPANDER, DYNAMICS_SETTINGS_BYTES, MOVER_BYTES, MOVER_CELL,
  MOVER_LANES, MOVER_LANES_AT, MOVER_MOVES, MOVER_PHASE, MOVER_SECTION, MOVER_SECTIONS, SECTION_BYTES,
} from '../../contract';
import { dynamicsGlide, dynamicsSet, dynamicsSince } from '../dynamics/dynamics';
import { designBand } from '../eq/band';
import { copy } from '../fill';
import { laneValue } from './lanes';

/**
 * Lanes of a chain. Time is cut into cells of 8 ms on the timeline; lanes are read at a cell's ends, sections are designed there, and
 * between them coefficients run as lines, sample by sample; so do a threshold, a knee, a slope, a range, a make-up and a mix. A step
 * of a lane is thereby spread over its cell. Cells of different bands begin in different blocks, so that their designs fall
 * into different blocks too. All of it is a function of the timeline: a block may be cut anywhere.
 */
export let chainRate: f64 = 48000.0;
/** Frames of a cell, a multiple of BLOCK_FRAMES. */
export let cellFrames: i32 = 384;

/** Tells the sample rate and the frames of a cell. */
export function setCells(sampleRate: f64, frames: i32): void {
  chainRate = sampleRate;
  cellFrames = frames;
}

function moverAt(chain: usize, index: i32): usize {
  return chain + <usize>load<i32>(chain, CHAIN_MOVERS_AT) + <usize>MOVER_BYTES * <usize>index;
}

/** Forgets the cells lanes were read in. */
export function forgetMovers(chain: usize): void {
  for (let i = 0; i < load<i32>(chain, CHAIN_MOVERS); i++) store<f64>(moverAt(chain, i), NaN, MOVER_CELL);
}

/** Reads the lanes of a mover at a timeline sample into what they move. @returns true if any of it is another than before */
function readLanes(chain: usize, mover: usize, time: f64): bool {
  let changed = false;
  let entry = chain + <usize>load<i32>(mover, MOVER_LANES_AT);
  for (let i = 0; i < load<i32>(mover, MOVER_LANES); i++) {
    const target = chain + <usize>load<i32>(entry);
    const value = laneValue(chain + <usize>load<i32>(entry, 4), time);
    if (value != load<f64>(target)) changed = true;
    store<f64>(target, value);
    entry += 8;
  }
  return changed;
}

/** Copies `bytes` (a multiple of 8). */
function copyEights(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) store<u64>(to + i, load<u64>(from + i));
}

/** Brings a mover to the cell that begins at `cell`. @param early samples by which its lanes are read ahead */
function enterCell(chain: usize, mover: usize, cell: f64, early: f64): void {
  const follows = load<f64>(mover, MOVER_CELL) == cell - <f64>cellFrames;
  store<f64>(mover, cell, MOVER_CELL);
  const time = cell + early;
  const band = load<i32>(mover);
  if (!follows) readLanes(chain, mover, time);
  if (band < 0) {
    const settings = chain + <usize>load<i32>(chain, CHAIN_SETTINGS_AT);
    copy(chain + <usize>load<i32>(chain, CHAIN_STARTS_AT), settings, DYNAMICS_SETTINGS_BYTES);
    store<i32>(mover, <i32>readLanes(chain, mover, time + <f64>cellFrames), MOVER_MOVES);
    return;
  }
  const from = chain + <usize>load<i32>(chain, CHAIN_BANDS_AT) + <usize>BAND_BYTES * <usize>band;
  const offset = <usize>SECTION_BYTES * <usize>load<i32>(mover, MOVER_SECTION);
  const bytes = <usize>SECTION_BYTES * <usize>load<i32>(mover, MOVER_SECTIONS);
  const starts = chain + <usize>load<i32>(chain, CHAIN_SECTIONS_AT) + offset;
  const ends = chain + <usize>load<i32>(chain, CHAIN_ENDS_AT) + offset;
  if (!follows) designBand(from, starts, chainRate);
  else if (load<i32>(mover, MOVER_MOVES)) copyEights(starts, ends, bytes);
  const moves = readLanes(chain, mover, time + <f64>cellFrames);
  if (moves) designBand(from, ends, chainRate);
  store<i32>(mover, <i32>moves, MOVER_MOVES);
}

/** Sets the dynamics to where their cell has come. @param enters true in the cell's first block, or after a jump into it */
function moveDynamics(chain: usize, moves: bool, enters: bool, since: f64): void {
  const state = chain + <usize>load<i32>(chain, CHAIN_DYNAMICS_AT);
  if (enters) {
    const starts = chain + <usize>load<i32>(chain, CHAIN_STARTS_AT);
    dynamicsSet(state, starts, <i32>(load<i32>(chain, CHAIN_DYNAMICS) == DYNAMICS_EXPANDER), chainRate);
    if (moves) dynamicsGlide(state, starts, chain + <usize>load<i32>(chain, CHAIN_SETTINGS_AT), 1.0 / <f64>cellFrames);
  }
  if (moves) dynamicsSince(state, <i32>since);
}

/**
 * Brings all that lanes move to the block at `block`: phases of the sections, settings of the dynamics. Audio thread.
 * @param early samples by which the bands' lanes are read ahead @param late the same of the dynamics'
 * @returns true if a section moves
 */
export function moveChain(chain: usize, block: f64, early: f64, late: f64): bool {
  const phases = chain + <usize>load<i32>(chain, CHAIN_PHASES_AT);
  for (let i = 0; i < load<i32>(chain, CHAIN_SECTIONS); i++) store<i32>(phases + 4 * <usize>i, -1);
  let moves = false;
  for (let i = 0; i < load<i32>(chain, CHAIN_MOVERS); i++) {
    const mover = moverAt(chain, i);
    const offset = <f64>(BLOCK_FRAMES * load<i32>(mover, MOVER_PHASE));
    const cell = floor((block - offset) / <f64>cellFrames) * <f64>cellFrames + offset;
    const dynamics = load<i32>(mover) < 0;
    const enters = load<f64>(mover, MOVER_CELL) != cell;
    if (enters) enterCell(chain, mover, cell, dynamics ? late : early);
    if (dynamics) {
      moveDynamics(chain, load<i32>(mover, MOVER_MOVES) != 0, enters, block - cell);
      continue;
    }
    if (load<i32>(mover, MOVER_MOVES) == 0) continue;
    moves = true;
    const first = load<i32>(mover, MOVER_SECTION);
    for (let k = first; k < first + load<i32>(mover, MOVER_SECTIONS); k++) store<i32>(phases + 4 * <usize>k, <i32>(block - cell));
  }
  return moves;
}
