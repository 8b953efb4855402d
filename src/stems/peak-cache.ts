import type { Result } from '../units/index.ts';
import type { PeakRange } from './peaks/reader.ts';

/** Bytes of waveform kept on the main thread. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** Keeps waveform ranges that were asked for lately; one request is made once however many ask for it meanwhile. */
export interface PeakCache {
  get(name: string, load: () => Promise<Result<PeakRange>>): Promise<Result<PeakRange>>;
}

/** A cache of at most `limit` bytes, least recently used out first. Failures are not kept. */
export function createPeakCache(limit = CACHE_BYTES): PeakCache {
  const held = new Map<string, { readonly answer: Promise<Result<PeakRange>>; bytes: number }>();
  let total = 0;

  const drop = (name: string): void => {
    total -= held.get(name)?.bytes ?? 0;
    held.delete(name);
  };

  return {
    get(name, load) {
      const known = held.get(name);
      if (known !== undefined) {
        held.delete(name);
        held.set(name, known);
        return known.answer;
      }
      const slot = { answer: load(), bytes: 0 };
      held.set(name, slot);
      return slot.answer.then((answer) => {
        if (held.get(name) !== slot) return answer;
        if (!answer.ok) {
          drop(name);
          return answer;
        }
        slot.bytes = answer.value.pairs.byteLength;
        total += slot.bytes;
        for (const oldest of held.keys()) {
          if (total <= limit || oldest === name) break;
          drop(oldest);
        }
        return answer;
      });
    },
  };
}
