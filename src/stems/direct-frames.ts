import type { PcmFileInfo } from '../formats/index.ts';

/** Cuts a stream of file chunks into whole interleaved frames of the audio in it. */
export interface FrameCutter {
  /** Takes the chunk that stands at `offset`; chunks come in order. */
  push(bytes: Uint8Array, offset: number): void;
  /** Begins again at the start of the file. */
  restart(): void;
}

/** `onFrames` gets whole frames and the index of the first; the bytes are reused after it returns. */
export function createFrameCutter(
  { dataOffset, blockAlign, frames }: Pick<PcmFileInfo, 'dataOffset' | 'blockAlign' | 'frames'>,
  onFrames: (bytes: Uint8Array, firstFrame: number) => void,
): FrameCutter {
  const end = dataOffset + frames * blockAlign;
  const split = new Uint8Array(blockAlign);
  let held = 0;
  let done = 0;

  const give = (bytes: Uint8Array): void => {
    onFrames(bytes, done);
    done += bytes.length / blockAlign;
  };

  return {
    push(bytes, offset) {
      const from = Math.max(0, dataOffset - offset);
      const to = Math.min(bytes.length, end - offset);
      if (to <= from) return;
      let at = from;
      if (held > 0) {
        const missing = Math.min(blockAlign - held, to - at);
        split.set(bytes.subarray(at, at + missing), held);
        held += missing;
        at += missing;
        if (held < blockAlign) return;
        give(split);
        held = 0;
      }
      const whole = Math.floor((to - at) / blockAlign) * blockAlign;
      if (whole > 0) give(bytes.subarray(at, at + whole));
      at += whole;
      split.set(bytes.subarray(at, to));
      held = to - at;
    },
    restart() {
      held = 0;
      done = 0;
    },
  };
}
