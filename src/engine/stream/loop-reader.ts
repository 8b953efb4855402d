import type { StemReader } from '../../stems/index.ts';

/** Reads mono samples held in memory round and round, for ever; nothing of them lies in storage. */
export function loopReader(samples: Float32Array): StemReader {
  const period = samples.length;
  if (period === 0) throw new RangeError('a loop needs samples');
  return {
    channels: 1,
    length: Number.MAX_SAFE_INTEGER,
    decodedThrough: () => Number.MAX_SAFE_INTEGER,
    read(startFrame, frames, wanted, into) {
      for (const [index, target] of into.entries()) {
        if (wanted[index] !== 0) throw new RangeError(`channel ${wanted[index]} of a mono loop`);
        let at = ((startFrame % period) + period) % period;
        for (let done = 0; done < frames; ) {
          const piece = Math.min(frames - done, period - at);
          target.set(samples.subarray(at, at + piece), done);
          done += piece;
          at = 0;
        }
      }
    },
    close: () => undefined,
  };
}
