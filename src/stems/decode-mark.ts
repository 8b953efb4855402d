/**
 * How far a decoder has come, shared through a small file: frames decoded, then 1 once the end is reached; both f64.
 * The writer stores it after the audio it covers, so a reader never sees a mark ahead of the sound.
 */
import type { SyncFile } from '../store/index.ts';

/** What the mark says. */
export interface DecodeMark {
  readonly frames: number;
  readonly ended: boolean;
}

/** Writes and reads a mark over a file opened `shared`; allocates once. Owner closes the file. */
export function createDecodeMark(file: SyncFile): { write(mark: DecodeMark): void; read(): DecodeMark } {
  const values = new Float64Array(2);
  const bytes = new Uint8Array(values.buffer);
  return {
    write({ frames, ended }) {
      values[0] = frames;
      values[1] = ended ? 1 : 0;
      file.write(bytes, 0);
    },
    read() {
      if (file.read(bytes, 0) < bytes.length) return { frames: 0, ended: false };
      return { frames: values[0] ?? 0, ended: values[1] === 1 };
    },
  };
}
