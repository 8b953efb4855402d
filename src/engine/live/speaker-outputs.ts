import type { OutputRouting } from '../types.ts';

/** Longest delay of a speaker, seconds: 17 m of way. */
export const MAX_SPEAKER_DELAY = 0.05;
/** Way down and up around a change, seconds. */
const FADE = 0.01;

/**
 * Sends the monitor's speakers to the device's channels, each as much later as its loudspeaker stands nearer. Behind the
 * engine's output and its limiter: nothing here reaches a bounce. Another routing comes after a short way down to silence
 * and up again. Audio thread; `process` does not allocate.
 */
export class SpeakerOutputs {
  readonly #lines: readonly Float32Array[];
  readonly #mask: number;
  readonly #fadeFrames: number;
  #routing: OutputRouting | null = null;
  #wanted: OutputRouting | null = null;
  /** Frames the way is open, 0 … #fadeFrames. */
  #open: number;
  #at = 0;

  /** @param speakers most speakers there will be */
  constructor(sampleRate: number, speakers: number) {
    let length = 1;
    while (length <= sampleRate * MAX_SPEAKER_DELAY) length *= 2;
    this.#mask = length - 1;
    this.#lines = Array.from({ length: speakers }, () => new Float32Array(length));
    this.#fadeFrames = Math.round(sampleRate * FADE);
    this.#open = this.#fadeFrames;
  }

  /** Takes another routing; null sends speaker for channel without delay. */
  set(routing: OutputRouting | null): void {
    this.#wanted = routing;
  }

  /** Writes `frames` frames of the speakers to the device's channels; what no speaker goes to is silent. */
  process(planes: readonly Float32Array[], outputs: readonly Float32Array[], frames: number): void {
    for (let done = 0; done < frames; ) {
      if (this.#wanted !== this.#routing && this.#open === 0) this.#routing = this.#wanted;
      const closing = this.#wanted !== this.#routing;
      const way = closing ? this.#open : this.#fadeFrames - this.#open;
      const count = way > 0 ? Math.min(frames - done, way) : frames - done;
      const step = way > 0 ? (closing ? -1 : 1) / this.#fadeFrames : 0;
      this.#copy(planes, outputs, done, count, this.#open / this.#fadeFrames, step);
      if (way > 0) this.#open += closing ? -count : count;
      done += count;
    }
  }

  #copy(
    planes: readonly Float32Array[],
    outputs: readonly Float32Array[],
    from: number,
    count: number,
    gain: number,
    step: number,
  ): void {
    for (const output of outputs) output.fill(0, from, from + count);
    const routing = this.#routing;
    const speakers = Math.min(planes.length, this.#lines.length);
    for (let speaker = 0; speaker < speakers; speaker++) {
      const plane = planes[speaker];
      const line = this.#lines[speaker];
      if (!plane || !line) continue;
      // Lines are kept full so that a delay may be asked for at any time.
      for (let n = 0; n < count; n++) line[(this.#at + n) & this.#mask] = plane[from + n] ?? 0;
      const output = outputs[routing ? (routing.channels[speaker] ?? -1) : speaker];
      if (!output) continue;
      const start = this.#at - (routing?.delays[speaker] ?? 0);
      for (let n = 0; n < count; n++) {
        const heard = line[(start + n) & this.#mask] ?? 0;
        const at = from + n;
        output[at] = (output[at] ?? 0) + heard * (gain + step * n);
      }
    }
    this.#at = (this.#at + count) & this.#mask;
  }
}
