import type { ByteSource } from '../../formats/index.ts';
import { CopyCancelled } from '../staging.ts';
import { type AudioStream, checkFacts, decodeFailure, ImportFault } from './audio-stream.ts';
import { sameOrder } from './channel-order.ts';

/** House order for the AAC orders WebCodecs gives: Chromium hands out WAV order, so eight channels have rears first. */
const wavOrder = (channels: number): readonly number[] =>
  channels === 8 ? [0, 1, 2, 3, 6, 7, 4, 5] : sameOrder(channels);

/**
 * Opens an MPEG-4, QuickTime or WebM file through the browser's own codecs (AAC and whatever else it has). Priming and
 * padding are cut by their time stamps. Not available in Node. @throws ImportFault
 */
export async function openHostCodec(source: ByteSource, fileName: string): Promise<AudioStream> {
  const missing = (fault: string): ImportFault =>
    new ImportFault(
      decodeFailure(
        fileName,
        'codec-missing',
        fault,
        'Convert it to WAV, FLAC or Opus and add that instead.',
      ),
    );
  if (typeof AudioDecoder === 'undefined') {
    throw missing('needs the browser’s codecs (AAC in an MPEG-4 file), which are not available here.');
  }
  const { ALL_FORMATS, AudioSampleSink, CustomSource, Input } = await import('mediabunny');
  const openInput = () =>
    new Input({
      formats: ALL_FORMATS,
      source: new CustomSource({
        getSize: () => source.size,
        read: (start, end) => source.read(start, end - start),
      }),
    });

  const damaged = (error: unknown): ImportFault =>
    new ImportFault(
      decodeFailure(
        fileName,
        'damaged',
        'could not be decoded; it seems damaged.',
        'Copy or download it again.',
        error,
      ),
    );

  const probe = openInput();
  try {
    const track = await probe.getPrimaryAudioTrack().catch((error: unknown) => {
      throw damaged(error);
    });
    if (track === null) {
      throw new ImportFault(
        decodeFailure(fileName, 'no-audio', 'has no sound track.', 'Add it as the picture if it is one.'),
      );
    }
    const codec = (await track.getCodec()) ?? 'an unknown coding';
    if (!(await track.canDecode())) throw missing(`is coded as ${codec}, which this browser can’t decode.`);
    const channels = await track.getNumberOfChannels();
    const rate = await track.getSampleRate();
    checkFacts(fileName, channels, rate);
    const duration = await track.computeDuration();
    const total = Math.round(duration * rate);
    return {
      facts: {
        coding: codec === 'aac' ? 'MPEG-4 AAC' : codec.toUpperCase(),
        channels,
        rate,
        expectedFrames: total > 0 ? total : null,
        timeReference: null,
        warnings: [],
      },
      async decode({ signal, onBytes, sink }) {
        const input = openInput();
        const order = wavOrder(channels);
        let frames = 0;
        try {
          const audio = await input.getPrimaryAudioTrack();
          if (audio === null) throw damaged(null);
          for await (const sample of new AudioSampleSink(audio).samples()) {
            try {
              if (signal?.aborted) throw new CopyCancelled('cancelled');
              if (sample.sampleRate !== rate || sample.numberOfChannels !== channels) throw damaged(null);
              const begins = Math.round(sample.timestamp * rate);
              const skip = Math.max(0, frames - begins);
              const frameCount = Math.min(sample.numberOfFrames, total - begins) - skip;
              if (frameCount <= 0) continue;
              const planes = order.map((planeIndex) => {
                const plane = new Float32Array(frameCount);
                sample.copyTo(plane, { planeIndex, format: 'f32-planar', frameOffset: skip, frameCount });
                return plane;
              });
              sink(planes, frameCount);
              frames += frameCount;
              await onBytes(Math.min(source.size, Math.round((source.size * frames) / Math.max(1, total))));
            } finally {
              sample.close();
            }
          }
        } catch (error) {
          // The sink's own faults (a full disk) and a cancel pass; what the codec throws means a damaged file.
          const isOurs =
            error instanceof Error && /^(ImportFault|CopyCancelled|StoreFault)$/.test(error.name);
          throw isOurs ? error : damaged(error);
        } finally {
          input.dispose();
        }
        if (frames === 0) throw damaged(null);
        return { frames, warnings: frames < total ? ['It is cut short; what is there is used.'] : [] };
      },
    };
  } finally {
    probe.dispose();
  }
}
