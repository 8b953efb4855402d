/**
 * What the thread that feeds a live core needs of it: de-interleaving, on the same shared memory. A module of its own,
 * because a second instance of the core would write the core's static data anew under the first. Keep it free of static
 * data: nothing that allocates, no strings, no module-level arrays.
 */
import { initUnpack, unpackFrames, unpackSource, unpackTable } from './unpack';

/** Where the host lets it work: UNPACK_SPACE bytes. */
export function init(unpackAt: usize): void {
  initUnpack(unpackAt);
}

/** Where the host puts bytes for `unpack`, UNPACK_BYTES long. */
export function unpackSourcePtr(): usize {
  return unpackSource;
}

/** Where the host lists the channels for `unpack`: i32 channel, i32 address to write to, of each. */
export function unpackTablePtr(): usize {
  return unpackTable;
}

/** Takes frames apart; see index.ts. */
export function unpack(coding: i32, channels: i32, frames: i32, count: i32): void {
  unpackFrames(coding, channels, frames, count);
}
