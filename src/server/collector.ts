import type { Collection } from './store/collect.ts';

/** Runs the collection and keeps count of it. In this process; several each count their own. */
export class Collector {
  readonly #collect: () => Promise<Collection>;
  readonly #now: () => number;
  #blobs = 0;
  #bytes = 0;
  #uploads = 0;
  #rows = 0;
  #runs = 0;
  #failures = 0;
  #endedAt = 0;
  #pending: Collection['pending'] = { blobs: 0, bytes: 0 };

  constructor(collect: () => Promise<Collection>, now: () => number) {
    this.#collect = collect;
    this.#now = now;
  }

  /** Collects once. @throws what the collection throws, counted */
  async run(): Promise<Collection> {
    try {
      const collection = await this.#collect();
      this.#blobs += collection.blobs;
      this.#bytes += collection.bytes;
      this.#uploads += collection.uploads;
      this.#rows += collection.rows;
      this.#pending = collection.pending;
      this.#runs++;
      this.#endedAt = this.#now();
      return collection;
    } catch (cause) {
      this.#failures++;
      throw cause;
    }
  }

  /** What was collected since the process began, what waits as of the last run, and when that was (s since 1970; 0: never). */
  get gauges(): ReadonlyMap<string, () => number> {
    return new Map([
      ['collected_blobs', () => this.#blobs],
      ['collected_bytes', () => this.#bytes],
      ['collected_uploads', () => this.#uploads],
      ['collected_rows', () => this.#rows],
      ['collect_runs', () => this.#runs],
      ['collect_failures', () => this.#failures],
      ['collect_pending_blobs', () => this.#pending.blobs],
      ['collect_pending_bytes', () => this.#pending.bytes],
      ['collect_last_seconds', () => Math.round(this.#endedAt / 1_000)],
    ]);
  }
}
