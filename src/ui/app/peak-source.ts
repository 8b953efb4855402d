import type { ClipId, Session } from '../../session/index.ts';
import { levelFor, PEAK_LEVELS, poolKey } from '../../stems/index.ts';
import type { PeakStrip, Workspace } from '../state/workspace.ts';
import type { PageLibrary } from './services.ts';

/** Longest strip kept, bins: beyond it the next coarser level is drawn. */
const MAX_BINS = 400_000;
/** Bins kept in all; the strips unused longest go first. 12 million pairs are 96 MB. */
const MAX_KEPT = 12_000_000;
/** Full scale of stored peaks. */
const FULL_SCALE = 32_767;

type PeakSource = Pick<Workspace, 'peaks' | 'onPeaks'> & {
  /** Asks again for what failed, e.g. after an import. */
  refresh(): void;
};

/** Level to draw at: as fine as the zoom shows, but never more bins than a strip may have. */
export function drawLevel(samplesPerPixel: number, stemLength: number): number {
  let level = levelFor(samplesPerPixel);
  while (level + 1 < PEAK_LEVELS.length && stemLength / (PEAK_LEVELS[level] ?? 1) > MAX_BINS) level += 1;
  return level;
}

/** Waveforms for drawing, read from the pool on first use and kept. Main thread. */
export function createPeakSource(library: Pick<PageLibrary, 'peaks'>, getSession: () => Session): PeakSource {
  const kept = new Map<string, PeakStrip>();
  const asked = new Set<string>();
  const listeners = new Set<() => void>();
  let bins = 0;

  const keep = (name: string, strip: PeakStrip) => {
    kept.set(name, strip);
    bins += strip.values.length / 2;
    for (const [oldest, old] of kept) {
      if (bins <= MAX_KEPT || oldest === name) break;
      kept.delete(oldest);
      asked.delete(oldest);
      bins -= old.values.length / 2;
    }
  };
  const read = async (
    name: string,
    sha256: string,
    rate: number,
    channel: number,
    level: number,
  ): Promise<void> => {
    const found = await library.peaks(poolKey(sha256, rate), channel, level);
    if (!found.ok) return;
    const { firstBin, framesPerBin, pairs } = found.value;
    const values = Float32Array.from(pairs, (value) => value / FULL_SCALE);
    keep(name, { samplesPerBin: framesPerBin, firstBin, values });
    for (const listener of listeners) listener();
  };

  return {
    peaks(clip: ClipId, channel, samplesPerPixel) {
      const session = getSession();
      const stem = session.stems[session.clips[clip]?.stemId ?? ('' as never)];
      if (!stem || channel < 0 || channel >= stem.channels) return null;
      const level = drawLevel(samplesPerPixel, stem.length);
      const base = `${stem.sha256}/${session.sampleRate}/${channel}/`;
      const name = base + level;
      const found = kept.get(name);
      if (found) {
        // Used last: to the end of the line.
        kept.delete(name);
        kept.set(name, found);
        return found;
      }
      if (!asked.has(name)) {
        asked.add(name);
        void read(name, stem.sha256, session.sampleRate, channel, level);
      }
      // Until it comes, any level is better than nothing: the coarser first, they are drawn faster.
      for (let other = PEAK_LEVELS.length - 1; other >= 0; other--) {
        const near = kept.get(base + other);
        if (near) return near;
      }
      return null;
    },
    onPeaks(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh() {
      for (const name of asked) if (!kept.has(name)) asked.delete(name);
      for (const listener of listeners) listener();
    },
  };
}
