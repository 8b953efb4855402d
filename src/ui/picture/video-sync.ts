/** What to do with the picture in one paint. */
export type SyncStep =
  | { readonly kind: 'hold' }
  /** Run at this rate, 1 = as recorded. */
  | { readonly kind: 'rate'; readonly rate: number }
  /** Jump to this time of the film, seconds. */
  | { readonly kind: 'seek'; readonly to: number };

/** Drift beyond which the picture jumps instead of being drawn in, picture frames. */
const SEEK_FRAMES = 2;
/** Drift that is left alone, picture frames: video clocks are no finer. */
const CALM_FRAMES = 0.25;
/** Most the picture's speed is bent. */
const MAX_BEND = 0.08;

/**
 * Decides how the picture follows the engine's clock.
 * @param wanted where the film should be, seconds
 * @param shown where it is, seconds
 * @param frameSeconds length of a picture frame, seconds
 * @param seeking true while the element is still on its way to an earlier seek: nothing new is asked of it
 */
export function syncStep(
  wanted: number,
  shown: number,
  frameSeconds: number,
  playing: boolean,
  seeking: boolean,
): SyncStep {
  const drift = (shown - wanted) / frameSeconds;
  if (!playing) {
    // A still shows the middle of its frame: the edge belongs to either neighbour.
    const still = (Math.floor(wanted / frameSeconds + 1e-6) + 0.5) * frameSeconds;
    return Math.abs(shown - still) < frameSeconds / 4 || seeking
      ? { kind: 'hold' }
      : { kind: 'seek', to: still };
  }
  if (Math.abs(drift) > SEEK_FRAMES) return seeking ? { kind: 'hold' } : { kind: 'seek', to: wanted };
  if (Math.abs(drift) < CALM_FRAMES) return { kind: 'rate', rate: 1 };
  return { kind: 'rate', rate: 1 - Math.max(-MAX_BEND, Math.min(MAX_BEND, drift * 0.05)) };
}
