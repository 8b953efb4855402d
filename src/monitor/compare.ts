/** Two layouts side by side, equally loud. */
import type { RenderTarget } from '../units/index.ts';

/** Which of the two is listened to. */
export type ComparedSide = 'a' | 'b';

/** How loud the two are over the same stretch, and what that makes of their levels. */
export interface LoudnessMatch {
  readonly a: RenderTarget;
  readonly b: RenderTarget;
  /** K-weighted loudness of the stretch without gates, LKFS; −∞ for silence. */
  readonly loudnessA: number;
  readonly loudnessB: number;
}

/**
 * Level that makes a target as loud as the quieter of the two, dB ≤ 0: matching never turns anything up. 0 for targets that were
 * not compared, and where either was silent.
 */
export function matchDb(match: LoudnessMatch | null, target: RenderTarget): number {
  if (!match || !Number.isFinite(match.loudnessA) || !Number.isFinite(match.loudnessB)) return 0;
  const quieter = Math.min(match.loudnessA, match.loudnessB);
  if (target === match.a) return quieter - match.loudnessA;
  return target === match.b ? quieter - match.loudnessB : 0;
}
