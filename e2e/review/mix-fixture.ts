/** A mix that lies in memory: proxies of known samples, a manifest that names them. Page side. */
import type { Manifest, MixSource } from '../../src/share/index.ts';
import { encodeOpus } from './opus.ts';

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of bytes. */
export const sha256Of = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', bytes));

/** Blobs by hash. */
export class Shelf {
  readonly #blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Every opening of a blob: its hash and from where. */
  readonly opened: { readonly sha256: string; readonly from: number }[] = [];

  async put(bytes: Uint8Array<ArrayBuffer>): Promise<{ sha256: string; bytes: number }> {
    const sha256 = await sha256Of(bytes);
    this.#blobs.set(sha256, bytes);
    return { sha256, bytes: bytes.length };
  }

  async bytes(sha256: string): Promise<Uint8Array> {
    return this.#blobs.get(sha256) ?? new Uint8Array(0);
  }

  source(manifests: readonly Manifest[]): MixSource {
    return {
      kind: 'link',
      versions: () =>
        manifests
          .map((_, index) => ({ n: index + 1, manifestSha256: '0'.repeat(64), note: null, createdAt: 0 }))
          .toReversed(),
      manifest: async (n) => {
        const value = manifests[n - 1];
        return value ? { ok: true, value } : { ok: false, code: 'none', message: 'none', remedy: '' };
      },
      open: async (sha256, from) => {
        this.opened.push({ sha256, from });
        const bytes = this.#blobs.get(sha256);
        if (!bytes) return { ok: false, code: 'not-found', message: 'not found', remedy: '' };
        return { ok: true, value: new Blob([bytes.subarray(from)]).stream() };
      },
    };
  }
}

/** Noise that is the same every time and louder in every fourth of a second than in the next. */
export function pulses(seconds: number, seed: number): Float32Array {
  let state = seed;
  let low = 0;
  return Float32Array.from({ length: seconds * 48_000 }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    low += 0.2 * (state / 2 ** 31 - 1 - low);
    return low * (Math.floor(n / 12_000) % 2 === 0 ? 0.5 : 0.3);
  });
}

/** A manifest of proxies alone. */
export async function proxyMix(
  shelf: Shelf,
  seconds: number,
  proxies: readonly { readonly name: Manifest['proxies'][number]['name']; readonly samples: Float32Array }[],
): Promise<Manifest> {
  const coded: Manifest['proxies'][number][] = [];
  for (const { name, samples } of proxies) {
    for (const target of ['binaural', '2.0'] as const) {
      const blob = await shelf.put(await encodeOpus(samples, samples));
      const length = seconds * 48_000;
      coded.push({ ...blob, type: 'audio/ogg', name, target, length, integratedLkfs: null });
    }
  }
  return {
    format: 'scorestage-mix',
    version: 1,
    title: 'Fixture',
    core: '0'.repeat(64),
    hrtf: { id: 'kemar', sha256: '0'.repeat(64) },
    sampleRate: 48_000,
    frames: { numerator: 24, denominator: 1, drop: false, origin: 0 },
    length: seconds * 48_000,
    range: { start: 0, end: seconds * 48_000 },
    render: null,
    integratedLkfs: null,
    truePeakDb: null,
    cues: [],
    markers: [],
    proxies: coded,
    picture: null,
    session: null,
    stems: [],
  };
}
