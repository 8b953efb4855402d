import { ok, type Result } from '../../../units/index.ts';
import { doubleRate, HALF_TAPS } from './double-rate.ts';
import type { VoiceSource } from './feeder.ts';
import type { Stereo } from './opus-voice.ts';

/** A proxy's samples at 48 kHz by frame. */
export interface FrameSource {
  seek(frame: number): Promise<Result<null>>;
  pull(frames: number): Promise<Result<Stereo>>;
}

/** Lays a proxy on the timeline at the context's rate. @param origin timeline position of its first frame, at that rate */
export function placeProxy(source: FrameSource, sampleRate: 48_000 | 96_000, origin: number): VoiceSource {
  if (sampleRate === 48_000)
    return { seek: (position) => source.seek(position - origin), pull: (frames) => source.pull(frames) };
  return new DoubledVoice(source, origin);
}

/** A proxy at twice its rate. */
class DoubledVoice implements VoiceSource {
  readonly #source: FrameSource;
  readonly #origin: number;
  /** Samples at 48 kHz around the place: `HALF_TAPS` ahead of it and behind. */
  #left = new Float32Array(0);
  #right = new Float32Array(0);
  /** Doubled and not given out. */
  #rest: Stereo = [new Float32Array(0), new Float32Array(0)];

  constructor(source: FrameSource, origin: number) {
    this.#source = source;
    this.#origin = origin;
  }

  async seek(position: number): Promise<Result<null>> {
    const frame = Math.floor((position - this.#origin) / 2);
    const odd = position - this.#origin - 2 * frame;
    const found = await this.#source.seek(frame - HALF_TAPS);
    if (!found.ok) return found;
    const around = await this.#source.pull(2 * HALF_TAPS);
    if (!around.ok) return around;
    [this.#left, this.#right] = around.value;
    this.#rest = [new Float32Array(0), new Float32Array(0)];
    if (odd === 0) return ok(null);
    const skipped = await this.pull(1);
    return skipped.ok ? ok(null) : skipped;
  }

  async pull(frames: number): Promise<Result<Stereo>> {
    const more = Math.ceil(Math.max(0, frames - this.#rest[0].length) / 2);
    if (more > 0) {
      const read = await this.#source.pull(more);
      if (!read.ok) return read;
      this.#left = joined(this.#left, read.value[0]);
      this.#right = joined(this.#right, read.value[1]);
      this.#rest = [
        joined(this.#rest[0], doubleRate(this.#left)),
        joined(this.#rest[1], doubleRate(this.#right)),
      ];
      this.#left = this.#left.slice(more);
      this.#right = this.#right.slice(more);
    }
    const [left, right] = this.#rest;
    this.#rest = [left.slice(frames), right.slice(frames)];
    return ok([left.slice(0, frames), right.slice(0, frames)]);
  }
}

function joined(one: Float32Array, two: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
}
