import { SLOT_FRAMES } from '../../core/index.ts';
import type { RingMessage } from './protocol.ts';
import type { RingSink } from './ring-pool.ts';

/**
 * Rings that live in another thread's unshared memory: decisions and samples go there as messages, in order. Used where
 * the page is not cross-origin isolated.
 */
export class MessageRings implements RingSink {
  readonly #post: (message: RingMessage, transfer: Transferable[]) => void;
  readonly #open = new Map<string, Float32Array<ArrayBuffer>>();

  constructor(post: (message: RingMessage, transfer: Transferable[]) => void) {
    this.#post = post;
  }

  assign(voice: number, ring: number, generation: number): void {
    this.#post({ kind: 'assign', voice, ring, generation }, []);
  }

  release(voice: number): void {
    this.#post({ kind: 'release', voice }, []);
  }

  /** Drops what was being written; what the other thread holds is replaced when the new samples arrive. */
  invalidate(ring: number, slot: number): void {
    this.#open.delete(`${ring}/${slot}`);
  }

  slotView(ring: number, slot: number): Float32Array {
    const samples = new Float32Array(SLOT_FRAMES);
    this.#open.set(`${ring}/${slot}`, samples);
    return samples;
  }

  publish(ring: number, slot: number, generation: number, chunk: number): void {
    const key = `${ring}/${slot}`;
    const samples = this.#open.get(key);
    if (!samples) throw new RangeError(`slot ${slot} of ring ${ring} was published without being written`);
    this.#open.delete(key);
    this.#post({ kind: 'chunk', ring, slot, generation, chunk, samples }, [samples.buffer]);
  }
}

/** Carries a message about rings out on the thread that owns the memory. */
export function applyRingMessage(message: Exclude<RingMessage, { kind: 'prepared' }>, rings: RingSink): void {
  switch (message.kind) {
    case 'assign':
      rings.assign(message.voice, message.ring, message.generation);
      return;
    case 'release':
      rings.release(message.voice);
      return;
    case 'chunk':
      rings.invalidate(message.ring, message.slot);
      rings.slotView(message.ring, message.slot).set(message.samples);
      rings.publish(message.ring, message.slot, message.generation, message.chunk);
      return;
  }
}
