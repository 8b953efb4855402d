/** FLAC by libFLAC (the extension of mediabunny), loaded when first asked. Worker or Node. */

/** What a FLAC file is made of. */
export interface FlacOptions {
  /** Hertz; one of the rates of sessions. */
  readonly rate: number;
  /** 1 … 8. */
  readonly channels: number;
  readonly bits: 16 | 24;
  /** Takes bytes at a place: mostly in order, the header again at the end. */
  readonly write: (bytes: Uint8Array, at: number) => void;
}

/** A FLAC file being made. The owner finishes or cancels it. */
export interface FlacFile {
  /** Takes the next `frames` frames: samples that are whole multiples of 2^(1 − bits). */
  take(planes: readonly Float32Array[], frames: number): Promise<void>;
  finish(): Promise<void>;
  cancel(): Promise<void>;
}

/** Opens an encoder; its work is done in a thread of its own. */
export async function openFlacFile({ rate, channels, bits, write }: FlacOptions): Promise<FlacFile> {
  const [
    { AudioSample, AudioSampleSource, FlacOutputFormat, Output, StreamTarget },
    { registerFlacEncoder },
  ] = await Promise.all([import('mediabunny'), import('@mediabunny/flac-encoder')]);
  registerFlacEncoder();
  const target = new StreamTarget(
    new WritableStream({ write: ({ data, position }) => write(data, position) }),
  );
  const output = new Output({ format: new FlacOutputFormat(), target });
  const source = new AudioSampleSource({ codec: 'flac' });
  output.addAudioTrack(source);
  await output.start();
  let taken = 0;
  return {
    async take(planes, frames) {
      // The width of the samples tells the encoder how many bits there are.
      const data = bits === 16 ? new Int16Array(frames * channels) : new Int32Array(frames * channels);
      const scale = bits === 16 ? 2 ** 15 : 2 ** 31;
      for (const [channel, plane] of planes.entries())
        for (let frame = 0, place = channel; frame < frames; frame++, place += channels)
          data[place] = (plane[frame] ?? 0) * scale;
      const sample = new AudioSample({
        data,
        format: bits === 16 ? 's16' : 's32',
        numberOfChannels: channels,
        sampleRate: rate,
        timestamp: taken / rate,
      });
      taken += frames;
      await source.add(sample);
      sample.close();
    },
    finish: () => output.finalize(),
    cancel: () => output.cancel(),
  };
}
