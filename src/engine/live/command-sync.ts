import type { CompiledSession } from '../compile/compiler.ts';
import type { LoopRange } from '../stream/play-path.ts';
import type { PrepareRequest } from '../stream/protocol.ts';
import type { StreamProgram } from '../stream/stream-program.ts';
import { changeCommands } from '../worklet/change-commands.ts';
import type { TransportCommand, WorkletBatch, WorkletCommand } from '../worklet/protocol.ts';

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

const sameLoop = (a: LoopRange, b: LoopRange): boolean =>
  a.start === b.start && a.end === b.end && a.enabled === b.enabled;

/**
 * Carries edits and transport commands to the audio thread. What needs audio that is not in memory is asked of the stream
 * worker and at the same time given to the audio thread, which holds it until the worker has the audio; what needs none,
 * and follows nothing that waits, goes at once. Main thread.
 */
export class CommandSync {
  readonly #options: CommandSyncOptions;
  #wanted: CompiledSession;
  #loop: LoopRange;
  #sent: CompiledSession | null = null;
  #sentLoop: LoopRange | null = null;
  #preparedStream: StreamProgram | null = null;
  #preparedLoop: LoopRange | null = null;
  #speed = 1;
  #preparedSpeed = 1;
  #ticket = 0;
  #beside: readonly WorkletCommand[] = [];
  #online = false;
  #playing = false;
  /** Batches wait on the audio thread; `place` is where the last of them goes. */
  #flight: { place: number | null; cancel: () => void } | null = null;

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
    this.#speed = 1;
    this.#sent = null;
    this.#sentLoop = null;
    this.#preparedStream = null;
    this.#preparedLoop = null;
  }

  /** Goes into force with the next update. */
  beside(command: WorkletCommand): void {
    this.#beside = [...this.#beside.filter(({ kind }) => kind !== command.kind), command];
  }

  /** Brings the engine to another compile. */
  update(compiled: CompiledSession, loop: LoopRange): void {
    this.#wanted = compiled;
    this.#loop = loop;
    this.#request(null, null);
  }

  /** Timeline samples a frame while playing: 1, or that of the shuttle. */
  get speed(): number {
    return this.#speed;
  }

  /** Starts from a place once its audio is there. @param due frame of the context's clock the place belongs to; null: whenever that is */
  play(position: number, due: number | null = null): void {
    this.#playing = true;
    this.#speed = 1;
    const at = due === null ? {} : { due };
    this.#request(position, { kind: 'play', position, ...at }, START_TIMEOUT_MS);
  }

  /** Follows the timeline at a speed (not 0, not 1): from `position` while stopped, else from where the playhead stands. */
  shuttle(position: number, speed: number): void {
    const from = this.#playing ? null : position;
    this.#playing = true;
    this.#speed = speed;
    this.#request(
      from,
      { kind: 'shuttle', position: from, speed },
      from === null ? PREPARE_TIMEOUT_MS : START_TIMEOUT_MS,
    );
  }

  /** Stops at once and leaves the playhead at `position`. */
  stop(position: number): void {
    this.#playing = false;
    this.#speed = 1;
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
      this.#preparedSpeed !== this.#speed ||
      this.#preparedLoop === null ||
      !sameLoop(this.#preparedLoop, this.#loop);
    const transport = command ? [command] : [];
    const flight = this.#flight;
    if (!needed && !flight) {
      this.#ticket++;
      this.#commit(transport);
      return;
    }
    const place = position ?? flight?.place ?? null;
    const ticket = needed ? this.#prepare(place) : this.#ticket;
    if (!this.#playing) {
      this.#commit(transport);
      return;
    }
    this.#commit(transport, ticket);
    // Patience is that of the first: a drag that asks anew all the time still comes into force.
    if (flight) flight.place = place;
    else this.#flight = { place, cancel: this.#options.after(timeout, () => this.#land(ticket, true)) };
  }

  /** Asks the stream worker; returns the ticket. */
  #prepare(position: number | null): number {
    const ticket = ++this.#ticket;
    const { stream } = this.#wanted;
    const program = this.#preparedStream === stream ? null : stream;
    this.#preparedStream = stream;
    this.#preparedLoop = this.#loop;
    this.#preparedSpeed = this.#speed;
    this.#options.prepare({ ticket, program, loop: this.#loop, position, speed: this.#speed }, () =>
      this.#land(ticket, false),
    );
    return ticket;
  }

  /** The audio is there, or has been waited for long enough. */
  #land(ticket: number, timedOut: boolean): void {
    const flight = this.#flight;
    if (!flight || (!timedOut && ticket !== this.#ticket)) return;
    flight.cancel();
    this.#flight = null;
    // The audio thread has heard from the stream worker itself; only the end of patience must be told.
    if (timedOut) this.#options.post({ ticket: this.#ticket, commands: [] });
  }

  #commit(transport: readonly TransportCommand[], awaits?: number): void {
    const commands: WorkletCommand[] = changeCommands(this.#sent, this.#wanted);
    if (this.#sentLoop === null || !sameLoop(this.#sentLoop, this.#loop))
      commands.push({ kind: 'loop', loop: this.#loop });
    commands.push(...this.#beside, ...transport);
    this.#beside = [];
    this.#sent = this.#wanted;
    this.#sentLoop = this.#loop;
    // An empty batch still carries its ticket: the stream worker waits for it.
    this.#options.post({ ticket: this.#ticket, commands, ...(awaits === undefined ? {} : { awaits }) });
  }
}
