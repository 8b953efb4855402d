import { BLOCK_FRAMES, REC_CHANNELS, REC_LATENCY, REC_TRIM, REC_TRIM_LANE } from '../../contract';
import { clear } from '../fill';
import { chainFresh, warmChain } from './chain';
import { planes, readClips } from './clips';
import { applyTrim } from './ride';

/** What a chain hears: clips behind the trim. */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Reads a record's clips into `planes`, trimmed and `gain` times as loud. @param state what its reading remembers @returns false if nothing sounds */
export function readTrimmed(state: usize, record: usize, gain: f64, block: f64, first: i32, end: i32): bool {
  const sounding = readClips(record, load<f64>(record, REC_TRIM) * gain, block, first, end, state);
  if (sounding && load<i32>(record, REC_TRIM_LANE)) {
    applyTrim(record, load<i32>(record, REC_CHANNELS), block + load<f64>(record, REC_LATENCY), first, end);
  }
  return sounding;
}

/** Fills a chain's look-ahead with the `ahead` frames before timeline sample `time`: after a jump, or where it is a new one. */
export function warmStrip(state: usize, record: usize, chain: usize, time: f64, ahead: i32): void {
  const channels = load<i32>(record, REC_CHANNELS);
  const listens = chainFresh(chain);
  let from = time - <f64>ahead;
  while (from < time) {
    const block = floor(from / <f64>BLOCK_FRAMES) * <f64>BLOCK_FRAMES;
    const first = <i32>(from - block);
    const end = <i32>min(<f64>BLOCK_FRAMES, time - block);
    if (!readTrimmed(state, record, 1.0, block, first, end)) clear(planes, BLOCK_BYTES * <usize>channels);
    warmChain(chain, planes, channels, block, load<f64>(record, REC_LATENCY), first, end, listens);
    from = block + <f64>end;
  }
}
