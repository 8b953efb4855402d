import type { Session, Stem } from '../../../session/index.ts';
import { openStemHolder } from '../../../stems/browser.ts';
import { type HeldStem, poolKey, type StemHolder } from '../../../stems/index.ts';
import { type Failure, fail, ok, type Result } from '../../../units/index.ts';
import type { Manifest } from '../../schema/index.ts';
import { stemBytes } from '../programme.ts';
import type { MixSource } from '../types.ts';
import { fetchBlob } from './fetch-blob.ts';
import { readSession, type Switches, switchesOf } from './reviewed-session.ts';

/** Stems fetched at once: a second one comes while the first is decoded. */
const AT_ONCE = 2;

/** A version with everything its live mix takes. */
export interface LoadedVersion {
  readonly session: Session;
  /** The session as a reviewer switched it; the same one while nothing of that changes. */
  readonly switched: (state: Switches) => Session;
  readonly stems: readonly HeldStem[];
  /** True if no stem lost anything on its way. */
  readonly lossless: boolean;
}

/** How far a version is. */
export interface LoadProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Fetches and decodes the stems of versions. What several share is fetched once. They are held as blobs: nothing of them is written
 * to the storage of this origin, and they are gone with the page. Main thread. Owner calls `dispose`.
 */
export class StemShelf {
  readonly #source: MixSource;
  readonly #scope = new AbortController();
  readonly #held = new Map<string, Promise<Result<HeldStem>>>();
  readonly #fetched = new Map<string, number>();
  #holder: StemHolder | null = null;

  constructor(source: MixSource) {
    this.#source = source;
  }

  /** Brings a version here, its session before its stems; null where it has none. Never rejects. */
  async load(
    manifest: Manifest,
    onProgress: (progress: LoadProgress) => void,
    onSession: (session: Session) => void,
  ): Promise<Result<LoadedVersion> | null> {
    if (!manifest.session || manifest.stems.length === 0) return null;
    const { signal } = this.#scope;
    const text = await fetchBlob(this.#source, manifest.session, { signal });
    if (!text.ok) return text;
    const session = await readSession(text.value, manifest);
    if (!session.ok) return session;
    onSession(session.value);
    const total = stemBytes(manifest);
    const tell = (): void => onProgress({ done: this.#doneOf(manifest), total });
    const names = new Map(
      Object.values<Stem>(session.value.stems).map((stem) => [stem.sha256, stem.fileName]),
    );
    const stems: HeldStem[] = [];
    const waiting = [...manifest.stems];
    let failure: Failure | null = null;
    const work = async (): Promise<void> => {
      for (let stem = waiting.shift(); stem && !failure && !signal.aborted; stem = waiting.shift()) {
        const held = await this.#stem(stem, manifest.sampleRate, names.get(stem.pcm) ?? 'A stem', tell);
        if (held.ok) stems.push(held.value);
        else failure = held;
        tell();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failure) return failure;
    if (signal.aborted) return fail('cancelled', 'Cancelled.', 'Open the link again.');
    const lossless = manifest.stems.every(({ coding }) => coding !== 'opus');
    return ok({ session: session.value, switched: switchesOf(session.value), stems, lossless });
  }

  dispose(): void {
    this.#scope.abort();
    this.#holder?.dispose();
    this.#held.clear();
  }

  #doneOf(manifest: Manifest): number {
    const hashes = new Set(manifest.stems.flatMap(({ parts }) => parts.map(({ sha256 }) => sha256)));
    return [...hashes].reduce((sum, hash) => sum + (this.#fetched.get(hash) ?? 0), 0);
  }

  #stem(
    stem: Manifest['stems'][number],
    rate: number,
    fileName: string,
    tell: () => void,
  ): Promise<Result<HeldStem>> {
    const name = `${stem.pcm} ${rate}`;
    const known = this.#held.get(name);
    if (known) return known;
    const held = this.#hold(stem, rate, fileName, tell).then((result) => {
      // What failed is tried again when it is asked for again.
      if (!result.ok) this.#held.delete(name);
      return result;
    });
    this.#held.set(name, held);
    return held;
  }

  async #hold(
    { pcm, channels, length, parts }: Manifest['stems'][number],
    rate: number,
    fileName: string,
    tell: () => void,
  ): Promise<Result<HeldStem>> {
    const { signal } = this.#scope;
    const files: { file: Blob; channels: readonly number[]; sha256: string }[] = [];
    for (const part of parts) {
      this.#fetched.set(part.sha256, 0);
      const onBytes = (bytes: number): void => {
        this.#fetched.set(part.sha256, (this.#fetched.get(part.sha256) ?? 0) + bytes);
        tell();
      };
      const file = await fetchBlob(this.#source, part, { signal, onBytes, hash: false });
      if (!file.ok) return file;
      // Its hash is compared by who decodes it, off this thread.
      files.push({ file: file.value, channels: part.channels, sha256: part.sha256 });
    }
    const named = parts.flatMap((part) => part.channels).toSorted((a, b) => a - b);
    if (named.length !== channels || named.some((channel, index) => channel !== index))
      return fail('mix-differs', 'A stem of this mix is not whole.', 'The mix goes on as it was published.');
    this.#holder ??= openStemHolder();
    return this.#holder.hold(
      { key: poolKey(pcm, rate), fileName, channels, length, pcm, parts: files },
      { signal },
    );
  }
}
