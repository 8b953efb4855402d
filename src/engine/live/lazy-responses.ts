import type { Session, SpaceId } from '../../session/index.ts';
import type { LiveResponses, LiveResponsesOptions } from '../responses/live-responses.ts';
import type { ResponseSource } from '../responses/response-source.ts';
import type { ResponseState } from '../types.ts';
import type { PieceAnswer } from '../worklet/protocol.ts';

/** Responses of convolutions, whose code is loaded with the first session that has one. Main thread. */
export class LazyResponses {
  readonly #options: LiveResponsesOptions;
  readonly #fault: (message: string) => void;
  #loaded: LiveResponses | null = null;
  #loading = false;
  #session: Session | null = null;
  #connected = false;

  /** @param fault told where their code can't be loaded */
  constructor(options: LiveResponsesOptions, fault: (message: string) => void) {
    this.#options = options;
    this.#fault = fault;
  }

  readonly source: ResponseSource = (key, space) => this.#loaded?.source(key, space) ?? null;

  /** Has the responses of a session prepared. */
  want(session: Session): void {
    this.#session = session;
    if (this.#loaded) this.#loaded.want(session);
    else if (Object.values(session.spaces).some(({ kind }) => kind === 'convolution')) void this.#load();
  }

  states(): Readonly<Record<SpaceId, ResponseState>> {
    return this.#loaded?.states() ?? {};
  }

  retry(): void {
    this.#loaded?.retry();
  }

  /** There is a processor. */
  connect(): void {
    this.#connected = true;
    this.#loaded?.connect();
  }

  /** There is none any more. */
  disconnect(): void {
    this.#connected = false;
    this.#loaded?.disconnect();
  }

  taken(answer: PieceAnswer): void {
    this.#loaded?.taken(answer);
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { LiveResponses } = await import('../responses/live-responses.ts');
      this.#loaded = new LiveResponses(this.#options);
      if (this.#session) this.#loaded.want(this.#session);
      this.#options.changed(false);
      if (this.#connected) this.#loaded.connect();
    } catch {
      // Tried again with the next edit.
      this.#loading = false;
      this.#fault('Convolutions could not be loaded; they are silent. Reload the page.');
    }
  }
}
