import type { Telemetry } from '../../engine/index.ts';
import { fail, type Result } from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';
import { PlayerStateBox } from './player-state.ts';
import { atRate, heardProxies, proxyTarget, stretchAtRate } from './programme.ts';
import { BlobReader } from './proxy/blob-reader.ts';
import { Deck, type Programme } from './proxy/deck.ts';
import type { VoiceSource } from './proxy/feeder.ts';
import { OpusVoice } from './proxy/opus-voice.ts';
import { openWasmDecoder } from './proxy/packet-decoder.ts';
import { placeProxy } from './proxy/proxy-voice.ts';
import type { Listening, MixPlayer, MixSource, PlayerState, Stretch, Switched } from './types.ts';
// oxlint-disable-next-line import/default -- Vite gives every ?url import a default export
import builtWorkletUrl from './worklet/mix.worklet.ts?worker&url';

/** How a player starts. */
export interface MixPlayerOptions {
  /** Number of the version shown; default the newest. */
  readonly version?: number;
  readonly listening?: Listening;
  /** Where the processor's module lies, for pages that carry it along; default this build's. */
  readonly workletUrl?: string;
}

/** Output buffer asked of the browser, seconds: playing need not answer in a moment, and must not break off. */
const OUTPUT_BUFFER_SECONDS = 0.04;

/**
 * Opens a mix: reads the manifest of its newest version and the beginning of its proxy at once, so that sound comes when it is
 * asked for. Main thread. Owner calls `dispose`.
 */
export function createMixPlayer(source: MixSource, options: MixPlayerOptions = {}): MixPlayer {
  return new Player(source, options);
}

/** Heard instead of a version that is not known. */
const noVersion = () => fail('no-version', 'This link shows no version.', 'Ask its sender for another link.');

class Player implements MixPlayer {
  readonly #source: MixSource;
  readonly #workletUrl: string;
  readonly #state: PlayerStateBox;
  readonly #manifests = new Map<number, Manifest>();
  readonly #voices = new Map<string, { readonly voice: OpusVoice; readonly placed: VoiceSource }>();
  #deck: Deck | null = null;
  #opening: Promise<void>;
  #pressedAt: number | null = null;
  #disposed = false;

  constructor(source: MixSource, { version, listening, workletUrl }: MixPlayerOptions) {
    this.#source = source;
    this.#workletUrl = workletUrl ?? builtWorkletUrl;
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
    if (!this.#deck || !manifest) return manifest?.range.start ?? 0;
    return atRate(this.#deck.position(), this.#deck.context.sampleRate, manifest.sampleRate);
  }

  readPeaks(into: { left: number; right: number }): void {
    if (this.#deck) this.#deck.readPeaks(into);
    else Object.assign(into, { left: 0, right: 0 });
  }

  telemetry(): Telemetry | null {
    return null;
  }

  async play(): Promise<void> {
    if (this.#state.get().playing) return;
    this.#pressedAt ??= performance.now();
    // Within the gesture, if the context is there already.
    const resumed = this.#deck?.context.resume();
    if (this.#state.get().status.kind === 'failed') this.#opening = this.#open();
    await this.#opening;
    const deck = this.#deck;
    const { manifest } = this.#state.get();
    if (!deck || !manifest || this.#disposed) return;
    if (this.position() >= manifest.range.end) this.locate(manifest.range.start);
    deck.run();
    this.#state.set({ playing: true });
    await (resumed ?? deck.context.resume());
  }

  stop(): void {
    this.#deck?.pause();
    this.#state.set({ playing: false });
  }

  locate(at: number): void {
    const { manifest } = this.#state.get();
    const deck = this.#deck;
    if (!manifest || !deck) return;
    const { start, end } = manifest.range;
    const place = Math.min(end, Math.max(start, Math.round(at)));
    deck.cue(atRate(place, manifest.sampleRate, deck.context.sampleRate), this.#programme(deck));
  }

  setLoop(loop: Stretch | null): void {
    const { manifest } = this.#state.get();
    if (loop && manifest) {
      const start = Math.max(manifest.range.start, Math.round(loop.start));
      const end = Math.min(manifest.range.end, Math.round(loop.end));
      this.#state.set({ loop: end > start ? { start, end } : null });
    } else this.#state.set({ loop });
    this.#changed();
  }

  setListening(listening: Listening): void {
    this.#state.set({ listening });
    this.#changed();
  }

  setSoloed(soloed: readonly Switched[]): void {
    this.#state.set({ soloed });
    this.#changed();
  }

  setMuted(muted: readonly Switched[]): void {
    this.#state.set({ muted });
    this.#changed();
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
    this.#changed();
  }

  setMatched(matched: boolean): void {
    const { compare } = this.#state.get();
    if (!compare) return;
    this.#state.set({ compare: { ...compare, matched } });
    this.#changed();
  }

  refresh(): void {
    if (this.#state.get().version === 0) this.#opening = this.#open();
  }

  async verify(): Promise<Result<'same' | 'different'>> {
    return fail('no-stems', 'The stems of this version are not here.', 'Wait until they are.');
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#deck?.dispose();
    for (const { voice } of this.#voices.values()) voice.close();
    this.#voices.clear();
    const context = this.#deck?.context;
    this.#deck = null;
    if (context && context.state !== 'closed') await context.close();
  }

  async #open(): Promise<void> {
    const { version } = this.#state.get();
    const n = version || (this.#source.versions()[0]?.n ?? 0);
    this.#state.set({ status: { kind: 'opening' }, version: n });
    const opened = n === 0 ? noVersion() : await this.#prepare(n);
    if (this.#disposed) return;
    if (!opened.ok) this.#state.set({ status: { kind: 'failed', failure: opened } });
    else this.#state.set({ status: { kind: 'ready' } });
  }

  async #prepare(n: number): Promise<Result<null>> {
    const manifest = await this.#manifest(n);
    if (!manifest.ok) return manifest;
    this.#state.set({ manifest: manifest.value });
    if (this.#deck) return { ok: true, value: null };
    let context: AudioContext;
    try {
      context = new AudioContext({
        sampleRate: manifest.value.sampleRate,
        latencyHint: OUTPUT_BUFFER_SECONDS,
      });
    } catch (cause) {
      return fail('no-audio', 'This browser opened no audio device.', 'Connect one, then press play.', cause);
    }
    const deck = await Deck.open(context, this.#workletUrl, {
      onFailure: (failure) => this.#fault(failure),
      onEnded: () => this.stop(),
      onSounded: () => this.#sounded(),
    });
    if (!deck.ok || this.#disposed) {
      await context.close();
      return deck.ok ? { ok: true, value: null } : deck;
    }
    this.#deck = deck.value;
    deck.value.node.connect(context.destination);
    // Fetches and decodes the beginning: it is there when play is pressed.
    this.locate(manifest.value.range.start);
    return { ok: true, value: null };
  }

  #fault(failure: ReturnType<typeof fail>): void {
    this.#deck?.pause();
    this.#state.set({ playing: false, status: { kind: 'failed', failure } });
  }

  #sounded(): void {
    if (this.#pressedAt === null || this.#state.get().firstSoundSeconds !== null) return;
    this.#state.set({ firstSoundSeconds: (performance.now() - this.#pressedAt) / 1000 });
  }

  async #manifest(n: number): Promise<Result<Manifest>> {
    const known = this.#manifests.get(n);
    if (known) return { ok: true, value: known };
    const read = await this.#source.manifest(n);
    if (read.ok) this.#manifests.set(n, read.value);
    return read;
  }

  async #show(version: number): Promise<void> {
    const manifest = await this.#manifest(version);
    if (this.#disposed) return;
    if (!manifest.ok) {
      this.#fault(manifest);
      return;
    }
    this.#state.set({ version, manifest: manifest.value });
    this.#changed();
  }

  async #compare(other: number | null): Promise<void> {
    if (other !== null) {
      const manifest = await this.#manifest(other);
      if (this.#disposed) return;
      if (!manifest.ok) {
        this.#fault(manifest);
        return;
      }
      this.#state.set({ compare: { other, heard: 'shown', appliedDb: null, matched: true } });
    } else this.#state.set({ compare: null });
    this.#changed();
  }

  /** Brings what is heard to the state. */
  #changed(): void {
    if (this.#deck) this.#deck.change(this.#programme(this.#deck));
  }

  #programme(deck: Deck): Programme {
    const { manifest, version, compare, loop, listening } = this.#state.get();
    const rate = deck.context.sampleRate;
    const voices = new Map<string, VoiceSource>();
    const gains = new Map<string, number>();
    const add = (n: number, heard: boolean): void => {
      const of = this.#manifests.get(n);
      if (!of) return;
      for (const { proxy, gain } of heardProxies(of, proxyTarget(listening), this.#state.get())) {
        const name = `${n} ${proxy.name} ${proxy.target}`;
        voices.set(name, this.#voice(name, of, proxy, rate));
        gains.set(name, heard ? gain : 0);
      }
    };
    add(version, compare?.heard !== 'other');
    if (compare) add(compare.other, compare.heard === 'other');
    const from = manifest?.sampleRate ?? rate;
    return {
      voices,
      gains,
      loop: loop ? stretchAtRate(loop, from, rate) : null,
      end: atRate(manifest?.range.end ?? 0, from, rate),
    };
  }

  #voice(name: string, manifest: Manifest, proxy: Manifest['proxies'][number], rate: number): VoiceSource {
    const known = this.#voices.get(name);
    if (known) return known.placed;
    const voice = new OpusVoice(new BlobReader(this.#source, proxy), proxy.length, openWasmDecoder);
    const origin = atRate(manifest.range.start, manifest.sampleRate, rate);
    const placed = placeProxy(voice, rate === 96_000 ? 96_000 : 48_000, origin);
    this.#voices.set(name, { voice, placed });
    return placed;
  }
}
