import { LOUDNESS_PROGRAMMES } from '../../contract';
import { reserve } from '../arena';
import { log10 } from '../math/f64';

/**
 * Gated loudness (ITU-R BS.1770-5 annex 1) of programmes of any length in fixed memory: blocks are sorted by their loudness into bins of
 * 0.02 LU with the sum of their powers, so that means are exact and only a block within 0.02 LU of the relative gate may fall on the
 * wrong side of it.
 */
const OFFSET: f64 = -0.691;
const ABSOLUTE: f64 = -70.0;
/** The relative gate as a factor of power: −10 LU. */
const RELATIVE: f64 = 0.1;
const BINS_PER_LU: f64 = 50.0;
/** −70 … +20 LKFS, in groups of an LU. */
const GROUPS: i32 = 90;
const GROUP_BINS: i32 = 50;
const BINS: i32 = GROUPS * GROUP_BINS;
/** f64 sum of powers, f64 number of blocks: of all, of each group, of each bin. */
const ENTRY: usize = 16;
const GROUPS_AT: usize = ENTRY;
const BINS_AT: usize = GROUPS_AT + ENTRY * <usize>GROUPS;
const GATE_BYTES: usize = BINS_AT + ENTRY * <usize>BINS;

let gates: usize = 0;

/** Takes memory. */
export function initGate(): void {
  gates = reserve(GATE_BYTES * LOUDNESS_PROGRAMMES);
}

/** Forgets every block. */
export function clearGate(): void {
  memory.fill(gates, 0, GATE_BYTES * LOUDNESS_PROGRAMMES);
}

function add(entry: usize, power: f64): void {
  store<f64>(entry, load<f64>(entry) + power);
  store<f64>(entry, load<f64>(entry, 8) + 1.0, 8);
}

/** Bin of a power; below 0 if it does not pass the absolute gate. */
function binOf(power: f64): i32 {
  const loudness = OFFSET + 10.0 * log10(power);
  return loudness > ABSOLUTE ? min(BINS - 1, <i32>((loudness - ABSOLUTE) * BINS_PER_LU)) : -1;
}

/** Enters the mean weighted power of a block. */
export function addBlock(programme: i32, power: f64): void {
  const gate = gates + GATE_BYTES * <usize>programme;
  const bin = binOf(power);
  if (bin < 0) return;
  add(gate, power);
  add(gate + GROUPS_AT + ENTRY * <usize>(bin / GROUP_BINS), power);
  add(gate + BINS_AT + ENTRY * <usize>bin, power);
}

/** Mean power of the blocks above both gates; 0 if there is none. */
export function integrated(programme: i32): f64 {
  const gate = gates + GATE_BYTES * <usize>programme;
  const count = load<f64>(gate, 8);
  if (count == 0.0) return 0.0;
  const least = (load<f64>(gate) / count) * RELATIVE;
  const first = max(0, binOf(least));
  const group = first / GROUP_BINS;
  let power: f64 = 0.0;
  let blocks: f64 = 0.0;
  for (let bin = first; bin < (group + 1) * GROUP_BINS; bin++) {
    const entry = gate + BINS_AT + ENTRY * <usize>bin;
    const inBin = load<f64>(entry, 8);
    if (bin == first && inBin > 0.0 && load<f64>(entry) / inBin <= least) continue;
    power += load<f64>(entry);
    blocks += inBin;
  }
  for (let other = group + 1; other < GROUPS; other++) {
    const entry = gate + GROUPS_AT + ENTRY * <usize>other;
    power += load<f64>(entry);
    blocks += load<f64>(entry, 8);
  }
  return blocks > 0.0 ? power / blocks : 0.0;
}
