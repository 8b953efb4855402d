import { type MixCommand, REPORT, REPORT_FIELDS } from './protocol.ts';
import { RAMP_SECONDS, Tape } from './tape.ts';

/** Seconds of a tape that must be here before it starts. */
const READY_SECONDS = 0.1;
/** Seconds in which tapes and the live input are exchanged: the same programme, so their gains add up to one. */
export const TAKEOVER_SECONDS = 0.03;

/**
 * What the processor does, free of its host: one tape is heard, the next one comes in place of it without a gap, and the
 * live engine's output in place of both. Audio thread; `process` allocates nothing.
 */
export class Mixer {
  /** What the page is told now and then. */
  readonly report = new Float64Array(REPORT_FIELDS);
  readonly #sampleRate: number;
  readonly #ready: number;
  readonly #ramp: number;
  readonly #liveStep: number;
  /** The newest tape, and the one it comes in place of. */
  #tape: Tape | null = null;
  #before: Tape | null = null;
  /** Waits for its first frame. */
  #waiting: Tape | null = null;
  #running = false;
  #live = 0;
  #liveWanted = 0;
  #liveFrame = 0;
  #liveWaits = false;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#ready = Math.round(READY_SECONDS * sampleRate);
    this.#ramp = Math.round(RAMP_SECONDS * sampleRate);
    this.#liveStep = 1 / (TAKEOVER_SECONDS * sampleRate);
    this.report[REPORT.tape] = -1;
    this.report[REPORT.newest] = -1;
  }

  /** Puts a command into force, between two quanta. */
  apply(command: MixCommand): void {
    switch (command.kind) {
      case 'tape': {
        const { start } = command;
        const due = start.kind === 'frame' ? start.frame : -1;
        this.#waiting = new Tape(command.tape, command.gains, due, this.#sampleRate);
        return;
      }
      case 'block': {
        const tape = this.#find(command.tape);
        tape?.push(command.position, command.frames, command.planes, command.last);
        return;
      }
      case 'gains':
        this.#find(command.tape)?.setGains(command.gains);
        return;
      case 'run':
        this.#running = command.running;
        return;
      case 'live':
        this.#liveWanted = command.on ? 1 : 0;
        this.#liveFrame = command.frame;
        this.#liveWaits = command.wait;
        return;
      case 'clear':
        this.#waiting = null;
        this.#before = null;
        this.#tape = null;
        return;
    }
  }

  #find(id: number): Tape | null {
    if (this.#waiting?.id === id) return this.#waiting;
    return this.#tape?.id === id ? this.#tape : null;
  }

  /** Fills the outputs from tapes and live input. @param frame context frame of the first */
  process(
    left: Float32Array,
    right: Float32Array,
    liveLeft: Float32Array | null,
    liveRight: Float32Array | null,
    frame: number,
  ): void {
    const frames = left.length;
    left.fill(0);
    right.fill(0);
    const at = this.#admit(frame, frames);
    const before = this.#before;
    if (before) {
      // It goes from where the next one begins.
      if (before.wanted === 1) before.mix(left, right, 0, at);
      const from = before.wanted === 1 ? at : 0;
      before.wanted = 0;
      before.mix(left, right, from, frames - from);
      if (before.level === 0 || before.queued === 0) this.#before = null;
    }
    const tape = this.#tape;
    let moving = false;
    if (tape) moving = this.#play(tape, left, right, at, frames - at);
    if (moving) this.#liveWaits = false;
    this.#join(left, right, liveLeft, liveRight, frame);
    this.#note(left, right, frame + frames, moving);
  }

  /** Lets a waiting tape in if it is time; returns at which frame of the quantum. */
  #admit(frame: number, frames: number): number {
    const next = this.#waiting;
    if (!next) return 0;
    let at = 0;
    if (next.due >= 0 && this.#running) {
      if (next.due >= frame + frames) return 0;
      const late = frame - (next.due + next.consumed);
      if (late > 0) next.skip(late);
      else at = -late;
      if (frame > next.due + next.consumed) return 0;
    }
    const enough = next.complete || next.queued >= (next.due >= 0 ? frames + 2 * this.#ramp : this.#ready);
    if (!enough) return 0;
    this.#waiting = null;
    if (this.#tape && this.#tape.level > 0) this.#before = this.#tape;
    this.#tape = next;
    next.started = true;
    this.report[REPORT.ended] = 0;
    return at;
  }

  #play(tape: Tape, left: Float32Array, right: Float32Array, at: number, frames: number): boolean {
    const dry = !tape.complete && tape.queued < frames + this.#ramp + frames;
    if (dry && tape.wanted === 1 && this.#running)
      this.report[REPORT.starved] = (this.report[REPORT.starved] ?? 0) + 1;
    // Having run dry it waits until there is enough to go on with.
    const full = tape.complete || tape.queued >= this.#ready;
    if (!this.#running || dry) tape.wanted = 0;
    else if (tape.wanted === 0 && full) tape.wanted = 1;
    if (tape.wanted === 0 && tape.level === 0) return false;
    const got = tape.mix(left, right, at, frames);
    if (got > 0) this.report[REPORT.sounded] = 1;
    if (tape.complete && tape.queued === 0) {
      tape.level = 0;
      this.report[REPORT.ended] = 1;
      return false;
    }
    return got > 0;
  }

  #join(
    left: Float32Array,
    right: Float32Array,
    liveLeft: Float32Array | null,
    liveRight: Float32Array | null,
    frame: number,
  ): void {
    const frames = left.length;
    if (this.#live === 0 && this.#liveWanted === 0) return;
    const step = this.#liveStep;
    for (let n = 0; n < frames; n++) {
      if (frame + n >= this.#liveFrame) {
        if (this.#live < this.#liveWanted) this.#live = Math.min(1, this.#live + step);
        else if (this.#live > this.#liveWanted && !this.#liveWaits)
          this.#live = Math.max(0, this.#live - step);
      }
      const rest = 1 - this.#live;
      left[n] = rest * (left[n] ?? 0) + this.#live * (liveLeft?.[n] ?? 0);
      right[n] = rest * (right[n] ?? 0) + this.#live * (liveRight?.[n] ?? 0);
    }
  }

  #note(left: Float32Array, right: Float32Array, frame: number, moving: boolean): void {
    const { report } = this;
    const newest = this.#waiting ?? this.#tape;
    report[REPORT.frame] = frame;
    report[REPORT.position] = this.#tape?.position ?? 0;
    report[REPORT.moving] = moving ? 1 : 0;
    report[REPORT.tape] = this.#tape?.id ?? -1;
    report[REPORT.newest] = newest?.id ?? -1;
    report[REPORT.consumed] = newest?.consumed ?? 0;
    report[REPORT.live] = this.#live;
    let one = report[REPORT.peakLeft] ?? 0;
    let two = report[REPORT.peakRight] ?? 0;
    for (let n = 0; n < left.length; n++) {
      one = Math.max(one, Math.abs(left[n] ?? 0));
      two = Math.max(two, Math.abs(right[n] ?? 0));
    }
    report[REPORT.peakLeft] = one;
    report[REPORT.peakRight] = two;
  }

  /** Begins a new report. */
  told(): void {
    this.report[REPORT.peakLeft] = 0;
    this.report[REPORT.peakRight] = 0;
  }
}
