/** Opus by the browser's encoder. Workers only. */
import { fail, ok, type Result } from '../../units/index.ts';
import { createOggOpusWriter, type OggOpusWriter, preSkipOf } from './ogg-opus.ts';

/** The only rate Opus is coded at here, hertz. */
export const OPUS_RATE = 48_000;
/** Frames given to the encoder at once: a packet of 20 ms. */
const PACKET_FRAMES = 960;
/** Silence behind the end, so that the encoder's delay brings no sound beyond it. */
const PADDING_FRAMES = 4 * PACKET_FRAMES;
/** Packets waiting in the encoder before it is waited for. */
const MOST_WAITING = 64;

/** What an Opus stream is made of. */
export interface OpusOptions {
  /** 1 or 2: encoders of browsers take no more. */
  readonly channels: number;
  /** Bits a second. */
  readonly bitrate: number;
  /** Takes the bytes of the Ogg stream in order. */
  readonly write: (bytes: Uint8Array) => void;
}

/** An Opus file being made. The owner finishes or closes it. */
export interface OpusFile {
  /** Takes the next `frames` frames at 48 kHz of every channel. @throws what the encoder threw */
  take(planes: readonly Float32Array[], frames: number): Promise<void>;
  /** Ends the file; its length is exactly what was taken. @returns frames at 48 kHz */
  finish(): Promise<number>;
  /** Lets go of the encoder. */
  close(): void;
}

const config = ({ channels, bitrate }: OpusOptions): AudioEncoderConfig => ({
  codec: 'opus',
  sampleRate: OPUS_RATE,
  numberOfChannels: channels,
  bitrate,
});

/** Opens an encoder. Fails with 'no-opus' where the browser has none. */
export async function openOpusFile(options: OpusOptions): Promise<Result<OpusFile, 'no-opus'>> {
  const { channels, write } = options;
  const supported =
    typeof AudioEncoder !== 'undefined' &&
    (await AudioEncoder.isConfigSupported(config(options)).catch(() => null))?.supported;
  if (!supported)
    return fail(
      'no-opus',
      'This browser can’t code Opus, in which mixes are sent.',
      'Publish from a current Chrome, Edge or Firefox.',
    );
  let ogg: OggOpusWriter | null = null;
  let fault: unknown = null;
  const encoder = new AudioEncoder({
    output(chunk, metadata) {
      try {
        if (ogg === null) {
          const description = metadata?.decoderConfig?.description;
          if (!description) throw new TypeError('the encoder gave no Opus header');
          const head = bytesOf(description).slice();
          if (preSkipOf(head) > PADDING_FRAMES) throw new RangeError('the encoder is late by too much');
          ogg = createOggOpusWriter(head, write);
        }
        const packet = new Uint8Array(chunk.byteLength);
        chunk.copyTo(packet);
        ogg.add(packet);
      } catch (error) {
        fault ??= error;
      }
    },
    error(error) {
      fault ??= error;
    },
  });
  encoder.configure(config(options));
  const buffer = new Float32Array(PACKET_FRAMES * channels);
  let filled = 0;
  let taken = 0;

  /** Hands on what is gathered. */
  const send = async (): Promise<void> => {
    if (fault !== null) throw fault;
    const data = new AudioData({
      format: 'f32-planar',
      sampleRate: OPUS_RATE,
      numberOfChannels: channels,
      numberOfFrames: PACKET_FRAMES,
      timestamp: Math.round(((taken - PACKET_FRAMES) * 1e6) / OPUS_RATE),
      data: buffer,
    });
    encoder.encode(data);
    data.close();
    filled = 0;
    if (encoder.encodeQueueSize < MOST_WAITING) return;
    await new Promise<void>((resolve) =>
      encoder.addEventListener('dequeue', () => resolve(), { once: true }),
    );
  };

  const take = async (planes: readonly Float32Array[], frames: number): Promise<void> => {
    for (let done = 0; done < frames; ) {
      const count = Math.min(frames - done, PACKET_FRAMES - filled);
      for (let channel = 0; channel < channels; channel++) {
        const plane = planes[channel];
        const at = channel * PACKET_FRAMES + filled;
        if (plane) buffer.set(plane.subarray(done, done + count), at);
      }
      filled += count;
      taken += count;
      done += count;
      if (filled === PACKET_FRAMES) await send();
    }
  };

  return ok({
    take,
    async finish() {
      const frames = taken;
      const silence = new Float32Array(PADDING_FRAMES + PACKET_FRAMES);
      const silent = Array.from({ length: channels }, () => silence);
      await take(silent, PADDING_FRAMES + ((PACKET_FRAMES - (taken % PACKET_FRAMES)) % PACKET_FRAMES));
      await encoder.flush();
      if (fault !== null) throw fault;
      if (!ogg) throw new TypeError('the encoder gave nothing');
      ogg.finish(frames);
      return frames;
    },
    close() {
      if (encoder.state !== 'closed') encoder.close();
    },
  });
}

const bytesOf = (source: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
