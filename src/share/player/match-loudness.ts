import { GatedMeter } from '../../engine/index.ts';
import { ok, type Result } from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';
import { heardProxies, proxyTarget } from './programme.ts';
import type { FrameSource } from './proxy/proxy-voice.ts';
import type { CompareState, PlayerState, Stretch } from './types.ts';

/** Frames measured between two turns of the page: about 5 ms of work. */
const SLICE_FRAMES = 24_000;
/** Most a version is turned down, dB: what is farther apart is not the same mix. */
const MOST_DB = 40;
/** Both ears, or both loudspeakers, count the same (ITU-R BS.1770-5). */
const STEREO = [1, 1];

/** What is measured of one version. */
export interface LoudnessJob {
  readonly manifest: Manifest;
  readonly state: Pick<PlayerState, 'listening' | 'soloed' | 'muted'>;
  /** Timeline samples at the version's rate; null: all of its range. */
  readonly stretch: Stretch | null;
  /** Opens a proxy to be read from its start; the caller closes it. */
  readonly open: (proxy: Manifest['proxies'][number]) => FrameSource & { close(): void };
  readonly signal: AbortSignal;
}

/**
 * Integrated loudness of a stretch of what is heard of a version, LKFS, from its proxies (which are renders of the same): what was
 * measured at publishing where that is all that is asked for. −∞ where nothing is above the gates.
 */
export async function heardLoudness({
  manifest,
  state,
  stretch,
  open,
  signal,
}: LoudnessJob): Promise<Result<number>> {
  const heard = heardProxies(manifest, proxyTarget(state.listening), state).filter(({ gain }) => gain > 0);
  const [only] = heard;
  const isWhole =
    stretch === null || (stretch.start <= manifest.range.start && stretch.end >= manifest.range.end);
  if (isWhole && heard.length === 1 && only && only.proxy.integratedLkfs !== null)
    return ok(only.proxy.integratedLkfs);
  const toFrame = (position: number): number =>
    Math.round(((position - manifest.range.start) * 48_000) / manifest.sampleRate);
  const from = Math.max(0, toFrame(stretch?.start ?? manifest.range.start));
  const to = toFrame(Math.min(stretch?.end ?? manifest.range.end, manifest.range.end));
  const voices = heard.map(({ proxy }) => open(proxy));
  const meter = new GatedMeter(48_000, STEREO);
  try {
    for (const voice of voices) {
      const found = await voice.seek(from);
      if (!found.ok) return found;
    }
    const left = new Float32Array(SLICE_FRAMES);
    const right = new Float32Array(SLICE_FRAMES);
    for (let at = from; at < to && !signal.aborted; at += SLICE_FRAMES) {
      const frames = Math.min(SLICE_FRAMES, to - at);
      left.fill(0);
      right.fill(0);
      for (const voice of voices) {
        const pulled = await voice.pull(frames);
        if (!pulled.ok) return pulled;
        const [one, two] = pulled.value;
        for (let n = 0; n < frames; n++) {
          left[n] = (left[n] ?? 0) + (one[n] ?? 0);
          right[n] = (right[n] ?? 0) + (two[n] ?? 0);
        }
      }
      meter.push([left, right], frames);
      // Lets the page paint: a long stretch is decoded as fast as it comes.
      await new Promise((done) => setTimeout(done));
    }
    return ok(meter.integrated());
  } finally {
    for (const voice of voices) voice.close();
  }
}

/** What each of two is turned by to be equally loud: the louder one down, never the other up. Null where one is silent. */
export function matchedBy(shown: number, other: number): CompareState['appliedDb'] {
  if (!Number.isFinite(shown) || !Number.isFinite(other)) return null;
  const apart = Math.max(-MOST_DB, Math.min(MOST_DB, shown - other));
  return { shown: 0 - Math.max(0, apart), other: Math.min(0, apart) };
}
