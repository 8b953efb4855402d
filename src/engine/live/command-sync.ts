import { encodeStrip } from '../../core/index.ts';
import { type CompiledSession, diffStrips } from '../compile/compiler.ts';
import type { LoopRange } from '../stream/play-path.ts';
import type { PrepareRequest } from '../stream/protocol.ts';
import type { StreamProgram } from '../stream/stream-program.ts';
import type { WorkletBatch, WorkletCommand } from '../worklet/protocol.ts';

/** Longest an edit or seek waits for its audio before it is applied all the same. */
export const PREPARE_TIMEOUT_MS = 150;
/** Longest a start waits: stems may still have to be opened, on a cold profile even the worker loaded. */
export const START_TIMEOUT_MS = 4000;

/** What the synchroniser drives. */
export interface CommandSyncOptions {
  /** Asks the stream worker for a place; calls back once it is in memory. */
  readonly prepare: (request: Omit<PrepareRequest, 'kind'>, done: () => void) => void;
  /** Gives a batch to the processor. */
  readonly post: (batch: WorkletBatch) => void;
  /** Calls back after a time; returns the way to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

type TransportCommand = Extract<WorkletCommand, { kind: 'play' | 'stop' | 'locate' }>;

const sameLoop = (a: LoopRange, b: LoopRange): boolean =>
  a.start === b.start && a.end === b.end && a.enabled === b.enabled;

/**
 * Carries edits and transport commands to the audio thread in two steps: first the stream worker fetches what they need,
 * then one batch puts all that has gathered into force. What needs no new audio goes at once. Main thread.
 */
export class CommandSync {
  readonly #options: CommandSyncOptions;
  #wanted: CompiledSession;
  #loop: LoopRange;
  #sent: CompiledSession | null = null;
  #sentLoop: LoopRange | null = null;
  #preparedStream: StreamProgram | null = null;
  #preparedLoop: LoopRange | null = null;
  #ticket = 0;
  #online = false;
  #playing = false;
  #flight: { transport: TransportCommand[]; cancel: () => void } | null = null;

  constructor(options: CommandSyncOptions, compiled: CompiledSession, loop: LoopRange) {
    this.#options = options;
    this.#wanted = compiled;
    this.#loop = loop;
  }

  /** True from the moment play was asked for until stop. */
  get playing(): boolean {
    return this.#playing;
  }

  /** The compile the audio thread has now, or null before the first. */
  get sent(): CompiledSession | null {
    return this.#sent;
  }

  /** A new processor and stream worker are there: everything is sent anew, and the playhead set. */
  connect(position: number): void {
    this.disconnect();
    this.#online = true;
    this.#request(position, { kind: 'locate', position });
  }

  /** The processor is gone; commands are remembered in what is wanted, not sent. */
  disconnect(): void {
    this.#flight?.cancel();
    this.#flight = null;
    this.#online = false;
    this.#playing = false;
    this.#sent = null;
    this.#sentLoop = null;
    this.#preparedStream = null;
    this.#preparedLoop = null;
  }

  /** Brings the engine to another compile. */
  update(compiled: CompiledSession, loop: LoopRange): void {
    this.#wanted = compiled;
    this.#loop = loop;
    this.#request(null, null);
  }

  /** Starts from a place once its audio is there. */
  play(position: number): void {
    this.#playing = true;
    this.#request(position, { kind: 'play', position }, START_TIMEOUT_MS);
  }

  /** Stops at once and leaves the playhead at `position`. */
  stop(position: number): void {
    this.#playing = false;
    this.#flight?.cancel();
    this.#flight = null;
    if (!this.#online) return;
    this.#prepare(position);
    this.#commit([{ kind: 'stop' }, { kind: 'locate', position }]);
  }

  /** Moves the playhead; while playing, once the new place's audio is there. */
  locate(position: number): void {
    this.#request(position, { kind: 'locate', position });
  }

  #request(position: number | null, command: TransportCommand | null, timeout = PREPARE_TIMEOUT_MS): void {
    if (!this.#online) return;
    const needed =
      position !== null ||
      this.#preparedStream !== this.#wanted.stream ||
      this.#preparedLoop === null ||
      !sameLoop(this.#preparedLoop, this.#loop);
    // A play or seek still in flight is superseded by a newer one; edits join it.
    const transport = command
      ? mergeTransport(this.#flight?.transport ?? [], command)
      : (this.#flight?.transport ?? []);
    const lastPlace = position ?? placeOf(transport);
    if (!needed && !this.#flight) {
      this.#ticket++;
      this.#commit(transport);
      return;
    }
    const ticket = needed ? this.#prepare(lastPlace) : this.#ticket;
    if (!this.#playing) {
      this.#commit(transport);
      return;
    }
    if (this.#flight) this.#flight.transport = transport;
    else this.#flight = { transport, cancel: this.#options.after(timeout, () => this.#land(ticket, true)) };
  }

  /** Asks the stream worker; returns the ticket. */
  #prepare(position: number | null): number {
    const ticket = ++this.#ticket;
    const { stream } = this.#wanted;
    const program = this.#preparedStream === stream ? null : stream;
    this.#preparedStream = stream;
    this.#preparedLoop = this.#loop;
    this.#options.prepare({ ticket, program, loop: this.#loop, position }, () => this.#land(ticket, false));
    return ticket;
  }

  /** The audio is there, or has been waited for long enough. */
  #land(ticket: number, timedOut: boolean): void {
    const flight = this.#flight;
    if (!flight || (!timedOut && ticket !== this.#ticket)) return;
    flight.cancel();
    this.#flight = null;
    this.#commit(flight.transport);
  }

  #commit(transport: readonly TransportCommand[]): void {
    const commands: WorkletCommand[] = [];
    const updates = diffStrips(this.#sent, this.#wanted).map(({ slot, program }) => ({
      slot,
      record: program && encodeStrip(program),
    }));
    if (updates.length > 0) commands.push({ kind: 'strips', updates });
    if (this.#sentLoop === null || !sameLoop(this.#sentLoop, this.#loop))
      commands.push({ kind: 'loop', loop: this.#loop });
    commands.push(...transport);
    this.#sent = this.#wanted;
    this.#sentLoop = this.#loop;
    // An empty batch still carries its ticket: the stream worker waits for it.
    this.#options.post({ ticket: this.#ticket, commands });
  }
}

/** A later command on top of waiting ones: a start keeps being a start wherever it is moved to. */
function mergeTransport(waiting: readonly TransportCommand[], command: TransportCommand): TransportCommand[] {
  const starting = waiting.some((entry) => entry.kind === 'play');
  if (command.kind === 'locate' && starting) return [{ kind: 'play', position: command.position }];
  return [command];
}

/** Place the last of some transport commands goes to; null if none does. */
function placeOf(transport: readonly TransportCommand[]): number | null {
  const last = transport.at(-1);
  return last && last.kind !== 'stop' ? last.position : null;
}
