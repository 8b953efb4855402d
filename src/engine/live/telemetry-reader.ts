import { FACT, type TelemetryViews, telemetryBytes, telemetryViews } from './telemetry-layout.ts';

/** Times a torn read is tried again before the last good reading is kept. */
const ATTEMPTS = 4;

/**
 * Reads the audio thread's block of telemetry from the main thread without locks or allocation: copies it whole and keeps
 * the copy only if the writer was not at it meanwhile.
 */
export class TelemetryReader {
  readonly #strips: number;
  readonly #channels: number;
  #shared: TelemetryViews;
  #source: Uint8Array;
  readonly #draft: Uint8Array;
  readonly #draftViews: TelemetryViews;
  readonly #copy: Uint8Array;
  readonly views: TelemetryViews;

  constructor(buffer: ArrayBuffer | SharedArrayBuffer, strips: number, channels: number) {
    this.#strips = strips;
    this.#channels = channels;
    this.#shared = telemetryViews(buffer, strips, channels);
    const bytes = telemetryBytes(strips, channels);
    this.#source = new Uint8Array(buffer, 0, bytes);
    const draft = new ArrayBuffer(bytes);
    this.#draft = new Uint8Array(draft);
    this.#draftViews = telemetryViews(draft, strips, channels);
    const copy = new ArrayBuffer(bytes);
    this.#copy = new Uint8Array(copy);
    this.views = telemetryViews(copy, strips, channels);
  }

  /** Reads from another block: a message's, or that of a new context. */
  attach(buffer: ArrayBuffer | SharedArrayBuffer): void {
    this.#shared = telemetryViews(buffer, this.#strips, this.#channels);
    this.#source = new Uint8Array(buffer, 0, this.#draft.length);
  }

  /** Takes a fresh copy into `views`; keeps the old one if the writer is in the middle each time. */
  poll(): void {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = Atomics.load(this.#shared.sequence, 0);
      if (before % 2 !== 0) continue;
      this.#draft.set(this.#source);
      if (Atomics.load(this.#shared.sequence, 0) !== before) continue;
      if (this.#draftViews.sequence[0] !== before) continue;
      this.#copy.set(this.#draft);
      return;
    }
  }

  /** One of `FACT`, as of the last poll. */
  fact(index: number): number {
    return this.views.facts[index] ?? 0;
  }

  /**
   * Timeline sample leaving the loudspeaker at a context frame: the reported playhead less what has not been heard yet,
   * followed backwards round the loop, never before the last jump. Integer.
   */
  positionAt(heardFrame: number): number {
    const position = this.fact(FACT.position);
    if (this.fact(FACT.playing) === 0) return position;
    const behind = Math.round(this.fact(FACT.contextFrame) - heardFrame);
    const sinceJump = this.fact(FACT.sinceJump);
    const sinceWrap = this.fact(FACT.sinceWrap);
    const speed = this.fact(FACT.speed);
    // The device may be a little ahead of the last report: bursts come 10 ms apart.
    if (behind <= 0) return position;
    const back = Math.min(behind, sinceJump);
    if (sinceWrap >= 0 && back > sinceWrap) {
      const loopEnd = this.fact(FACT.loopEnd);
      const length = loopEnd - this.fact(FACT.loopStart);
      if (length > 0) return loopEnd - ((back - sinceWrap) % length);
    }
    return Math.max(0, Math.round(position - back * speed));
  }
}
