import { type Failure, fail, ok, type Result } from '../../../units/index.ts';
import type { Stretch } from '../types.ts';
import {
  MIX_PROCESSOR,
  type MixCommand,
  REPORT,
  REPORT_FIELDS,
  type TapeStart,
} from '../worklet/protocol.ts';
import { Feeder, positionAfter, type VoiceSource } from './feeder.ts';

/** Seconds ahead at which a tape is joined to one that plays: long enough to fetch and decode its beginning. */
const JOIN_SECONDS = 0.25;

/** What a deck tells. */
export interface DeckEvents {
  onFailure(failure: Failure): void;
  /** The tape has come to its end. */
  onEnded(): void;
  /** The first frame of a tape was played. */
  onSounded(): void;
  /** Some fifty times a second while the context runs. */
  onTick(): void;
  /** As much of a tape is there as is kept ahead: the line is free. */
  onFilled(): void;
}

/** What is to be heard. */
export interface Programme {
  /** Name and samples of each voice; a name always means the same samples. */
  readonly voices: ReadonlyMap<string, VoiceSource>;
  readonly gains: ReadonlyMap<string, number>;
  readonly loop: Stretch | null;
  readonly end: number;
}

/** Plays tapes of proxies in one processor, and lets the live engine in beside them. Main thread. Owner calls `dispose`. */
export class Deck {
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  readonly #feeder: Feeder;
  readonly #events: DeckEvents;
  #report = new Float64Array(REPORT_FIELDS);
  #voices: readonly string[] = [];
  #loop: Stretch | null = null;
  /** Where play goes on; what a stopped deck shows. */
  #rest = 0;
  #running = false;
  #told = { sounded: false, ended: -1 };
  #peaks = { left: 0, right: 0 };

  private constructor(context: AudioContext, node: AudioWorkletNode, events: DeckEvents) {
    this.context = context;
    this.node = node;
    this.#events = events;
    this.#feeder = new Feeder({
      sampleRate: context.sampleRate,
      post: (command, transfer) => this.#post(command, transfer),
      onFailure: (failure) => events.onFailure(failure),
      onFilled: () => events.onFilled(),
    });
    node.port.onmessage = ({ data }: MessageEvent<Float64Array<ArrayBuffer>>) => this.#hear(data);
  }

  /** Loads the processor into a context; the node is connected by its owner. */
  static async open(context: AudioContext, workletUrl: string, events: DeckEvents): Promise<Result<Deck>> {
    try {
      await context.audioWorklet.addModule(workletUrl);
      const node = new AudioWorkletNode(context, MIX_PROCESSOR, {
        numberOfInputs: 1,
        numberOfOutputs: 1,
        outputChannelCount: [2],
      });
      return ok(new Deck(context, node, events));
    } catch (cause) {
      return fail(
        'no-worklet',
        'The player could not be started in this browser.',
        'Load the page anew.',
        cause,
      );
    }
  }

  get running(): boolean {
    return this.#running;
  }

  /** Times sound broke off because audio came too late. */
  get starved(): number {
    return this.#report[REPORT.starved] ?? 0;
  }

  /** Position of the frame that the context renders at `frame`, as far as play goes on like this; null while nothing moves. */
  positionAt(frame: number): number | null {
    const report = this.#report;
    if (!this.#running || report[REPORT.moving] !== 1) return null;
    const passed = Math.round(frame - (report[REPORT.frame] ?? 0));
    const position = report[REPORT.position] ?? 0;
    return passed >= 0 ? positionAfter(position, passed, this.#loop) : Math.max(0, position + passed);
  }

  /** Position heard now, or where play will go on. */
  position(): number {
    return this.positionAt(heardFrame(this.context)) ?? this.#rest;
  }

  readPeaks(into: { left: number; right: number }): void {
    into.left = this.#peaks.left;
    into.right = this.#peaks.right;
    this.#peaks.left = 0;
    this.#peaks.right = 0;
  }

  /** Plays this from `position`, once it is here; sound goes on meanwhile. */
  cue(position: number, programme: Programme): void {
    this.#rest = position;
    this.#begin(position, programme, { kind: 'ready' });
  }

  /** Changes what is heard without leaving the place: gains if all of it plays already, else another tape in step with this one. */
  change(programme: Programme): void {
    const known = new Set(this.#voices);
    const same =
      sameStretch(this.#loop, programme.loop) &&
      [...programme.voices.keys()].every((name) => known.has(name));
    if (same) {
      const gains = this.#voices.map((name) => programme.gains.get(name) ?? 0);
      this.#post({ kind: 'gains', tape: this.#feeder.tape, gains });
      return;
    }
    const frame = Math.ceil((this.context.currentTime + JOIN_SECONDS) * this.context.sampleRate);
    const position = this.positionAt(frame);
    if (position === null) this.cue(this.#rest, programme);
    else this.#begin(position, programme, { kind: 'frame', frame });
  }

  /** Begins a tape that belongs to the context's clock: its first frame is due at `frame`. */
  join(position: number, frame: number, programme: Programme): void {
    this.#begin(position, programme, { kind: 'frame', frame });
  }

  run(): void {
    this.#running = true;
    this.#told.ended = -1;
    this.#post({ kind: 'run', running: true });
  }

  /** Stops where it is heard. */
  pause(): void {
    this.#rest = this.position();
    this.#running = false;
    this.#post({ kind: 'run', running: false });
  }

  /**
   * Hears the live input instead of the tapes, or them again, from a frame of the context's clock on. `wait`: the live input stays until
   * a tape moves.
   */
  live(on: boolean, frame: number, wait = false): void {
    this.#post({ kind: 'live', on, frame, wait });
  }

  /** Lets go of the tapes. */
  clear(): void {
    this.#feeder.stop();
    this.#voices = [];
    this.#post({ kind: 'clear' });
  }

  dispose(): void {
    this.#feeder.stop();
    this.node.disconnect();
    this.node.port.close();
  }

  #begin(position: number, { voices, gains, loop, end }: Programme, start: TapeStart): void {
    this.#voices = [...voices.keys()];
    this.#loop = loop;
    this.#feeder.begin({
      position,
      voices: [...voices.values()],
      gains: this.#voices.map((name) => gains.get(name) ?? 0),
      start,
      loop,
      end,
    });
  }

  #post(command: MixCommand, transfer: Transferable[] = []): void {
    this.node.port.postMessage(command, transfer);
  }

  #hear(report: Float64Array<ArrayBuffer>): void {
    this.#report = report;
    const { left, right } = this.#peaks;
    this.#peaks.left = Math.max(left, report[REPORT.peakLeft] ?? 0);
    this.#peaks.right = Math.max(right, report[REPORT.peakRight] ?? 0);
    this.#feeder.used(report[REPORT.newest] ?? -1, report[REPORT.consumed] ?? 0);
    if (report[REPORT.sounded] === 1 && !this.#told.sounded) {
      this.#told.sounded = true;
      this.#events.onSounded();
    }
    const tape = report[REPORT.tape] ?? -1;
    if (this.#running && report[REPORT.ended] === 1 && this.#told.ended !== tape) {
      this.#told.ended = tape;
      this.#events.onEnded();
    }
    this.#events.onTick();
  }
}

const sameStretch = (one: Stretch | null, two: Stretch | null): boolean =>
  one?.start === two?.start && one?.end === two?.end;

/** Context frame leaving the loudspeaker now, as well as this browser can tell. */
function heardFrame(context: AudioContext): number {
  const latest = context.currentTime;
  const stamp = context.getOutputTimestamp();
  let time = latest - (context.outputLatency || context.baseLatency || 0);
  if (stamp.contextTime && stamp.performanceTime)
    time = stamp.contextTime + (performance.now() - stamp.performanceTime) / 1000;
  return Math.min(time, latest) * context.sampleRate;
}
