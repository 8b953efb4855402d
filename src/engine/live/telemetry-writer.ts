import type { Core } from '../../core/index.ts';
import type { LoopRange } from '../stream/play-path.ts';
import { beginWrite, endWrite, FACT, type TelemetryViews, telemetryViews } from './telemetry-layout.ts';

/** Writes the telemetry block. Audio thread; `write` does not allocate. */
export class TelemetryWriter {
  readonly #views: TelemetryViews;
  #sinceJump = 0;
  #sinceWrap = -1;
  #expected = -1;

  constructor(buffer: ArrayBuffer | SharedArrayBuffer, strips: number, channels: number) {
    this.#views = telemetryViews(buffer, strips, channels);
  }

  /**
   * Reports the state after `frames` frames were rendered, the last of which is due at `contextFrame`. `faults` are the
   * host's own, beside the core's.
   */
  write(core: Core, contextFrame: number, frames: number, loop: LoopRange, faults: number): void {
    const position = core.position;
    this.#follow(position, frames, core.playing, loop);
    const { facts, stripPeaks, stripRms, outputPeaks, bedPeaks } = this.#views;
    beginWrite(this.#views);
    facts[FACT.position] = position;
    facts[FACT.contextFrame] = contextFrame;
    facts[FACT.playing] = core.playing ? 1 : 0;
    facts[FACT.sinceJump] = this.#sinceJump;
    facts[FACT.sinceWrap] = this.#sinceWrap;
    facts[FACT.loopStart] = loop.start;
    facts[FACT.loopEnd] = loop.end;
    facts[FACT.outputChannels] = core.outputChannels;
    facts[FACT.clipCount] = core.clipCount;
    facts[FACT.limiterGain] = core.limiterGain;
    facts[FACT.missedSlots] = core.missedSlots;
    facts[FACT.faults] = core.faults + faults;
    facts[FACT.monitorLatency] = core.monitorLatency + core.outputLatency;
    core.readMeters(stripPeaks, stripRms, outputPeaks, bedPeaks);
    endWrite(this.#views);
  }

  /** Notices jumps and loop wraps from the position alone, so that no command needs to say so. */
  #follow(position: number, frames: number, playing: boolean, loop: LoopRange): void {
    const wrapped =
      loop.enabled &&
      position !== this.#expected + frames &&
      position >= loop.start &&
      position - loop.start < frames;
    if (!playing || this.#expected < 0) {
      this.#sinceJump = 0;
      this.#sinceWrap = -1;
    } else if (position === this.#expected + frames) {
      this.#sinceJump += frames;
      if (this.#sinceWrap >= 0) this.#sinceWrap += frames;
    } else if (wrapped && this.#expected < loop.end) {
      this.#sinceJump += frames;
      this.#sinceWrap = position - loop.start;
    } else {
      this.#sinceJump = frames;
      this.#sinceWrap = -1;
    }
    this.#expected = playing ? position : -1;
  }
}
