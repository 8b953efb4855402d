/** Blocks a tape holds at once. */
const MOST_BLOCKS = 256;
/** Seconds in which a voice reaches a new gain, and a tape comes and goes. */
export const RAMP_SECONDS = 0.01;

/** Stereo voices of one stretch of the timeline after another, all in step. Audio thread: `mix` allocates nothing. */
export class Tape {
  readonly id: number;
  readonly voices: number;
  /** Context frame its first frame is due at; −1: whenever it is ready. */
  readonly due: number;
  /** Frames used up or left out. */
  consumed = 0;
  /** How much of it is heard; `mix` leads it to `wanted`. */
  level = 0;
  wanted = 0;
  started = false;
  complete = false;
  readonly #gains: Float32Array;
  readonly #targets: Float32Array;
  readonly #step: number;
  readonly #planes: (readonly Float32Array[] | null)[] = Array.from({ length: MOST_BLOCKS }, () => null);
  readonly #positions = new Float64Array(MOST_BLOCKS);
  readonly #lengths = new Int32Array(MOST_BLOCKS);
  #first = 0;
  #count = 0;
  /** Frames of the first block that are used up. */
  #offset = 0;
  #queued = 0;
  #next = 0;

  constructor(id: number, gains: readonly number[], due: number, sampleRate: number) {
    this.id = id;
    this.voices = gains.length;
    this.due = due;
    this.#gains = Float32Array.from(gains);
    this.#targets = Float32Array.from(gains);
    this.#step = 1 / (RAMP_SECONDS * sampleRate);
  }

  /** Frames that are here. */
  get queued(): number {
    return this.#queued;
  }

  /** Position of the next frame. */
  get position(): number {
    return this.#count > 0 ? (this.#positions[this.#first] ?? 0) + this.#offset : this.#next;
  }

  /** Appends a block; false if there is no room. */
  push(position: number, frames: number, planes: readonly Float32Array[], last: boolean): boolean {
    if (this.#count === MOST_BLOCKS) return false;
    const at = (this.#first + this.#count) % MOST_BLOCKS;
    if (this.#count === 0) this.#next = position;
    this.#planes[at] = planes;
    this.#positions[at] = position;
    this.#lengths[at] = frames;
    this.#count++;
    this.#queued += frames;
    this.complete = last;
    return true;
  }

  /** Voices go to these gains. */
  setGains(gains: readonly number[]): void {
    for (let voice = 0; voice < this.voices; voice++) this.#targets[voice] = gains[voice] ?? 0;
  }

  /** Leaves out up to `frames` frames. */
  skip(frames: number): void {
    let left = Math.min(frames, this.#queued);
    while (left > 0) left -= this.#advance(left);
  }

  /** Adds up to `frames` frames to the outputs from `at` on; returns how many there were. */
  mix(left: Float32Array, right: Float32Array, at: number, frames: number): number {
    let done = 0;
    while (done < frames && this.#count > 0) {
      const block = this.#planes[this.#first];
      const length = this.#lengths[this.#first] ?? 0;
      const count = Math.min(frames - done, length - this.#offset);
      if (block) this.#add(block, left, right, at + done, count);
      done += this.#advance(count);
    }
    return done;
  }

  #add(
    block: readonly Float32Array[],
    left: Float32Array,
    right: Float32Array,
    at: number,
    count: number,
  ): void {
    const step = this.#step;
    const from = this.#offset;
    let level = this.level;
    for (let voice = 0; voice < this.voices; voice++) {
      const one = block[2 * voice];
      const two = block[2 * voice + 1];
      const target = this.#targets[voice] ?? 0;
      let gain = this.#gains[voice] ?? 0;
      if (!one || !two) continue;
      // Every voice goes the same way from where the tape stood.
      level = this.level;
      if (gain === target && level === this.wanted) {
        const both = gain * level;
        if (both === 0) continue;
        for (let n = 0; n < count; n++) {
          left[at + n] = (left[at + n] ?? 0) + both * (one[from + n] ?? 0);
          right[at + n] = (right[at + n] ?? 0) + both * (two[from + n] ?? 0);
        }
        continue;
      }
      for (let n = 0; n < count; n++) {
        gain = toward(gain, target, step);
        level = toward(level, this.wanted, step);
        const both = gain * level;
        left[at + n] = (left[at + n] ?? 0) + both * (one[from + n] ?? 0);
        right[at + n] = (right[at + n] ?? 0) + both * (two[from + n] ?? 0);
      }
      this.#gains[voice] = gain;
    }
    this.level = level;
  }

  /** Uses up frames of the first block; returns how many. */
  #advance(frames: number): number {
    const length = this.#lengths[this.#first] ?? 0;
    const count = Math.min(frames, length - this.#offset);
    this.#offset += count;
    this.#queued -= count;
    this.consumed += count;
    this.#next = (this.#positions[this.#first] ?? 0) + this.#offset;
    if (this.#offset >= length) {
      this.#planes[this.#first] = null;
      this.#first = (this.#first + 1) % MOST_BLOCKS;
      this.#count--;
      this.#offset = 0;
    }
    return count;
  }
}

/** One step from `value` towards `target`, not past it. */
function toward(value: number, target: number, step: number): number {
  if (value < target) return Math.min(target, value + step);
  return Math.max(target, value - step);
}
