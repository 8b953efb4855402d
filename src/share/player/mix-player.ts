/** The player as its page sees it. In one file: state, and how each wish changes it. */
import type { Telemetry } from '../../engine/index.ts';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';
import { Air, type Scene } from './air.ts';
import { DeviceChain } from './listening/device-chain.ts';
import { heardLoudness, matchedBy } from './match-loudness.ts';
import { PlayerStateBox } from './player-state.ts';
import { atRate, proxyTarget, stemBytes, stretchAtRate } from './programme.ts';
import { Deck } from './proxy/deck.ts';
import { ProxyShelf } from './proxy/proxy-shelf.ts';
import type { Listening, MixPlayer, MixSource, PlayerState, Stretch, Switched } from './types.ts';
import { liveCode, Versions } from './versions.ts';
// oxlint-disable-next-line import/default -- Vite gives every ?url import a default export
import builtWorkletUrl from './worklet/mix.worklet.ts?worker&url';

/** How a player starts. */
export interface MixPlayerOptions {
  /** Number of the version shown; default the newest. */
  readonly version?: number;
  readonly listening?: Listening;
  /** Where the processor's module lies, for pages that carry it along; default this build's. */
  readonly workletUrl?: string;
  /** Whether stems are fetched and this device's own engine is heard. Default true. */
  readonly live?: boolean;
}

/** Output buffer asked of the browser, seconds: playing need not answer in a moment, and must not break off. */
const OUTPUT_BUFFER_SECONDS = 0.04;

/**
 * Opens a mix: reads the manifest of its newest version and the beginning of its proxy at once, so that sound comes when it is
 * asked for. Main thread. Owner calls `dispose`.
 * @public for the page of reviewers
 */
export function createMixPlayer(source: MixSource, options: MixPlayerOptions = {}): MixPlayer {
  return new Player(source, options);
}

/** Fields of the state on which it depends how loud two versions are. */
const MATTERS_FOR_LOUDNESS = ['version', 'compare', 'loop', 'listening', 'soloed', 'muted'] as const;

class Player implements MixPlayer {
  readonly #source: MixSource;
  readonly #workletUrl: string;
  readonly #wantsLive: boolean;
  readonly #state: PlayerStateBox;
  readonly #versions: Versions;
  readonly #proxies: ProxyShelf;
  #deck: Deck | null = null;
  #air: Air | null = null;
  #device: DeviceChain | null = null;
  #opening: Promise<void>;
  #pressedAt: number | null = null;
  #filled = false;
  #matching = new AbortController();
  #disposed = false;

  constructor(source: MixSource, { version, listening, workletUrl, live = true }: MixPlayerOptions) {
    this.#source = source;
    this.#workletUrl = workletUrl ?? builtWorkletUrl;
    this.#wantsLive = live;
    this.#proxies = new ProxyShelf(source);
    this.#versions = new Versions(source, {
      onSession: (n) => {
        if (n === this.#state.get().version) this.#state.set({ session: this.#versions.session(n) });
      },
      onProgress: (n, done, total) => {
        if (n === this.#state.get().version) this.#state.set({ live: { done, total, failure: null } });
      },
      onLoaded: (n) => this.#loaded(n),
      onFailed: (n, failure) => this.#liveFailed(failure, n),
    });
    this.#state = new PlayerStateBox({
      status: { kind: 'opening' },
      playing: false,
      version: version ?? source.versions()[0]?.n ?? 0,
      manifest: null,
      session: null,
      heard: 'proxy',
      live: null,
      listening: listening ?? 'headphones',
      loop: null,
      soloed: [],
      muted: [],
      compare: null,
      differs: null,
      firstSoundSeconds: null,
    });
    this.#opening = this.#open();
  }

  getState(): PlayerState {
    return this.#state.get();
  }

  subscribe(listener: () => void): () => void {
    return this.#state.subscribe(listener);
  }

  position(): number {
    const { manifest } = this.#state.get();
    if (!this.#air || !this.#deck || !manifest) return manifest?.range.start ?? 0;
    const place = atRate(this.#air.position(), this.#deck.context.sampleRate, manifest.sampleRate);
    return Math.min(manifest.range.end, Math.max(manifest.range.start, place));
  }

  readPeaks(into: { left: number; right: number }): void {
    if (this.#deck) this.#deck.readPeaks(into);
    else Object.assign(into, { left: 0, right: 0 });
  }

  telemetry(): Telemetry | null {
    return this.#air?.telemetry ?? null;
  }

  async play(): Promise<void> {
    this.#pressedAt ??= performance.now();
    // Within the gesture, if the context is there already; after an interruption by the system too.
    const resumed = this.#deck?.context.resume();
    if (this.#state.get().playing) {
      await resumed;
      return;
    }
    if (this.#state.get().status.kind === 'failed') this.#opening = this.#open();
    await this.#opening;
    const { manifest } = this.#state.get();
    const deck = this.#deck;
    const air = this.#air;
    if (!deck || !air || !manifest || this.#disposed) return;
    if (this.position() >= manifest.range.end) this.locate(manifest.range.start);
    air.play();
    this.#state.set({ playing: true });
    // What could not be fetched before may be had now.
    this.#load(this.#state.get().version);
    await (resumed ?? deck.context.resume());
  }

  stop(): void {
    this.#air?.stop();
    this.#state.set({ playing: false });
  }

  locate(at: number): void {
    const { manifest } = this.#state.get();
    if (!manifest || !this.#deck) return;
    const { start, end } = manifest.range;
    const place = Math.min(end, Math.max(start, Math.round(at)));
    this.#air?.locate(atRate(place, manifest.sampleRate, this.#deck.context.sampleRate));
  }

  setLoop(loop: Stretch | null): void {
    const { manifest } = this.#state.get();
    if (loop && manifest) {
      const start = Math.max(manifest.range.start, Math.round(loop.start));
      const end = Math.min(manifest.range.end, Math.round(loop.end));
      this.#change({ loop: end > start ? { start, end } : null });
    } else this.#change({ loop });
  }

  setListening(listening: Listening): void {
    this.#device?.set(listening);
    this.#change({ listening });
  }

  setSoloed(soloed: readonly Switched[]): void {
    this.#change({ soloed });
  }

  setMuted(muted: readonly Switched[]): void {
    this.#change({ muted });
  }

  show(version: number): void {
    void this.#show(version);
  }

  compare(other: number | null): void {
    void this.#compare(other);
  }

  hear(which: 'shown' | 'other'): void {
    const { compare } = this.#state.get();
    if (!compare) return;
    this.#state.set({ compare: { ...compare, heard: which } });
    this.#apply();
  }

  setMatched(matched: boolean): void {
    const { compare } = this.#state.get();
    if (!compare) return;
    this.#state.set({ compare: { ...compare, matched } });
    this.#apply();
  }

  refresh(): void {
    if (this.#state.get().version === 0) this.#opening = this.#open();
  }

  async verify(signal: AbortSignal): Promise<Result<'same' | 'different'>> {
    const { version, manifest } = this.#state.get();
    const loaded = this.#versions.live(version);
    if (!manifest || !loaded)
      return fail('no-stems', 'The stems of this version are not here.', 'Wait until they are.');
    const { verifyRender } = await liveCode();
    return verifyRender(manifest, loaded, signal);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#matching.abort();
    this.#versions.dispose();
    this.#proxies.dispose();
    const deck = this.#deck;
    const air = this.#air;
    this.#deck = null;
    this.#air = null;
    await air?.dispose();
    deck?.dispose();
    if (deck && deck.context.state !== 'closed') await deck.context.close();
  }

  async #open(): Promise<void> {
    const { version } = this.#state.get();
    const n = version || (this.#source.versions()[0]?.n ?? 0);
    this.#state.set({ status: { kind: 'opening' }, version: n });
    const opened = n === 0 ? noVersion() : await this.#prepare(n);
    if (this.#disposed) return;
    this.#state.set({ status: opened.ok ? { kind: 'ready' } : { kind: 'failed', failure: opened } });
  }

  async #prepare(n: number): Promise<Result<null>> {
    const manifest = await this.#versions.manifest(n);
    if (!manifest.ok) return manifest;
    this.#state.set({ manifest: manifest.value });
    if (this.#deck) return ok(null);
    let context: AudioContext;
    try {
      const { sampleRate } = manifest.value;
      context = new AudioContext({ sampleRate, latencyHint: OUTPUT_BUFFER_SECONDS });
    } catch (cause) {
      return fail('no-audio', 'This browser opened no audio device.', 'Connect one, then press play.', cause);
    }
    const deck = await Deck.open(context, this.#workletUrl, {
      onFailure: (failure) => this.#fault(failure),
      onEnded: () => this.stop(),
      onSounded: () => this.#sounded(),
      onTick: () => this.#air?.tick(),
      onFilled: () => this.#lineIsFree(),
    });
    if (!deck.ok || this.#disposed) {
      await context.close();
      return deck.ok ? ok(null) : deck;
    }
    this.#deck = deck.value;
    this.#air = new Air(
      deck.value,
      this.#scene(deck.value),
      async (scene) => new (await liveCode()).LiveDeck(deck.value, scene),
      {
        onLive: () => this.#noticeHeard(),
        onLiveFailed: (failure) => this.#liveFailed(failure),
        onEnded: () => this.#state.set({ playing: false }),
      },
    );
    this.#device = new DeviceChain(context, deck.value.node, context.destination);
    this.#device.set(this.#state.get().listening);
    // Fetches and decodes the beginning: it is there when play is pressed.
    this.locate(manifest.value.range.start);
    return ok(null);
  }

  #fault(failure: Failure): void {
    this.#air?.stop();
    this.#state.set({ playing: false, status: { kind: 'failed', failure } });
  }

  #sounded(): void {
    if (this.#pressedAt === null || this.#state.get().firstSoundSeconds !== null) return;
    this.#state.set({ firstSoundSeconds: (performance.now() - this.#pressedAt) / 1000 });
  }

  /** A proxy has what it needs for now: stems may come behind it. */
  #lineIsFree(): void {
    if (this.#filled) return;
    this.#filled = true;
    const { version, compare } = this.#state.get();
    this.#load(version);
    if (compare) this.#load(compare.other);
  }

  async #show(version: number): Promise<void> {
    const manifest = await this.#versions.manifest(version);
    if (this.#disposed) return;
    if (!manifest.ok) {
      this.#fault(manifest);
      return;
    }
    const { compare } = this.#state.get();
    this.#change({
      version,
      manifest: manifest.value,
      ...this.#liveFacts(version),
      ...(compare?.other === version ? { compare: null } : {}),
    });
    this.#load(version);
  }

  async #compare(other: number | null): Promise<void> {
    if (other === null || other === this.#state.get().version) {
      this.#change({ compare: null });
      return;
    }
    const manifest = await this.#versions.manifest(other);
    if (this.#disposed) return;
    if (!manifest.ok) {
      this.#fault(manifest);
      return;
    }
    // Another version may be shown by now.
    if (other === this.#state.get().version) return;
    this.#change({ compare: { other, heard: 'shown', appliedDb: null, matched: true } });
    this.#load(other);
  }

  /** Brings the live mix of a version here, behind what is heard. */
  #load(n: number): void {
    if (this.#wantsLive && this.#filled) void this.#versions.load(n);
  }

  #loaded(n: number): void {
    if (n === this.#state.get().version) this.#state.set(this.#liveFacts(n));
    this.#apply();
  }

  /** What the state says of the live mix of a version. */
  #liveFacts(n: number): Pick<PlayerState, 'session' | 'differs' | 'live'> {
    const live = this.#versions.live(n);
    const manifest = this.#versions.manifests.get(n);
    if (!live || !manifest) return { session: this.#versions.session(n), differs: null, live: null };
    const total = stemBytes(manifest);
    return { session: live.session, differs: live.differs, live: { done: total, total, failure: null } };
  }

  #liveFailed(failure: Failure, n = this.#state.get().version): void {
    if (n !== this.#state.get().version || this.#disposed) return;
    const live = this.#state.get().live ?? { done: 0, total: 0 };
    this.#state.set({ live: { ...live, failure } });
  }

  #noticeHeard(): void {
    const { version, compare } = this.#state.get();
    const n = compare?.heard === 'other' ? compare.other : version;
    const live = this.#air?.live === true;
    this.#state.set({ heard: live ? (this.#versions.live(n)?.lossless ? 'lossless' : 'live') : 'proxy' });
  }

  #change(change: Partial<PlayerState>): void {
    this.#state.set(change);
    this.#apply();
    if (MATTERS_FOR_LOUDNESS.some((field) => field in change)) void this.#match();
  }

  /** Measures both versions over what is compared, and matches them. */
  async #match(): Promise<void> {
    this.#matching.abort();
    this.#matching = new AbortController();
    const { signal } = this.#matching;
    const { manifest, compare, loop, ...state } = this.#state.get();
    const other = compare ? this.#versions.manifests.get(compare.other) : undefined;
    if (!manifest || !compare || !other) return;
    const from = manifest.sampleRate;
    const measure = (of: Manifest) =>
      heardLoudness({
        manifest: of,
        state,
        stretch: loop ? stretchAtRate(loop, from, of.sampleRate) : null,
        open: (proxy) => this.#proxies.reader(proxy),
        signal,
      });
    const one = await measure(manifest);
    const two = await measure(other);
    const now = this.#state.get().compare;
    if (signal.aborted || this.#disposed || !now) return;
    const appliedDb = one.ok && two.ok ? matchedBy(one.value, two.value) : null;
    this.#state.set({ compare: { ...now, appliedDb } });
    this.#apply();
  }

  /** Brings what is heard to the state. */
  #apply(): void {
    if (!this.#deck || !this.#air) return;
    this.#air.apply(this.#scene(this.#deck));
    this.#noticeHeard();
  }

  #scene(deck: Deck): Scene {
    const state = this.#state.get();
    const rate = deck.context.sampleRate;
    const programme = this.#proxies.programme(state, this.#versions.manifests, rate);
    const { version, compare, listening } = state;
    const numbers = compare ? [version, compare.other] : [version];
    const loaded = numbers.map((n) => this.#versions.live(n));
    const heard = loaded[compare?.heard === 'other' ? 1 : 0];
    const complete = loaded.every((one) => one && (one.session.sampleRate as number) === rate);
    const stems = complete ? this.#versions.stemsOf(numbers) : [];
    return {
      programme,
      end: programme.end,
      live:
        heard && complete
          ? {
              session: heard.switched(state),
              stems,
              target: proxyTarget(listening),
              levelDb: this.#proxies.levelDb(state, compare?.heard ?? 'shown'),
            }
          : null,
    };
  }
}

/** There is nothing to show. */
const noVersion = () => fail('no-version', 'This link shows no version.', 'Ask its sender for another link.');
