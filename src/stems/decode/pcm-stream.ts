import {
  type ByteSource,
  decodePcm,
  isFloatFormat,
  type PcmFileInfo,
  type SampleFormat,
  scanForNonFinite,
} from '../../formats/index.ts';
import { CopyCancelled } from '../staging.ts';
import { type AudioStream, decodeFailure, ImportFault, type StreamFacts } from './audio-stream.ts';

/** Bytes decoded at a time. */
const SLICE_BYTES = 1 << 18;
/** Frames handed on at a time. */
const BLOCK_FRAMES = 4096;

/** The facts of an uncompressed file. */
export const pcmFacts = ({ coding, channels, rate, frames, bext, warnings }: PcmFileInfo): StreamFacts => ({
  coding,
  channels,
  rate,
  expectedFrames: frames,
  timeReference: bext?.timeReference ?? null,
  warnings: warnings.map(({ message }) => message),
});

/** Refuses samples that are no numbers. `firstFrame` is the frame at which `bytes` begins. @throws ImportFault */
export function refuseNonFinite(
  fileName: string,
  bytes: Uint8Array,
  format: SampleFormat,
  channels: number,
  firstFrame: number,
): void {
  if (!isFloatFormat(format)) return;
  const { firstSample } = scanForNonFinite(bytes, format);
  if (firstSample < 0) return;
  const frame = firstFrame + Math.floor(firstSample / channels);
  const fault = `holds values that are not numbers (NaN or infinite), first at sample ${frame} of channel ${(firstSample % channels) + 1}.`;
  throw new ImportFault(
    decodeFailure(
      fileName,
      'not-finite',
      fault,
      'Look for a broken plug-in in the session it came from, then export it again.',
    ),
  );
}

/** Reads an uncompressed file as planar blocks. */
export function createPcmStream(source: ByteSource, info: PcmFileInfo, fileName: string): AudioStream {
  const { channels, blockAlign, dataOffset, format, frames } = info;
  return {
    facts: pcmFacts(info),
    async decode({ signal, onBytes, sink }) {
      const all = Array.from({ length: channels }, (_, channel) => channel);
      const planes = all.map(() => new Float32Array(BLOCK_FRAMES));
      const sliceFrames = Math.max(1, Math.floor(SLICE_BYTES / blockAlign));
      for (let done = 0; done < frames; ) {
        if (signal?.aborted) throw new CopyCancelled('cancelled');
        const due = Math.min(sliceFrames, frames - done);
        const bytes = await source.read(dataOffset + done * blockAlign, due * blockAlign);
        if (bytes.length < due * blockAlign) {
          throw new ImportFault(decodeFailure(fileName, 'damaged', 'became shorter while it was read.'));
        }
        refuseNonFinite(fileName, bytes, format, channels, done);
        for (let at = 0; at < due; at += BLOCK_FRAMES) {
          const count = Math.min(BLOCK_FRAMES, due - at);
          decodePcm(
            bytes.subarray(at * blockAlign, (at + count) * blockAlign),
            format,
            channels,
            all,
            planes,
          );
          sink(planes, count);
        }
        done += due;
        await onBytes(dataOffset + done * blockAlign);
      }
      return { frames, warnings: [] };
    },
  };
}
