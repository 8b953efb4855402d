/** Makes Ogg Opus of samples, as publishing does: the browser's encoder, muxed. Page side. */
import { AudioSample, AudioSampleSource, BufferTarget, OggOutputFormat, Output } from 'mediabunny';

/** Stereo samples at 48 kHz as an Ogg Opus file. */
export async function encodeOpus(
  left: Float32Array,
  right: Float32Array,
  bitrate = 160_000,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  const source = new AudioSampleSource({ codec: 'opus', bitrate });
  output.addAudioTrack(source);
  await output.start();
  const step = 4800;
  for (let at = 0; at < left.length; at += step) {
    const frames = Math.min(step, left.length - at);
    const data = new Float32Array(2 * frames);
    data.set(left.subarray(at, at + frames));
    data.set(right.subarray(at, at + frames), frames);
    const sample = new AudioSample({
      data,
      format: 'f32-planar',
      numberOfChannels: 2,
      sampleRate: 48_000,
      timestamp: at / 48_000,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  if (!target.buffer) throw new Error('nothing was encoded');
  return new Uint8Array(target.buffer);
}
