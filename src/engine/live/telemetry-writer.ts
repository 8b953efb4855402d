import type { Core } from '../../core/index.ts';
import type { LoopRange } from '../stream/play-path.ts';
import { beginWrite, endWrite, FACT, type TelemetryViews, telemetryViews } from './telemetry-layout.ts';

/** A little more than the fastest shuttle passes in a frame. */
const MOST_SHUTTLE_STEP = 20;

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
    this.#follow(position, frames, core.speed, loop);
    const { facts, loudness, stripPeaks, stripRms, stripPowers, stripTops, outputPeaks, bedPeaks, bedRms } =
      this.#views;
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
    facts[FACT.speed] = core.speed;
    facts[FACT.shuttleMisses] = core.shuttleMisses;
    core.readMeters(stripPeaks, stripRms, outputPeaks, bedPeaks, bedRms);
    core.readLoudness(loudness, stripPowers, stripTops);
    core.readDucks(this.#views.ducks);
    endWrite(this.#views);
  }

  /** Notices jumps and loop wraps from the position alone, so that no command needs to say so. */
  #follow(position: number, frames: number, speed: number, loop: LoopRange): void {
    const playing = speed !== 0;
    if (playing && speed !== 1) {
      // A shuttle passes by the loop, and how far it has come depends on its speed: only its jumps are far longer.
      const far = Math.abs(position - this.#expected) > MOST_SHUTTLE_STEP * frames;
      this.#sinceJump = this.#expected < 0 || far ? 0 : this.#sinceJump + frames;
      this.#sinceWrap = -1;
      this.#expected = position;
      return;
    }
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
