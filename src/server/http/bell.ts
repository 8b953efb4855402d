import type pg from 'pg';
import { newId } from '../store/secrets.ts';

const CHANNEL = 'scorestage';
/** Between tries to listen again after the connection broke, ms. */
const RETRY_MS = 1_000;

/** What a ring is about: something that is in the events, or who is here. */
export type RingAbout = 'events' | 'presence';

/** Someone who waits for news of one mix. A ring between two waits is not lost: the next one ends at once. */
export class Ear {
  readonly #leave: (ear: Ear) => void;
  #rang = false;
  #wake: () => void = () => undefined;

  /** @param leave called once nobody waits here any more */
  constructor(leave: (ear: Ear) => void) {
    this.#leave = leave;
  }

  /** Forgets rings so far: what they told is about to be read. */
  hush(): void {
    this.#rang = false;
  }

  /** Wakes whoever waits, or will. */
  ring(): void {
    this.#rang = true;
    this.#wake();
  }

  /** Resolves when something happens, after `ms`, or when `signal` is given. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#rang || signal.aborted) return Promise.resolve();
    return new Promise((done) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = () => undefined;
        done();
      };
      const timer = setTimeout(wake, ms);
      this.#wake = wake;
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  close(): void {
    this.#leave(this);
  }
}

/**
 * Wakes those who wait for news of a mix. Only a wake-up: what happened is always read from the events, so a ring that
 * is lost costs a wait and nothing else. On Postgres it reaches every process.
 */
export class Bell {
  readonly #ears = new Map<string, Set<Ear>>();
  readonly #pool: pg.Pool | null;
  /** Names this process, which need not be told what it told itself. */
  readonly #name = newId();
  #before: (mixId: string, about: RingAbout) => void = () => undefined;
  #listener: pg.PoolClient | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(pool: pg.Pool | null) {
    this.#pool = pool;
    if (pool) void this.#listen(pool);
  }

  async #listen(pool: pg.Pool): Promise<void> {
    try {
      const client = await pool.connect();
      if (this.#closed) return client.release();
      this.#listener = client;
      client.on('notification', ({ payload }) => {
        const [mixId = '', name, about] = payload?.split(' ') ?? [];
        if (name !== this.#name) this.#ring(mixId, about === 'presence' ? about : 'events');
      });
      client.on('error', () => {
        client.release(true);
        this.#again(pool);
      });
      await client.query(`LISTEN ${CHANNEL}`);
    } catch {
      // The database may come back; until then everyone wakes by the clock.
      this.#again(pool);
    }
  }

  #again(pool: pg.Pool): void {
    this.#listener = null;
    if (this.#closed || this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#listen(pool);
    }, RETRY_MS);
  }

  /** Has someone called before those who wait are woken. */
  before(call: (mixId: string, about: RingAbout) => void): void {
    this.#before = call;
  }

  #ring(mixId: string, about: RingAbout): void {
    this.#before(mixId, about);
    for (const ear of this.#ears.get(mixId) ?? []) ear.ring();
  }

  /** Says that something happened to a mix. */
  async ring(mixId: string, about: RingAbout = 'events'): Promise<void> {
    this.#ring(mixId, about);
    const words = `${mixId} ${this.#name} ${about}`;
    if (this.#pool) await this.#pool.query('SELECT pg_notify($1, $2)', [CHANNEL, words]);
  }

  /** Begins to listen for news of a mix; whoever listens closes it. */
  listen(mixId: string): Ear {
    const ears = this.#ears.get(mixId) ?? new Set();
    this.#ears.set(mixId, ears);
    const ear = new Ear((closed) => {
      ears.delete(closed);
      if (ears.size === 0 && this.#ears.get(mixId) === ears) this.#ears.delete(mixId);
    });
    ears.add(ear);
    return ear;
  }

  /** Wakes everyone and stops listening. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#retry) clearTimeout(this.#retry);
    for (const mixId of this.#ears.keys()) this.#ring(mixId, 'events');
    this.#listener?.release(true);
    this.#listener = null;
  }
}
