import type { Manifest } from '../../schema/index.ts';
import { atRate, heardProxies, type MixProxy, proxyTarget, stretchAtRate } from '../programme.ts';
import type { MixSource, PlayerState } from '../types.ts';
import { BlobReader } from './blob-reader.ts';
import type { Programme } from './deck.ts';
import type { VoiceSource } from './feeder.ts';
import { OpusVoice } from './opus-voice.ts';
import { openWasmDecoder } from './packet-decoder.ts';
import { placeProxy } from './proxy-voice.ts';

/** Linear gain of a level in dB. */
const gainOf = (db: number): number => 10 ** (db / 20);

/** The proxies of every version that was heard, as voices on the timeline. Main thread. Owner calls `dispose`. */
export class ProxyShelf {
  readonly #source: MixSource;
  readonly #voices = new Map<string, { readonly voice: OpusVoice; readonly placed: VoiceSource }>();

  constructor(source: MixSource) {
    this.#source = source;
  }

  /** What of the proxies is heard as the state has it, at the context's rate. */
  programme(state: PlayerState, manifests: ReadonlyMap<number, Manifest>, rate: number): Programme {
    const { manifest, version, compare, loop, listening } = state;
    const voices = new Map<string, VoiceSource>();
    const gains = new Map<string, number>();
    const add = (n: number, which: 'shown' | 'other'): void => {
      const of = manifests.get(n);
      if (!of) return;
      const heard = (compare?.heard ?? 'shown') === which;
      const level = gainOf(this.levelDb(state, which));
      for (const { proxy, gain } of heardProxies(of, proxyTarget(listening), state)) {
        const name = `${n} ${proxy.name} ${proxy.target}`;
        voices.set(name, this.#voice(name, of, proxy, rate));
        gains.set(name, heard ? gain * level : 0);
      }
    };
    add(version, 'shown');
    if (compare) add(compare.other, 'other');
    const from = manifest?.sampleRate ?? rate;
    return {
      voices,
      gains,
      loop: loop ? stretchAtRate(loop, from, rate) : null,
      end: atRate(manifest?.range.end ?? 0, from, rate),
    };
  }

  /** Level one of two versions is heard at, dB ≤ 0. */
  levelDb({ compare }: Pick<PlayerState, 'compare'>, which: 'shown' | 'other'): number {
    return compare?.matched ? (compare.appliedDb?.[which] ?? 0) : 0;
  }

  /** A reader of its own of a proxy, for measuring beside what is heard. */
  reader(proxy: MixProxy): OpusVoice {
    return new OpusVoice(new BlobReader(this.#source, proxy), proxy.length, openWasmDecoder);
  }

  dispose(): void {
    for (const { voice } of this.#voices.values()) voice.close();
    this.#voices.clear();
  }

  #voice(name: string, manifest: Manifest, proxy: MixProxy, rate: number): VoiceSource {
    const known = this.#voices.get(name);
    if (known) return known.placed;
    const voice = this.reader(proxy);
    const origin = atRate(manifest.range.start, manifest.sampleRate, rate);
    const placed = placeProxy(voice, rate === 96_000 ? 96_000 : 48_000, origin);
    this.#voices.set(name, { voice, placed });
    return placed;
  }
}
