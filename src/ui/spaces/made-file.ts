import { MADE_RATE, type MadeRoom, makeRoom } from '../../engine/index.ts';
import { writeWav } from '../../formats/index.ts';

/** A made response as a file: WAV, 32-bit float, mono. The same bytes each time, so that the pool keeps one. */
export async function madeFile(name: MadeRoom): Promise<File> {
  const samples = makeRoom(name);
  const bytes = new Uint8Array(samples.length * 4);
  const view = new DataView(bytes.buffer);
  samples.forEach((value, n) => {
    view.setFloat32(4 * n, value, true);
  });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const options = { rate: MADE_RATE, channels: 1, coding: 'float32', frames: samples.length } as const;
  // The number of frames is known, so the parts come in order and nothing is patched.
  await writeWav(options, [bytes], { write: (part) => void parts.push(new Uint8Array(part)) });
  return new File(parts, `${name}.wav`, { type: 'audio/wav' });
}
