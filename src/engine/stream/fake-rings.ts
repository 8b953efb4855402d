/** Test doubles of the streaming side: rings in plain arrays, and stems whose samples say where they come from. */
import { RING_SLOTS, SLOT_FRAMES } from '../../core/index.ts';
import type { StemReader } from '../../stems/index.ts';
import type { RingSink } from './ring-pool.ts';
import type { StreamClip, StreamProgram } from './stream-program.ts';

/** Sample a fake stem holds: unique enough for its stem, channel and frame to tell stale audio from right audio. */
export const fakeSample = (stem: number, channel: number, frame: number): number =>
  Math.fround(((stem * 7919 + channel * 104_729 + frame * 31) % 65_521) / 65_536 + 0.001);

/** A stem of fake samples. */
export function fakeReader(stem: number, channels: number, length: number): StemReader & { reads: number } {
  return {
    reads: 0,
    channels,
    length,
    decodedThrough: () => length,
    read(start, frames, wanted, into) {
      this.reads++;
      wanted.forEach((channel, index) => {
        const target = into[index];
        if (!target || channel >= channels) throw new RangeError('no such channel');
        for (let n = 0; n < frames; n++) {
          const frame = start + n;
          target[n] = frame >= 0 && frame < length ? fakeSample(stem, channel, frame) : 0;
        }
      });
    },
    close() {
      this.reads = -1;
    },
  };
}

/** Rings as the core sees them, with the core's way of finding a sample. */
export class FakeRings implements RingSink {
  readonly #slots = new Map<string, Float32Array>();
  readonly #tags = new Map<string, { generation: number; chunk: number }>();
  readonly voices = new Map<number, { ring: number; generation: number }>();

  assign(voice: number, ring: number, generation: number): void {
    for (const [other, held] of this.voices) {
      if (held.ring === ring && other !== voice)
        throw new Error(`ring ${ring} belongs to voices ${other} and ${voice}`);
    }
    this.voices.set(voice, { ring, generation });
  }

  release(voice: number): void {
    this.voices.delete(voice);
  }

  invalidate(ring: number, slot: number): void {
    this.#tags.delete(`${ring}/${slot}`);
  }

  slotView(ring: number, slot: number): Float32Array {
    const key = `${ring}/${slot}`;
    let view = this.#slots.get(key);
    if (!view) {
      view = new Float32Array(SLOT_FRAMES);
      this.#slots.set(key, view);
    }
    return view;
  }

  publish(ring: number, slot: number, generation: number, chunk: number): void {
    this.#tags.set(`${ring}/${slot}`, { generation, chunk });
  }

  /** Sample a voice would play, or null if it is not in memory. */
  sample(voice: number, frame: number): number | null {
    const held = this.voices.get(voice);
    if (!held) return null;
    const chunk = Math.floor(frame / SLOT_FRAMES);
    for (let slot = 0; slot < RING_SLOTS; slot++) {
      const tag = this.#tags.get(`${held.ring}/${slot}`);
      if (tag && tag.generation === held.generation && tag.chunk === chunk) {
        return this.slotView(held.ring, slot)[frame - chunk * SLOT_FRAMES] ?? null;
      }
    }
    return null;
  }
}

/** Names the first sample of `[from, to)` that is not in memory or is not the right one; null if all are. */
export function firstFault(
  rings: FakeRings,
  program: StreamProgram,
  from: number,
  to: number,
): string | null {
  for (const clip of program.clips) {
    if (clip.start >= to || clip.end <= from) continue;
    const first = Math.max(from, clip.start);
    const last = Math.min(to, clip.end) - 1;
    for (const at of [first, last, Math.floor((first + last) / 2)]) {
      const fault = faultAt(rings, clip, at);
      if (fault) return fault;
    }
  }
  return null;
}

function faultAt(rings: FakeRings, clip: StreamClip, at: number): string | null {
  const frame = clip.sourceOffset + at - clip.start;
  for (let index = 0; index < clip.voices.length; index++) {
    const voice = clip.voices[index] ?? -1;
    const sample = rings.sample(voice, frame);
    const expected = fakeSample(clip.stem, clip.channels[index] ?? 0, frame);
    if (sample !== expected)
      return `voice ${voice} at ${at} (stem frame ${frame}): ${sample} instead of ${expected}`;
  }
  return null;
}
