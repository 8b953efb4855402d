import { SLOT_FRAMES } from '../../core/index.ts';
import type { FrameUnpacker, StemReader } from '../../stems/index.ts';
import type { ReadGroup, StreamPlanner } from './planner.ts';
import type { RingPool } from './ring-pool.ts';

/** Outcome of one read. */
export type FillOutcome = 'filled' | 'not-decoded' | 'no-reader';

/**
 * Carries out one read group: one disk read for all its channels, straight into the rings' slots.
 * With an `unpacker` (one thread only) samples go from the file's bytes to the slots in the core's memory.
 * A chunk that is not fully decoded yet is left for later, so a ring never holds silence that should be sound.
 */
export function fillGroup(
  group: ReadGroup,
  reader: StemReader | undefined,
  pool: RingPool,
  planner: StreamPlanner,
  unpacker?: FrameUnpacker,
): FillOutcome {
  if (!reader) return 'no-reader';
  const start = group.chunk * SLOT_FRAMES;
  if (reader.decodedThrough() < Math.min(start + SLOT_FRAMES, reader.length)) return 'not-decoded';

  const channels: number[] = [];
  const views: Float32Array[] = [];
  const places: { ring: number; slot: number; view: Float32Array; channel: number }[] = [];
  // In the file's own order: neighbouring channels are de-interleaved together.
  for (const { voice, channel } of group.voices.toSorted((a, b) => a.channel - b.channel)) {
    const ring = pool.ringOf(voice);
    if (ring < 0) continue;
    const slot = pool.slotFor(ring, planner.wantedOf(voice));
    if (slot < 0) continue;
    const view = pool.open(ring, slot);
    places.push({ ring, slot, view, channel });
    if (!channels.includes(channel)) {
      channels.push(channel);
      views.push(view);
    }
  }
  if (places.length === 0) return 'filled';
  reader.read(start, SLOT_FRAMES, channels, views, unpacker);
  for (const place of places) {
    const source = views[channels.indexOf(place.channel)];
    if (source && source !== place.view) place.view.set(source);
  }
  // Only now: publishing may hand a slot's memory to another thread.
  for (const place of places) pool.publish(place.ring, place.slot, group.chunk);
  return 'filled';
}
