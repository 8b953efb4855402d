/** Most keys remembered at once; the oldest gives way. */
const KEYS = 10_000;

/**
 * Counts tries: `burst` at once, then one every `everyMs`. In the memory of this process; several processes each allow
 * as much.
 */
export class RateLimit {
  readonly #burst: number;
  readonly #everyMs: number;
  /** When the last of the tries so far is paid off, ms. */
  readonly #paid = new Map<string, number>();

  constructor(burst: number, everyMs: number) {
    this.#burst = burst;
    this.#everyMs = everyMs;
  }

  /** Takes a try. @returns 0, or the seconds until there is one, and none is taken */
  take(key: string, now: number): number {
    const paid = Math.max(this.#paid.get(key) ?? 0, now);
    const wait = paid - now - (this.#burst - 1) * this.#everyMs;
    if (wait > 0) return wait / 1_000;
    this.#paid.delete(key);
    this.#paid.set(key, paid + this.#everyMs);
    if (this.#paid.size > KEYS) {
      const [oldest] = this.#paid.keys();
      if (oldest !== undefined) this.#paid.delete(oldest);
    }
    return 0;
  }

  /** Seconds until there is a try; takes none. */
  wait(key: string, now: number): number {
    const paid = Math.max(this.#paid.get(key) ?? 0, now);
    return Math.max(0, paid - now - (this.#burst - 1) * this.#everyMs) / 1_000;
  }
}
