/** Figures of the browser's own under-run counters, where it has them (Web Audio `AudioPlaybackStats`). */
export interface PlaybackFigures {
  readonly underrunEvents: number;
  readonly underrunSeconds: number;
  readonly totalSeconds: number;
}

/** Reads them off a context; null where the browser keeps none. */
export function playbackFigures(context: AudioContext | null): PlaybackFigures | null {
  if (!context || !('playbackStats' in context)) return null;
  const stats = context.playbackStats;
  if (typeof stats !== 'object' || stats === null) return null;
  const read = (name: string): number => {
    const value: unknown = Reflect.get(stats, name);
    return typeof value === 'number' ? value : 0;
  };
  return {
    underrunEvents: read('underrunEvents'),
    underrunSeconds: read('underrunDuration'),
    totalSeconds: read('totalDuration'),
  };
}
