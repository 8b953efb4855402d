import type { PreparedResponse } from '../../core/index.ts';
import type { Session, SpaceId } from '../../session/index.ts';
import type { Failure, Result } from '../../units/index.ts';
import type { ResponseState } from '../types.ts';
import type { PieceAnswer, ResponsePiece, WorkletCommand } from '../worklet/protocol.ts';
import { responsesOf } from './response-choices.ts';
import { RESPONSE_BYTES, responseCost } from './response-limits.ts';
import type { ResponseRequest } from './response-request.ts';

/** Bytes the audio thread takes between two quanta: some 20 µs of copying. */
const PIECE_BYTES = 128 << 10;
/** How long the trim of a response must rest before it is prepared anew. */
export const TRIM_REST_MS = 300;
/** Bytes of prepared responses kept though no space asks for them any more: an undo has them at once. */
const SPARE_BYTES = 64 << 20;

/** What responses are handed through. */
export interface LiveResponsesOptions {
  /** Reads and prepares one, off this thread; never rejects. */
  readonly prepare: (request: ResponseRequest) => Promise<Result<PreparedResponse>>;
  /** Gives commands to the processor, out of the order of edits. */
  readonly post: (commands: readonly WorkletCommand[]) => void;
  /** The states changed; `heard` if spaces are to be compiled anew too. */
  readonly changed: (heard: boolean) => void;
  /** Calls back after a time; returns the way to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

/** A response on its way: prepared, then sent to the audio thread piece by piece. */
interface Entry {
  readonly request: ResponseRequest;
  prepared: PreparedResponse | null;
  failure: Failure | null;
  /** Calls off the wait for a trim to rest; null once it is being prepared. */
  waiting: (() => void) | null;
  /** Bytes the processor has; −1 while nothing was sent. */
  sent: number;
  /** Counts the times it was begun or dropped: answers to an earlier time are none. */
  run: number;
  /** Asked for by a space, or heard until what it asks for is there. */
  wanted: boolean;
}

/**
 * Brings the responses of a session's convolutions to the audio thread, each once. A space is silent until its first is there; afterwards it is heard
 * with the one before until the next is. Main thread.
 */
export class LiveResponses {
  readonly #options: LiveResponsesOptions;
  readonly #entries = new Map<string, Entry>();
  /** What each space asks for, and what it is heard with. */
  #asked = new Map<SpaceId, ResponseRequest | Failure>();
  readonly #heard = new Map<SpaceId, string>();
  #online = false;
  #sampleRate = 48_000;

  constructor(options: LiveResponsesOptions) {
    this.#options = options;
  }

  /** What the spaces of a session ask for from now on. Tells nobody: compile afterwards. */
  want(session: Session): void {
    const asked = new Map<SpaceId, ResponseRequest | Failure>();
    for (const [id, choice] of responsesOf(session)) asked.set(id, choice.ok ? choice.request : choice);
    for (const id of this.#heard.keys()) if (!asked.has(id)) this.#heard.delete(id);
    this.#sampleRate = session.sampleRate;
    const before = this.#asked;
    this.#asked = asked;
    for (const [id, request] of asked) {
      if ('ok' in request) {
        this.#heard.delete(id);
        continue;
      }
      if (this.#entries.has(request.key)) continue;
      const old = before.get(id);
      const trimmed = old !== undefined && !('ok' in old) && old.stem.sha256 === request.stem.sha256;
      this.#add(request, trimmed ? TRIM_REST_MS : 0);
    }
    this.#settle();
  }

  /** The response a space is heard with now. */
  readonly source = (_key: string, space: SpaceId): PreparedResponse | null => {
    const key = this.#heard.get(space);
    return (key !== undefined && this.#entries.get(key)?.prepared) || null;
  };

  /** Where each convolution's response stands. */
  states(): Readonly<Record<SpaceId, ResponseState>> {
    const states: Record<SpaceId, ResponseState> = {};
    for (const [id, request] of this.#asked) states[id] = this.#stateOf(request);
    return states;
  }

  /** Tries again what could not be had. */
  retry(): void {
    for (const [key, { failure, request }] of this.#entries) {
      if (!failure) continue;
      this.#entries.delete(key);
      this.#add(request, 0);
    }
    this.#settle();
    this.#options.changed(false);
  }

  /** A processor is there, and has nothing. */
  connect(): void {
    this.#online = true;
    this.#settle();
  }

  /** The processor is gone. Compile afterwards: nothing is heard until it is sent anew. */
  disconnect(): void {
    this.#online = false;
    this.#heard.clear();
    for (const entry of this.#entries.values()) {
      entry.sent = -1;
      entry.run++;
    }
  }

  /** The processor has taken a piece, or refused. */
  taken({ key, run, taken, refused }: PieceAnswer): void {
    const entry = this.#entries.get(key);
    if (!this.#online || !entry?.prepared || run !== entry.run) return;
    if (refused !== null) {
      if (this.#makeRoom(entry)) return;
      entry.failure = {
        ok: false,
        code: 'response-room',
        message: `“${entry.request.fileName}” finds no room in the engine's memory.`,
        remedy: 'Choose a shorter response, one with fewer channels, or delete a convolution.',
      };
      entry.sent = -1;
      this.#options.changed(false);
      return;
    }
    entry.sent = taken;
    if (taken < entry.prepared.spectra.byteLength) {
      this.#send(entry, entry.prepared);
      return;
    }
    this.#settle();
    this.#options.changed(true);
  }

  #add(request: ResponseRequest, rest: number): void {
    const entry: Entry = {
      request,
      prepared: null,
      failure: null,
      waiting: null,
      sent: -1,
      run: 0,
      wanted: true,
    };
    this.#entries.set(request.key, entry);
    if (rest > 0) entry.waiting = this.#options.after(rest, () => this.#prepare(entry));
    else this.#prepare(entry);
  }

  #prepare(entry: Entry): void {
    entry.waiting = null;
    void this.#options.prepare(entry.request).then((result) => {
      if (this.#entries.get(entry.request.key) !== entry) return;
      if (result.ok) entry.prepared = result.value;
      else entry.failure = result;
      this.#settle();
      this.#options.changed(false);
    });
  }

  /** Spaces hear what they ask for once it is there; what is wanted is sent, one at a time; what isn't goes. */
  #settle(): void {
    const wanted = new Set<string>();
    for (const [id, request] of this.#asked) {
      if ('ok' in request) continue;
      const entry = this.#entries.get(request.key);
      if (entry && this.#complete(entry)) this.#heard.set(id, request.key);
      else if (entry?.failure) this.#heard.delete(id);
      wanted.add(request.key);
    }
    for (const key of this.#heard.values()) wanted.add(key);
    let spare = 0;
    for (const [key, entry] of [...this.#entries].toReversed()) {
      entry.wanted = wanted.has(key);
      if (entry.wanted) continue;
      entry.waiting?.();
      if (entry.sent >= 0) this.#drop(entry);
      spare += entry.prepared?.spectra.byteLength ?? 0;
      if (!entry.prepared || spare > SPARE_BYTES) this.#entries.delete(key);
    }
    if (!this.#online) return;
    const entries = [...this.#entries.values()];
    if (entries.some((entry) => entry.sent >= 0 && !this.#complete(entry))) return;
    const next = entries.find(
      ({ wanted, prepared, sent, failure }) => wanted && prepared && sent < 0 && !failure,
    );
    if (!next?.prepared) return;
    next.run++;
    next.sent = 0;
    if (this.#tight(next.request) && this.#makeRoom(next)) return;
    this.#send(next, next.prepared);
  }

  #complete({ prepared, sent }: Entry): boolean {
    return prepared !== null && sent === prepared.spectra.byteLength;
  }

  #send({ sent, run, request }: Entry, { channels, frames, spectra }: PreparedResponse): void {
    const end = Math.min(spectra.byteLength, sent + PIECE_BYTES);
    // A view of shared memory is posted as it is; of other memory the piece alone.
    const piece =
      spectra instanceof ArrayBuffer
        ? new Uint8Array(spectra.slice(sent, end))
        : new Uint8Array(spectra, sent, end - sent);
    const command: ResponsePiece = {
      key: request.key,
      run,
      channels,
      frames,
      bytes: spectra.byteLength,
      offset: sent,
      piece,
    };
    this.#options.post([{ kind: 'response', piece: command }]);
  }

  #drop(entry: Entry): void {
    entry.sent = -1;
    entry.run++;
    if (this.#online) this.#options.post([{ kind: 'drop-response', key: entry.request.key }]);
  }

  /** True if what is heard and the next response don't fit side by side. */
  #tight(next: ResponseRequest): boolean {
    const requests = [
      next,
      ...[...this.#heard.values()].flatMap((key) => this.#entries.get(key)?.request ?? []),
    ];
    const cost = requests.reduce(
      (sum, { channels, frames }) =>
        sum + responseCost({ channels: channels.length, frames, sampleRate: this.#sampleRate }),
      0,
    );
    return cost > RESPONSE_BYTES;
  }

  /** Lets go of what is only heard until something else is there, then begins again with it. @returns false if there is nothing of that kind */
  #makeRoom(entry: Entry): boolean {
    let made = false;
    for (const [id, heard] of this.#heard) {
      const request = this.#asked.get(id);
      if (!request || 'ok' in request || request.key === heard) continue;
      this.#heard.delete(id);
      made = true;
    }
    if (!made) return false;
    // Silent first, then sent again: what it was heard with has faded out by then.
    this.#options.changed(true);
    const { run } = entry;
    entry.sent = 0;
    this.#options.after(TRIM_REST_MS, () => {
      if (entry.run !== run) return;
      entry.sent = -1;
      this.#settle();
    });
    return true;
  }

  #stateOf(request: ResponseRequest | Failure): ResponseState {
    if ('ok' in request) return { kind: 'refused', message: request.message, remedy: request.remedy };
    const entry = this.#entries.get(request.key);
    const failure = entry?.failure;
    if (failure) {
      const missing = failure.code === 'stem-missing' || failure.code === 'stem-importing';
      return { kind: missing ? 'missing' : 'refused', message: failure.message, remedy: failure.remedy };
    }
    // Without a processor nothing can be heard; what is prepared is as ready as can be.
    if (!entry?.prepared || (this.#online && !this.#complete(entry))) return { kind: 'preparing' };
    return {
      kind: 'ready',
      channels: request.channels.length,
      seconds: request.frames / this.#sampleRate,
    };
  }
}
