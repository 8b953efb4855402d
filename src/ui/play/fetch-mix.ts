import type { Stem } from '../../session/index.ts';
import { type FragmentMix, fetchStem, originOf } from '../../share/index.ts';
import { openStemHolder } from '../../stems/browser.ts';
import { type HeldStem, poolKey } from '../../stems/index.ts';
import { ok, type Result } from '../../units/index.ts';

/** Files fetched at once. */
const AT_ONCE = 4;

/** Where a mix would be fetched from. */
export interface MixOrigin {
  /** null: this page's own. */
  readonly origin: string | null;
  readonly stems: number;
  readonly bytes: number;
}

const stemsOf = ({ session }: FragmentMix): readonly Stem[] => Object.values<Stem>(session.stems);

/** The origins of a mix's stems, foreign ones first. */
export function originsOf(mix: FragmentMix): readonly MixOrigin[] {
  const found = new Map<string | null, MixOrigin>();
  for (const { sha256, bytes } of stemsOf(mix)) {
    const origin = originOf(mix.addresses.get(sha256) ?? '/');
    const known = found.get(origin) ?? { origin, stems: 0, bytes: 0 };
    found.set(origin, { origin, stems: known.stems + 1, bytes: known.bytes + bytes });
  }
  return [...found.values()].sort(
    (one, other) => (one.origin === null ? 1 : 0) - (other.origin === null ? 1 : 0),
  );
}

/**
 * Fetches and decodes every stem of a mix into memory; each must be the file the mix was made of.
 * @param onShare how much is done, 0 … 1
 */
export async function fetchMix(
  mix: FragmentMix,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Result<readonly HeldStem[]>> {
  const stems = stemsOf(mix);
  const total = 2 * stems.reduce((sum, { bytes }) => sum + bytes, 0);
  const done = new Map<string, number>();
  const note = (what: string, bytes: number): void => {
    done.set(what, bytes);
    onShare([...done.values()].reduce((sum, part) => sum + part, 0) / total);
  };
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const holder = openStemHolder();
  const held: HeldStem[] = [];
  const waiting = [...stems];

  const one = async (stem: Stem): Promise<Result<HeldStem>> => {
    const address = mix.addresses.get(stem.sha256);
    if (address === undefined) throw new TypeError('every stem of a read link has an address');
    const file = await fetchStem(stem, address, {
      signal: either,
      onBytes: (bytes) => note(`fetch ${stem.id}`, bytes),
    });
    if (!file.ok) return file;
    const { sha256, fileName, channels, length } = stem;
    return holder.hold(
      {
        key: poolKey(sha256, mix.session.sampleRate),
        fileName,
        channels,
        length,
        pcm: null,
        parts: [{ file: file.value, channels: Array.from({ length: channels }, (_, n) => n), sha256 }],
      },
      { signal: either, onBytes: (bytes) => note(`decode ${stem.id}`, bytes) },
    );
  };
  const line = async (): Promise<Result<null>> => {
    for (let stem = waiting.shift(); stem; stem = waiting.shift()) {
      const result = await one(stem);
      if (!result.ok) {
        stop.abort();
        return result;
      }
      held.push(result.value);
    }
    return ok(null);
  };
  try {
    const lines = await Promise.all(Array.from({ length: AT_ONCE }, line));
    // What failed first ended the others.
    const failed =
      lines.find((result) => !result.ok && result.code !== 'cancelled') ??
      lines.find(({ ok: good }) => !good);
    return failed && !failed.ok ? failed : ok(held);
  } finally {
    holder.dispose();
  }
}
