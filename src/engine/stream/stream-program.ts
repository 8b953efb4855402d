import type { PoolKey } from '../../stems/index.ts';

/** A clip as the streamer sees it: which stretch of a stem feeds which voices, and when it is read. */
export interface StreamClip {
  /** Index into `StreamProgram.stems`. */
  readonly stem: number;
  /** Timeline sample at which the core reads `sourceOffset` (clip start less the strip's latency). */
  readonly start: number;
  /** Timeline sample after the last one read. */
  readonly end: number;
  /** Stem frame read at `start`. */
  readonly sourceOffset: number;
  /** Samples behind the one read that the core may ask for too: its look-ahead begins with them after a jump. Default none. */
  readonly held?: number;
  /** Voices fed by this clip; parallel to `channels`. */
  readonly voices: readonly number[];
  /** Stem channel (0-based) of each voice. */
  readonly channels: readonly number[];
}

/** A stem the program plays. */
export interface StreamStem {
  readonly key: PoolKey;
  /** Name of the source file, for messages. */
  readonly fileName: string;
  readonly channels: number;
}

/** Everything a streamer must know of a session. Plain data: it crosses to the stream worker by structured clone. */
export interface StreamProgram {
  readonly stems: readonly StreamStem[];
  /** Sorted by `start`. */
  readonly clips: readonly StreamClip[];
}

/** A program that plays nothing. */
export const SILENT_STREAM: StreamProgram = { stems: [], clips: [] };

/** Text by which two pool keys are equal or not. */
export const poolKeyId = (key: PoolKey): string => `${key.sha256}-${key.rate}-${key.decoder}`;

/**
 * Most voices that want audio at once when reading `lookaheadFrames` ahead: how many rings playing needs.
 * `loopStart`, where given, adds the voices that sound there, since they are held ready while the loop's end plays.
 */
export function voicesAtOnce(program: StreamProgram, lookaheadFrames: number, loopStart?: number): number {
  const events: { at: number; change: number }[] = [];
  let atLoopStart = 0;
  for (const clip of program.clips) {
    const voices = clip.voices.length;
    events.push(
      { at: clip.start - lookaheadFrames, change: voices },
      { at: clip.end + (clip.held ?? 0), change: -voices },
    );
    if (
      loopStart !== undefined &&
      clip.start < loopStart + lookaheadFrames &&
      clip.end + (clip.held ?? 0) > loopStart
    )
      atLoopStart += voices;
  }
  events.sort((a, b) => a.at - b.at || a.change - b.change);
  let now = 0;
  let most = 0;
  for (const event of events) {
    now += event.change;
    if (now > most) most = now;
  }
  return most + atLoopStart;
}
