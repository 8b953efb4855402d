import { BLOCK_FRAMES, RING_BYTES, RING_SLOTS, SLOT_FRAMES, TAG_BYTES, VOICE_BYTES } from '../../contract';
import { addScaled, addShaped, setScaled } from './kernels';

/**
 * Reading audio out of the rings. The writer empties a slot's generation, writes samples, stores the chunk and then the
 * generation; the reader checks the tag, copies, and checks again, so a slot rewritten meanwhile counts as missing.
 */
let voices: usize = 0;
let voiceCount: i32 = 0;
let tags: usize = 0;
let rings: usize = 0;

/** Tells where the host laid out voices, tags and rings. */
export function useRings(voicesAt: usize, count: i32, tagsAt: usize, ringsAt: usize): void {
  voices = voicesAt;
  voiceCount = count;
  tags = tagsAt;
  rings = ringsAt;
}

const SLOT_SHIFT: i64 = 13;

/** Where the read that succeeded last would go on in its slot; 0 at the slot's end. */
export let readOn: usize = 0;
let touched: i32 = 0;

/**
 * Asks for the next block of a voice before it is needed. Its samples are in no near cache, since each is read once, so a read
 * that has to wait for them waits longer than all else a strip does; asked for several strips at once they come together.
 */
// @ts-ignore: decorator
@inline
export function touch(at: usize): void {
  touched |= load<i32>(at) | load<i32>(at, 64) | load<i32>(at, 128) | load<i32>(at, 192) | load<i32>(at, 256) | load<i32>(at, 320) | load<i32>(at, 384) | load<i32>(at, 448);
}

/**
 * Adds `frames` stem frames from `source` of a voice to `to`, scaled by `gain` or, if not 0, by the envelope. With `alone` it
 * puts them there instead; then `source` is not below 0 and there is no envelope.
 * @returns false if a slot was missing; what is in `to` is then worthless
 */
export function addVoice(voice: i32, source: i64, frames: i32, to: usize, gain: f32, envelope: usize, alone: bool): bool {
  readOn = 0;
  if (source < 0) {
    const skipped = source + <i64>frames <= 0 ? frames : <i32>-source;
    to += <usize>skipped << 2;
    if (envelope) envelope += <usize>skipped << 2;
    frames -= skipped;
    source += <i64>skipped;
  }
  if (frames <= 0) return true;
  if (voice >= voiceCount) return false;
  const entry = voices + <usize>VOICE_BYTES * <usize>voice;
  const ring = atomic.load<i32>(entry) - 1;
  const generation = atomic.load<i32>(entry, 4);
  if (ring < 0 || generation == 0) return false;
  const ringTags = tags + <usize>(RING_SLOTS * TAG_BYTES) * <usize>ring;
  while (frames > 0) {
    const chunk = <i32>(source >> SLOT_SHIFT);
    const offset = <i32>(source & <i64>(SLOT_FRAMES - 1));
    const count = min(frames, SLOT_FRAMES - offset);
    let slot = 0;
    while (slot < RING_SLOTS) {
      const tag = ringTags + <usize>TAG_BYTES * <usize>slot;
      if (atomic.load<i32>(tag) == generation && atomic.load<i32>(tag, 4) == chunk) break;
      slot++;
    }
    if (slot == RING_SLOTS) return false;
    assert(count > 0 && offset + count <= SLOT_FRAMES, 'a read stays in its slot');
    const from = rings + <usize>RING_BYTES * <usize>ring + 4 * <usize>(slot * SLOT_FRAMES + offset);
    if (alone) setScaled(to, from, count, gain);
    else if (envelope) addShaped(to, from, count, envelope);
    else addScaled(to, from, count, gain);
    const tag = ringTags + <usize>TAG_BYTES * <usize>slot;
    if (atomic.load<i32>(tag) != generation || atomic.load<i32>(tag, 4) != chunk) return false;
    const bytes = <usize>count << 2;
    readOn = offset + count + BLOCK_FRAMES <= SLOT_FRAMES ? from + bytes : 0;
    to += bytes;
    if (envelope) envelope += bytes;
    frames -= count;
    source += <i64>count;
  }
  return true;
}
