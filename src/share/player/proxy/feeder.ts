import type { Failure, Result } from '../../../units/index.ts';
import type { Stretch } from '../types.ts';
import type { MixCommand, TapeStart } from '../worklet/protocol.ts';
import type { Stereo } from './opus-voice.ts';

/** What a tape is made of: stereo samples at the context's rate, by timeline position. One caller at a time. */
export interface VoiceSource {
  seek(position: number): Promise<Result<null>>;
  pull(frames: number): Promise<Result<Stereo>>;
}

/** Seconds a tape is kept filled ahead of what is heard. */
const AHEAD_SECONDS = 1.5;
/** Seconds of a block; the first ones are shorter, so that sound begins sooner. */
const BLOCK_SECONDS = 0.08;
const FIRST_SECONDS = 0.02;
const SHORT_BLOCKS = 6;

/** What a tape is to hold. */
export interface TapeWish {
  readonly position: number;
  readonly voices: readonly VoiceSource[];
  readonly gains: readonly number[];
  readonly start: TapeStart;
  readonly loop: Stretch | null;
  /** Where the timeline ends. */
  readonly end: number;
}

/** The positions that follow each other from `position` on: frames until the next jump, or to the end. */
export function runFrom(
  position: number,
  loop: Stretch | null,
  end: number,
): { readonly frames: number; readonly next: number | null } {
  if (loop && loop.end > loop.start && position < loop.end)
    return { frames: loop.end - position, next: loop.start };
  return { frames: Math.max(0, end - position), next: null };
}

/** Where a path leads in `frames` frames. */
export function positionAfter(position: number, frames: number, loop: Stretch | null): number {
  const looping = loop !== null && loop.end > loop.start && position < loop.end;
  if (!looping || position + frames < loop.end) return position + frames;
  const length = loop.end - loop.start;
  return loop.start + ((position + frames - loop.end) % length);
}

/** How the feeder reaches its surroundings. */
export interface FeederOptions {
  readonly sampleRate: number;
  readonly post: (command: MixCommand, transfer?: Transferable[]) => void;
  readonly onFailure: (failure: Failure) => void;
  /** As much of a tape is there as is kept ahead, or all of it. */
  readonly onFilled?: () => void;
}

/** Keeps the newest tape filled: pulls all its voices in step, follows the loop. Main thread. */
export class Feeder {
  readonly #options: FeederOptions;
  #tape = -1;
  #posted = 0;
  #consumed = 0;
  #wake: (() => void) | null = null;
  /** Ends before the next tape is fed: sources have one reader at a time. */
  #feeding: Promise<void> = Promise.resolve();

  constructor(options: FeederOptions) {
    this.#options = options;
  }

  /** Number of the newest tape. */
  get tape(): number {
    return this.#tape;
  }

  /** Begins a tape; the one before is not fed any more. Returns its number. */
  begin(wish: TapeWish): number {
    const tape = ++this.#tape;
    this.#posted = 0;
    this.#consumed = 0;
    this.#options.post({ kind: 'tape', tape, gains: wish.gains, start: wish.start });
    this.#stir();
    this.#feeding = this.#feeding.then(() => this.#feed(tape, wish));
    return tape;
  }

  /** The processor has used up so many frames of a tape. */
  used(tape: number, frames: number): void {
    if (tape !== this.#tape) return;
    this.#consumed = Math.max(this.#consumed, frames);
    this.#stir();
  }

  /** Feeds nothing any more. */
  stop(): void {
    this.#tape++;
    this.#stir();
  }

  #stir(): void {
    this.#wake?.();
    this.#wake = null;
  }

  async #feed(tape: number, wish: TapeWish): Promise<void> {
    const { sampleRate, post, onFailure, onFilled } = this.#options;
    const { voices, loop, end } = wish;
    const current = (): boolean => tape === this.#tape;
    let { position } = wish;
    let seek = true;
    for (let block = 0; current(); block++) {
      const run = runFrom(position, loop, end);
      const wanted = Math.round(sampleRate * (block < SHORT_BLOCKS ? FIRST_SECONDS : BLOCK_SECONDS));
      const frames = Math.min(wanted, run.frames);
      const planes: Float32Array<ArrayBuffer>[] = [];
      if (frames > 0) {
        const pulled = await Promise.all(
          voices.map((voice) => pullFrom(voice, seek ? position : null, frames)),
        );
        if (!current()) return;
        seek = false;
        for (const stereo of pulled) {
          if (!stereo.ok) {
            onFailure(stereo);
            return;
          }
          planes.push(...stereo.value);
        }
      }
      const last = run.next === null && frames === run.frames;
      const transfer = planes.map(({ buffer }) => buffer);
      post({ kind: 'block', tape, position, frames, last, planes }, transfer);
      this.#posted += frames;
      const full = this.#posted - this.#consumed >= AHEAD_SECONDS * sampleRate;
      if (last || full) onFilled?.();
      if (last) return;
      position += frames;
      if (frames === run.frames && run.next !== null) {
        position = run.next;
        seek = true;
      }
      while (current() && this.#posted - this.#consumed >= AHEAD_SECONDS * sampleRate)
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
    }
  }
}

async function pullFrom(voice: VoiceSource, seek: number | null, frames: number): Promise<Result<Stereo>> {
  if (seek !== null) {
    const found = await voice.seek(seek);
    if (!found.ok) return found;
  }
  return voice.pull(frames);
}
