import type pg from 'pg';

const CHANNEL = 'scorestage';
/** Between tries to listen again after the connection broke, ms. */
const RETRY_MS = 1_000;

/**
 * Wakes those who wait for news of a mix. Only a wake-up: what happened is always read from the events, so a ring that
 * is lost costs a wait and nothing else. On Postgres it reaches every process.
 */
export class Bell {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #pool: pg.Pool | null;
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
        if (payload) this.#wake(payload);
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

  #wake(mixId: string): void {
    const waiting = this.#waiting.get(mixId);
    this.#waiting.delete(mixId);
    for (const wake of waiting ?? []) wake();
  }

  /** Says that something happened to a mix. */
  async ring(mixId: string): Promise<void> {
    this.#wake(mixId);
    if (this.#pool) await this.#pool.query('SELECT pg_notify($1, $2)', [CHANNEL, mixId]);
  }

  /** Resolves when something happens to a mix, after `ms`, or when `signal` is given. */
  wait(mixId: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const waiting = this.#waiting.get(mixId) ?? new Set();
      this.#waiting.set(mixId, waiting);
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(mixId) === waiting) this.#waiting.delete(mixId);
        done();
      };
      const timer = setTimeout(wake, ms);
      waiting.add(wake);
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Wakes everyone and stops listening. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#retry) clearTimeout(this.#retry);
    for (const mixId of this.#waiting.keys()) this.#wake(mixId);
    this.#listener?.release(true);
    this.#listener = null;
  }
}
