import type { Session } from '../../session/index.ts';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';
import type { LoadedVersion, StemShelf } from './live/stem-shelf.ts';
import type { MixSource } from './types.ts';

/** Code of the live mix, loaded once a proxy plays. */
export const liveCode = () => import('./live/index.ts');

/** A version whose live mix is here. */
export interface LiveVersion extends LoadedVersion {
  /** Why it may sound otherwise than for its sender; null: it does not. */
  readonly differs: string | null;
}

/** What is told of versions on their way. */
export interface VersionEvents {
  /** The session is here; its stems are still to come. */
  onSession(n: number): void;
  onProgress(n: number, done: number, total: number): void;
  onLoaded(n: number): void;
  onFailed(n: number, failure: Failure): void;
}

/** Manifests and live mixes of the versions that were asked for. Main thread. Owner calls `dispose`. */
export class Versions {
  readonly #source: MixSource;
  readonly #events: VersionEvents;
  readonly #manifests = new Map<number, Manifest>();
  readonly #live = new Map<number, LiveVersion>();
  readonly #sessions = new Map<number, Session>();
  readonly #loading = new Set<number>();
  #shelf: StemShelf | null = null;
  #held: { readonly of: string; readonly stems: LoadedVersion['stems'] } = { of: '', stems: [] };
  #disposed = false;

  constructor(source: MixSource, events: VersionEvents) {
    this.#source = source;
    this.#events = events;
  }

  /** Manifests that are here. */
  get manifests(): ReadonlyMap<number, Manifest> {
    return this.#manifests;
  }

  async manifest(n: number): Promise<Result<Manifest>> {
    const known = this.#manifests.get(n);
    if (known) return ok(known);
    const read = await this.#source.manifest(n);
    if (read.ok) this.#manifests.set(n, read.value);
    return read;
  }

  /** The live mix of a version, once it is here. */
  live(n: number): LiveVersion | null {
    return this.#live.get(n) ?? null;
  }

  /** The session of a version, once it is here: before its stems. */
  session(n: number): Session | null {
    return this.#sessions.get(n) ?? null;
  }

  /** The stems of some versions whose live mixes are here, each once: the same list while it is the same stems. */
  stemsOf(numbers: readonly number[]): LoadedVersion['stems'] {
    const all = new Map(
      numbers.flatMap((n) => (this.live(n)?.stems ?? []).map((stem) => [stem.key.sha256, stem] as const)),
    );
    const of = [...all.keys()].toSorted().join(' ');
    if (of !== this.#held.of) this.#held = { of, stems: [...all.values()] };
    return this.#held.stems;
  }

  /** Brings the live mix of a version here, if it has one. What failed is tried again. Never rejects. */
  async load(n: number): Promise<void> {
    const manifest = this.#manifests.get(n);
    if (!manifest?.session || manifest.stems.length === 0) return;
    if (this.#live.has(n) || this.#loading.has(n)) return;
    this.#loading.add(n);
    try {
      const loaded = await this.#load(n, manifest);
      if (this.#disposed || loaded === null) return;
      if (loaded.ok) {
        this.#live.set(n, loaded.value);
        this.#events.onLoaded(n);
      } else this.#events.onFailed(n, loaded);
    } finally {
      this.#loading.delete(n);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#shelf?.dispose();
    this.#live.clear();
    this.#held = { of: '', stems: [] };
  }

  async #load(n: number, manifest: Manifest): Promise<Result<LiveVersion> | null> {
    let code: Awaited<ReturnType<typeof liveCode>>;
    try {
      code = await liveCode();
    } catch (cause) {
      return fail('not-loaded', 'The engine could not be loaded.', 'Load the page anew.', cause);
    }
    if (this.#disposed) return null;
    this.#shelf ??= new code.StemShelf(this.#source);
    const loaded = await this.#shelf.load(
      manifest,
      ({ done, total }) => this.#events.onProgress(n, done, total),
      (session) => {
        this.#sessions.set(n, session);
        this.#events.onSession(n);
      },
    );
    if (!loaded?.ok) return loaded;
    return ok({ ...loaded.value, differs: await code.differences(manifest) });
  }
}
